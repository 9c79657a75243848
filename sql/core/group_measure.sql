-- Events of actors with what they cost on either side.
--
-- grain:   source, source_event_id, actor_id
-- source:  group_event, event_measure
-- columns:
--   source                source of the event
--   source_event_id       the event
--   actor_id              the actor
--   start_date            first day
--   week                  Monday of the ISO week
--   acled_week            Saturday of ACLED's week
--   month                 first day of the month
--   quarter               first day of the quarter
--   in_week               true if it belongs to a week
--   in_month              true if it belongs to a month
--   in_quarter            true if it belongs to a quarter
--   country               country as the source writes it
--   disorder              political_violence, demonstrations, strategic_developments
--   counted               true for political violence
--   attacker_coded        true if the source says who attacked
--   is_attacker           true if the source says that this actor attacked
--   deaths_low            low estimate, all sides                       [persons]
--   deaths_best           best estimate, all sides                      [persons]
--   deaths_high           high estimate, all sides                      [persons]
--   provisional_best      best estimate where the status is not final   [persons]
--   coded_value_best      best estimate where the number is a word's    [persons]
--   is_unknown_zero       true where 0 may mean unknown
--   has_figure            true if it has a best or a high estimate
--   own_deaths_best       dead of the actor's own side                  [persons]
--   opponent_deaths_best  dead of the other side                        [persons]
--   civilian_deaths_best  dead civilians                                [persons]
--   civilian_targeting    true if civilians are coded as the target
-- note:    an event with two groups is counted once for each: groups do not add up
-- example: select source, month, count(*) as events, sum(deaths_best) as deaths_best from group_measure where actor_id = 'jnim' and counted group by all order by all
select
  group_event.source,
  group_event.source_event_id,
  group_event.actor_id,
  measured.start_date,
  measured.week,
  measured.acled_week,
  measured.month,
  measured.quarter,
  measured.in_week,
  measured.in_month,
  measured.in_quarter,
  measured.country,
  measured.disorder,
  measured.counted,
  group_event.attacker_coded,
  group_event.is_attacker,
  measured.deaths_low,
  measured.deaths_best,
  measured.deaths_high,
  measured.provisional_best,
  measured.coded_value_best,
  measured.is_unknown_zero,
  measured.has_figure,
  case
    when group_event.on_a and group_event.on_b then measured.deaths_a + measured.deaths_b
    when group_event.on_a then measured.deaths_a
    else measured.deaths_b
  end as own_deaths_best,
  case
    when group_event.on_a and group_event.on_b then null
    when group_event.on_a then measured.deaths_b
    else measured.deaths_a
  end as opponent_deaths_best,
  measured.deaths_civilians as civilian_deaths_best,
  measured.civilian_targeting
from group_event
join event_measure as measured
  on measured.source = group_event.source
  and measured.source_event_id = group_event.source_event_id
