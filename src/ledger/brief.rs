//! `brief`: what is known of one event, place or group, who says what of it, and what is not known.

use serde::Serialize;

use super::Ledger;
use super::around::{Cluster, Held};
use super::cells::{self, CellRow};
use super::filter::Filter;
use super::params::Params;
use super::question::rows;
use super::reference::{names, texts};
use super::statement::Statement;
use super::verdict::Range;
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

const DOING: &str = "writing a brief";
/// Events that a brief lists.
const MOST_EVENTS: i64 = 12;
/// Sides whose dead a brief gives.
pub(super) const SIDES: [&str; 4] = ["state_forces", "civilians", "militants", "unspecified"];

/// What a brief is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Subject {
    /// One event.
    Event {
        /// Its source.
        source: String,
        /// Its identifier.
        source_event_id: String,
    },
    /// A group, its members included.
    Group {
        /// Identifier.
        actor_id: String,
        /// Name.
        name: String,
    },
    /// A place, by name.
    Place {
        /// The name as asked.
        name: String,
    },
}

/// Dead of one side under one policy.
#[derive(Clone, Debug, Serialize)]
pub struct Toll {
    /// Source of the events.
    pub source: String,
    /// Name of the policy.
    pub policy: String,
    /// True if claims of other data sets on these events count too.
    pub with_added_claims: bool,
    /// Whose dead.
    pub side: String,
    /// The range.
    pub range: Range,
}

/// A distinct statement on an event.
#[derive(Clone, Debug, Serialize)]
pub struct Testimony {
    /// Data set of the claims.
    pub source: String,
    /// Its first claim.
    pub statement_id: String,
    /// What it counts.
    pub metric: String,
    /// Whose.
    pub side: String,
    /// The figure in words.
    pub figure: String,
    /// The number by which it is ordered.
    pub number: Option<f64>,
    /// Whose report it goes back to.
    pub origin: Option<String>,
    /// Who says it.
    pub claimants: String,
    /// Who published it.
    pub reported_by: String,
    /// Claims that make it.
    pub claims: i64,
    /// Tiers as coded.
    pub verification: String,
    /// interested, admission, none.
    pub interest: String,
    /// Address of a page of the outlet or monitor; none for a belligerent's own channel.
    pub url: Option<String>,
    /// The coder's notes; only where they are asked for.
    pub note: Option<String>,
}

/// An event in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    /// Why it is there: same group, same place; empty in a list of its own.
    pub how: String,
    /// Its source.
    pub source: String,
    /// Its identifier.
    pub source_event_id: String,
    /// First day.
    pub start_date: String,
    /// Place.
    pub place: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Parties, or the group that is in both.
    pub parties: Option<String>,
    /// The source's type.
    pub what: Option<String>,
    /// Its dead, as its source has them.
    pub deaths: Range,
}

/// A source's events of the subject.
#[derive(Clone, Debug, Serialize)]
pub struct Counted {
    /// The source.
    pub source: String,
    /// Events of political violence.
    pub events: i64,
    /// First and last day.
    pub days: (String, String),
    /// Deaths in them, all sides.
    pub deaths: Range,
}

/// A brief.
#[derive(Clone, Debug, Serialize)]
pub struct Brief {
    /// What it is about.
    pub subject: Subject,
    /// What happened, a line each.
    pub what: Vec<String>,
    /// Events by source.
    pub counted: Vec<Counted>,
    /// Dead by side under each policy.
    pub tolls: Vec<Toll>,
    /// Who says what, of one event.
    pub testimony: Vec<Testimony>,
    /// Pages behind that, of outlets and monitors: who published it, and the address.
    pub pages: Vec<(String, String)>,
    /// Events of the subject, or around the event.
    pub events: Vec<Listed>,
    /// Attacks on several places within two days: that the event is in, or that the group has made.
    pub clusters: Vec<Cluster>,
    /// Who took, regained or left the place, oldest first.
    pub held: Vec<Held>,
    /// How many more there are.
    pub more_events: i64,
    /// What is not known, a line each.
    pub unknown: Vec<String>,
    /// The source's own words; only where they are asked for.
    pub notes: Vec<String>,
}

impl Ledger {
    /// Finds what a name means: an event's identifier, a place, or a group.
    ///
    /// # Errors
    /// [`Error::Usage`] if nothing has the name, or events of several sources have it.
    pub fn subject(&self, name: &str) -> Result<Subject> {
        if name.trim().is_empty() {
            return Err(Error::Usage {
                reason: "a brief is of an event, a place or a group".to_owned(),
                hint: "name one: warledger brief JNIM".to_owned(),
            });
        }
        let (only, id) = match name.split_once([' ', '/']) {
            Some((source, id)) if self.known_source(source).is_ok() => (Some(source.to_owned()), id.trim()),
            _ => (None, name.trim()),
        };
        let params = Params::new().with("id", id).with("source", only);
        let sql = "select source from event where source_event_id = $id and ($source::text is null or source = $source::text) order by source";
        match names(&self.conn, sql, &params)?.as_slice() {
            [] => {}
            [source] => return Ok(Subject::Event { source: source.clone(), source_event_id: id.to_owned() }),
            several => {
                return Err(Error::Usage {
                    reason: format!("events of several sources have the identifier {id}: {}", several.join(", ")),
                    hint: format!("name the source with it: '{} {id}'", several[0]),
                });
            }
        }
        let place = Params::new().with("name", name.trim());
        let exact = "select 'x' from event where strip_accents(lower(place)) = strip_accents(lower($name)) limit 1";
        if !names(&self.conn, exact, &place)?.is_empty() {
            return Ok(Subject::Place { name: name.trim().to_owned() });
        }
        let group = self.known_actor(name.trim());
        if let Ok(actor_id) = group {
            let shown = Params::new().with("id", actor_id.as_str());
            let sql = "select actor_name from actor where actor_id = $id union all select actor_name from actor_reference where actor_id = $id limit 1";
            let shown = names(&self.conn, sql, &shown)?.into_iter().next().unwrap_or_else(|| actor_id.clone());
            return Ok(Subject::Group { actor_id, name: shown });
        }
        if self.known_country(name.trim()).is_ok() {
            return Err(Error::Usage {
                reason: format!("{} is a country: a brief is of an event, a place or a group", name.trim()),
                hint: format!(
                    "a country is a filter: warledger brief GROUP --country \"{0}\", or warledger events --country \"{0}\"",
                    name.trim()
                ),
            });
        }
        if self.known_admin1(name.trim()).is_ok() {
            return Err(Error::Usage {
                reason: format!("{} is a first-order area: a brief is of an event, a place or a group", name.trim()),
                hint: format!(
                    "such an area is a filter: warledger brief GROUP --admin1 \"{0}\", or warledger events --admin1 \"{0}\"",
                    name.trim()
                ),
            });
        }
        let within = "select 'x' from event where contains(strip_accents(lower(coalesce(place, ''))), strip_accents(lower($name))) \
                      or strip_accents(lower(coalesce(admin2, ''))) = strip_accents(lower($name)) limit 1";
        if !names(&self.conn, within, &place)?.is_empty() {
            return Ok(Subject::Place { name: name.trim().to_owned() });
        }
        let near = texts(&self.conn, "select distinct place from event where place is not null order by place")?;
        let key = crate::reference::name_key(name);
        let alike: Vec<String> = near
            .into_iter()
            .map(|row| row[0].clone())
            .filter(|place| {
                let place = crate::reference::name_key(place);
                let first: String = key.chars().take(4).collect();
                !first.is_empty() && place.contains(&first)
            })
            .take(5)
            .collect();
        Err(Error::Usage {
            reason: format!("no event, place or group in {} is called '{name}'", self.path().display()),
            hint: if alike.is_empty() {
                "list events with `warledger events`, groups with `warledger actors`".to_owned()
            } else {
                format!("places like it: {}", alike.join(", "))
            },
        })
    }

    /// A brief of a subject; `filter` narrows the events of a place or group.
    ///
    /// # Errors
    /// [`Error::Usage`] for names that the ledger does not know.
    pub fn brief(&self, subject: &Subject, filter: &Filter, policy: Option<&str>, with_notes: bool) -> Result<Brief> {
        let policy = policy.map(|name| self.known_policy(name)).transpose()?;
        let mut brief = Brief {
            subject: subject.clone(),
            what: Vec::new(),
            counted: Vec::new(),
            tolls: Vec::new(),
            testimony: Vec::new(),
            pages: Vec::new(),
            events: Vec::new(),
            clusters: Vec::new(),
            held: Vec::new(),
            more_events: 0,
            unknown: Vec::new(),
            notes: Vec::new(),
        };
        match subject {
            Subject::Event { source, source_event_id } => {
                self.brief_event(source, source_event_id, with_notes, &mut brief)?;
            }
            Subject::Group { actor_id, .. } => {
                let filter = Filter { group: Some(actor_id.clone()), ..filter.clone() };
                self.select(&filter.resolve(self)?, true, false)?;
                self.brief_selected(&filter, &mut brief)?;
                let of_group = Params::new().with("actor_id", actor_id.as_str());
                brief.clusters = self.clusters_of(
                    &of_group.with("source", filter.source.clone()).with("source_event_id", None::<String>),
                )?;
            }
            Subject::Place { name } => {
                self.select(&filter.resolve(self)?, true, false)?;
                let at_place = Params::new().with("name", name.as_str());
                let sql = "delete from selected where not exists (select 1 from event where event.source = selected.source \
                           and event.source_event_id = selected.source_event_id \
                           and (contains(strip_accents(lower(coalesce(event.place, ''))), strip_accents(lower($name))) \
                             or strip_accents(lower(coalesce(event.admin2, ''))) = strip_accents(lower($name))))";
                super::params::run(&self.conn, DOING, sql, &at_place)?;
                self.brief_selected(filter, &mut brief)?;
                brief.held = self.held(name, filter)?;
            }
        }
        if let Some(policy) = policy {
            brief.tolls.retain(|toll| toll.policy == policy);
        }
        Ok(brief)
    }

    pub(super) fn brief_rows(&self, name: &str, params: &Params) -> Result<Vec<CellRow>> {
        cells::read(&rows(&self.conn, DOING, catalog::body(Kind::Report, name), params)?)
    }

    /// Ranges of a side under each policy, over one event or the selected ones.
    pub(super) fn add_tolls(
        &self,
        side: &str,
        event: Option<(&str, &str)>,
        filter: &Filter,
        brief: &mut Brief,
    ) -> Result<()> {
        let mut statement = Statement::new("0", "killed", side, filter.clone())?;
        statement.event = event.map(|(source, id)| (source.to_owned(), id.to_owned()));
        for ruling in self.ranges(&statement)? {
            if let (Some(policy), true) = (&ruling.policy, ruling.range.events_with_figure > 0 || event.is_some()) {
                brief.tolls.push(Toll {
                    source: ruling.source,
                    policy: policy.clone(),
                    with_added_claims: ruling.with_added_claims,
                    side: side.to_owned(),
                    range: ruling.range,
                });
            }
        }
        Ok(())
    }

    /// A brief of the events in the temporary table `selected`.
    fn brief_selected(&self, filter: &Filter, brief: &mut Brief) -> Result<()> {
        super::params::run(
            &self.conn,
            DOING,
            "create or replace temp table briefed as select * from selected",
            &Params::new(),
        )?;
        let mut whole = 0;
        for row in self.brief_rows("brief_counted", &Params::new())? {
            whole += row.whole("events").unwrap_or(0);
            let mut range = deaths(&row);
            range.events_without_figure = row.whole("without_figure").unwrap_or(0);
            if range.events_without_figure > 0 {
                brief.unknown.push(format!(
                    "{}: the dead of {} of {} events. Unknown, not zero.",
                    row.needed("source")?,
                    range.events_without_figure,
                    row.whole("events").unwrap_or(0)
                ));
            }
            brief.counted.push(Counted {
                source: row.needed("source")?.to_owned(),
                events: row.whole("events").unwrap_or(0),
                days: (row.needed("first_date")?.to_owned(), row.needed("last_date")?.to_owned()),
                deaths: range,
            });
        }
        if brief.counted.is_empty() {
            brief.unknown.push("No event of these filters is in the ledger.".to_owned());
        }
        let order = if matches!(brief.subject, Subject::Group { .. }) { "deaths" } else { "date" };
        let listing = Params::new().with("order_by", order).with("most", MOST_EVENTS);
        for row in self.brief_rows("events", &listing)? {
            let parties = match (row.text("side_a"), row.text("side_b")) {
                (Some(a), Some(b)) => Some(format!("{a} – {b}")),
                (a, b) => a.or(b).map(str::to_owned),
            };
            let mut event = listed(row.needed("source")?, &row, "side_a")?;
            event.parties = parties;
            brief.events.push(event);
        }
        brief.more_events = (whole - brief.events.len() as i64).max(0);
        for side in SIDES {
            self.add_tolls_of_briefed(side, filter, brief)?;
        }
        Ok(())
    }

    fn add_tolls_of_briefed(&self, side: &str, filter: &Filter, brief: &mut Brief) -> Result<()> {
        super::params::run(
            &self.conn,
            DOING,
            "create or replace temp table selected as select * from briefed",
            &Params::new(),
        )?;
        self.add_tolls(side, None, filter, brief)
    }
}

pub(super) fn deaths(row: &CellRow) -> Range {
    Range {
        low: row.whole("deaths_low"),
        best: row.whole("deaths_best"),
        high: row.whole("deaths_high"),
        ..Range::default()
    }
}

pub(super) fn listed(source: &str, row: &CellRow, parties: &str) -> Result<Listed> {
    Ok(Listed {
        how: row.owned("how").unwrap_or_default(),
        source: source.to_owned(),
        source_event_id: row.needed("source_event_id")?.to_owned(),
        start_date: row.needed("start_date")?.to_owned(),
        place: row.owned("place"),
        country: row.owned("country"),
        parties: row.owned(parties),
        what: row.owned("event_subtype").or_else(|| row.owned("event_class")),
        deaths: deaths(row),
    })
}
