-- Weeks with deaths of each group and area, ranked by them: among the 52 weeks that end with it, and among all.
--
-- grain:   source, subject_kind, subject, country, week
-- source:  week_toll, source
-- columns:
--   source                  source that codes the events
--   subject_kind            group, country, admin1, region
--   subject                 identifier of the group, or name of the area
--   subject_name            name to show
--   country                 country of an admin1 or the country itself, NULL for groups and regions
--   week                    Monday of the ISO week
--   events                  events of political violence                                     [events]
--   deaths_low              low estimate, all sides                                          [persons]
--   deaths_best             best estimate, all sides                                         [persons]
--   deaths_high             high estimate, all sides                                         [persons]
--   rank_52_low             rank by the low estimate among the 52 weeks that end with this one, 1 = deadliest
--   rank_52_best            the same by the best estimate
--   rank_52_high            the same by the high estimate
--   weeks_52                weeks compared in rank_52: those covered whole, those with events, and this one   [weeks]
--   rank_all_low            rank by the low estimate among all weeks of the subject, earlier and later
--   rank_all_best           the same by the best estimate
--   rank_all_high           the same by the high estimate
--   weeks_all               weeks compared in rank_all                                       [weeks]
--   deadliest_since         last week before it with as many deaths or more by the best estimate; NULL if no earlier week has
--   earlier_since           first week compared: what deadliest_since = NULL reaches back to
--   unknown_weeks           weeks from then to this one of which nothing is known: not covered, without an event   [weeks]
--   provisional_deaths_best of the best estimate, in events whose status is not final        [persons]
--   mixes_status_52         true if some of these 52 weeks have deaths in final and some in provisional data
--   mixes_status_all        the same for all weeks
--   events_without_figure   events without a death figure                                    [events]
--   unplaced_deaths_best    best estimate in events that begin in the week but belong to none, not counted above   [persons]
--   unplaced_52_best        the same in the 52 weeks that end with it                        [persons]
--   is_partial              true if the loads do not cover the whole week in every country of the subject
--   rank_missing            why there is no rank: coded_sample
-- note:    deaths are in events involving a group, not "killed by" it. Events longer than a week or less precise are in no week: unplaced deaths could change ranks. A coded sample has no ranks: what it lacks is unknown. Ranks that mix final and provisional data compare figures that are not counted alike
with ranked as (
  select
    week_toll.*,
    row_number() over (partition by week_toll.source, subject_kind, subject, country order by week) as position,
    source.census,
    rank() over (partition by week_toll.source, subject_kind, subject, country order by deaths_low desc nulls last) as all_low,
    rank() over (partition by week_toll.source, subject_kind, subject, country order by deaths_best desc nulls last) as all_best,
    rank() over (partition by week_toll.source, subject_kind, subject, country order by deaths_high desc nulls last) as all_high,
    count(*) over whole_record as weeks_all,
    min(week) over whole_record as earlier_since,
    bool_or(provisional_deaths_best > 0) over whole_record and bool_or(deaths_best > provisional_deaths_best) over whole_record as mixes_all,
    count(*) over year_before as weeks_52,
    sum(unplaced_deaths_best) over year_before as unplaced_52,
    max(cast(provisional_deaths_best > 0 as integer)) over year_before = 1
      and max(cast(deaths_best > provisional_deaths_best as integer)) over year_before = 1 as mixes_52
  from week_toll
  join source
    on source.source = week_toll.source
  window
    whole_record as (partition by week_toll.source, subject_kind, subject, country),
    year_before as (
      partition by week_toll.source, subject_kind, subject, country
      order by week - date '1970-01-01'
      range between 357 preceding and current row
    )
),
deadly as (
  select source, subject_kind, subject, country, week, position, deaths_low, deaths_best, deaths_high
  from ranked
  where coalesce(deaths_high, deaths_best) > 0
),
before as (
  select
    this.source,
    this.subject_kind,
    this.subject,
    this.country,
    this.week,
    1 + count(*) filter (where earlier.week >= this.week - 357 and earlier.deaths_low > this.deaths_low) as year_low,
    1 + count(*) filter (where earlier.week >= this.week - 357 and earlier.deaths_best > this.deaths_best) as year_best,
    1 + count(*) filter (where earlier.week >= this.week - 357 and earlier.deaths_high > this.deaths_high) as year_high,
    max(earlier.week) filter (where earlier.deaths_best >= this.deaths_best) as deadliest_since,
    max(earlier.position) filter (where earlier.deaths_best >= this.deaths_best) as since_position
  from deadly as this
  left join deadly as earlier
    on earlier.source = this.source
    and earlier.subject_kind = this.subject_kind
    and earlier.subject = this.subject
    and coalesce(earlier.country, '') = coalesce(this.country, '')
    and earlier.week < this.week
  group by this.source, this.subject_kind, this.subject, this.country, this.week
)
select
  ranked.source,
  ranked.subject_kind,
  ranked.subject,
  ranked.subject_name,
  ranked.country,
  ranked.week,
  ranked.events,
  ranked.deaths_low,
  ranked.deaths_best,
  ranked.deaths_high,
  case when ranked.census and ranked.deaths_low is not null then before.year_low end as rank_52_low,
  case when ranked.census and ranked.deaths_best is not null then before.year_best end as rank_52_best,
  case when ranked.census and ranked.deaths_high is not null then before.year_high end as rank_52_high,
  case when ranked.census then ranked.weeks_52 end as weeks_52,
  case when ranked.census and ranked.deaths_low is not null then ranked.all_low end as rank_all_low,
  case when ranked.census and ranked.deaths_best is not null then ranked.all_best end as rank_all_best,
  case when ranked.census and ranked.deaths_high is not null then ranked.all_high end as rank_all_high,
  case when ranked.census then ranked.weeks_all end as weeks_all,
  case when ranked.census then before.deadliest_since end as deadliest_since,
  case when ranked.census then ranked.earlier_since end as earlier_since,
  case
    when ranked.census then
      cast((ranked.week - coalesce(before.deadliest_since, ranked.earlier_since)) / 7 as bigint)
        - (ranked.position - coalesce(before.since_position, 1))
  end as unknown_weeks,
  ranked.provisional_deaths_best,
  case when ranked.census then coalesce(ranked.mixes_52, false) end as mixes_status_52,
  case when ranked.census then coalesce(ranked.mixes_all, false) end as mixes_status_all,
  ranked.events_without_figure,
  ranked.unplaced_deaths_best,
  ranked.unplaced_52::bigint as unplaced_52_best,
  not ranked.is_whole as is_partial,
  case when not ranked.census then 'coded_sample' end as rank_missing
from ranked
join before
  on before.source = ranked.source
  and before.subject_kind = ranked.subject_kind
  and before.subject = ranked.subject
  and coalesce(before.country, '') = coalesce(ranked.country, '')
  and before.week = ranked.week
