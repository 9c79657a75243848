//! How late a source's events arrive, by the ledger's own loads, and which weeks are therefore not yet complete.

use chrono::NaiveDate;

use super::both;
use super::read::day;
use crate::error::Result;
use crate::ledger::{Filter, Ledger, Params};
use crate::report::document::{Cell, Lang, Table};

/// Loads from which the delay of a source's events can be told.
const LOADS_THAT_TELL: i64 = 8;
/// The share of events that must be known for a week to count as complete.
const COMPLETE: f64 = 0.9;

/// How late events arrive, by the ledger's own loads.
#[derive(Clone, Debug)]
pub(super) struct Delay {
    pub(super) loads: i64,
    /// Day of the newest load.
    pub(super) newest: NaiveDate,
    /// Weeks after the first day of an event, the events that tell, and the share of all that is known by then.
    pub(super) known: Vec<(i64, i64, f64)>,
}

impl Delay {
    /// Weeks after which nine events in ten are known.
    pub(super) fn weeks(&self) -> i64 {
        let complete = self.known.iter().find(|(_, _, share)| *share >= COMPLETE);
        complete.or(self.known.last()).map_or(0, |(weeks, ..)| *weeks)
    }
}

/// The share of events known after each week, from those known by then and those that arrived in its last week.
///
/// Events that no load has brought yet cannot be counted, so the plain share is too high. Looking back from the longest
/// delay is not: of the events known within w weeks and old enough for it, the part that came in week w tells what was
/// missing a week earlier. Shares are of what is known within the longest delay seen. Lagakos, Barraj and De Gruttola
/// (1988) Nonparametric analysis of truncated survival data, with application to AIDS. Biometrika 75(3), doi:10.1093/biomet/75.3.515.
fn shares(weeks: &[(i64, i64)]) -> Vec<f64> {
    let mut share = 1.0;
    let mut shares: Vec<f64> = weeks
        .iter()
        .rev()
        .map(|(known, arrived)| {
            let now = share;
            if *known > 0 {
                share *= 1.0 - *arrived as f64 / *known as f64;
            }
            now
        })
        .collect();
    shares.reverse();
    shares
}

/// How many of the weeks up to the one of `last_monday` end less than `weeks` weeks before `day`.
pub(super) fn late_weeks(last_monday: NaiveDate, day: NaiveDate, weeks: i64) -> i64 {
    let beyond = (last_monday - day).num_days() + 6 + 7 * weeks;
    (beyond.max(0) + 6) / 7
}

/// The newest event of a source's loads, and how late its events arrive.
pub(super) fn delay(ledger: &Ledger, filter: &Filter) -> Result<(Option<NaiveDate>, Option<Delay>)> {
    let of_source = Filter { source: filter.source.clone(), ..Filter::default() };
    let loads = ledger.report_rows("report_loads", &of_source, Params::new())?;
    let newest_event = loads.iter().filter_map(|row| day(row, "newest_event")).max();
    if (loads.len() as i64) < LOADS_THAT_TELL {
        return Ok((newest_event, None));
    }
    let rows = ledger.report_rows("report_delays", &of_source, Params::new())?;
    let Some((loads, newest)) = rows.first().and_then(|row| Some((row.whole("all_loads")?, day(row, "newest_load")?)))
    else {
        return Ok((newest_event, None));
    };
    let told: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            Some((row.whole("weeks")?, row.whole("events")?, (row.whole("known")?, row.whole("arrived")?)))
        })
        .collect();
    let counts: Vec<(i64, i64)> = told.iter().map(|(_, _, counts)| *counts).collect();
    let known: Vec<_> =
        told.iter().zip(shares(&counts)).map(|((weeks, events, _), share)| (*weeks, *events, share)).collect();
    let delay = (loads >= LOADS_THAT_TELL && !known.is_empty()).then_some(Delay { loads, newest, known });
    Ok((newest_event, delay))
}

/// The curve of the delay, at the weeks that tell it.
pub(super) fn delay_table(lang: Lang, delay: &Delay) -> Table {
    let last = delay.weeks();
    let is_told = |weeks: i64| weeks <= 4 || weeks == last || [6, 8, 13, 26].contains(&weeks);
    let (loads, longest) = (delay.loads, delay.known.last().map_or(0, |(weeks, ..)| *weeks));
    Table {
        id: "delay".to_owned(),
        caption: both!(lang, "How late events arrive", "Délai d’arrivée des événements"),
        columns: match lang {
            Lang::En => ["weeks after an event", "events that tell", "known by then"],
            Lang::Fr => ["semaines après l’événement", "événements observés", "connus alors"],
        }
        .map(str::to_owned)
        .to_vec(),
        rows: delay
            .known
            .iter()
            .filter(|(weeks, ..)| is_told(*weeks))
            .map(|(weeks, events, share)| vec![Cell::Count(*weeks), Cell::Count(*events), Cell::Share(*share)])
            .collect(),
        notes: vec![both!(
            lang,
            "Of the source's events, in all its places, that began after the first of {loads} loads and are known within {longest} weeks.",
            "Parmi les événements de la source, en tous lieux, commencés après le premier de {loads} chargements et connus dans les \
             {longest} semaines."
        )],
        object: Some("report_delays".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_weeks_end_after_the_day_from_which_all_is_known() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let monday = day("2025-06-23");
        // The week ends on Sunday the 29th.
        assert_eq!(late_weeks(monday, day("2025-06-29"), 4), 4);
        assert_eq!(late_weeks(monday, day("2025-07-01"), 4), 4);
        assert_eq!(late_weeks(monday, day("2025-07-06"), 4), 3);
        assert_eq!(late_weeks(monday, day("2025-06-29"), 0), 0);
        assert_eq!(late_weeks(monday, day("2026-06-29"), 4), 0, "long ago");
    }

    #[test]
    fn shares_look_back_from_the_longest_delay() {
        // Two of three come in the first week, the last in the third; of the newest events those are not there yet.
        let found = shares(&[(0, 0), (8, 8), (6, 0), (6, 2)]);
        let wanted = [0.0, 2.0 / 3.0, 2.0 / 3.0, 1.0];
        assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{found:?}");
        assert_eq!(shares(&[]), [0.0; 0]);
    }

    #[test]
    fn a_curve_tells_when_nine_in_ten_are_known() {
        let delay = |known| Delay { loads: 8, newest: NaiveDate::MIN, known };
        assert_eq!(delay(vec![(0, 10, 0.2), (1, 10, 0.9), (2, 5, 1.0)]).weeks(), 1);
        assert_eq!(delay(Vec::new()).weeks(), 0);
    }
}
