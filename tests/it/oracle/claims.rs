//! Claims as policies read them: tier, interest, statement, and the dead of each side that follow.

use std::collections::{BTreeMap, BTreeSet};

use warledger::ledger::Ledger;

use super::table::{Cell, Row, Table};

/// What one claim says of the dead of a side, under one policy.
#[derive(Clone)]
struct Figure {
    claim: String,
    part_of: Option<String>,
    statement: String,
    tier: i64,
    low: Option<i64>,
    best: Option<f64>,
    high: i64,
}

/// Source of the claims, source of the event, event, policy, side.
type Side = (String, String, String, String, String);

/// Sides that are accused in each event: those that attacked, or all where nobody is said to have.
fn accused(ledger: &Ledger) -> BTreeSet<(String, String, &'static str)> {
    let sides = Table::query(
        ledger,
        "select source, source_event_id, is_attacker, actor_kind from event_actor join actor using (actor_id) where role = 'side'",
    );
    let mut all = BTreeSet::new();
    for row in sides.rows().filter(|row| *row.get("is_attacker") != Cell::Flag(false)) {
        let side = match row.name("actor_kind") {
            "state_forces" | "auxiliary" | "external" => "state_forces",
            "organised_group" | "unidentified" | "communal" | "placeholder" | "unknown" => "militants",
            _ => continue,
        };
        all.insert((row.name("source").to_owned(), row.name("source_event_id").to_owned(), side));
    }
    all
}

fn is_interested(claim: Row<'_>, accused: &BTreeSet<(String, String, &'static str)>) -> bool {
    if let Some(told) = claim.text("interest") {
        return told == "interested";
    }
    let event = |side| (claim.name("event_source").to_owned(), claim.name("source_event_id").to_owned(), side);
    match (claim.text("claimant_side").unwrap_or("neither"), claim.name("victim_side")) {
        ("neither", _) => false,
        ("state_forces", "civilians") => accused.contains(&event("state_forces")),
        ("militants", "civilians") => accused.contains(&event("militants")),
        (own, side) => own != side,
    }
}

fn numbers(claim: Row<'_>) -> Option<(Option<i64>, Option<f64>, i64)> {
    let [low, best, high] = ["value_low", "value_best", "value_high"].map(|name| claim.get(name).whole());
    let largest = [low, best, high].into_iter().flatten().max()?;
    if claim.text("qualifier") == Some("up_to") {
        return Some((None, None, largest));
    }
    let middle = low.zip(high).map(|(low, high)| (low + high) as f64 / 2.0);
    Some((low.or(best), best.map(|best| best as f64).or(middle), largest))
}

/// What names a statement: the coder's word for it, or the origin with the figures.
fn statement(claim: Row<'_>, figure: &(Option<i64>, Option<f64>, i64)) -> String {
    match claim.text("statement") {
        Some(name) => format!("named {name}"),
        None => {
            let origin = claim.text("origin").or(claim.text("reported_by")).unwrap_or(claim.name("claim_id"));
            format!("{} {figure:?}", origin.to_lowercase())
        }
    }
}

fn figures(ledger: &Ledger) -> BTreeMap<Side, Vec<Figure>> {
    let accused = accused(ledger);
    let claims = Table::query(ledger, "select * from claim where metric = 'killed' and source_event_id is not null");
    let policies = Table::query(ledger, "select * from policy");
    let tiers = Table::query(ledger, "select * from claim_policy");
    let terms = Table::query(ledger, "select * from policy_term");
    let mut all: BTreeMap<Side, Vec<Figure>> = BTreeMap::new();
    for claim in claims.rows() {
        let Some(figure) = numbers(claim) else { continue };
        let own = claim.name("verification");
        let verification = if own == "disputed" { own } else { claim.text("repeats_verification").unwrap_or(own) };
        let origin = claim.text("origin").or(claim.text("reported_by")).unwrap_or_default().to_lowercase();
        let claimant = claim.name("claimant").to_lowercase();
        for policy in policies.rows() {
            let name = policy.name("policy");
            let is_tier = |row: &Row<'_>| row.name("policy") == name && row.name("verification") == verification;
            let Some(tier) = tiers.rows().find(is_tier) else { continue };
            if policy.name("drops_interested") == "yes" && is_interested(claim, &accused) {
                continue;
            }
            let lets_in = ["claimant", "origin"].into_iter().all(|field| {
                let value = if field == "claimant" { &claimant } else { &origin };
                let of = |admits: bool| {
                    terms
                        .rows()
                        .filter(|row| row.name("policy") == name && row.name("field") == field)
                        .filter(|row| row.get("admits").is_true() == admits)
                        .map(|row| row.name("value").to_owned())
                        .collect::<BTreeSet<String>>()
                };
                !of(false).contains(value) && (of(true).is_empty() || of(true).contains(value))
            });
            if !lets_in {
                continue;
            }
            let [source, events, event, side] = ["source", "event_source", "source_event_id", "victim_side"]
                .map(|column| claim.name(column).to_owned());
            all.entry((source, events, event, name.to_owned(), side)).or_default().push(Figure {
                claim: claim.name("claim_id").to_owned(),
                part_of: claim.text("part_of").map(str::to_owned),
                statement: statement(claim, &figure),
                tier: tier.get("tier").count(),
                low: figure.0,
                best: figure.1,
                high: figure.2,
            });
        }
    }
    for ((_, _, _, policy, _), figures) in &mut all {
        let counts = policies.rows().find(|row| row.name("policy") == policy).expect("the policy");
        if counts.name("counts") == "statements" {
            figures.sort_by(|a, b| (a.tier, &a.claim).cmp(&(b.tier, &b.claim)));
            let mut seen = BTreeSet::new();
            figures.retain(|figure| seen.insert(figure.statement.clone()));
        }
    }
    all
}

/// The best figure: halves go up, for figures are not negative.
fn best(figures: &[Figure], how: &str) -> Option<i64> {
    let tier = figures.iter().filter(|figure| figure.best.is_some()).map(|figure| figure.tier).min()?;
    let mut stated: Vec<f64> =
        figures.iter().filter(|figure| figure.tier == tier).filter_map(|figure| figure.best).collect();
    stated.sort_by(f64::total_cmp);
    let middle = stated.len() / 2;
    let chosen = match how {
        "lowest" => stated[0],
        "highest" => stated[stated.len() - 1],
        "mean" => stated.iter().sum::<f64>() / stated.len() as f64,
        _ if stated.len() % 2 == 1 => stated[middle],
        _ => (stated[middle - 1] + stated[middle]) / 2.0,
    };
    Some((chosen + 0.5).floor() as i64)
}

/// Dead of each side under each policy.
pub(crate) fn event_toll(ledger: &Ledger) -> Table {
    let all = figures(ledger);
    let policies = Table::query(ledger, "select policy, best from policy");
    let rows = all.iter().map(|(side, figures)| {
        let (source, events, event, policy, victims) = side;
        let how = policies.rows().find(|row| row.name("policy") == policy).expect("the policy").name("best").to_owned();
        let part_of = figures.iter().filter_map(|figure| figure.part_of.clone()).max();
        let counted_in = part_of.filter(|whole| {
            let key = (source.clone(), events.clone(), whole.clone(), policy.clone(), victims.clone());
            whole != event && all.contains_key(&key)
        });
        vec![
            ("source", source.as_str().into()),
            ("event_source", events.as_str().into()),
            ("source_event_id", event.as_str().into()),
            ("policy", policy.as_str().into()),
            ("victim_side", victims.as_str().into()),
            ("counted_in", counted_in.as_deref().into()),
            ("claims", (figures.len() as i64).into()),
            ("deaths_low", figures.iter().filter_map(|figure| figure.low).min().into()),
            ("deaths_best", best(figures, &how).into()),
            ("deaths_high", figures.iter().map(|figure| figure.high).max().into()),
        ]
    });
    Table::of(rows.collect())
}
