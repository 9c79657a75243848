//! Where the last four weeks stand among the windows of four weeks before: for deaths, of which no test is made.

use super::rate::RECENT_WEEKS;

/// Windows that are compared: those that end with each of the last 52 weeks.
pub const WINDOWS: usize = 52;

/// The rank of the last four weeks among the last 52 windows of four weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Deaths in the last four weeks.
    pub total: i64,
    /// 1 = most deaths; equal windows share the better rank.
    pub rank: usize,
}

/// Ranks the last four weeks; `weeks` ascend, the newest last. None where there are fewer than 55.
pub fn rank_of_last(weeks: &[i64]) -> Option<Rank> {
    let first = weeks.len().checked_sub(WINDOWS + RECENT_WEEKS - 1)?;
    let totals: Vec<i64> = weeks[first..].windows(RECENT_WEEKS).map(|window| window.iter().sum()).collect();
    let total = *totals.last()?;
    Some(Rank { total, rank: 1 + totals.iter().filter(|other| **other > total).count() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deadliest_window_is_the_first() {
        let mut weeks = vec![1; 51];
        weeks.extend([2, 2, 2, 2]);
        assert_eq!(rank_of_last(&weeks), Some(Rank { total: 8, rank: 1 }));
        weeks.extend([0, 0]);
        assert_eq!(rank_of_last(&weeks), Some(Rank { total: 4, rank: 6 }), "four windows with 5 to 8, and one with 6");
        assert_eq!(rank_of_last(&weeks[..54]), None);
    }
}
