-- Earlier states of events, each with the load that ended it.
--
-- grain:   source, source_event_id, ended_load_id
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
--   ended_load_id          load that replaced or removed it
-- example: select ended_load_id, source, count(*) as ended from event_history group by all order by all
create table event_history (
  source text not null,
  source_event_id text not null,
  start_date date not null,
  end_date date not null,
  date_precision text not null,
  event_class text not null,
  event_type text,
  event_subtype text,
  disorder text not null,
  civilian_targeting boolean,
  country text,
  country_iso3 text,
  admin1 text,
  admin1_key text,
  admin2 text,
  place text,
  latitude double,
  longitude double,
  place_precision text,
  deaths_low integer,
  deaths_best integer,
  deaths_high integer,
  deaths_low_reported integer,
  deaths_best_reported integer,
  deaths_high_reported integer,
  deaths_a integer,
  deaths_b integer,
  deaths_civilians integer,
  deaths_unknown integer,
  deaths_rule text not null,
  range_repaired boolean not null,
  status text not null,
  reported_by text,
  summary text using compression zstd,
  state_forces_best integer,
  auxiliaries_best integer,
  nonstate_best integer,
  civilians_best integer,
  unspecified_best integer,
  attacker_coded boolean not null,
  content_hash ubigint not null,
  load_id integer not null,
  ended_load_id integer not null
);
