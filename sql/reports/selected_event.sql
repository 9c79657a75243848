-- Events that a question is about.
--
-- params:  since, until, source, country_iso3, country, admin1_key, region, actor_id, event_class, civilians, search, straddling, with_allies, no_members
-- grain:   source, source_event_id
-- source:  event, event_area, event_actor, actor_member
select event.source, event.source_event_id
from event
where ($source::text is null or event.source = $source::text)
  and ($until::date is null or event.start_date <= $until::date)
  and (
    $since::date is null
    or event.start_date >= $since::date
    or ($straddling::boolean and event.end_date >= $since::date)
  )
  and ($country_iso3::text is null or event.country_iso3 = $country_iso3::text)
  and ($country::text is null or lower(event.country) = lower($country::text))
  and ($admin1_key::text is null or event.admin1_key = $admin1_key::text)
  and ($event_class::text is null or event.event_class = $event_class::text)
  and (not $civilians::boolean or event.civilian_targeting)
  and (
    $search::text is null
    or contains(lower(coalesce(event.place, '')), lower($search::text))
    or contains(lower(coalesce(event.admin1, '')), lower($search::text))
    or contains(lower(coalesce(event.admin2, '')), lower($search::text))
    or contains(lower(coalesce(event.event_type, '')), lower($search::text))
    or contains(lower(coalesce(event.summary, '')), lower($search::text))
    or event.source_event_id = $search::text
    or exists (
      select 1
      from event_actor
      where event_actor.source = event.source
        and event_actor.source_event_id = event.source_event_id
        and contains(lower(event_actor.actor_name), lower($search::text))
    )
  )
  and (
    $region::text is null
    or exists (
      select 1
      from event_area
      where event_area.source = event.source
        and event_area.source_event_id = event.source_event_id
        and event_area.area_kind = 'region'
        and event_area.area = $region::text
    )
  )
  and (
    $actor_id::text is null
    or exists (
      select 1
      from event_actor
      where event_actor.source = event.source
        and event_actor.source_event_id = event.source_event_id
        and (
          event_actor.actor_id = $actor_id::text
          or exists (
            select 1
            from actor_member
            where actor_member.member_id = event_actor.actor_id
              and actor_member.group_id = $actor_id::text
              and (
                (actor_member.relation = 'member' and not $no_members::boolean)
                or (actor_member.relation = 'ally' and $with_allies::boolean)
              )
              and (actor_member.valid_from is null or actor_member.valid_from <= event.start_date)
              and (actor_member.valid_to is null or actor_member.valid_to >= event.start_date)
          )
        )
    )
  )
