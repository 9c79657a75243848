-- Events and deaths of regions by month: areas are matched inside the query.
with placed as (
  select distinct
    acled.event_id_cnty,
    area.region,
    date_trunc('month', acled.event_date)::date as month,
    acled.fatalities,
    acled.civilian_targeting is not null or acled.event_type = 'Violence against civilians' as civilian_targeting
  from acled
  join area
    on area.country = acled.country
    and (area.admin1 is null or lower(strip_accents(area.admin1)) = lower(strip_accents(acled.admin1)))
    and (area.valid_from is null or area.valid_from <= acled.event_date)
    and (area.valid_to is null or area.valid_to >= acled.event_date)
  where acled.event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
    or acled.sub_event_type in ('Mob violence', 'Excessive force against protesters')
)
select
  region,
  month,
  count(*)::bigint as events,
  sum(fatalities)::bigint as deaths_best,
  (count(*) filter (where civilian_targeting))::bigint as civilian_targeting_events
from placed
group by region, month
order by region, month
