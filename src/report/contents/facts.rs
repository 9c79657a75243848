//! Every number of a report, gathered once by the ledger's own answers.

use chrono::{Days, NaiveDate};

use super::ask::{About, Ask};
use super::both;
use super::heard::Heard;
use super::published::Sum;
use super::read::{Deaths, busiest_first, day, known_sum, number, weeks_later};
use super::reports::{Kinds, Previous};
use super::tests_of_change::Tested;
use crate::error::Result;
use crate::ledger::{
    AsOf, CellRow, Clusters, Filter, LEAST_KM, Ledger, NamedSubject, Params, Period, SourceFacts, WeekOrder,
};
use crate::provenance::Provenance;
use crate::report::document::Lang;

/// Groups whose frequency is shown.
const MOST_GROUPS: usize = 6;
/// Events that are listed.
const MOST_EVENTS: i64 = 10;
/// Weeks that are listed.
const MOST_WEEKS: i64 = 5;
/// Places that are drawn.
const MOST_PLACES: i64 = 400;
/// Weeks of small pictures.
const MOST_SHOWN_WEEKS: i64 = 60;

/// A week of a group or an area.
#[derive(Clone, Copy, Debug)]
pub(super) struct Week {
    pub(super) monday: NaiveDate,
    /// None where nothing is known.
    pub(super) events: Option<i64>,
    pub(super) deaths: Deaths,
    /// Whether the loads cover the whole week in the whole area.
    pub(super) is_whole: bool,
}

/// The weeks of a group or an area, ascending.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) name: String,
    pub(super) is_group: bool,
    pub(super) weeks: Vec<Week>,
}

/// What a report is made of.
pub(super) struct Facts {
    pub(super) lang: Lang,
    pub(super) ask: Ask,
    pub(super) about: NamedSubject,
    pub(super) source: SourceFacts,
    pub(super) provenance: Provenance,
    /// Last day of the period that the loads cover.
    pub(super) last_day: Option<NaiveDate>,
    /// Rows of `fatalities`, one a country.
    pub(super) totals: Vec<CellRow>,
    pub(super) days: Vec<CellRow>,
    /// Rows of `attacks`: organised groups, or the group that the report is about.
    pub(super) groups: Vec<CellRow>,
    pub(super) group_weeks: Vec<Series>,
    /// Rows of `regional_trends`.
    pub(super) months: Vec<CellRow>,
    pub(super) mix: Vec<CellRow>,
    pub(super) points: Vec<CellRow>,
    pub(super) coarse: Vec<CellRow>,
    pub(super) state: CellRow,
    pub(super) deadliest: Vec<CellRow>,
    /// What the source says of each of them, where that was asked for.
    pub(super) summaries: Vec<CellRow>,
    pub(super) deadliest_weeks: Vec<CellRow>,
    pub(super) clusters: Vec<CellRow>,
    pub(super) loads: Vec<CellRow>,
    pub(super) kinds: Kinds,
    pub(super) tested: Tested,
    pub(super) heard: Vec<Heard>,
    pub(super) published: Vec<Sum>,
    pub(super) previous: Option<Previous>,
    pub(super) as_of: Option<AsOf>,
}

impl Facts {
    /// Gathers all of them.
    pub(super) fn gather(ledger: &Ledger, ask: &Ask) -> Result<Self> {
        let (source, totals) = ask.choose(ledger)?;
        let filter = ask.filter(&source.source);
        let mut about = ledger.report_subject(&filter)?;
        ask.must_be_group(ledger, &about)?;
        if let (Lang::Fr, Some(name)) = (ask.lang, french_region(&about.id)) {
            name.clone_into(&mut about.name);
        }
        let cut_off = totals.iter().filter_map(|row| day(row, "coverage_to")).max();
        let newest = totals.iter().filter_map(|row| day(row, "last_date")).max();
        let last_day = match (ask.until, cut_off.max(newest)) {
            (Some(until), Some(cut_off)) => Some(until.min(cut_off)),
            (until, cut_off) => until.or(cut_off),
        };
        let rows = |name: &str| ledger.report_rows(name, &filter, Params::new());
        let of_source = Filter { source: filter.source.clone(), ..Filter::default() };
        let kinds = Kinds::of(&ledger.report_rows("report_kinds", &of_source, Params::new())?);
        let end = last_day.unwrap_or(ask.since);
        let groups = Ledger::cells(&ledger.attacks(&filter, matches!(ask.about, About::Group(_)))?)?;
        let week_filter = Filter { since: Some(first_week(ask, end)), ..filter.clone() };
        let mut area_weeks = areas(ledger, ask, &about, &week_filter, &totals)?;
        let mut group_weeks = group_series(ledger, &week_filter, &groups)?;
        if matches!(ask.about, About::Group(_)) {
            area_weeks = group_in_countries(ledger, &week_filter, &about, &totals)?;
            group_weeks.truncate(1);
        }
        fill(&mut group_weeks, &area_weeks);
        let tested = Tested::of(ledger, &filter, &source, &kinds, end, &area_weeks, &group_weeks)?;
        let deadliest = ledger.report_rows("report_deadliest", &filter, Params::new().with("most", MOST_EVENTS))?;
        let summaries = summaries(ledger, ask, &filter, &deadliest)?;
        let clusters = Clusters { all: false, least_km: LEAST_KM };
        Ok(Facts {
            lang: ask.lang,
            heard: Heard::gather(ledger, ask)?,
            published: super::published::gather(ledger, ask, &about, last_day)?,
            previous: Previous::gather(ledger, ask, &about, &source, &totals)?,
            days: rows("report_days")?,
            months: months(ledger, ask, &filter)?,
            mix: rows("report_mix")?,
            points: ledger.report_rows("report_points", &filter, Params::new().with("most", MOST_PLACES))?,
            coarse: rows("report_coarse")?,
            state: rows("report_state")?.into_iter().next().unwrap_or_default(),
            deadliest_weeks: deadliest_weeks(ledger, ask, &filter)?,
            clusters: Ledger::cells(&ledger.coordinated(&filter, clusters)?)?,
            loads: ledger.report_rows("report_loads", &of_source, Params::new())?,
            provenance: ledger.provenance_of(&ask.command, Some(vec![source.source.clone()]))?,
            as_of: ledger.as_of().cloned(),
            ask: ask.clone(),
            about,
            last_day,
            totals,
            groups,
            group_weeks,
            deadliest,
            summaries,
            kinds,
            tested,
            source,
        })
    }

    /// A column of `fatalities` over the countries of the one source; unknown where no country has it.
    pub(super) fn total(&self, name: &str) -> Option<i64> {
        self.totals.iter().map(|row| row.whole(name)).fold(None, known_sum)
    }

    /// Deaths in the period.
    pub(super) fn deaths(&self) -> Deaths {
        self.totals.iter().map(Deaths::of).fold(Deaths::default(), Deaths::plus)
    }

    /// Events of political violence in the period; none where the loads do not reach it.
    pub(super) fn events(&self) -> Option<i64> {
        self.total("events")
    }

    /// True if the loads do not cover the whole period.
    pub(super) fn is_not_covered_whole(&self) -> bool {
        self.totals.is_empty() || self.totals.iter().any(|row| !row.is_true("covers_period"))
    }

    /// True if all data of the period are candidate data.
    pub(super) fn is_candidate(&self) -> bool {
        self.kinds.is_candidate(self.ask.since, self.last_day.unwrap_or(self.ask.since))
    }

    /// The row of the group that the report is about.
    pub(super) fn group(&self) -> Option<&CellRow> {
        matches!(self.ask.about, About::Group(_)).then(|| self.groups.first()).flatten()
    }

    /// The source as it is named in sentences and under pictures: its title, and the releases that are loaded.
    pub(super) fn source_name(&self) -> String {
        let Some(used) = self.provenance.sources.first() else { return self.source.title.clone() };
        let has_unnamed = used.loads.iter().any(|load| load.release.is_none() && load.mode != "deletions");
        let title = &self.source.title;
        match &used.releases {
            Some(releases) if has_unnamed => both!(
                self.lang,
                "{title} ({releases}, and files that name no release)",
                "{title} ({releases}, et des fichiers sans nom de version)"
            ),
            Some(releases) => format!("{title} ({releases})"),
            None => title.clone(),
        }
    }

    /// The title of the source without what stands after a colon, for sentences.
    pub(super) fn short_title(&self) -> &str {
        self.source.title.split(": ").next().unwrap_or(&self.source.title)
    }

    /// The name of the area or group.
    pub(super) fn name(&self) -> String {
        match (&self.ask.about, self.lang) {
            (About::Everything, Lang::En) => "All areas".to_owned(),
            (About::Everything, Lang::Fr) => "Toutes les zones".to_owned(),
            _ => self.about.name.clone(),
        }
    }

    /// The first Monday of small pictures: the first of the period, or as many weeks as can be told apart.
    pub(super) fn first_shown_week(&self) -> NaiveDate {
        let end = self.last_day.unwrap_or(self.ask.since);
        let monday = super::read::monday(self.ask.since);
        let first = if monday < self.ask.since { weeks_later(monday, 1) } else { monday };
        first.max(weeks_later(super::read::monday(end), 1 - MOST_SHOWN_WEEKS))
    }

    /// Share of the source's events with an unidentified side.
    pub(super) fn unidentified_share(&self) -> Option<f64> {
        self.groups.first().and_then(|row| number(row, "unidentified_share")).filter(|share| *share > 0.0)
    }
}

/// The built-in regions in French; those of one's own have one name.
fn french_region(region: &str) -> Option<&'static str> {
    Some(match region {
        "central_sahel" => "Sahel central",
        "lake_chad_basin" => "Bassin du lac Tchad",
        "coastal_west_africa" => "Afrique de l’Ouest côtière",
        "coastal_north" => "Nord des États côtiers",
        "northwest_nigeria_kainji" => "Nord-ouest du Nigeria et Kainji",
        _ => return None,
    })
}

/// The first week that tests and pictures need.
fn first_week(ask: &Ask, end: NaiveDate) -> NaiveDate {
    let least = weeks_later(super::read::monday(end), -(MOST_SHOWN_WEEKS + 24));
    least.min(ask.since).max(weeks_later(least, -52))
}

fn series(name: String, is_group: bool, rows: &[&CellRow]) -> Series {
    let mut weeks: Vec<Week> = rows
        .iter()
        .filter_map(|row| {
            Some(Week {
                monday: day(row, "week")?,
                events: row.whole("events"),
                deaths: Deaths::of(row),
                is_whole: if is_group { !row.is_true("is_partial") } else { row.is_true("is_whole") },
            })
        })
        .collect();
    weeks.sort_by_key(|week| week.monday);
    Series { name, is_group, weeks }
}

/// The area itself, then its countries or, of a country, its first-order areas with the most events.
fn areas(ledger: &Ledger, ask: &Ask, about: &NamedSubject, filter: &Filter, totals: &[CellRow]) -> Result<Vec<Series>> {
    if matches!(ask.about, About::Group(_)) {
        return Ok(Vec::new());
    }
    let mut names: Vec<(&str, i64)> =
        totals.iter().filter_map(|row| Some((row.text("country")?, row.whole("events").unwrap_or(0)))).collect();
    busiest_first(&mut names);
    let country = matches!(ask.about, About::Country(_)).then(|| names.first().map(|name| name.0.to_owned())).flatten();
    let of_source = Filter { since: filter.since, source: filter.source.clone(), ..Filter::default() };
    let rows = ledger.report_rows("report_weeks", &of_source, Params::new().with("country", country.clone()))?;
    let until = filter.until;
    let of = |kind: &str, subject: &str| -> Vec<&CellRow> {
        rows.iter()
            .filter(|row| row.text("subject_kind") == Some(kind) && row.text("subject") == Some(subject))
            .filter(|row| until.is_none_or(|until| day(row, "week").is_some_and(|week| week <= until)))
            .collect()
    };
    let mut all = Vec::new();
    match &ask.about {
        About::Region(_) => all.push(series(about.name.clone(), false, &of("region", &about.id))),
        About::Country(_) => {
            if let Some(country) = &country {
                all.push(series(about.name.clone(), false, &of("country", country)));
            }
            names = busiest(&rows, filter);
        }
        _ => {}
    }
    let kind = if country.is_some() { "admin1" } else { "country" };
    for (name, _) in names.into_iter().take(MOST_GROUPS) {
        all.push(series(name.to_owned(), false, &of(kind, name)));
    }
    all.retain(|one| !one.weeks.is_empty());
    Ok(all)
}

/// First-order areas by their events in the period.
fn busiest<'r>(rows: &'r [CellRow], filter: &Filter) -> Vec<(&'r str, i64)> {
    let mut names: Vec<(&str, i64)> = Vec::new();
    for row in rows.iter().filter(|row| row.text("subject_kind") == Some("admin1")) {
        let is_in = day(row, "week").zip(filter.since).is_some_and(|(week, since)| week >= since);
        let (Some(name), Some(events), true) = (row.text("subject"), row.whole("events"), is_in) else { continue };
        match names.iter_mut().find(|known| known.0 == name) {
            Some(known) => known.1 += events,
            None => names.push((name, events)),
        }
    }
    busiest_first(&mut names);
    names.retain(|name| name.1 > 0);
    names
}

/// The weeks of the groups with the most events.
fn group_series(ledger: &Ledger, filter: &Filter, groups: &[CellRow]) -> Result<Vec<Series>> {
    let rows = Ledger::cells(&ledger.attacks_by(filter, Period::Week, false)?)?;
    Ok(groups
        .iter()
        .take(MOST_GROUPS)
        .filter_map(|group| Some((group.text("actor_id")?, group.text("actor_name")?)))
        .map(|(id, name)| {
            let of: Vec<&CellRow> = rows.iter().filter(|row| row.text("actor_id") == Some(id)).collect();
            series(name.to_owned(), true, &of)
        })
        .collect())
}

/// The group's weeks in each country, the busiest first; weeks that the loads cover there and that have none are 0.
fn group_in_countries(
    ledger: &Ledger,
    filter: &Filter,
    about: &NamedSubject,
    totals: &[CellRow],
) -> Result<Vec<Series>> {
    let mut names: Vec<(&str, i64)> =
        totals.iter().filter_map(|row| Some((row.text("country")?, row.whole("events")?))).collect();
    names.retain(|name| name.1 > 0);
    busiest_first(&mut names);
    if names.len() < 2 {
        return Ok(Vec::new());
    }
    let of_source = Filter { since: filter.since, source: filter.source.clone(), ..Filter::default() };
    let covered = ledger.report_rows("report_weeks", &of_source, Params::new().with("country", None::<String>))?;
    let held =
        ledger.report_rows("report_group_weeks", &of_source, Params::new().with("actor_id", about.id.as_str()))?;
    let until = filter.until;
    let of = |name: &str| -> Vec<Week> {
        let mut weeks: Vec<Week> = covered
            .iter()
            .filter(|row| row.text("subject_kind") == Some("country") && row.text("subject") == Some(name))
            .filter_map(|row| Some((day(row, "week")?, row.is_true("is_whole"))))
            .filter(|(monday, _)| until.is_none_or(|until| *monday <= until))
            .map(|(monday, is_whole)| {
                let found =
                    held.iter().find(|row| row.text("country") == Some(name) && day(row, "week") == Some(monday));
                let zero = Deaths { low: Some(0), best: Some(0), high: Some(0) };
                Week {
                    monday,
                    events: found.map_or(is_whole.then_some(0), |row| row.whole("events")),
                    deaths: found.map_or(zero, Deaths::of),
                    is_whole,
                }
            })
            .collect();
        weeks.sort_by_key(|week| week.monday);
        weeks
    };
    let series = |name: &str| Series { name: format!("{}, {name}", about.name), is_group: true, weeks: of(name) };
    Ok(names.into_iter().take(MOST_GROUPS).map(|(name, _)| series(name)).collect())
}

/// Weeks before a group's first event are weeks without one where the loads cover the whole area.
fn fill(groups: &mut [Series], areas: &[Series]) {
    let Some(area) = areas.iter().find(|one| !one.is_group) else { return };
    for group in groups {
        let Some(first) = group.weeks.first().map(|week| week.monday) else { continue };
        let before = area.weeks.iter().filter(|week| week.monday < first && week.is_whole);
        let zero = Some(0);
        let mut filled: Vec<Week> = before
            .map(|week| Week { events: zero, deaths: Deaths { low: zero, best: zero, high: zero }, ..*week })
            .collect();
        filled.append(&mut group.weeks);
        group.weeks = filled;
    }
}

fn months(ledger: &Ledger, ask: &Ask, filter: &Filter) -> Result<Vec<CellRow>> {
    let of_source = match &ask.about {
        About::Group(_) => filter.clone(),
        _ => Filter { region: None, country: None, ..filter.clone() },
    };
    Ledger::cells(&ledger.trends(&of_source)?)
}

/// Weeks of the one area or group; everything at once has none of its own.
fn deadliest_weeks(ledger: &Ledger, ask: &Ask, filter: &Filter) -> Result<Vec<CellRow>> {
    match ask.about {
        About::Everything => Ok(Vec::new()),
        _ => Ledger::cells(&ledger.deadliest(filter, WeekOrder::Deaths, MOST_WEEKS)?),
    }
}

fn summaries(ledger: &Ledger, ask: &Ask, filter: &Filter, events: &[CellRow]) -> Result<Vec<CellRow>> {
    let of_source = Filter { source: filter.source.clone(), ..Filter::default() };
    let mut all = Vec::new();
    for id in events.iter().filter(|_| ask.with_notes).filter_map(|row| row.text("source_event_id")) {
        all.extend(ledger.report_rows("report_summary", &of_source, Params::new().with("source_event_id", id))?);
    }
    Ok(all)
}

/// The days of a period up to its last, at most so many apart that a picture can show them.
pub(super) fn steps(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    const MOST_POINTS: i64 = 120;
    let length = (last - first).num_days().max(0);
    let stride = match length {
        0..=MOST_POINTS => 1,
        days if days <= 7 * MOST_POINTS => 7,
        days => 28 * (days / (28 * MOST_POINTS) + 1),
    };
    let mut days: Vec<NaiveDate> = (0..=length / stride)
        .filter_map(|step| last.checked_sub_days(Days::new(u64::try_from(step * stride).unwrap_or(0))))
        .collect();
    days.reverse();
    days
}
