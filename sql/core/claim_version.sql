-- Every state that a claim has had, earlier ones and the present one.
--
-- grain:   source, claim_id, load_id
-- source:  claim, claim_history
-- columns:
--   source                 data set of the claim
--   claim_id               identifier in it
--   event_source           source of the event, NULL for a sum over a period
--   source_event_id        the event, NULL for a sum over a period
--   event_date             a day of the event, where the file names it by day, place and actor
--   event_place            its place, likewise
--   event_actor            an actor of it, likewise
--   part_of                event of the same source that this one lies inside: its dead are counted there
--   metric                 killed, injured, arrested, captured_or_missing, displaced
--   victim_side            state_forces, civilians, militants, unspecified
--   value_low              lowest number stated    [persons]
--   value_best             number stated           [persons]
--   value_high             highest number stated   [persons]
--   qualifier              exactly, at_least, more_than, about, up_to, dozens
--   claimant               who says it
--   claimant_side          whose word it is: state_forces, militants, neither; also where others repeat it
--   interest               what it is to the claimant, where the coder says so: interested, admission, none
--   reported_by            who published it
--   origin                 whose report the page reprints
--   statement              claims of one event under one name here are one statement, where the coder says so
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
--   ended_load_id          load that replaced or removed it, NULL while it stands
-- note:    a state stands as of a load if its load_id is not greater, and its ended_load_id is NULL or greater
select claim.*, cast(null as integer) as ended_load_id
from claim
union all
select *
from claim_history
