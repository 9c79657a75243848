-- Claimants and origins that a policy lets in alone, or shuts out.
--
-- grain:   policy, field, value
-- columns:
--   policy   the policy
--   field    claimant, origin
--   value    the name in lower case
--   admits   true: only what is named so counts; false: it does not
create table policy_term (
  policy text not null,
  field text not null,
  value text not null,
  admits boolean not null
);
