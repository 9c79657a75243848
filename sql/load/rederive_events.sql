-- Country codes and dead by side as the present reference data have them.
update event
set
  country_iso3 = rederived.country_iso3,
  state_forces_best = rederived.state_forces_best,
  auxiliaries_best = rederived.auxiliaries_best,
  nonstate_best = rederived.nonstate_best,
  unspecified_best = rederived.unspecified_best,
  load_id = $load_id
from rederived
where rederived.source = event.source
  and rederived.source_event_id = event.source_event_id
