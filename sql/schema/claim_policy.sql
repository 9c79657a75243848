-- Which tiers a policy lets in, and in which order they count.
--
-- grain:   policy, verification
-- columns:
--   policy         the policy
--   verification   tier that it lets in
--   tier           rank of the tier: the best estimate comes from the lowest that has one
create table claim_policy (
  policy text not null,
  verification text not null,
  tier integer not null
);
