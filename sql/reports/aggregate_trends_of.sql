-- Published sums of the areas, periods and source that are asked for, newest last.
--
-- params:  since, until, source, region, admin1_key, country_iso3, country
-- grain:   source, area_kind, area, country, period_start, period_end, category
-- source:  aggregate_trends
select trend.*
from aggregate_trends as trend
where trend.source = $source::text
  and ($since::date is null or trend.period_end >= $since::date)
  and ($until::date is null or trend.period_start <= $until::date)
  and case
    when $region::text is not null then trend.area_kind = 'region' and trend.area = $region::text
    when $admin1_key::text is not null then trend.area_kind = 'admin1' and trend.admin1_key = $admin1_key::text
      and ($country_iso3::text is null or trend.country_iso3 = $country_iso3::text)
    when $country_iso3::text is not null then trend.area_kind = 'country' and trend.country_iso3 = $country_iso3::text
    when $country::text is not null then trend.area_kind = 'country' and lower(trend.country) = lower($country::text)
    else true
  end
order by trend.source, trend.area_kind, trend.area, trend.country, trend.period_start, trend.category
