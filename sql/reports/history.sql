-- The history of a place, oldest first: its events and the context that is never counted.
--
-- params:  since, until, source, place_key, country, country_iso3, changes_only
-- grain:   source, record_key
-- source:  place_history, country_alias
-- note:    a place is found where its whole name stands in the source's
select history.* exclude (place_key)
from place_history as history
where contains(history.place_key, $place_key::text)
  and ($source::text is null or history.source in ($source::text, 'context'))
  and ($since::date is null or history.end_date >= $since::date)
  and ($until::date is null or history.start_date <= $until::date)
  and ($country::text is null or lower(history.country) = lower($country::text))
  and (
    $country_iso3::text is null
    or history.country in (select alias from country_alias where country_iso3 = $country_iso3::text)
  )
  and (not $changes_only::boolean or history.change is not null or history.source = 'context')
order by
  history.start_date,
  history.source <> 'context',
  history.source,
  history.record_key
