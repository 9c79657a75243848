-- Every state that an event has had, earlier ones and the present one.
--
-- grain:   source, source_event_id, load_id
-- source:  event, event_history
-- columns:
--   source                 source that codes the event
--   source_event_id        the source's identifier
--   start_date             first day
--   end_date               last day; the first day where the source has one date
--   date_precision         day, days, week, month, longer
--   event_class            ACLED's six event types, or UCDP's state_based, non_state, one_sided; never mapped
--   event_type             the source's own type (ACLED event_type, UCDP dyad)
--   event_subtype          the source's own subtype (ACLED sub_event_type, UCDP conflict)
--   disorder               political_violence, demonstrations, strategic_developments
--   civilian_targeting     true if the source codes civilians as the target
--   country                country as the source writes it
--   country_iso3           ISO 3166 alpha-3 of that country, where known
--   admin1                 first-order area as the source writes it
--   admin1_key             the same for comparison: no case, accents or words such as region
--   admin2                 second-order area
--   place                  place as the source writes it
--   latitude               of the place or a centroid, see place_precision   [degrees]
--   longitude              of the place or a centroid, see place_precision   [degrees]
--   place_precision        exact, near, district, region, area, country, international
--   deaths_low             low estimate, widened where the reported range does not hold   [persons]
--   deaths_best            best estimate                                                  [persons]
--   deaths_high            high estimate, widened where the reported range does not hold  [persons]
--   deaths_low_reported    low estimate as reported     [persons]
--   deaths_best_reported   best estimate as reported    [persons]
--   deaths_high_reported   high estimate as reported    [persons]
--   deaths_a               dead of side a               [persons]
--   deaths_b               dead of side b               [persons]
--   deaths_civilians       dead civilians               [persons]
--   deaths_unknown         dead of unknown belonging    [persons]
--   deaths_rule            unknown_zero, coded_value (a number that stands for a word), none
--   range_repaired         true if low or high had to be widened
--   status                 final, provisional
--   reported_by            who reported it
--   summary                what happened, in the source's words; may name people
--   state_forces_best      dead of sides that are state forces       [persons]
--   auxiliaries_best       dead of sides that are auxiliaries        [persons]
--   nonstate_best          dead of sides that are other armed actors [persons]
--   civilians_best         dead civilians                            [persons]
--   unspecified_best       dead whose belonging is not stated        [persons]
--   attacker_coded         true if the source says who attacked
--   content_hash           hash of all of the above as loaded
--   load_id                load that brought this state
--   ended_load_id          load that replaced or removed it, NULL while it stands
-- note:    a state stands as of a load if its load_id is not greater, and its ended_load_id is NULL or greater
select
  source,
  source_event_id,
  start_date,
  end_date,
  date_precision,
  event_class,
  event_type,
  event_subtype,
  disorder,
  civilian_targeting,
  country,
  country_iso3,
  admin1,
  admin1_key,
  admin2,
  place,
  latitude,
  longitude,
  place_precision,
  deaths_low,
  deaths_best,
  deaths_high,
  deaths_low_reported,
  deaths_best_reported,
  deaths_high_reported,
  deaths_a,
  deaths_b,
  deaths_civilians,
  deaths_unknown,
  deaths_rule,
  range_repaired,
  status,
  reported_by,
  summary,
  state_forces_best,
  auxiliaries_best,
  nonstate_best,
  civilians_best,
  unspecified_best,
  attacker_coded,
  content_hash,
  event.load_id,
  cast(null as integer) as ended_load_id
from event
union all
select
  source,
  source_event_id,
  start_date,
  end_date,
  date_precision,
  event_class,
  event_type,
  event_subtype,
  disorder,
  civilian_targeting,
  country,
  country_iso3,
  admin1,
  admin1_key,
  admin2,
  place,
  latitude,
  longitude,
  place_precision,
  deaths_low,
  deaths_best,
  deaths_high,
  deaths_low_reported,
  deaths_best_reported,
  deaths_high_reported,
  deaths_a,
  deaths_b,
  deaths_civilians,
  deaths_unknown,
  deaths_rule,
  range_repaired,
  status,
  reported_by,
  summary,
  state_forces_best,
  auxiliaries_best,
  nonstate_best,
  civilians_best,
  unspecified_best,
  attacker_coded,
  content_hash,
  event_history.load_id,
  ended_load_id
from event_history
