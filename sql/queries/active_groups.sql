-- Organised groups ranked by the events that they are in since a date.
--
-- params:
--   since   first start date         [date = 2025-05-01]
--   most    groups of each source    [integer = 20]
-- grain:   source, actor_id
-- source:  group_measure, actor
-- columns:
--   source
--   actor_id
--   actor_name
--   events                 events of political violence in which it is a side     [events]
--   attacks                of these, coded by the source as its attack; NULL where it does not say who attacked   [events]
--   deaths_low
--   deaths_best
--   deaths_high
--   own_deaths_best
--   civilian_deaths_best
--   last_date              last start date
-- note:    An event with two groups stands in the rows of both: groups do not add up. Deaths are in events involving the group, on all sides.
select
  measured.source,
  measured.actor_id,
  actor.actor_name,
  count(*)::bigint as events,
  case
    when bool_or(measured.attacker_coded) then count(*) filter (where measured.is_attacker)
  end::bigint as attacks,
  sum(measured.deaths_low)::bigint as deaths_low,
  sum(measured.deaths_best)::bigint as deaths_best,
  sum(measured.deaths_high)::bigint as deaths_high,
  sum(measured.own_deaths_best)::bigint as own_deaths_best,
  sum(measured.civilian_deaths_best)::bigint as civilian_deaths_best,
  max(measured.start_date) as last_date
from group_measure as measured
join actor
  on actor.actor_id = measured.actor_id
  and actor.actor_kind = 'organised_group'
where measured.counted
  and measured.start_date >= $since::date
group by measured.source, measured.actor_id, actor.actor_name
qualify row_number() over (
  partition by measured.source
  order by count(*) desc, sum(measured.deaths_best) desc nulls last, measured.actor_id
) <= $most::bigint
order by measured.source, events desc, deaths_best desc nulls last, measured.actor_id
