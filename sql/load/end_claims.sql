-- Ended claims leave the current table; they are in the history by now.
delete from claim
where source = $source
  and claim_id in (select claim_id from claim_change where kind in ('revised', 'removed'))
