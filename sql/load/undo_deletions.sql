-- The deletions of the undone load are no longer in force.
update deletion
set ended_load_id = $load_id
where load_id = $undone
  and ended_load_id is null
