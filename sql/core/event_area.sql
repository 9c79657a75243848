-- Areas of events: the country, the first-order area, and every region that holds either.
--
-- grain:   source, source_event_id, area_kind, area, country
-- source:  event_measure, region_member
-- columns:
--   source            source of the event
--   source_event_id   the event
--   area_kind         region, country, admin1
--   area              name of the area
--   country           country of an admin1 or the country itself, NULL for a region
-- note:    an event lies in several areas: areas do not add up across kinds, and regions overlap
-- example: select source, area, count(*) as events from event_area where area_kind = 'region' group by all order by all
select
  source,
  source_event_id,
  'country' as area_kind,
  country as area,
  country
from event_measure
where country is not null
union all
select
  source,
  source_event_id,
  'admin1' as area_kind,
  admin1 as area,
  country
from event_measure
where admin1 is not null
union all
select distinct
  measured.source,
  measured.source_event_id,
  'region' as area_kind,
  region_member.region as area,
  cast(null as string) as country
from event_measure as measured
join region_member
  on region_member.country_iso3 = measured.country_iso3
  and (region_member.admin1_key is null or region_member.admin1_key = measured.admin1_key)
  and (region_member.valid_from is null or region_member.valid_from <= measured.start_date)
  and (region_member.valid_to is null or region_member.valid_to >= measured.start_date)
