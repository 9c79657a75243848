//! `check`: how far a published figure holds in the data, under each policy and in each census source.
//!
//! Nothing is added across sources: each data set of events with claims, and each census source, rules for itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::cells::{self, CellRow};
use super::params::Params;
use super::question::rows;
use super::said::{Said, figure_in_words};
use super::statement::{Sense, Statement};
use super::verdict::{Range, Verdict, by_best, counted, judge, of_policy, range_of, total};
use super::{Ledger, Rows};
use crate::catalog::{self, Kind};
use crate::error::Result;

const DOING: &str = "checking a statement";

/// What one policy, or one census source, says.
#[derive(Clone, Debug, Serialize)]
pub struct Ruling {
    /// Source of the events.
    pub source: String,
    /// The policy; none for a census source.
    pub policy: Option<String>,
    /// True if claims of other data sets on these events count too.
    pub with_added_claims: bool,
    /// The range.
    pub range: Range,
    /// What it says of the figure.
    pub verdict: Verdict,
    /// Why it cannot be decided, or what the range is.
    pub why: Option<String>,
}

/// An event that carries a range.
#[derive(Clone, Debug, Serialize)]
pub struct Carrier {
    /// Source of the event.
    pub source: String,
    /// The event.
    pub source_event_id: String,
    /// First day.
    pub start_date: String,
    /// Place.
    pub place: Option<String>,
    /// Its range under each policy that has a figure for it.
    pub ranges: BTreeMap<String, Range>,
    /// Share of the best figure of the leading policy, 0 to 1.
    pub share: Option<f64>,
    /// What the whole becomes without the event, under the leading policy.
    pub without_it: Range,
    /// Distinct statements behind it.
    pub statements: Vec<Said>,
}

/// A published sum of the same figure.
#[derive(Clone, Debug, Serialize)]
pub struct Published {
    /// The claim.
    pub claim_id: String,
    /// Figure in words.
    pub figure: String,
    /// Who says it.
    pub claimant: String,
    /// True if it is an interested claim of a belligerent.
    pub interested: bool,
    /// Who published it.
    pub reported_by: Option<String>,
    /// Whose report it goes back to.
    pub origin: Option<String>,
    /// Date of the page.
    pub published: Option<String>,
    /// First and last day of the sum.
    pub period: (String, String),
}

/// What a policy lacks against the leading one.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// The policy.
    pub policy: String,
    /// By how much its best sum is lower, in persons.
    pub whole: i64,
    /// The events that make it, the largest share first.
    pub by_event: Vec<(String, i64)>,
}

/// How far a statement holds.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The figure in words.
    pub words: String,
    /// The number; of a range, the lower one.
    pub figure: i64,
    /// The higher number of a range.
    pub figure_to: Option<i64>,
    /// What is said of it.
    pub sense: Sense,
    /// What it counts.
    pub metric: String,
    /// Whose.
    pub side: String,
    /// The claim that it is.
    pub claim: Option<super::statement::Claimed>,
    /// Verdicts, policies first.
    pub rulings: Vec<Ruling>,
    /// The policy that events and sensitivity are of.
    pub leading: Option<(String, String)>,
    /// The policy that differs from it by whose word counts.
    pub difference: Option<Difference>,
    /// Events by weight.
    pub carriers: Vec<Carrier>,
    /// What the leading range becomes without each voice.
    pub without_voice: Vec<(String, Range)>,
    /// The same figure elsewhere.
    pub also: Vec<Published>,
}

impl Ledger {
    /// Checks a statement; `policy` leads, or the first one.
    ///
    /// # Errors
    /// [`crate::Error::Usage`] for names that the ledger does not know.
    pub fn check(&self, statement: &Statement, policy: Option<&str>) -> Result<Check> {
        let policy = policy.map(|name| self.known_policy(name)).transpose()?;
        self.select(&statement.filter.resolve(self)?, true, false)?;
        let (check, params) = self.over_selected(statement, policy.as_deref())?;
        match statement.event {
            Some(_) => Ok(check),
            None => self.with_census(statement, &params, check),
        }
    }

    /// What each policy makes of the selected events, or of the one event.
    pub(crate) fn ranges(&self, statement: &Statement) -> Result<Vec<Ruling>> {
        Ok(self.over_selected(statement, None)?.0.rulings)
    }

    /// Rulings by claims, with what they rest on, over the events in the temporary table `selected`.
    fn over_selected(&self, statement: &Statement, policy: Option<&str>) -> Result<(Check, Params)> {
        if let Some((source, event)) = &statement.event {
            let only = Params::new().with("source", source.as_str()).with("event", event.as_str());
            let make = "create or replace temp table selected as select $source::text as source, $event::text as source_event_id";
            super::params::run(&self.conn, DOING, make, &only)?;
        }
        let params = statement
            .filter
            .resolve(self)?
            .params()
            .with("metric", statement.metric.as_str())
            .with("victim_side", statement.side.as_str())
            .with("policy", None::<String>)
            // A claim on one event does not support itself; a sum over a period is none of the event's claims.
            .with("without_source", statement.claim.as_ref().map(|claim| claim.source.clone()))
            .with("without_statement", statement.claim.as_ref().map(|claim| claim.statement_id.clone()));
        let tolls = self.report("checked_tolls", &params)?;
        let events = self.report("checked_events", &params)?;
        let mut check = Check {
            words: statement.words.clone(),
            figure: statement.figure,
            figure_to: statement.figure_to,
            sense: statement.sense,
            metric: statement.metric.clone(),
            side: statement.side.clone(),
            claim: statement.claim.clone(),
            rulings: Vec::new(),
            leading: None,
            difference: None,
            carriers: Vec::new(),
            without_voice: Vec::new(),
            also: self.same_figure(statement)?,
        };
        self.rule_by_claims(statement, &tolls, &events, &mut check)?;
        self.weigh(statement, policy, &tolls, &events, &mut check)?;
        Ok((check, params))
    }

    fn report(&self, name: &str, params: &Params) -> Result<Vec<CellRow>> {
        cells::read(&rows(&self.conn, DOING, catalog::body(Kind::Report, name), params)?)
    }

    /// One ruling per data set of events and policy; where others have added claims, one with these too.
    fn rule_by_claims(
        &self,
        statement: &Statement,
        tolls: &[CellRow],
        events: &[CellRow],
        check: &mut Check,
    ) -> Result<()> {
        let policies = self.report_of_policies()?;
        let mut sources: Vec<&str> = events.iter().filter_map(|event| event.text("event_source")).collect();
        sources.dedup();
        for source in sources {
            for pool in ["own", "added"] {
                let has_any =
                    tolls.iter().any(|row| row.text("pool") == Some(pool) && row.text("event_source") == Some(source));
                // Claims that nobody added are no second answer; a source without claims of its own has no first one.
                if !has_any && (pool == "added" || self.has_added(source)?) {
                    continue;
                }
                for policy in &policies {
                    let of = of_policy(tolls, pool, source, policy, None);
                    let range = total(&of, events, source, None);
                    let (verdict, why) = match range.events_with_figure {
                        0 => (Verdict::Undecided, Some("no event has a figure that it lets in".to_owned())),
                        _ => judge(statement, &range),
                    };
                    check.rulings.push(Ruling {
                        source: source.to_owned(),
                        policy: Some(policy.clone()),
                        with_added_claims: pool == "added",
                        range,
                        verdict,
                        why,
                    });
                }
            }
        }
        Ok(())
    }

    fn has_added(&self, source: &str) -> Result<bool> {
        let sql = "select count(*)::bigint as claims from claim where event_source = $source and source <> $source";
        let found = cells::read(&self.query(sql, &Params::new().with("source", source))?)?;
        Ok(found.first().and_then(|row| row.whole("claims")).unwrap_or(0) > 0)
    }

    fn report_of_policies(&self) -> Result<Vec<String>> {
        let rows: Rows = self.policies()?;
        Ok(cells::read(&rows)?.iter().filter_map(|row| row.owned("policy")).collect())
    }

    /// Events by weight, what differs between policies by event, and what the range becomes without each voice.
    fn weigh(
        &self,
        statement: &Statement,
        policy: Option<&str>,
        tolls: &[CellRow],
        events: &[CellRow],
        check: &mut Check,
    ) -> Result<()> {
        let leads = |ruling: &&Ruling| {
            ruling.range.events_with_figure > 0 && policy.is_none_or(|policy| ruling.policy.as_deref() == Some(policy))
        };
        let Some(leading) = check.rulings.iter().find(leads).cloned() else { return Ok(()) };
        let (source, name) = (leading.source.clone(), leading.policy.clone().unwrap_or_default());
        let pool = if leading.with_added_claims { "added" } else { "own" };
        let of = of_policy(tolls, pool, &source, &name, None);
        let policies = self.report_of_policies()?;
        let counted = counted(&of);
        for (event, toll) in of.iter().filter(|(event, _)| counted.contains(*event)) {
            let known = events
                .iter()
                .find(|row| row.text("source_event_id") == Some(event) && row.text("event_source") == Some(&source));
            let Some(known) = known else { continue };
            let ranges = policies.iter().filter_map(|policy| {
                let of = of_policy(tolls, pool, &source, policy, None);
                of.get(*event).map(|toll| (policy.clone(), range_of(toll)))
            });
            let share = toll.whole("figure_best").zip(leading.range.best.filter(|best| *best > 0));
            check.carriers.push(Carrier {
                source: source.clone(),
                source_event_id: (*event).to_owned(),
                start_date: known.needed("start_date")?.to_owned(),
                place: known.owned("place"),
                ranges: ranges.collect(),
                share: share.map(|(part, whole)| part as f64 / whole as f64),
                without_it: total(&of, events, &source, Some(event)),
                statements: self.said(&source, event, Some((&statement.metric, &statement.side)))?,
            });
        }
        check.carriers.sort_by_key(|carrier| {
            let range = carrier.ranges.get(&name).copied().unwrap_or_default();
            (std::cmp::Reverse(range.best.or(range.high)), carrier.start_date.clone())
        });
        check.difference = self.differing(&name, check)?;
        let voices: BTreeSet<&str> = tolls.iter().filter_map(|row| row.text("without")).collect();
        for voice in voices {
            let of = of_policy(tolls, pool, &source, &name, Some(voice));
            let range = total(&of, events, &source, None);
            check.without_voice.push((voice.to_owned(), range));
        }
        check.without_voice.sort_by_key(|(voice, range)| (range.best.unwrap_or(0), voice.clone()));
        check.leading = Some((source, name));
        Ok(())
    }

    /// What the policy that drops interested claims lacks against the leading one, by event.
    fn differing(&self, leading: &str, check: &Check) -> Result<Option<Difference>> {
        let other = cells::read(&self.policies()?)?
            .iter()
            .find(|row| row.text("drops_interested") == Some("yes") && row.text("policy") != Some(leading))
            .and_then(|row| row.owned("policy"));
        let Some(other) = other else { return Ok(None) };
        let best =
            |carrier: &Carrier, policy: &str| carrier.ranges.get(policy).and_then(|range| range.best).unwrap_or(0);
        let mut by_event: Vec<(String, i64)> = check
            .carriers
            .iter()
            .map(|carrier| {
                let name = carrier.place.clone().unwrap_or_else(|| carrier.source_event_id.clone());
                (name, best(carrier, leading) - best(carrier, &other))
            })
            .filter(|(_, difference)| *difference != 0)
            .collect();
        by_event.sort_by_key(|(_, difference)| std::cmp::Reverse(difference.abs()));
        let whole = by_event.iter().map(|(_, difference)| difference).sum();
        Ok(Some(Difference { policy: other, whole, by_event }))
    }

    fn with_census(&self, statement: &Statement, params: &Params, mut check: Check) -> Result<Check> {
        for row in self.report("checked_census", params)? {
            let source = row.needed("source")?.to_owned();
            let side = statement.side.as_str();
            let is_whole = side == "all";
            let range = Range {
                low: row.whole("deaths_low").filter(|_| is_whole),
                best: if is_whole { row.whole("deaths_best") } else { row.whole("side_best") },
                high: row.whole("deaths_high").filter(|_| is_whole),
                events_with_figure: row.whole("events").unwrap_or(0) - row.whole("without_figure").unwrap_or(0),
                events_without_figure: row.whole("without_figure").unwrap_or(0),
                ..Range::default()
            };
            let undecided = if statement.metric != "killed" {
                Some(format!("it does not count {}", statement.metric.replace('_', " ")))
            } else if statement.filter.since.is_none() || statement.filter.until.is_none() {
                Some("the statement has no first and last day: give --from and --to".to_owned())
            } else if let Some(missing) = row.text("not_covered") {
                let to = row.text("coverage_to").map_or(String::new(), |day| format!(" (it reaches to {day})"));
                Some(format!("its loads do not cover the whole period in {missing}{to}"))
            } else if !is_whole && !row.is_true("has_sides") {
                Some("it does not give deaths by side".to_owned())
            } else {
                None
            };
            let (range, verdict, why) = match undecided {
                Some(why) => (Range::default(), Verdict::Undecided, Some(why)),
                None => {
                    let (verdict, why) = by_best(statement, &range, row.whole("deaths_high"));
                    (range, verdict, why)
                }
            };
            check.rulings.push(Ruling { source, policy: None, with_added_claims: false, range, verdict, why });
        }
        Ok(check)
    }

    /// Published sums of the same figure, over the same area and a period that meets the statement's.
    fn same_figure(&self, statement: &Statement) -> Result<Vec<Published>> {
        if statement.event.is_some() {
            return Ok(Vec::new());
        }
        // Of all sides is what pages say of people whose side they do not name.
        let side = if statement.side == "all" { "unspecified" } else { statement.side.as_str() };
        let params = Params::new().with("metric", statement.metric.as_str()).with("victim_side", side);
        let area = |region: &Option<String>, country: &Option<String>, admin1: &Option<String>| {
            let fold = |name: &Option<String>| name.as_deref().map(crate::reference::name_key);
            (fold(region), fold(country), fold(admin1))
        };
        let filter = &statement.filter;
        let wanted = area(&filter.region, &filter.country, &filter.admin1);
        let mut known: BTreeMap<String, bool> = BTreeMap::new();
        let mut all = Vec::new();
        for row in self.report("published_sums", &params)? {
            let (Some(from), Some(to)) = (row.text("period_start"), row.text("period_end")) else { continue };
            let meets = filter.since.is_none_or(|day| day.to_string().as_str() <= to)
                && filter.until.is_none_or(|day| day.to_string().as_str() >= from);
            let itself =
                statement.claim.as_ref().is_some_and(|claim| Some(claim.claim_id.as_str()) == row.text("claim_id"));
            if row.whole("figure") != Some(statement.figure) || !meets || itself {
                continue;
            }
            let region = row.text("region").unwrap_or_default();
            let is_same = match known.get(region) {
                Some(is_same) => *is_same,
                None => {
                    let is_same = self
                        .area_of(region)?
                        .is_some_and(|found| area(&found.region, &found.country, &found.admin1) == wanted);
                    known.insert(region.to_owned(), is_same);
                    is_same
                }
            };
            if is_same {
                all.push(Published {
                    claim_id: row.needed("claim_id")?.to_owned(),
                    figure: figure_in_words(&row),
                    claimant: row.needed("claimant")?.to_owned(),
                    interested: row.text("interest") == Some("interested"),
                    reported_by: row.owned("reported_by"),
                    origin: row.owned("origin"),
                    published: row.owned("published"),
                    period: (from.to_owned(), to.to_owned()),
                });
            }
        }
        Ok(all)
    }
}
