-- Claims as they stood after a load.
--
-- params:  load_id
-- grain:   source, claim_id
-- source:  claim_version
-- columns:
--   source                 data set of the claim
--   claim_id               identifier in it
--   source_event_id        the event, NULL for a sum over a period
--   metric                 killed, injured, arrested, captured_or_missing, displaced
--   victim_side            state_forces, civilians, militants, unspecified
--   value_low              lowest number stated    [persons]
--   value_best             number stated           [persons]
--   value_high             highest number stated   [persons]
--   qualifier              exactly, at_least, more_than, about, up_to, dozens
--   claimant               who says it
--   reported_by            who published it
--   origin                 whose report the page reprints
--   published              date of the page
--   url                    address of the page
--   verification           confirmed_by_government, unconfirmed, claimed_by_perpetrator, disputed
--   repeats_verification   the tier of what it likely repeats
--   likely_repeats         whose figure it likely repeats
--   period_start           first day of a sum
--   period_end             last day of a sum
--   region                 region of a sum
--   note                   the coder's note
--   content_hash           hash of all of the above as loaded
--   load_id                load that brought this state
-- note:    the load that is asked for counts: as of load 3 is after load 3
select version.* exclude (ended_load_id)
from claim_version as version
where version.load_id <= load_id::integer
  and (version.ended_load_id is null or version.ended_load_id > load_id::integer)
