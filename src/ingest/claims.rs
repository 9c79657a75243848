//! What makes a row of claims faulty beyond its single cells.

use polars::prelude::*;

use super::faults::{Fault, fault, quoted};
use super::fields::column_named;
use crate::event::CLAIMANTS;

/// Words by which a claimant may be one who fights.
const FIGHTING: &str = r"(?i)\b(armed group|army|armed forces|military|government|junta|gendarmerie|militants?|jihadists?|insurgents?|rebels?|fighters|perpetrators?|attackers)\b";

/// The address of a page that can be linked without harm.
const PAGE: &str = r"(?i)^https?://[^\s/?#]+[^\s]*$";

/// Faults of claims; `typed` gives a canonical column, `columns` are those that the file has.
pub(super) fn claim_faults(typed: impl Fn(&str) -> Expr, columns: &[String]) -> Vec<Fault> {
    let [low, best, high] = ["value_low", "value_best", "value_high"].map(&typed);
    let wrong = [low.clone().gt(best.clone()), best.gt(high.clone()), low.gt(high)];
    let mut faults: Vec<Fault> =
        wrong.map(|bad| fault(bad, "value_best", lit("the figures are not in order: low, best, high"))).into();
    let (start, end) = (typed("period_start"), typed("period_end"));
    faults.push(fault(end.clone().lt(start.clone()), "period_end", lit("the period ends before it starts")));
    for (missing, other, name) in [(end.clone(), start.clone(), "period_end"), (start, end, "period_start")] {
        let bad = missing.is_null().and(other.is_not_null());
        faults.push(fault(bad, name, lit("a period has a first and a last day")));
    }
    let url = typed("url");
    let no_page = url.clone().str().contains(lit(PAGE), true).not();
    faults.push(fault(no_page, "url", quoted(url, "is not the address of a page: it begins with https:// or http://")));
    // Whose word it is decides what a policy lets in: who may fight is not left to be taken for a bystander.
    let claimant = typed("claimant");
    let known =
        CLAIMANTS.iter().map(|name| claimant.clone().eq(lit(*name))).reduce(Expr::or).unwrap_or_else(|| lit(false));
    let told = if columns.iter().any(|name| name == "claimant_side") {
        column_named("claimant_side").is_not_null()
    } else {
        lit(false)
    };
    let may_fight = claimant.clone().str().contains(lit(FIGHTING), true).and(known.not()).and(told.not());
    let says = format!(
        "may be one who fights: say whose word it is in claimant_side (state_forces, militants, neither), or write one of {}",
        CLAIMANTS.join(", ")
    );
    faults.push(fault(may_fight, "claimant", quoted(claimant, &says)));
    faults
}
