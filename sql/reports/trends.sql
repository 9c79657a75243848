-- Months of areas, newest last.
--
-- params:  since, until, source, area_kind, area, country
-- grain:   source, area_kind, area, country, month
-- source:  regional_trends
select *
from regional_trends
where ($source::text is null or source = $source::text)
  and ($area_kind::text is null or area_kind = $area_kind::text)
  and ($area::text is null or area = $area::text)
  and ($country::text is null or country = $country::text)
  and ($since::date is null or month >= cast(date_trunc('month', $since::date) as date))
  and ($until::date is null or month <= $until::date)
order by source, area_kind, area, country, month
