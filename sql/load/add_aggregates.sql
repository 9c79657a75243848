-- New and revised sums.
insert into aggregate
select
  $source as source,
  aggregate_id,
  area_level as area_kind,
  case area_level
    when 'country' then coalesce(country, country_code)
    when 'admin1' then coalesce(admin1, admin1_code)
    else coalesce(admin2, admin2_code)
  end as area,
  country,
  country_key,
  country_code,
  admin1,
  admin1_key,
  admin1_code,
  admin2,
  admin2_code,
  period_kind,
  period_start,
  period_end,
  category,
  subcategory,
  events,
  deaths,
  population_exposure,
  content_hash,
  $load_id as load_id
from incoming_aggregate
where change in ('added', 'revised')
order by period_start, aggregate_id
