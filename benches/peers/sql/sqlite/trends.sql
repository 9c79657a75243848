-- Events and deaths of regions by month.
with daily as materialized (
  select
    country,
    admin1,
    event_date,
    count(*) as events,
    sum(fatalities) as deaths,
    sum(civilian_targeting is not null or event_type = 'Violence against civilians') as targeting
  from acled
  where event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
    or sub_event_type in ('Mob violence', 'Excessive force against protesters')
  group by country, admin1, event_date
)
select
  region_area.region,
  date(daily.event_date, 'start of month') as month,
  sum(daily.events) as events,
  sum(daily.deaths) as deaths_best,
  sum(daily.targeting) as civilian_targeting_events
from daily
join region_area
  on region_area.country = daily.country
  and region_area.admin1 = daily.admin1
  and daily.event_date between region_area.valid_from and region_area.valid_to
group by region_area.region, date(daily.event_date, 'start of month')
order by region_area.region, date(daily.event_date, 'start of month')
