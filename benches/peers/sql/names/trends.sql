-- Events and deaths of regions by month: events are counted by area and day first, and the areas' regions joined after.
with daily as (
  select
    country,
    admin1,
    event_date,
    count(*) as events,
    sum(fatalities) as deaths,
    count(*) filter (where civilian_targeting is not null or event_type = 'Violence against civilians') as targeting
  from acled
  where event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
    or sub_event_type in ('Mob violence', 'Excessive force against protesters')
  group by country, admin1, event_date
)
select
  region_area.region,
  date_trunc('month', daily.event_date)::date as month,
  sum(daily.events)::bigint as events,
  sum(daily.deaths)::bigint as deaths_best,
  sum(daily.targeting)::bigint as civilian_targeting_events
from daily
join region_area
  on region_area.country = daily.country
  and region_area.admin1 = daily.admin1
  and daily.event_date between region_area.valid_from and region_area.valid_to
group by region_area.region, month
order by region_area.region, month
