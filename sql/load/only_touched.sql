-- Of what present reference data would change, only the events that stand again.
delete from rederived
where (source, source_event_id) not in (select (source, source_event_id) from touched)
