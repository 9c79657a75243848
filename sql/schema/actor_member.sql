-- Which actors belong to which group, and since when.
--
-- grain:   member_id, group_id
-- columns:
--   member_id    the actor that belongs
--   group_id     the group
--   relation     member: counted with the group; ally: not counted unless asked for
--   valid_from   first day, NULL = always
--   valid_to     last day, NULL = still
--   note         what a reader must know
-- example: select member_id, relation, valid_from, valid_to from actor_member where group_id = 'jnim' order by all
create table actor_member (
  member_id text not null,
  group_id text not null,
  relation text not null,
  valid_from date,
  valid_to date,
  note text
);
