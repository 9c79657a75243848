//! The last four weeks against the 52 before, as a ratio of rates.
//!
//! Weekly counts are overdispersed and correlated from week to week, so weeks are taken together by four: a total over four
//! weeks holds the correlation inside it, and thirteen totals before the last one tell how much such totals vary. The totals
//! are negative binomial (NB2: variance mu + alpha mu^2); the model log mu = b0 + b1 [last four weeks] has b1 = log of
//! the ratio of rates. What the year has seen before is no news: see [`Comparison::seen_before`].

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Weeks that are compared.
pub const RECENT_WEEKS: usize = 4;
/// Weeks that they are compared with.
pub const BASE_WEEKS: usize = 52;
/// Weeks that a comparison needs.
pub const WEEKS: usize = RECENT_WEEKS + BASE_WEEKS;
/// Totals of four weeks before the last.
const BLOCKS: usize = BASE_WEEKS / RECENT_WEEKS;
/// Degrees of freedom of the t distribution that intervals and p values are of.
///
/// Thirteen totals leave twelve; skewed counts and correlation between totals take some of them. Eight hold the size of
/// the test at the small p values that many comparisons need (`tests/statistics/no_change.py`).
pub const DEGREES_OF_FREEDOM: f64 = 8.0;

/// Why there is no comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer than [`WEEKS`] weeks.
    TooFewWeeks,
    /// No event in the weeks before: there is no rate to compare with.
    NothingBefore,
}

/// An interval of the ratio of rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower limit; 0 where the last weeks have no event.
    pub low: f64,
    /// Upper limit; none where counts vary so much that the data give none.
    pub high: Option<f64>,
}

impl Interval {
    /// True if a ratio of 1 lies outside.
    pub fn excludes_one(&self) -> bool {
        self.low > 1.0 || self.high.is_some_and(|high| high < 1.0)
    }
}

/// How the last four weeks compare with the 52 before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Events in the last four weeks.
    pub recent: f64,
    /// Mean of the thirteen totals of four weeks before.
    pub base_mean: f64,
    /// Ratio of rates: `recent / base_mean`.
    pub ratio: f64,
    /// Overdispersion alpha of totals of four weeks, by moments.
    pub dispersion: f64,
    /// Standard error of the logarithm of the ratio; none where the last weeks have no event.
    pub log_error: Option<f64>,
    /// Of the thirteen earlier totals, those as far out as the last or farther.
    pub seen_before: usize,
    /// Two-sided p value of no change.
    pub p_value: f64,
    /// Events in the same four weeks of the year before.
    pub year_before: f64,
}

/// Compares the last four of 56 weekly counts with the 52 before; `weeks` ascend, the newest last.
///
/// # Errors
/// [`Refusal`] where the counts allow no comparison.
pub fn compare(weeks: &[i64]) -> Result<Comparison, Refusal> {
    let first = weeks.len().checked_sub(WEEKS).ok_or(Refusal::TooFewWeeks)?;
    #[expect(clippy::cast_precision_loss, reason = "events of four weeks are far below 2^52")]
    let weeks: Vec<f64> = weeks[first..].iter().map(|count| *count as f64).collect();
    let totals: Vec<f64> = weeks.chunks(RECENT_WEEKS).map(|chunk| chunk.iter().sum()).collect();
    let (before, recent) = (&totals[..BLOCKS], totals[BLOCKS]);
    let base_mean = mean(before);
    if base_mean <= 0.0 {
        return Err(Refusal::NothingBefore);
    }
    let dispersion = overdispersion(before).max(overdispersion(&weeks[..BASE_WEEKS]) / RECENT_WEEKS as f64);
    let ratio = recent / base_mean;
    let seen_before =
        before.iter().filter(|total| if recent >= base_mean { **total >= recent } else { **total <= recent }).count();
    let mut comparison = Comparison {
        recent,
        base_mean,
        ratio,
        dispersion,
        log_error: None,
        seen_before,
        p_value: 1.0,
        year_before: totals[0],
    };
    comparison.log_error = (recent > 0.0).then(|| (1.0 / recent + comparison.shared()).sqrt());
    comparison.p_value = comparison.two_sided();
    Ok(comparison)
}

impl Comparison {
    /// The interval of a level such as 0.95.
    pub fn interval(&self, level: f64) -> Interval {
        let reach = -student().inverse_cdf((1.0 - level) / 2.0);
        let low = self.log_error.map_or(0.0, |error| self.ratio * (-reach * error).exp());
        let high = self.high_by_root(reach).map(|high| high.max(self.high_by_logarithm(reach)));
        if self.seen_before == 0 {
            return Interval { low, high };
        }
        // As many events, or as few, in an earlier four weeks: no change is not ruled out.
        Interval { low: low.min(1.0), high: high.map(|high| high.max(1.0)) }
    }

    /// Variance that the last total shares with every ratio: overdispersion, and the error of the mean before.
    fn shared(&self) -> f64 {
        self.dispersion + (1.0 / self.base_mean + self.dispersion) / BLOCKS as f64
    }

    /// The p value: of the more cautious statistic, and not below that of ranks where the year has seen as much.
    fn two_sided(&self) -> f64 {
        let statistic = if self.recent >= self.base_mean {
            self.ratio.ln() / (1.0 / self.recent + self.shared()).sqrt()
        } else {
            let by_root = 3.0 * (1.0 - self.ratio.cbrt()) / (1.0 / self.base_mean + self.shared()).sqrt();
            let count = self.recent.max(self.most_telling_count());
            let by_logarithm = (self.base_mean / count).ln() / (1.0 / count + self.shared()).sqrt();
            by_root.min(by_logarithm)
        };
        let by_model = (2.0 * student().sf(statistic)).min(1.0);
        if self.seen_before == 0 {
            return by_model;
        }
        let by_rank = 2.0 * (self.seen_before + 1) as f64 / (BLOCKS + 1) as f64;
        by_model.max(by_rank.min(1.0))
    }

    /// The count below the mean that speaks most against no change by the logarithm of the ratio.
    ///
    /// Below it the variance of the logarithm grows faster than the logarithm falls (Hauck and Donner 1977), and fewer events
    /// would seem to tell less. It solves ln(mean / x) = 2 + 2 shared x, whose left side falls and whose right side rises.
    fn most_telling_count(&self) -> f64 {
        let shared = self.shared();
        bisect(0.0, self.base_mean, |count| (self.base_mean / count).ln() - 2.0 - 2.0 * shared * count)
    }

    /// Upper limit by the logarithm, not below that of the count at which it is least.
    fn high_by_logarithm(&self, reach: f64) -> f64 {
        let shared = self.shared();
        let least = reach * reach / (2.0 * (1.0 + (1.0 + shared * reach * reach).sqrt()));
        let count = self.recent.max(least);
        count / self.base_mean * (reach * (1.0 / count + shared).sqrt()).exp()
    }

    /// Upper limit by the cube root, on which gamma-like counts are nearly normal; none where the spread leaves none.
    fn high_by_root(&self, reach: f64) -> Option<f64> {
        let shared = self.shared();
        if reach * shared.sqrt() >= 3.0 {
            return None;
        }
        // Positive where the mean is too small to be ruled out by this count, as a function of the mean.
        let open = |mean: f64| reach * (1.0 / mean + shared).sqrt() - 3.0 * (1.0 - (self.recent / mean).cbrt());
        let mut most = self.recent.max(1.0);
        while open(most) > 0.0 {
            most *= 2.0;
        }
        Some(bisect(self.recent.max(f64::MIN_POSITIVE), most, open) / self.base_mean)
    }
}

/// Student's t distribution of all tests here.
fn student() -> StudentsT {
    StudentsT::new(0.0, 1.0, DEGREES_OF_FREEDOM).expect("the degrees of freedom are a positive constant")
}

fn mean(counts: &[f64]) -> f64 {
    counts.iter().sum::<f64>() / counts.len() as f64
}

/// Alpha of the NB2 variance mu + alpha mu^2 by moments: Pearson's chi-square equals its degrees of freedom (Breslow 1984).
/// With one mean for all this is (s^2 - m) / m^2; 0 where counts vary less than Poisson counts do.
fn overdispersion(counts: &[f64]) -> f64 {
    let mean = mean(counts);
    let squares: f64 = counts.iter().map(|count| (count - mean).powi(2)).sum();
    let variance = squares / (counts.len() - 1) as f64;
    ((variance - mean) / (mean * mean)).max(0.0)
}

/// The root of a falling function between two numbers, to the last bit that a bisection finds.
fn bisect(mut least: f64, mut most: f64, falling: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(least, most);
        if falling(middle) > 0.0 {
            least = middle;
        } else {
            most = middle;
        }
    }
    f64::midpoint(least, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of 56 weeks that vary around five a week, with the last four as given.
    fn weeks(last: [i64; 4]) -> Vec<i64> {
        let mut weeks: Vec<i64> = (0..52).map(|at| [3, 8, 5, 4, 6, 2, 7][at % 7]).collect();
        weeks.extend(last);
        weeks
    }

    #[test]
    fn a_week_like_the_year_before_is_no_change() {
        let found = compare(&weeks([5, 5, 4, 6])).expect("enough weeks");
        assert!((found.ratio - 20.0 / found.base_mean).abs() < 1e-15);
        assert!(found.p_value > 0.5 && !found.interval(0.95).excludes_one(), "{found:?}");
    }

    #[test]
    fn p_values_and_intervals_say_the_same() {
        for last in 0..80 {
            let found = compare(&weeks([last, 0, 0, 0])).expect("enough weeks");
            for level in [0.5, 0.9, 0.95, 0.99, 0.999, 0.999_9] {
                let excludes = found.interval(level).excludes_one();
                assert_eq!(excludes, found.p_value < 1.0 - level, "{last} {level} {found:?}");
            }
        }
    }

    #[test]
    fn fewer_events_never_tell_less_of_a_fall() {
        let p_values: Vec<f64> = (0..20)
            .map(|last| compare(&weeks([last, 0, 0, 0])).expect("enough weeks"))
            .filter(|found| found.recent < found.base_mean)
            .map(|found| found.p_value)
            .collect();
        assert!(p_values.windows(2).all(|pair| pair[0] <= pair[1]), "{p_values:?}");
    }

    #[test]
    fn what_the_year_has_seen_before_is_no_news() {
        let mut calm = vec![1; 52];
        calm.extend([5, 5, 5, 5]);
        assert!(compare(&calm).expect("enough weeks").p_value < 0.05);
        calm.splice(20..24, [5, 5, 5, 5]);
        let seen = compare(&calm).expect("enough weeks");
        assert_eq!(seen.seen_before, 1);
        assert!(seen.p_value >= 4.0 / 14.0 && !seen.interval(0.95).excludes_one(), "{seen:?}");
    }

    #[test]
    fn short_and_empty_records_are_refused() {
        assert_eq!(compare(&[1; 55]), Err(Refusal::TooFewWeeks));
        let mut only_now = vec![0; 52];
        only_now.extend([3, 0, 0, 0]);
        assert_eq!(compare(&only_now), Err(Refusal::NothingBefore));
        let mut none_now = weeks([0, 0, 0, 0]);
        let found = compare(&none_now).expect("enough weeks");
        assert!(found.interval(0.95).low.abs() < 1e-15 && found.interval(0.95).excludes_one(), "{found:?}");
        none_now.insert(0, 9_999);
        assert_eq!(compare(&none_now), Ok(found), "weeks before the 56 do not count");
    }
}
