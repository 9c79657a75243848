-- Deaths of events whose figures are claims.
update event
set
  deaths_low = tolled.deaths_low,
  deaths_best = tolled.deaths_best,
  deaths_high = tolled.deaths_high,
  deaths_low_reported = tolled.deaths_low,
  deaths_best_reported = tolled.deaths_best,
  deaths_high_reported = tolled.deaths_high,
  deaths_civilians = tolled.civilians_best,
  deaths_unknown = tolled.unspecified_best,
  state_forces_best = tolled.state_forces_best,
  civilians_best = tolled.civilians_best,
  nonstate_best = tolled.nonstate_best,
  unspecified_best = tolled.unspecified_best,
  deaths_a = tolled.deaths_a,
  deaths_b = tolled.deaths_b,
  load_id = $load_id
from tolled
where event.source = $source
  and event.source_event_id = tolled.source_event_id
