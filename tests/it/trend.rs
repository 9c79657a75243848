//! Tests of trends: the numbers that statsmodels gives, and how often series without change are called one.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use warledger::trend::{Comparison, Judged, Word, compare, judge};

/// The stored cases: names, comparisons, and the columns that follow the weeks.
fn stored() -> Vec<(String, Comparison, Vec<Option<f64>>)> {
    let text = include_str!("../statistics/rate_ratio.csv");
    text.lines()
        .skip(2)
        .map(|line| {
            let mut cells = line.split(',');
            let name = cells.next().expect("a name").to_owned();
            let weeks: Vec<i64> =
                cells.next().expect("weeks").split(' ').map(|count| count.parse().expect("a count")).collect();
            let values = cells.map(|cell| cell.parse().ok()).collect();
            (name, compare(&weeks).expect("56 weeks"), values)
        })
        .collect()
}

fn close(name: &str, column: &str, found: Option<f64>, wanted: Option<f64>) {
    match (found, wanted) {
        (None, None) => {}
        (Some(found), Some(wanted)) => {
            let far = (found - wanted).abs() / wanted.abs().max(1e-9);
            assert!(far < 1e-6, "{name}: {column} is {found}, by statsmodels {wanted}");
        }
        other => panic!("{name}: {column} {other:?}"),
    }
}

#[test]
fn ratios_intervals_and_q_values_are_those_of_statsmodels() {
    let cases = stored();
    assert!(cases.len() >= 27 && cases.iter().any(|case| case.0.starts_with("zero_heavy")));
    assert!(cases.iter().any(|case| case.0.starts_with("overdispersed")));
    let comparisons: Vec<Comparison> = cases.iter().map(|case| case.1).collect();
    for ((name, found, wanted), judged) in cases.iter().zip(judge(&comparisons)) {
        let values = [
            ("ratio", Some(found.ratio)),
            ("dispersion", Some(found.dispersion)),
            ("log_error", found.log_error),
            ("p_value", Some(found.p_value)),
            ("q_value", Some(judged.q_value)),
            ("low", Some(judged.interval.low)),
            ("high", judged.interval.high),
            ("adjusted_low", Some(judged.adjusted.low)),
            ("adjusted_high", judged.adjusted.high),
        ];
        assert_eq!(values.len(), wanted.len());
        for ((column, value), wanted) in values.into_iter().zip(wanted) {
            close(name, column, value, *wanted);
        }
    }
    let words = judge(&comparisons).iter().filter(|judged| judged.word != Word::NoClearChange).count();
    assert_eq!(words, 4, "the cases that change by much");
}

/// Series of 56 weeks without change.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Poisson,
    Overdispersed,
    ZeroHeavy,
    Correlated,
    Seasonal,
    CorrelatedSeasonal,
}

const KINDS: [Kind; 6] =
    [Kind::Poisson, Kind::Overdispersed, Kind::ZeroHeavy, Kind::Correlated, Kind::Seasonal, Kind::CorrelatedSeasonal];

struct Draw(ChaCha12Rng);

impl Draw {
    fn uniform(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let drawn = (self.0.next_u64() >> 11) as f64;
        (drawn + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Counts the arrivals of a Poisson process in one unit of time.
    fn poisson(&mut self, mean: f64) -> i64 {
        let mut time = 0.0;
        let mut count = -1;
        while time < mean {
            time -= self.uniform().ln();
            count += 1;
        }
        count
    }

    /// A series of a kind, around `mean` a week; the last four weeks are as the others.
    fn series(&mut self, kind: Kind, mean: f64) -> Vec<i64> {
        let phase = self.uniform() * std::f64::consts::TAU;
        let is_correlated = matches!(kind, Kind::Correlated | Kind::CorrelatedSeasonal);
        let is_seasonal = matches!(kind, Kind::Seasonal | Kind::CorrelatedSeasonal);
        // AR(1) with rho 0.5 on the scale of the logarithm, standard deviation 0.5, from its stationary state on.
        let mut latent = self.normal();
        (0..56)
            .map(|week| {
                latent = 0.5 * latent + 0.75_f64.sqrt() * self.normal();
                let year = std::f64::consts::TAU * f64::from(week) / 52.18;
                let season = if is_seasonal { 0.5 * (year + phase).sin() } else { 0.0 };
                let lasting = if is_correlated { 0.5 * latent - 0.125 } else { 0.0 };
                let rate = mean * (season + lasting).exp();
                match kind {
                    // Gamma with shape 1: NB2 with alpha 1.
                    Kind::Overdispersed => {
                        let mixed = -self.uniform().ln();
                        self.poisson(rate * mixed)
                    }
                    Kind::ZeroHeavy if self.uniform() < 0.7 => 0,
                    Kind::ZeroHeavy => self.poisson(rate / 0.3),
                    _ => self.poisson(rate),
                }
            })
            .collect()
    }
}

/// The share of families with a false word.
fn families_with_a_word(families: usize, of: impl Fn(usize, usize) -> (Kind, f64)) -> f64 {
    let mut with_word = 0;
    for family in 0..families {
        let mut draw = Draw(ChaCha12Rng::seed_from_u64(family as u64));
        let comparisons: Vec<Comparison> = (0..50)
            .filter_map(|at| {
                let (kind, mean) = of(family, at);
                compare(&draw.series(kind, mean)).ok()
            })
            .collect();
        let has_word = |judged: &Judged| judged.word != Word::NoClearChange;
        with_word += usize::from(judge(&comparisons).iter().any(has_word));
    }
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let share = with_word as f64 / families as f64;
    share
}

/// 5 % and three standard errors of a share of so many families.
fn allowed(families: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let families = families as f64;
    0.05 + 3.0 * (0.05 * 0.95 / families).sqrt()
}

#[test]
fn families_of_series_without_change_seldom_have_a_word() {
    const MEANS: [f64; 5] = [0.2, 1.0, 3.0, 8.0, 20.0];
    let share = families_with_a_word(200, |_, at| (KINDS[at % KINDS.len()], MEANS[at / 10]));
    println!("families with a false word: {:.1} %", share * 100.0);
    assert!(share <= allowed(200), "{share}");
}

#[test]
fn no_kind_of_series_without_change_has_words_too_often() {
    for kind in KINDS {
        for mean in [0.3, 5.0] {
            let share = families_with_a_word(60, |_, _| (kind, mean));
            println!("{kind:?} {mean}: {:.1} %", share * 100.0);
            assert!(share <= allowed(60), "{kind:?} {mean}: {share}");
        }
    }
}

#[test]
fn changes_that_are_large_are_found() {
    let mut draw = Draw(ChaCha12Rng::seed_from_u64(1));
    let mut found = 0;
    for family in 0..50 {
        let mut all: Vec<Comparison> = Vec::new();
        for at in 0..8 {
            let mut weeks = draw.series(Kind::Poisson, 8.0);
            if at == 0 {
                let changed = draw.series(Kind::Poisson, if family % 2 == 0 { 20.0 } else { 1.0 });
                weeks.splice(52.., changed[52..].iter().copied());
            }
            all.push(compare(&weeks).expect("56 weeks"));
        }
        let wanted = if family % 2 == 0 { Word::Rising } else { Word::Falling };
        found += usize::from(judge(&all)[0].word == wanted);
    }
    println!("large changes found: {found} of 50");
    assert!(found >= 45, "{found} of 50");
}
