-- What the undone load covered is no longer in force.
update coverage
set ended_load_id = $load_id
where load_id = $undone
  and ended_load_id is null
