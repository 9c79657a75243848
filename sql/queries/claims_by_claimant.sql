-- Who says it: claims on the killed by claimant and how they are verified.
--
-- grain:   source, claimant, verification
-- source:  claim
-- columns:
--   source
--   claimant
--   verification
--   claims        claims on killed persons                 [claims]
--   events        events that they are about               [events]
--   without_number   of the claims, those without a number [claims]
--   largest       largest number that one of them states   [persons]
--   last_published   newest page
-- note:    Claims repeat and contradict each other: their numbers are not added up.
select
  source,
  claimant,
  verification,
  count(*)::bigint as claims,
  count(distinct event_source || ' ' || source_event_id)::bigint as events,
  count(*) filter (where coalesce(value_low, value_best, value_high) is null)::bigint as without_number,
  max(coalesce(value_high, value_best, value_low))::bigint as largest,
  max(published) as last_published
from claim
where metric = 'killed'
group by source, claimant, verification
order by source, claims desc, claimant, verification
