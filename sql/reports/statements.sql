-- Distinct statements on one event: who says them, who reprints them, how they are verified.
--
-- params:  event_source, source_event_id
-- grain:   source, statement_id
-- source:  claim, claim_reading
-- columns:
--   source          data set of the claims
--   statement_id    the first claim of the statement
--   metric          killed, injured, arrested, captured_or_missing, displaced
--   victim_side     state_forces, civilians, militants, unspecified
--   origin          whose report it goes back to
--   claimants       who says it
--   voices          whose word it is
--   reported_by     who published it
--   claims          claims that make it                       [claims]
--   qualifier       exactly, at_least, more_than, about, up_to, dozens
--   value_low       lowest number stated                      [persons]
--   value_best      number stated                             [persons]
--   value_high      highest number stated                     [persons]
--   order_by        the figure by which it is ordered         [persons]
--   verification    tiers as coded
--   interest        interested, admission, none
--   published       first date of its pages
--   urls            addresses of its pages, a space between them
--   note            the coder's notes
select
  claim.source,
  reading.statement_id,
  claim.metric,
  claim.victim_side,
  min(reading.origin) as origin,
  string_agg(distinct claim.claimant, ', ' order by claim.claimant) as claimants,
  string_agg(distinct reading.voice, ', ' order by reading.voice) as voices,
  string_agg(distinct coalesce(claim.reported_by, claim.source), ', ' order by coalesce(claim.reported_by, claim.source))
    as reported_by,
  count(*)::bigint as claims,
  arg_min(claim.qualifier, claim.claim_id) as qualifier,
  min(claim.value_low)::bigint as value_low,
  min(claim.value_best)::bigint as value_best,
  max(claim.value_high)::bigint as value_high,
  min(coalesce(reading.figure_best, reading.figure_low, reading.figure_high))::double as order_by,
  string_agg(distinct claim.verification, ', ' order by claim.verification) as verification,
  case
    when bool_or(reading.interest = 'interested') then 'interested'
    when bool_or(reading.interest = 'admission') then 'admission'
    else 'none'
  end as interest,
  min(claim.published) as published,
  string_agg(claim.url, ' ' order by claim.claim_id) as urls,
  string_agg(claim.note, ' | ' order by claim.claim_id) as note
from claim
join claim_reading as reading
  on reading.source = claim.source
  and reading.claim_id = claim.claim_id
where claim.event_source = $event_source::text
  and claim.source_event_id = $source_event_id::text
group by claim.source, reading.statement_id, claim.metric, claim.victim_side
order by claim.metric, claim.victim_side, order_by nulls last, origin, claim.source, reading.statement_id
