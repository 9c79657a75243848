-- Weeks of a source's regions, countries, and the first-order areas of one country: what tests and ranks are made of.
--
-- params:  since, source, country
-- grain:   subject_kind, subject, country, week
-- source:  week_toll
-- columns:
--   subject_kind   region, country, admin1
--   subject        name of the area
--   country        country of an admin1 or the country itself, NULL for regions
--   week           Monday of the ISO week
--   events         events of political violence                       [events]
--   deaths_low     low estimate                                       [persons]
--   deaths_best    best estimate                                      [persons]
--   deaths_high    high estimate                                      [persons]
--   is_whole       true if the loads cover the whole week in the whole area
select
  subject_kind,
  subject,
  country,
  week,
  events,
  deaths_low,
  deaths_best,
  deaths_high,
  is_whole
from week_toll
where source = $source::text
  and week >= $since::date
  and (subject_kind in ('region', 'country') or (subject_kind = 'admin1' and country = $country::text))
order by subject_kind, subject, country, week
