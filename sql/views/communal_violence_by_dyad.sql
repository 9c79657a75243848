-- Violence between communities as dyads: communities are not ranked as armed groups.
--
-- grain:   source, country, actor_a, actor_b, year
-- source:  event_actor, event_measure, actor
-- columns:
--   source        source that codes the events
--   country       country as the source writes it
--   actor_a       one side, first in the alphabet
--   actor_b       the other side
--   year          calendar year in which the events begin
--   events        events between the two                    [events]
--   deaths_low    low estimate, all sides                   [persons]
--   deaths_best   best estimate, all sides                  [persons]
--   deaths_high   high estimate, all sides                  [persons]
--   first_date    first start date
--   last_date     last start date
-- note:    an event with several names on a side is counted for each dyad: dyads do not add up
-- example: select source, country, actor_a, actor_b, year, events, deaths_best from communal_violence_by_dyad order by year desc limit 20
with side as (
  select distinct event_actor.source, event_actor.source_event_id, event_actor.side, actor.actor_name
  from event_actor
  join actor
    on actor.actor_id = event_actor.actor_id
    and actor.actor_kind = 'communal'
  where event_actor.role = 'side'
)
select
  measured.source,
  measured.country,
  least(a.actor_name, b.actor_name) as actor_a,
  greatest(a.actor_name, b.actor_name) as actor_b,
  year(measured.start_date) as year,
  count(distinct measured.source_event_id)::bigint as events,
  sum(measured.deaths_low)::bigint as deaths_low,
  sum(measured.deaths_best)::bigint as deaths_best,
  sum(measured.deaths_high)::bigint as deaths_high,
  min(measured.start_date) as first_date,
  max(measured.start_date) as last_date
from side as a
join side as b
  on b.source = a.source
  and b.source_event_id = a.source_event_id
  and a.side = 'a'
  and b.side = 'b'
join event_measure as measured
  on measured.source = a.source
  and measured.source_event_id = a.source_event_id
  and measured.counted
group by
  measured.source,
  measured.country,
  least(a.actor_name, b.actor_name),
  greatest(a.actor_name, b.actor_name),
  year(measured.start_date)
