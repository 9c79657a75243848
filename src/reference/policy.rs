//! Policies: whose claims count, and how the best figure of an event is chosen from them.

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::event::VERIFICATIONS;

/// Whose claims count, as a row of `policies.csv` says it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name: small letters, digits, `_`.
    pub policy: String,
    /// What it lets in, in one line.
    pub says: String,
    /// Tiers that it lets in, most credible first: `>` before a less credible one, `;` between equal ones.
    pub tiers: String,
    /// Only these claimants, separated by `;`; empty = any.
    #[serde(default)]
    pub claimants: String,
    /// None of these claimants.
    #[serde(default)]
    pub except_claimants: String,
    /// Only claims that go back to these origins; empty = any.
    #[serde(default)]
    pub origins: String,
    /// No claim that goes back to these origins.
    #[serde(default)]
    pub except_origins: String,
    /// `yes` if interested claims of belligerents do not count, else `no`.
    #[serde(default = "no")]
    pub drops_interested: String,
    /// `rows`, or `statements`: each distinct statement once.
    #[serde(default = "rows")]
    pub counts: String,
    /// `median`, `mean`, `lowest` or `highest` figure of the most credible tier that has one.
    #[serde(default = "median")]
    pub best: String,
}

fn no() -> String {
    "no".to_owned()
}

fn rows() -> String {
    "rows".to_owned()
}

fn median() -> String {
    "median".to_owned()
}

impl Policy {
    /// Empty cells as what they stand for.
    #[must_use]
    pub(super) fn filled(mut self) -> Self {
        for (cell, default) in
            [(&mut self.drops_interested, no()), (&mut self.counts, rows()), (&mut self.best, median())]
        {
            if cell.is_empty() {
                *cell = default;
            }
        }
        self
    }

    /// Each tier with its rank, 1 = most credible.
    pub fn ranked_tiers(&self) -> Vec<(String, usize)> {
        self.tiers.split('>').enumerate().flat_map(|(at, equal)| names(equal).map(move |tier| (tier, at + 1))).collect()
    }

    /// Field, name in lower case, and whether only such names count (true) or none of them (false).
    pub fn terms(&self) -> Vec<(&'static str, String, bool)> {
        let lists = [
            ("claimant", &self.claimants, true),
            ("claimant", &self.except_claimants, false),
            ("origin", &self.origins, true),
            ("origin", &self.except_origins, false),
        ];
        lists
            .into_iter()
            .flat_map(|(field, list, admits)| names(list).map(move |name| (field, name.to_lowercase(), admits)))
            .collect()
    }
}

fn names(list: &str) -> impl Iterator<Item = String> {
    list.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// The first policy that cannot be used: its row, from 0, and why.
pub(super) fn check(policies: &[Policy]) -> std::result::Result<(), (usize, String)> {
    for (row, policy) in policies.iter().enumerate() {
        let name = &policy.policy;
        let is_name = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && !name.starts_with(|c: char| c.is_ascii_digit());
        if !is_name {
            return Err((row, format!("the policy '{name}' must be named in small letters, digits and _")));
        }
        if policies[..row].iter().any(|other| other.policy == *name) {
            return Err((row, format!("the policy {name} stands twice")));
        }
        if policy.says.is_empty() {
            return Err((row, format!("the policy {name} must say in one line what it lets in (column says)")));
        }
        let tiers = policy.ranked_tiers();
        if tiers.is_empty() {
            return Err((row, format!("the policy {name} lets in no tier; tiers: {}", VERIFICATIONS.join(", "))));
        }
        for (at, (tier, _)) in tiers.iter().enumerate() {
            if !VERIFICATIONS.contains(&tier.as_str()) {
                let known = VERIFICATIONS.join(", ");
                return Err((row, format!("'{tier}' of the policy {name} is no tier; tiers: {known}")));
            }
            if tiers[..at].iter().any(|(other, _)| other == tier) {
                return Err((row, format!("the policy {name} names the tier {tier} twice")));
            }
        }
        let terms = policy.terms();
        for (at, (field, value, _)) in terms.iter().enumerate() {
            if terms[..at].iter().any(|(other, name, _)| (other, name) == (field, value)) {
                return Err((row, format!("the policy {name} names the {field} '{value}' twice")));
            }
        }
        for (column, value, allowed) in [
            ("drops_interested", &policy.drops_interested, &["yes", "no"][..]),
            ("counts", &policy.counts, &["rows", "statements"]),
            ("best", &policy.best, &["median", "mean", "lowest", "highest"]),
        ] {
            if !allowed.contains(&value.as_str()) {
                let allowed = allowed.join(", ");
                return Err((row, format!("{column} of the policy {name} is '{value}'; it is one of {allowed}")));
            }
        }
    }
    Ok(())
}

/// Built-in policies stay what they are: a figure under their name means the same in every ledger.
pub(super) fn refuse_builtin(file: &str, rows: &[Policy], builtin: &[Policy]) -> Result<()> {
    for (row, given) in rows.iter().enumerate() {
        if let Some(known) = builtin.iter().find(|known| known.policy == given.policy)
            && known != given
        {
            return Err(Error::Reference {
                file: file.to_owned(),
                row: row as u64 + 2,
                reason: format!("{} is a built-in policy and stays what it is: give yours another name", given.policy),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(tiers: &str) -> Policy {
        Policy {
            policy: "mine".to_owned(),
            says: "what I trust".to_owned(),
            tiers: tiers.to_owned(),
            claimants: String::new(),
            except_claimants: "The Armed Group Itself; residents".to_owned(),
            origins: String::new(),
            except_origins: String::new(),
            drops_interested: no(),
            counts: rows(),
            best: median(),
        }
    }

    #[test]
    fn tiers_are_ranked_and_names_listed() {
        let policy = policy("confirmed_by_government; unconfirmed > claimed_by_perpetrator");
        let ranks: Vec<usize> = policy.ranked_tiers().into_iter().map(|(_, rank)| rank).collect();
        assert_eq!(ranks, [1, 1, 2]);
        assert_eq!(policy.terms()[0], ("claimant", "the armed group itself".to_owned(), false));
        assert!(check(&[policy]).is_ok());
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for tiers in ["", "rumour", "unconfirmed > unconfirmed"] {
            assert!(check(&[policy(tiers)]).is_err(), "{tiers}");
        }
        let twice = policy("unconfirmed");
        assert!(check(&[twice.clone(), twice]).is_err());
        assert!(check(&[Policy { best: "guess".to_owned(), ..policy("unconfirmed") }]).is_err());
    }
}
