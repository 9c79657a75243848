-- Which tiers a policy lets in, and in which order they count.
--
-- grain:   policy, verification
-- columns:
--   policy         the policy
--   verification   tier that it lets in
--   tier           rank of the tier: the best estimate comes from the lowest that has one
-- example: select policy, string_agg(verification, ', ' order by tier) as lets_in from claim_policy group by policy
create table claim_policy (
  policy text not null,
  verification text not null,
  tier integer not null
);
