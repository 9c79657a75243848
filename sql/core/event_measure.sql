-- Events with the periods that they belong to, and whether an answer counts them.
--
-- grain:   source, source_event_id
-- source:  event
-- columns:
--   source                 source that codes the event
--   source_event_id        the source's identifier
--   start_date             first day
--   end_date               last day
--   week                   Monday of the ISO week in which it starts
--   acled_week             Saturday of ACLED's week, Saturday to Friday, in which it starts
--   month                  first day of the month in which it starts
--   quarter                first day of the quarter in which it starts
--   in_week                true if it belongs to a week: at most 7 days long and no less precise than a week
--   in_month               true if it belongs to a month: inside one month and no less precise than a month
--   in_quarter             true if it belongs to a quarter: inside one quarter, and no less precise than a month or with a first and a last day
--   disorder               political_violence, demonstrations, strategic_developments
--   counted                true for political violence: what `events` in answers counts
--   country                country as the source writes it
--   country_iso3           ISO 3166 alpha-3, where known
--   admin1                 first-order area as the source writes it
--   admin1_key             the same for comparison
--   deaths_low             low estimate            [persons]
--   deaths_best            best estimate           [persons]
--   deaths_high            high estimate           [persons]
--   deaths_a               dead of side a          [persons]
--   deaths_b               dead of side b          [persons]
--   deaths_civilians       dead civilians          [persons]
--   state_forces_best      dead of sides that are state forces       [persons]
--   auxiliaries_best       dead of sides that are auxiliaries        [persons]
--   nonstate_best          dead of sides that are other armed actors [persons]
--   civilians_best         dead civilians                            [persons]
--   unspecified_best       dead whose belonging is not stated        [persons]
--   provisional_best       best estimate where the status is not final                [persons]
--   coded_value_best       best estimate where the number stands for a word           [persons]
--   is_unknown_zero        true where 0 may mean unknown
--   has_figure             true if it has a best or a high estimate
--   civilian_targeting     true if civilians are coded as the target
--   attacker_coded         true if the source says who attacked
-- example: select source, month, count(*) as events from event_measure where counted and in_month group by all order by all
select
  source,
  source_event_id,
  start_date,
  end_date,
  cast(date_trunc('week', start_date) as date) as week,
  cast(date_trunc('week', start_date + 2) as date) - 2 as acled_week,
  cast(date_trunc('month', start_date) as date) as month,
  cast(date_trunc('quarter', start_date) as date) as quarter,
  date_precision in ('day', 'days', 'week') and end_date <= start_date + 6 as in_week,
  date_precision <> 'longer' and date_trunc('month', start_date) = date_trunc('month', end_date) as in_month,
  (date_precision <> 'longer' or end_date > start_date)
    and date_trunc('quarter', start_date) = date_trunc('quarter', end_date) as in_quarter,
  disorder,
  disorder = 'political_violence' as counted,
  country,
  country_iso3,
  admin1,
  admin1_key,
  deaths_low,
  deaths_best,
  deaths_high,
  deaths_a,
  deaths_b,
  deaths_civilians,
  state_forces_best,
  auxiliaries_best,
  nonstate_best,
  civilians_best,
  unspecified_best,
  case when status <> 'final' then deaths_best else 0 end as provisional_best,
  case when deaths_rule = 'coded_value' then deaths_best else 0 end as coded_value_best,
  deaths_rule = 'unknown_zero' as is_unknown_zero,
  coalesce(deaths_best, deaths_high) is not null as has_figure,
  coalesce(civilian_targeting, false) as civilian_targeting,
  attacker_coded
from event
