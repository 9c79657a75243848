-- From version 1: loads with their coverage, order and what they undo. Tables that are missing are made by the program.
alter table load add column marts_version text;
alter table load add column covers_from date;
alter table load add column covers_to date;
alter table load add column filters text;
alter table load add column undoes integer;
alter table load add column events_older bigint;
alter table load add column release_rank bigint;
alter table load add column newest_upload bigint;
alter table coverage add column ended_load_id integer;
