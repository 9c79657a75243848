//! Policies inside a ledger: written as tables, and read back.

use duckdb::Connection;

use super::reference::{append, some, texts};
use crate::error::Result;
use crate::reference::{Policy, builtin_policies};

/// Writes policies as they are given, with their tiers and names one a row.
pub(crate) fn write(conn: &Connection, policies: &[Policy]) -> Result<()> {
    let rows = policies.iter().enumerate().map(|(at, row)| {
        vec![
            some(&row.policy),
            Some((at + 1).to_string()),
            some(&row.says),
            some(&row.tiers),
            some(&row.claimants),
            some(&row.except_claimants),
            some(&row.origins),
            some(&row.except_origins),
            some(&row.drops_interested),
            some(&row.counts),
            some(&row.best),
        ]
    });
    append(conn, "policy", rows)?;
    let tiers = policies.iter().flat_map(|row| {
        row.ranked_tiers().into_iter().map(|(tier, rank)| vec![some(&row.policy), Some(tier), Some(rank.to_string())])
    });
    append(conn, "claim_policy", tiers)?;
    let terms = policies.iter().flat_map(|row| {
        row.terms().into_iter().map(|(field, value, admits)| {
            vec![some(&row.policy), Some(field.to_owned()), Some(value), Some(admits.to_string())]
        })
    });
    append(conn, "policy_term", terms)
}

/// The policies of a ledger, in their order.
pub(crate) fn read(conn: &Connection) -> Result<Vec<Policy>> {
    let take = |row: &mut Vec<String>, at: usize| std::mem::take(&mut row[at]);
    let mut policies = Vec::new();
    for mut row in texts(
        conn,
        "select policy, says, tiers, claimants, except_claimants, origins, except_origins, drops_interested, counts, best \
         from policy order by position",
    )? {
        policies.push(Policy {
            policy: take(&mut row, 0),
            says: take(&mut row, 1),
            tiers: take(&mut row, 2),
            claimants: take(&mut row, 3),
            except_claimants: take(&mut row, 4),
            origins: take(&mut row, 5),
            except_origins: take(&mut row, 6),
            drops_interested: take(&mut row, 7),
            counts: take(&mut row, 8),
            best: take(&mut row, 9),
        });
    }
    Ok(policies)
}

/// What policies beyond the built-in ones say, for the version of the reference data.
pub(crate) fn own_text(conn: &Connection) -> Result<String> {
    let mut all = String::new();
    // The built-in policies are the same in every ledger, and were there before they were data.
    let builtin = builtin_policies()?;
    for row in texts(
        conn,
        "select policy, tiers, claimants, except_claimants, origins, except_origins, drops_interested, counts, best \
         from policy order by policy",
    )? {
        if !builtin.iter().any(|known| known.policy == row[0]) {
            all.push_str(&row.join("\u{1f}"));
            all.push('\n');
        }
    }
    Ok(all)
}
