-- What the undone load brought leaves the current table; it is in the history by now.
delete from aggregate
where source = $source
  and load_id = $undone
