//! What a report is asked to be about, and which source answers.

use chrono::NaiveDate;

use super::read::day;
use crate::error::{Error, Result};
use crate::ledger::{CellRow, Filter, Ledger, NamedSubject, Params, SourceFacts};
use crate::report::document::Lang;

/// What a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A region of the reference data.
    Region(String),
    /// A country by any of its names.
    Country(String),
    /// An actor by any of its names.
    Group(String),
    /// Everything that the source records.
    Everything,
}

/// A report that is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What it is about.
    pub about: About,
    /// First day.
    pub since: NaiveDate,
    /// Last day; none up to the cut-off.
    pub until: Option<NaiveDate>,
    /// Source; none for the one that covers the period with the newest cut-off.
    pub source: Option<String>,
    /// Language of all texts.
    pub lang: Lang,
    /// Whether the source's own summaries are printed; they may name people.
    pub with_notes: bool,
    /// Whether single events of sources that forbid passing rows on may be printed.
    pub with_bound_rows: bool,
    /// The command as it can be given again, for the provenance.
    pub command: String,
}

impl Ask {
    /// The question as the answers take it, of one source.
    pub(super) fn filter(&self, source: &str) -> Filter {
        let mut filter =
            Filter { since: Some(self.since), until: self.until, source: Some(source.to_owned()), ..Filter::default() };
        match &self.about {
            About::Region(name) => filter.region = Some(name.clone()),
            About::Country(name) => filter.country = Some(name.clone()),
            About::Group(name) => filter.group = Some(name.clone()),
            About::Everything => {}
        }
        filter
    }

    /// The source that answers, with its rows of the answer `fatalities`.
    ///
    /// # Errors
    /// [`Error::Usage`] where two sources answer equally well, [`Error::Refused`] where none reaches the period.
    pub(super) fn choose(&self, ledger: &Ledger) -> Result<(SourceFacts, Vec<CellRow>)> {
        if let Some(until) = self.until.filter(|until| *until < self.since) {
            return Err(Error::Usage {
                reason: format!("the period ends ({until}) before it begins ({})", self.since),
                hint: "give --since before it: without one a report begins on 2025-05-01".to_owned(),
            });
        }
        let sources = ledger.report_sources()?;
        let of_events: Vec<SourceFacts> = sources
            .into_iter()
            .map(|source| Ok((ledger.is_aggregate(&source.source)?, source)))
            .filter_map(|found: Result<_>| match found {
                Ok((true, _)) => None,
                Ok((false, source)) => Some(Ok(source)),
                Err(error) => Some(Err(error)),
            })
            .collect::<Result<_>>()?;
        if of_events.is_empty() {
            return Err(Error::Usage {
                reason: format!("{} holds no events to report on", ledger.path().display()),
                hint: "load a file first: warledger load FILE, or warledger load builtin:sahel_2025".to_owned(),
            });
        }
        let name = match &self.source {
            Some(name) => ledger.known_source(name)?,
            None => self.newest(ledger, &of_events)?,
        };
        let Some(source) = of_events.into_iter().find(|source| source.source == name) else {
            return Err(Error::Refused {
                reason: format!("{name} publishes sums and no events: there is no trend report of it"),
                hint: format!("its sums: warledger trends --source {name}"),
            });
        };
        let rows = Ledger::cells(&ledger.fatalities(&self.filter(&name))?)?;
        Ok((source, rows.into_iter().filter(|row| row.text("source") == Some(&name)).collect()))
    }

    /// Refuses what stands on a side of events and is no group.
    pub(super) fn must_be_group(&self, ledger: &Ledger, actor: &NamedSubject) -> Result<()> {
        if !matches!(self.about, About::Group(_)) {
            return Ok(());
        }
        let sql = "select 1 as found from actor where actor_id = $actor::text and actor_kind in \
                   ('civilians', 'unidentified', 'placeholder', 'rioters', 'protesters')";
        let found = ledger.query(sql, &Params::new().with("actor", actor.id.as_str()))?;
        if Ledger::cells(&found)?.is_empty() {
            return Ok(());
        }
        Err(Error::Usage {
            reason: format!(
                "{} stands on a side of events and is no group: a report on it would tell no side's dead",
                actor.name
            ),
            hint: "name an armed group, or ask for a country or region: its report has civilian targeting".to_owned(),
        })
    }

    /// The source that covers the period with the newest cut-off; if none covers it, among those that reach into it.
    fn newest(&self, ledger: &Ledger, of_events: &[SourceFacts]) -> Result<String> {
        let mut known = Vec::new();
        for source in of_events {
            let rows = Ledger::cells(&ledger.fatalities(&self.filter(&source.source))?)?;
            let from = rows.iter().filter_map(|row| day(row, "coverage_from")).min();
            let to = rows.iter().filter_map(|row| day(row, "coverage_to")).max();
            let has_events = rows.iter().any(|row| row.whole("events").unwrap_or(0) > 0);
            known.push(Candidate { name: source.source.clone(), from, to, has_events });
        }
        let until = self.until.unwrap_or(self.since);
        let covering: Vec<&Candidate> = known.iter().filter(|one| one.covers(self.since, until)).collect();
        let reaching: Vec<&Candidate> = known.iter().filter(|one| one.reaches(self.since, self.until)).collect();
        let best = if covering.is_empty() { reaching } else { covering };
        let newest = best.iter().filter_map(|one| one.to).max();
        let mut newest: Vec<&str> = best.iter().filter(|one| one.to == newest).map(|one| one.name.as_str()).collect();
        match (newest.pop(), newest.is_empty()) {
            (Some(name), true) => Ok(name.to_owned()),
            (Some(last), false) => Err(Error::Usage {
                reason: format!("{} and {last} cover the period up to the same day", newest.join(", ")),
                hint: format!("choose one with --source: {}, {last}", newest.join(", ")),
            }),
            (None, _) => Err(Error::Refused {
                reason: format!("no loaded source reaches the period since {}", self.since),
                hint: format!("loaded: {}; give --since and --until", listed(&known)),
            }),
        }
    }
}

/// A source that could answer, with the days that its loads cover of the area.
#[derive(Debug)]
struct Candidate {
    name: String,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    has_events: bool,
}

impl Candidate {
    fn covers(&self, since: NaiveDate, until: NaiveDate) -> bool {
        self.from.is_some_and(|from| from <= since) && self.to.is_some_and(|to| to >= until)
    }

    fn reaches(&self, since: NaiveDate, until: Option<NaiveDate>) -> bool {
        self.has_events
            || (self.to.is_some_and(|to| to >= since)
                && self.from.is_some_and(|from| until.is_none_or(|until| from <= until)))
    }
}

fn listed(known: &[Candidate]) -> String {
    let days = |day: Option<NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
    known
        .iter()
        .map(|one| format!("{} {} to {}", one.name, days(one.from), days(one.to)))
        .collect::<Vec<_>>()
        .join(", ")
}
