-- Claims that the staged files give anew with other content.
delete from claim
where source = $source
  and claim_id in (
    select staged.claim_id
    from stage.claim as staged
    join claim as known
      on known.source = $source
      and known.claim_id = staged.claim_id
      and known.content_hash <> staged.content_hash
  )
