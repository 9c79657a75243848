-- Months of areas, newest last.
--
-- params:  since, until, source, region, admin1_key, country_iso3, country
-- grain:   source, area_kind, area, country, month
-- source:  regional_trends, event
with named as (
  select distinct source, country, admin1
  from event
  where ($admin1_key::text is null or admin1_key = $admin1_key::text)
    and ($country_iso3::text is null or country_iso3 = $country_iso3::text)
    and ($country::text is null or lower(country) = lower($country::text))
)
select trend.*
from regional_trends as trend
where ($source::text is null or trend.source = $source::text)
  and ($since::date is null or trend.month >= cast(date_trunc('month', $since::date) as date))
  and ($until::date is null or trend.month <= $until::date)
  and case
    when $region::text is not null then trend.area_kind = 'region' and trend.area = $region::text
    when $admin1_key::text is not null then trend.area_kind = 'admin1' and exists (
      select 1
      from named
      where named.source = trend.source
        and named.country = trend.country
        and named.admin1 = trend.area
    )
    when coalesce($country_iso3::text, $country::text) is not null then trend.area_kind = 'country' and exists (
      select 1
      from named
      where named.source = trend.source
        and named.country = trend.area
    )
    else true
  end
order by trend.source, trend.area_kind, trend.area, trend.country, trend.month
