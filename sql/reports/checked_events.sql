-- Selected events of data sets with claims that a statement is about, and whether its side took part.
--
-- params:  victim_side
-- grain:   event_source, source_event_id
-- source:  event, event_actor, actor, claim, source, selected
-- columns:
--   event_source      source of the event
--   source_event_id   the event
--   start_date        first day
--   date_precision    day, days, week, month, longer
--   place             place as the source writes it
--   country           country as the source writes it
--   has_side          true if the side is a party, or for civilians their target; always for no side or all
-- note:    events of political violence alone
with fought as (
  select
    event_actor.source,
    event_actor.source_event_id,
    bool_or(actor.actor_kind in ('state_forces', 'auxiliary')) as has_state,
    bool_or(actor.actor_kind in ('organised_group', 'unidentified')) as has_militants,
    bool_or(actor.actor_kind = 'civilians') as has_civilians
  from event_actor
  join actor
    on actor.actor_id = event_actor.actor_id
  group by event_actor.source, event_actor.source_event_id
)
select
  event.source as event_source,
  event.source_event_id,
  event.start_date,
  event.date_precision,
  event.place,
  event.country,
  coalesce(
    case $victim_side::text
      when 'state_forces' then fought.has_state
      when 'militants' then fought.has_militants
      when 'civilians' then fought.has_civilians or event.civilian_targeting
      else true
    end,
    false
  ) as has_side
from event
semi join selected
  on selected.source = event.source
  and selected.source_event_id = event.source_event_id
left join fought
  on fought.source = event.source
  and fought.source_event_id = event.source_event_id
where event.disorder = 'political_violence'
  and event.source in (
    select source from source where has_claims
    union
    select event_source from claim where event_source is not null
  )
order by event.source, event.start_date, event.source_event_id
