-- From version 2: claims on events of any source, whose word they are, statements. Policies as data are written by the program.
create table if not exists claim_history as select *, null::integer as ended_load_id from claim limit 0;
alter table claim rename to claim_of_version_2;
alter table claim_history rename to claim_history_of_version_2;
create table claim (
  source text not null,
  claim_id text not null,
  event_source text,
  source_event_id text,
  event_date date,
  event_place text,
  event_actor text,
  part_of text,
  metric text not null,
  victim_side text not null,
  value_low integer,
  value_best integer,
  value_high integer,
  qualifier text,
  claimant text not null,
  claimant_side text,
  interest text,
  reported_by text,
  origin text,
  statement text,
  published date,
  url text,
  verification text not null,
  repeats_verification text,
  likely_repeats text,
  period_start date,
  period_end date,
  region text,
  note text,
  content_hash ubigint not null,
  load_id integer not null
);
create table claim_history (
  source text not null,
  claim_id text not null,
  event_source text,
  source_event_id text,
  event_date date,
  event_place text,
  event_actor text,
  part_of text,
  metric text not null,
  victim_side text not null,
  value_low integer,
  value_best integer,
  value_high integer,
  qualifier text,
  claimant text not null,
  claimant_side text,
  interest text,
  reported_by text,
  origin text,
  statement text,
  published date,
  url text,
  verification text not null,
  repeats_verification text,
  likely_repeats text,
  period_start date,
  period_end date,
  region text,
  note text,
  content_hash ubigint not null,
  load_id integer not null,
  ended_load_id integer not null
);
insert into claim by name
select
  *,
  case when source_event_id is not null then source end as event_source,
  case
    when likely_repeats = 'the armed group itself' then 'militants'
    when likely_repeats = 'government/army' then 'state_forces'
    when claimant = 'the armed group itself' then 'militants'
    when claimant = 'government/army' then 'state_forces'
    else 'neither'
  end as claimant_side
from claim_of_version_2;
drop table claim_of_version_2;
insert into claim_history by name
select
  *,
  case when source_event_id is not null then source end as event_source,
  case
    when likely_repeats = 'the armed group itself' then 'militants'
    when likely_repeats = 'government/army' then 'state_forces'
    when claimant = 'the armed group itself' then 'militants'
    when claimant = 'government/army' then 'state_forces'
    else 'neither'
  end as claimant_side
from claim_history_of_version_2;
drop table claim_history_of_version_2;
delete from claim_policy;
