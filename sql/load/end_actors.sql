-- Actors of ended states leave the current table; they are in the history by now.
delete from event_actor
where source = $source
  and source_event_id in (select source_event_id from change where kind in ('revised', 'removed'))
