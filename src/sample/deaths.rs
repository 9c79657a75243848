//! Death counts: UCDP's estimates with their ranges and sides, and ACLED's one number with its fixed values.

use super::draw::{Draw, Picker};

/// Share of UCDP's rows without a best estimate of deaths, per 1,000.
const NO_BEST: u64 = 110;
/// Share of UCDP's rows whose range is broken, per 1,000.
const BROKEN: u64 = 13;
/// Shares of rows with a low below, and with a high above the best estimate, per 1,000.
const LOWER: u64 = 95;
const HIGHER: u64 = 250;
/// Most deaths of one row.
const MOST: u64 = 7_500;
/// ACLED's fixed values for words, with their share of the rows that have deaths, per 1,000.
const RULES: [(u64, u64); 4] = [(3, 50), (10, 30), (12, 10), (100, 1)];

/// The estimates of one row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Estimate {
    pub(super) a: u64,
    pub(super) b: u64,
    pub(super) civilians: u64,
    pub(super) unknown: u64,
    pub(super) best: u64,
    pub(super) high: u64,
    pub(super) low: u64,
}

/// A number of ACLED's, and whether it stands for a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Toll {
    pub(super) deaths: u64,
    pub(super) rule: bool,
}

/// How deaths are spread over events.
pub(super) struct Deaths {
    ucdp: Picker,
    acled: Picker,
}

impl Deaths {
    /// The spreads: a median of 3 and a hundredth above 100 for UCDP, fewer for ACLED.
    pub(super) fn new() -> Self {
        Self { ucdp: Picker::long_tail(6, 2500), acled: Picker::long_tail(3, 600) }
    }

    /// The estimates of a row of that type of violence; a summary of many days holds `times` as many.
    pub(super) fn estimate(&self, violence: u8, times: u64, draw: &mut Draw) -> Estimate {
        let best = if draw.chance(NO_BEST) { 0 } else { (self.ucdp.pick(draw) as u64 + 1) * times };
        let mut row = sides(violence, best.min(MOST), draw);
        let best = row.best;
        row.low = if best > 0 && draw.chance(LOWER) { best - draw.between(1, best.div_ceil(2)) } else { best };
        row.high = if best == 0 {
            // A row without deaths in the best estimate is there for its high one.
            draw.between(1, 6)
        } else if draw.chance(HIGHER) {
            best + draw.between(1, best / 2 + 1)
        } else {
            best
        };
        if draw.chance(BROKEN) {
            if best > 1 && draw.chance(750) {
                row.high = best - draw.between(1, best / 2);
            } else {
                row.low = best + draw.between(1, 5);
            }
        }
        row
    }

    /// The number of an event of which `deadly` in 1,000 have one above zero.
    pub(super) fn toll(&self, deadly: u64, draw: &mut Draw) -> Toll {
        if !draw.chance(deadly) {
            return Toll::default();
        }
        let ruled: u64 = RULES.iter().map(|&(_, share)| share).sum();
        if draw.chance(ruled) {
            return Toll { deaths: draw.weighted(&RULES), rule: true };
        }
        Toll { deaths: self.acled.pick(draw) as u64 + 1, rule: false }
    }
}

/// Splits the dead of a row among the sides.
fn sides(violence: u8, best: u64, draw: &mut Draw) -> Estimate {
    let mut row = Estimate { best, ..Estimate::default() };
    let mut left = best;
    let mut take = |share: u64, draw: &mut Draw| {
        let taken = if draw.chance(share) { draw.between(0, left) } else { 0 };
        left -= taken;
        taken
    };
    match violence {
        1 => {
            row.civilians = take(160, draw);
            row.unknown = take(120, draw);
            row.a = take(600, draw);
            row.b = left;
        }
        2 => {
            row.civilians = take(120, draw);
            row.a = take(450, draw);
            row.b = take(450, draw);
            row.unknown = left;
        }
        _ => {
            row.a = take(20, draw);
            row.unknown = take(30, draw);
            row.civilians = left;
        }
    }
    row
}
