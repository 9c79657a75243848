-- What happened at a place: its events with who took, regained or left it, and what is known from before them.
--
-- grain:   source, record_key
-- source:  event, event_actor, actor, place_change, claim, context
-- engine:  duckdb: it lists names in an order, which other engines write otherwise
-- columns:
--   source           source that codes the event; context for what is shown and never counted
--   record_key       the source's identifier of the event, or the key of the context
--   place            place as the source writes it
--   place_key        the same for comparison: no case, accents and punctuation, a space at either end
--   country          country as the source writes it
--   admin1           first-order area
--   place_precision  exact, near, district, region, area, country, international
--   start_date       first day
--   end_date         last day
--   date_precision   day, days, week, month, longer; year for context that is known to the year
--   change           overtaken, regained, transferred, left, base_established, where the source codes it or a row of place_change says so
--   changed_by       who did it, by that coding
--   side_a           parties on side a, as the source names them
--   side_b           parties on side b
--   event_class      the source's class of events
--   event_subtype    the source's own subtype
--   deaths_low       low estimate, all sides    [persons]
--   deaths_best      best estimate, all sides   [persons]
--   deaths_high      high estimate, all sides   [persons]
--   reported_by      who published it
--   urls             pages that say so, where the source gives them
--   summary          what happened, in the source's words; may name people. Context: in our own words
-- note:    a change is what is coded of one event, not who holds the place: what happened since may not be coded
with named as (
  select
    event_actor.source,
    event_actor.source_event_id,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.side = 'a') as side_a,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where event_actor.side = 'b') as side_b,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where actor.actor_kind in ('state_forces', 'external')) as of_states,
    string_agg(distinct event_actor.actor_name, '; ' order by event_actor.actor_name)
      filter (where actor.actor_kind not in ('state_forces', 'external', 'auxiliary', 'civilians')) as of_groups
  from event_actor
  left join actor
    on actor.actor_id = event_actor.actor_id
  where event_actor.role = 'side'
  group by event_actor.source, event_actor.source_event_id
),
published as (
  select
    event_source as source,
    source_event_id,
    string_agg(distinct reported_by, '; ' order by reported_by) as reported_by,
    string_agg(distinct url, ' ' order by url) as urls
  from claim
  where source_event_id is not null
  group by event_source, source_event_id
),
coded as (
  select
    event.*,
    coalesce(
      place_change.change,
      case event.event_subtype
        when 'Non-state actor overtakes territory' then 'overtaken'
        when 'Government regains territory' then 'regained'
        when 'Non-violent transfer of territory' then 'transferred'
        when 'Headquarters or base established' then 'base_established'
      end
    ) as change,
    place_change.changed_by as stated_by
  from event
  left join place_change
    on place_change.source = event.source
    and place_change.source_event_id = event.source_event_id
  where event.place is not null
)
select
  coded.source,
  coded.source_event_id as record_key,
  coded.place,
  ' ' || trim(regexp_replace(strip_accents(lower(coded.place)), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ' as place_key,
  coded.country,
  coded.admin1,
  coded.place_precision,
  coded.start_date,
  coded.end_date,
  coded.date_precision,
  coded.change,
  case
    when coded.stated_by is not null then coded.stated_by
    when coded.change = 'overtaken' then named.of_groups
    when coded.change = 'regained' then named.of_states
    when coded.change is not null then named.side_a
  end as changed_by,
  named.side_a,
  named.side_b,
  coded.event_class,
  coded.event_subtype,
  coded.deaths_low,
  coded.deaths_best,
  coded.deaths_high,
  coalesce(published.reported_by, coded.reported_by) as reported_by,
  published.urls,
  coded.summary
from coded
left join named
  on named.source = coded.source
  and named.source_event_id = coded.source_event_id
left join published
  on published.source = coded.source
  and published.source_event_id = coded.source_event_id
union all
select
  'context' as source,
  context_key as record_key,
  location as place,
  ' ' || trim(regexp_replace(strip_accents(lower(location)), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ' as place_key,
  country,
  admin1,
  'exact' as place_precision,
  happened_on as start_date,
  case when date_precision = 'year' then cast(happened_on + interval 1 year as date) - 1 else happened_on end as end_date,
  date_precision,
  place_change.change,
  coalesce(place_change.changed_by, context.actor) as changed_by,
  cast(null as varchar) as side_a,
  cast(null as varchar) as side_b,
  cast(null as varchar) as event_class,
  cast(null as varchar) as event_subtype,
  cast(null as integer) as deaths_low,
  cast(null as integer) as deaths_best,
  cast(null as integer) as deaths_high,
  source_name as reported_by,
  url as urls,
  what as summary
from context
left join place_change
  on place_change.source = 'context'
  and place_change.source_event_id = context.context_key
