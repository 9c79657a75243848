//! `brief`: what is known of one event, place or group, who says what of it, and what is not known.

use serde::Serialize;

use super::Ledger;
use super::cells::{self, CellRow};
use super::check::{Range, figure_in_words};
use super::filter::Filter;
use super::params::Params;
use super::question::rows;
use super::reference::{names, texts};
use super::statement::Statement;
use crate::catalog::{self, Kind};
use crate::error::{Error, Result};

const DOING: &str = "writing a brief";
/// Events that a brief lists.
const MOST_EVENTS: i64 = 12;
/// Sides whose dead a brief gives.
const SIDES: [&str; 4] = ["state_forces", "civilians", "militants", "unspecified"];

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
    /// Events of the subject, or around the event.
    pub events: Vec<Listed>,
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
            events: Vec::new(),
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
            }
        }
        if let Some(policy) = policy {
            brief.tolls.retain(|toll| toll.policy == policy);
        }
        Ok(brief)
    }

    fn brief_rows(&self, name: &str, params: &Params) -> Result<Vec<CellRow>> {
        cells::read(&rows(&self.conn, DOING, catalog::body(Kind::Report, name), params)?)
    }

    fn brief_event(&self, source: &str, id: &str, with_notes: bool, brief: &mut Brief) -> Result<()> {
        let params = Params::new().with("source", source).with("source_event_id", id).with("event_source", source);
        let found = self.brief_rows("brief_event", &params)?;
        let event = found.first().ok_or_else(|| Error::internal(DOING, "the event is gone"))?;
        brief.what = what_happened(event);
        if !event.is_true("has_claims") {
            brief.counted.push(Counted {
                source: source.to_owned(),
                events: 1,
                days: (event.needed("start_date")?.to_owned(), event.needed("end_date")?.to_owned()),
                deaths: deaths(event),
            });
        }
        for row in self.brief_rows("statements", &params)? {
            brief.testimony.push(Testimony {
                source: row.needed("source")?.to_owned(),
                statement_id: row.needed("statement_id")?.to_owned(),
                metric: row.needed("metric")?.to_owned(),
                side: row.needed("victim_side")?.to_owned(),
                figure: figure_in_words(&row),
                number: row.text("order_by").and_then(|number| number.parse().ok()),
                origin: row.owned("origin"),
                claimants: row.needed("claimants")?.to_owned(),
                reported_by: row.needed("reported_by")?.to_owned(),
                claims: row.whole("claims").unwrap_or(0),
                verification: row.needed("verification")?.to_owned(),
                interest: row.needed("interest")?.to_owned(),
                url: row.owned("url").filter(|url| !is_channel(url)),
                note: row.owned("note").filter(|_| with_notes),
            });
        }
        for side in SIDES {
            if brief.testimony.iter().any(|said| said.metric == "killed" && said.side == side && said.number.is_some())
            {
                self.add_tolls(side, Some((source, id)), &Filter::default(), brief)?;
            }
        }
        for row in self.brief_rows("brief_around", &params)? {
            brief.events.push(listed(source, &row, "group_name")?);
        }
        if with_notes {
            brief.notes.extend(event.owned("summary"));
        }
        brief.unknown = self.not_known(event, brief)?;
        Ok(())
    }

    /// What a brief of one event does not know.
    fn not_known(&self, event: &CellRow, brief: &Brief) -> Result<Vec<String>> {
        let mut unknown = Vec::new();
        for (party, side, whose) in [
            ("has_state", "state_forces", "state forces"),
            ("has_militants", "militants", "armed groups"),
            ("has_civilians", "civilians", "civilians"),
        ] {
            let of_side = || brief.testimony.iter().filter(|said| said.metric == "killed" && said.side == side);
            let counted = !brief.counted.is_empty() && event.whole("deaths_best").is_some();
            if !event.is_true(party)
                || counted
                || of_side().any(|said| said.number.is_some() && said.verification != "disputed")
            {
                continue;
            }
            let words: Vec<String> = of_side().map(|said| format!("{} ({})", said.figure, said.claimants)).collect();
            let said = if words.is_empty() {
                "nobody states a number".to_owned()
            } else {
                format!("only {}", words.join("; "))
            };
            unknown.push(format!("The dead of {whose}: {said}. Unknown, not zero."));
        }
        let killed = || brief.testimony.iter().filter(|said| said.metric == "killed");
        if killed().next().is_some() && !killed().any(|said| said.verification.contains("confirmed_by_government")) {
            unknown.push("No government has given or confirmed a toll.".to_owned());
        }
        let precision = event.text("date_precision").unwrap_or("day");
        if precision != "day" {
            unknown.push(format!("The day: known to {precision} only."));
        }
        let place = event.text("place_precision").unwrap_or("unknown");
        if place != "exact" {
            unknown.push(format!("The exact place: {place}."));
        }
        if event.text("attackers").is_none() {
            unknown.push("Who attacked: the source does not code it.".to_owned());
        }
        let iso3 = match event.text("country") {
            Some(country) => self.known_country(country).ok().and_then(|(_, iso3)| iso3),
            None => None,
        };
        let day = Params::new().with("day", event.needed("start_date")?).with("country_iso3", iso3);
        for row in self.brief_rows("brief_covered", &day)? {
            let source = row.needed("source")?;
            if Some(source) != event.text("source") && !row.is_true("is_covered") {
                let to = row.text("coverage_to").map_or(String::new(), |day| format!(" (they reach to {day})"));
                unknown.push(format!("What {source} counts: its loads do not cover the day there{to}."));
            }
        }
        Ok(unknown)
    }

    /// Ranges of a side under each policy, over one event or the selected ones.
    fn add_tolls(&self, side: &str, event: Option<(&str, &str)>, filter: &Filter, brief: &mut Brief) -> Result<()> {
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
        let counted = "select event.source, count(*) filter (where counted)::bigint as events, min(start_date) as first_date, \
                       max(start_date) as last_date, sum(deaths_low) filter (where counted)::bigint as deaths_low, \
                       sum(deaths_best) filter (where counted)::bigint as deaths_best, \
                       sum(deaths_high) filter (where counted)::bigint as deaths_high, \
                       count(*) filter (where counted and not has_figure)::bigint as without_figure \
                       from event_measure as event semi join selected on selected.source = event.source \
                       and selected.source_event_id = event.source_event_id group by event.source order by event.source";
        let mut whole = 0;
        for row in cells::read(&rows(&self.conn, DOING, counted, &Params::new())?)? {
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

fn deaths(row: &CellRow) -> Range {
    Range {
        low: row.whole("deaths_low"),
        best: row.whole("deaths_best"),
        high: row.whole("deaths_high"),
        events_with_figure: 0,
        events_without_figure: 0,
    }
}

fn listed(source: &str, row: &CellRow, parties: &str) -> Result<Listed> {
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

fn what_happened(event: &CellRow) -> Vec<String> {
    let place: Vec<&str> = ["place", "admin1", "country"].into_iter().filter_map(|name| event.text(name)).collect();
    let (start, end) = (event.text("start_date").unwrap_or("-"), event.text("end_date").unwrap_or("-"));
    let days = if start == end { start.to_owned() } else { format!("{start} to {end}") };
    let parties = match (event.text("side_a"), event.text("side_b")) {
        (Some(a), Some(b)) => format!("{a} – {b}"),
        (a, b) => a.or(b).unwrap_or("no party is named").to_owned(),
    };
    let attacker =
        event.text("attackers").map_or(String::new(), |attackers| format!("; attacker as coded: {attackers}"));
    let class = event.text("event_class").unwrap_or("-");
    let kind = event
        .text("event_subtype")
        .filter(|subtype| *subtype != class)
        .map_or(class.to_owned(), |subtype| format!("{class}, {subtype}"));
    let provisional = if event.text("status") == Some("provisional") { "; provisional" } else { "" };
    vec![format!("{}, {days}", place.join(", ")), format!("{parties}: {kind}{attacker}{provisional}")]
}

/// Hosts on which belligerents publish themselves: they are never linked, the outlet or monitor is.
const CHANNELS: &[&str] = &[
    "t.me",
    "telegram.me",
    "telegram.org",
    "telegram.dog",
    "tamtam.chat",
    "chirpwire.net",
    "hoop.photo",
    "justpaste.it",
    "noteshare.online",
    "archive.gnews.to",
];

/// True for the address of a channel on which belligerents publish themselves.
fn is_channel(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or(url).split(['/', '?', '#']).next().unwrap_or_default().to_lowercase();
    let host = host.split(':').next().unwrap_or_default();
    CHANNELS.iter().any(|channel| host == *channel || host.ends_with(&format!(".{channel}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_belligerents_channel_is_no_address_to_link() {
        for url in ["https://t.me/somebody/1", "http://web.telegram.org/k/", "https://T.ME:443/x", "t.me/x"] {
            assert!(is_channel(url), "{url}");
        }
        for url in ["https://example.org/t.me/report", "https://www.bbc.com/news", "https://not-t.me.example.org"] {
            assert!(!is_channel(url), "{url}");
        }
    }
}
