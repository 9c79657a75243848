-- Events and deaths of regions by month: regions stand beside the events.
select
  event_region.region,
  date_trunc('month', acled.event_date)::date as month,
  count(*)::bigint as events,
  sum(acled.fatalities)::bigint as deaths_best,
  (count(*) filter (where acled.civilian_targeting is not null or acled.event_type = 'Violence against civilians'))::bigint
    as civilian_targeting_events
from acled
join event_region on event_region.event = acled.rowid
where acled.event_type in ('Battles', 'Explosions/Remote violence', 'Violence against civilians')
  or acled.sub_event_type in ('Mob violence', 'Excessive force against protesters')
group by event_region.region, month
order by event_region.region, month
