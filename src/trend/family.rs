//! Many comparisons at once: which of them a report may call a change.

use super::rate::{Comparison, Interval};

/// The share of false words among all words that is allowed, and the level of what is not adjusted.
pub const LEVEL: f64 = 0.05;

/// What a report says of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// More than before.
    Rising,
    /// Less than before.
    Falling,
    /// Neither can be said.
    NoClearChange,
}

/// A comparison among all that a report shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The comparison.
    pub comparison: Comparison,
    /// Its p value adjusted after Benjamini and Hochberg (1995).
    pub q_value: f64,
    /// Its interval of 95 %.
    pub interval: Interval,
    /// The interval of the level that all comparisons together need (Benjamini and Yekutieli 2005).
    pub adjusted: Interval,
    /// What to say of it.
    pub word: Word,
}

/// Judges all comparisons that one report shows.
///
/// Of m comparisons, R have a q value below 0.05. Adjusted intervals are of the level 1 - 0.05 R / m (R at least 1), at
/// which exactly these R exclude a ratio of 1.
pub fn judge(comparisons: &[Comparison]) -> Vec<Judged> {
    let q_values = adjusted(&comparisons.iter().map(|comparison| comparison.p_value).collect::<Vec<_>>());
    let changes = q_values.iter().filter(|q| **q < LEVEL).count().max(1);
    let level = 1.0 - LEVEL * changes as f64 / comparisons.len().max(1) as f64;
    comparisons
        .iter()
        .zip(q_values)
        .map(|(comparison, q_value)| Judged {
            comparison: *comparison,
            q_value,
            interval: comparison.interval(1.0 - LEVEL),
            adjusted: comparison.interval(level),
            word: match q_value < LEVEL {
                true if comparison.ratio > 1.0 => Word::Rising,
                true => Word::Falling,
                false => Word::NoClearChange,
            },
        })
        .collect()
}

/// P values adjusted for the false discovery rate, in the order given.
fn adjusted(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*b].total_cmp(&p_values[*a]));
    let mut q_values = vec![1.0; p_values.len()];
    let mut least: f64 = 1.0;
    for (at, place) in order.into_iter().enumerate() {
        let rank = p_values.len() - at;
        least = least.min(p_values[place] * p_values.len() as f64 / rank as f64);
        q_values[place] = least;
    }
    q_values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::compare;

    #[test]
    fn q_values_are_those_of_benjamini_and_hochberg() {
        let q_values = adjusted(&[0.01, 0.04, 0.03, 0.005, 0.5]);
        for (found, wanted) in q_values.iter().zip([0.025, 0.05, 0.05, 0.025, 0.5]) {
            assert!((found - wanted).abs() < 1e-15, "{q_values:?}");
        }
        assert!(adjusted(&[]).is_empty());
    }

    #[test]
    fn words_follow_from_adjusted_intervals() {
        let of = |base: i64, last: i64| {
            let mut weeks: Vec<i64> = (0..52).map(|at| base + i64::from(at % 3 == 0)).collect();
            weeks.extend([last; 4]);
            compare(&weeks).expect("enough weeks")
        };
        let comparisons: Vec<Comparison> =
            (0..12).map(|at| of(6, 6 + i64::from(at % 4 == 0) * 14)).chain([of(20, 1)]).collect();
        let judged = judge(&comparisons);
        assert_eq!(judged.iter().filter(|one| one.word == Word::Rising).count(), 3, "{judged:?}");
        assert_eq!(judged[12].word, Word::Falling, "{judged:?}");
        for one in &judged {
            assert_eq!(one.word != Word::NoClearChange, one.adjusted.excludes_one(), "{one:?}");
        }
    }
}
