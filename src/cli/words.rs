//! Figures, places and statements in few words, for answers on one screen.

use crate::ledger::{Range, Said};

use super::load::grouped;

/// `422 (285–543)`; what is not known is `?`, and a range that is not known at all `-`.
pub(crate) fn range(range: &Range) -> String {
    let number = |value: Option<i64>| value.map_or("?".to_owned(), grouped);
    match (range.low, range.best, range.high) {
        (None, None, None) => "-".to_owned(),
        (None, best, None) => number(best),
        (low, best, high) => format!("{} ({}–{})", number(best), number(low), number(high)),
    }
}

/// `10 to 432`, or the one number.
pub(crate) fn span(least: i64, most: i64) -> String {
    if least == most { grouped(least) } else { format!("{} to {}", grouped(least), grouped(most)) }
}

/// A place without what its source adds in brackets, cut where it is long.
pub(crate) fn place(name: &str) -> String {
    const MOST: usize = 28;
    let short = name.split(" (").next().unwrap_or(name).trim();
    if short.chars().count() <= MOST {
        return short.to_owned();
    }
    format!("{}…", short.chars().take(MOST - 1).collect::<String>().trim_end())
}

/// Who says it, shortened.
pub(crate) fn claimant(name: &str) -> &str {
    match name {
        "the armed group itself" => "armed group",
        "government/army" => "army",
        "security sources" => "security",
        "unnamed sources" => "unnamed",
        "NGO/monitor" => "monitor",
        other => other,
    }
}

/// Tiers in a word each.
pub(crate) fn tier(tiers: &str) -> String {
    tiers
        .replace("confirmed_by_government", "government")
        .replace("claimed_by_perpetrator", "perpetrator")
        .replace('_', " ")
}

/// `30+ security, residents; ~60 monitor`: each figure with who says it.
pub(crate) fn statements(all: &[Said]) -> String {
    let mut by_figure: Vec<(String, Vec<&str>)> = Vec::new();
    for said in all.iter().filter(|said| said.verification != "disputed") {
        let figure = figure(&said.figure);
        let at = by_figure.iter().position(|(known, _)| *known == figure).unwrap_or_else(|| {
            by_figure.push((figure, Vec::new()));
            by_figure.len() - 1
        });
        for name in said.claimants.split(", ").map(claimant) {
            if !by_figure[at].1.contains(&name) {
                by_figure[at].1.push(name);
            }
        }
    }
    let disputed = all.iter().filter(|said| said.verification == "disputed").count();
    let mut parts: Vec<String> =
        by_figure.into_iter().map(|(figure, who)| format!("{figure} {}", who.join(", "))).collect();
    if disputed > 0 {
        parts.push(format!("{disputed} disputed and not counted"));
    }
    parts.join("; ")
}

/// `30+` for at least and more than, `~60` for about, `≤44` for up to.
pub(crate) fn figure(words: &str) -> String {
    for (before, mark) in [("at least ", ""), ("more than ", ""), ("about ", "~"), ("up to ", "≤")] {
        if let Some(number) = words.strip_prefix(before) {
            return if mark.is_empty() { format!("{number}+") } else { format!("{mark}{number}") };
        }
    }
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_places_are_short() {
        assert_eq!(
            ["at least 30", "more than 400", "about 75–90", "up to 44", "58", "dozens"].map(figure),
            ["30+", "400+", "~75–90", "≤44", "58", "dozens"]
        );
        assert_eq!(place("Falmey (river brigade near the Niger River)"), "Falmey");
        assert_eq!(place("A name that is far too long for a column of a table").chars().count(), 28);
    }
}
