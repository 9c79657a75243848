//! Answers over another engine: it computes the precomputed answers from the lake, and the last step, which ranks, fills
//! gaps and finds names, is done here by the text that does it over a ledger.

use super::OverLake;
use crate::error::Result;
use crate::ledger::{Filter, Period, StandIn, asks_single_events};

/// An answer that can be given over another engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `fatalities`.
    Fatalities,
    /// `attacks --by`.
    Frequency(Period),
    /// `trends`.
    Trends,
    /// `deadliest`.
    Deadliest,
    /// `coast`.
    Coast,
    /// `coordinated`.
    Coordinated,
    /// `new-areas`.
    NewAreas,
    /// `new-actors`.
    NewActors,
}

impl Answer {
    /// What the engine computes for it: marts, and views that read events.
    fn relations(self) -> &'static [&'static str] {
        match self {
            Answer::Fatalities => &["country_coverage", "fatalities_by_day"],
            Answer::Frequency(Period::Week) => &["country_coverage", "coverage_period", "group_country", "group_week"],
            Answer::Frequency(Period::AcledWeek) => {
                &["country_coverage", "coverage_period", "group_country", "group_acled_week"]
            }
            Answer::Frequency(Period::Month) => {
                &["country_coverage", "coverage_period", "group_country", "group_month"]
            }
            Answer::Trends => &["country_coverage", "coverage_period", "area_month"],
            Answer::Deadliest => &["coverage_period", "group_country", "group_week", "area_week"],
            Answer::Coast => &["coastal_pressure"],
            Answer::Coordinated => {
                &["simultaneous_attacks", "simultaneous_attack_event", "coordination_statement", "claim", "event"]
            }
            Answer::NewAreas => &["new_areas"],
            Answer::NewActors => &["new_actors"],
        }
    }
}

impl Answer {
    /// Refuses filters that the precomputed answers have no column for.
    ///
    /// # Errors
    /// [`crate::Error::Refused`].
    pub fn admit(self, filter: &Filter) -> Result<()> {
        let by_group = matches!(self, Answer::Frequency(_) | Answer::Deadliest | Answer::Coordinated);
        let by_region = matches!(self, Answer::Trends | Answer::Deadliest);
        let rest = Filter {
            group: filter.group.clone().filter(|_| !by_group),
            region: filter.region.clone().filter(|_| !by_region),
            ..filter.clone()
        };
        if rest.is_coarse() { Ok(()) } else { Err(asks_single_events()) }
    }
}

/// The events that are in a cluster of simultaneous attacks, for their places and days.
const CLUSTERED: &str = "select held.* from event as held \
                         join (select distinct source, source_event_id from simultaneous_attack_event) as clustered \
                         on clustered.source = held.source and clustered.source_event_id = held.source_event_id";

/// A ledger that gives this answer from what the engine computes.
///
/// # Errors
/// As [`OverLake::relation`].
pub fn stand_in(lake: &OverLake, answer: Answer) -> Result<StandIn> {
    StandIn::fill(lake.dir(), answer.relations(), |name| match (answer, name) {
        (Answer::Coordinated, "event") => lake.given(&["event", "simultaneous_attack_event"], CLUSTERED),
        _ => lake.relation(name),
    })
}
