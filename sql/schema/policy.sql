-- Policies: whose claims count, and how the best figure of an event is chosen from them.
--
-- grain:   policy
-- columns:
--   policy             its name
--   position           order in which answers show policies
--   says               what it lets in, in one line
--   tiers              tiers that it lets in, most credible first: > before a less credible one, ; between equal ones
--   claimants          only these claimants, separated by ;
--   except_claimants   none of these
--   origins            only what goes back to these
--   except_origins     nothing that goes back to these
--   drops_interested   yes if a belligerent's claims on the other side's losses, or on civilians it is accused of killing, do not count
--   counts             rows, or statements: each distinct statement once
--   best               median, mean, lowest or highest figure of the most credible tier that has one
create table policy (
  policy text not null,
  position integer not null,
  says text not null,
  tiers text not null,
  claimants text,
  except_claimants text,
  origins text,
  except_origins text,
  drops_interested text not null,
  counts text not null,
  best text not null
);
