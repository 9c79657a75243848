-- They leave the current table.
delete from event_actor
where (source, source_event_id) in (select (source, source_event_id) from reactored)
