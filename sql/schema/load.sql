-- Loads: every change of the ledger's state is one, and every row points to the load that brought it.
--
-- grain:   load_id
-- columns:
--   load_id             number of the load, from 1
--   source              source of its files; reference for a change of reference data
--   release             release of the source, where known
--   mode                update (never removes), snapshot (also removes what it covers and lacks), deletions, reference, undo
--   file_name           names of the files, joined by '; '
--   file_sha256         their SHA-256, in the same order
--   file_bytes          their size together                         [bytes]
--   layout              layouts that were recognised
--   loaded_at           when it was loaded, UTC
--   accessed_on         when the files were obtained, where told
--   first_event_date    first start date in the files
--   last_event_date     last end date in the files
--   rows_read           rows in the files                           [rows]
--   rows_rejected       rows not taken                              [rows]
--   rows_duplicate      rows that repeat an earlier row of the file [rows]
--   events_accepted     events in the files                         [events]
--   events_unchanged    of these, known with the same content       [events]
--   events_added        of these, new                               [events]
--   events_revised      of these, known with other content          [events]
--   events_removed      events that the load ended                  [events]
--   claims_accepted     claims in the files                         [claims]
--   licence             licence of the source
--   citation            what to cite
--   tool_version        version of warledger
--   reference_version   hash of the reference data in force
--   marts_version       hash of the SQL of core views, marts and macros; NULL in loads from before it was recorded
--   covers_from         first day that the load covers whole, where its release or the user tells
--   covers_to           last day that the load covers whole, where its release or the user tells
--   filters             filters of the export as the user told them, NULL if not told
--   undoes              load that this one undoes
--   events_older        events in the files with an older state than the ledger's, left alone   [events]
--   release_rank        order of the release among those of its source, where known
--   newest_upload       upload stamp up to which the files hold everything: their newest, or the day of access if later
-- example: select load_id, loaded_at, source, release, file_name, events_added, events_revised, events_removed from load order by load_id desc
create table load (
  load_id integer not null,
  source text not null,
  release text,
  mode text not null,
  file_name text not null,
  file_sha256 text not null,
  file_bytes bigint not null,
  layout text not null,
  loaded_at timestamp not null,
  accessed_on date,
  first_event_date date,
  last_event_date date,
  rows_read bigint not null,
  rows_rejected bigint not null,
  rows_duplicate bigint not null,
  events_accepted bigint not null,
  events_unchanged bigint not null,
  events_added bigint not null,
  events_revised bigint not null,
  events_removed bigint not null,
  claims_accepted bigint not null,
  licence text not null,
  citation text not null,
  tool_version text not null,
  reference_version text not null,
  marts_version text,
  covers_from date,
  covers_to date,
  filters text,
  undoes integer,
  events_older bigint,
  release_rank bigint,
  newest_upload bigint
);
