//! A brief of one event: what happened, who says what of it, the pattern around it, and what is not known.

use super::Ledger;
use super::brief::{Brief, Counted, SIDES, Testimony, deaths, listed};
use super::cells::CellRow;
use super::filter::Filter;
use super::params::Params;
use super::said::figure_in_words;
use crate::error::{Error, Result};

const DOING: &str = "writing a brief";

impl Ledger {
    pub(super) fn brief_event(&self, source: &str, id: &str, with_notes: bool, brief: &mut Brief) -> Result<()> {
        let params = Params::new().with("source", source).with("source_event_id", id).with("event_source", source);
        let make = "create or replace temp table briefed as select $source::text as source, $source_event_id::text as source_event_id";
        let briefed = Params::new().with("source", source).with("source_event_id", id);
        super::params::run(&self.conn, DOING, make, &briefed)?;
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
                url: pages(row.text("urls")).next().map(str::to_owned),
                note: row.owned("note").filter(|_| with_notes),
            });
        }
        for row in self.brief_rows("pages", &params)? {
            let by = row.needed("reported_by")?;
            brief.pages.extend(pages(row.text("url")).map(|page| (by.to_owned(), page.to_owned())));
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
        let of_event = params.with("actor_id", None::<String>);
        brief.clusters = self.clusters_of(&of_event)?;
        if let Some(place) = event.text("place") {
            brief.held = self.held(place, &Filter::default())?;
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
        unknown.extend(by_no_government(event, brief));
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
}

/// What no government has said of the dead, where anybody has.
fn by_no_government(event: &CellRow, brief: &Brief) -> Option<String> {
    let mut killed = brief.testimony.iter().filter(|said| said.metric == "killed").peekable();
    killed.peek()?;
    let of_government: Vec<_> = killed
        .filter(|said| {
            said.verification.contains("confirmed_by_government")
                || said.claimants.split(", ").any(|name| name == "government/army")
        })
        .collect();
    if of_government.is_empty() {
        return Some("No government has given or confirmed a toll.".to_owned());
    }
    let gives = |side: &str| of_government.iter().any(|said| ["unspecified", side].contains(&said.side.as_str()));
    (event.is_true("has_state") && !gives("state_forces"))
        .then(|| "No government has given or confirmed a toll of state forces; of others it has.".to_owned())
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

/// The addresses that may be linked, of several with a space between them.
pub(super) fn pages(urls: Option<&str>) -> impl Iterator<Item = &str> {
    let is_page = |url: &&str| url.starts_with("http") && !is_channel(url);
    urls.unwrap_or_default().split(' ').filter(is_page)
}

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
