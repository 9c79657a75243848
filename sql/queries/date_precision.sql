-- How well dates are known: events and deaths of each precision since a date.
--
-- params:
--   since     first start date                          [date = 2025-01-01]
--   country   one country, by any name or its ISO code  [country = any]
-- grain:   source, date_precision
-- source:  event
-- columns:
--   source
--   date_precision
--   events              events of that precision                           [events]
--   events_share        share of the source's events                       [share 0..1]
--   deaths_low
--   deaths_best
--   deaths_high
--   deaths_best_share   share of the source's best estimate                [share 0..1]
--   longest_days        days of the longest of them                        [days]
-- note:    An event dated to a month or longer belongs to no week; charts by week leave it out and count it apart.
select
  source,
  date_precision,
  count(*)::bigint as events,
  count(*) / sum(count(*)::double) over (partition by source) as events_share,
  sum(deaths_low)::bigint as deaths_low,
  sum(deaths_best)::bigint as deaths_best,
  sum(deaths_high)::bigint as deaths_high,
  sum(deaths_best) / nullif(sum(sum(deaths_best)::double) over (partition by source), 0) as deaths_best_share,
  max(end_date - start_date + 1)::bigint as longest_days
from event
where start_date >= $since::date
  and ($country::text is null or country_iso3 = $country::text or country = $country::text)
group by source, date_precision
order by source, events desc, date_precision
