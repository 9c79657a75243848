//! Draws: integers only, so that no platform's floating-point library can change a file.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Stream for the invented world, which is the same for every seed.
pub(super) const WORLD: u64 = 0;
/// Stream for the rates of the weeks.
pub(super) const RATES: u64 = 1;
/// Stream for the events.
pub(super) const EVENTS: u64 = 2;

/// Scale of the weights of a [`Picker`] that falls with the rank.
const ZIPF_SCALE: u64 = 1_000_000;

/// A stream of random integers.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of that number under that seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut key = *b"________synthetic events";
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut whole = [0; 32];
        whole[..24].copy_from_slice(&key);
        whole[24..].copy_from_slice(&stream.to_le_bytes());
        Self(ChaCha8Rng::from_seed(whole))
    }

    /// 0 to `end` without `end`; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(end)) >> 64) as u64
    }

    /// An index below `len`; 0 if `len` is 0.
    pub(super) fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }

    /// An index below `len`, the smaller the likelier: its chances fall with the harmonic tail of the rank.
    pub(super) fn skewed(&mut self, len: usize) -> usize {
        let bound = self.index(len);
        self.index(bound + 1)
    }

    /// `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in `per_mille` of 1,000 draws.
    pub(super) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the texts.
    pub(super) fn text(&mut self, texts: &[&'static str]) -> &'static str {
        let index = self.index(texts.len());
        texts.get(index).copied().unwrap_or_default()
    }

    /// The value of one of the weighted pairs.
    pub(super) fn weighted<T: Copy + Default>(&mut self, pairs: &[(T, u64)]) -> T {
        let mut left = self.below(pairs.iter().map(|&(_, weight)| weight).sum());
        for &(value, weight) in pairs {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        T::default()
    }
}

/// Picks an index with given weights.
#[derive(Default)]
pub(super) struct Picker {
    cumulated: Vec<u64>,
    total: u64,
}

impl Picker {
    /// Weights that fall with the rank: 1, 1/2, 1/3, ...
    pub(super) fn zipf(len: usize) -> Self {
        let mut picker = Self::default();
        picker.refill((1..=len as u64).map(|rank| ZIPF_SCALE / rank));
        picker
    }

    /// Weights that fall with the power 2.5 of `index + shift`: few, and now and then very many.
    pub(super) fn long_tail(shift: u64, len: u64) -> Self {
        let mut picker = Self::default();
        picker.refill((0..len).map(|index| {
            let at = index + shift.max(1);
            10_u64.pow(18) / (at * at * (at * 1_000_000).isqrt())
        }));
        picker
    }

    /// Takes other weights.
    pub(super) fn refill(&mut self, weights: impl Iterator<Item = u64>) {
        self.cumulated.clear();
        self.total = 0;
        for weight in weights {
            self.total += weight;
            self.cumulated.push(self.total);
        }
    }

    /// An index; 0 if there is nothing to pick from.
    pub(super) fn pick(&self, draw: &mut Draw) -> usize {
        let at = draw.below(self.total);
        let index = self.cumulated.partition_point(|&end| end <= at);
        index.min(self.cumulated.len().saturating_sub(1))
    }
}
