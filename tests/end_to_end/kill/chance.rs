//! Chance from a seed, so that what a round does can be done again.

use std::time::Duration;

/// `SplitMix64`: neighbouring seeds give numbers that have nothing in common.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below the limit.
    pub(super) const fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }

    /// A length of time below the limit.
    pub(super) fn length_below(&mut self, limit: Duration) -> Duration {
        let microseconds = u64::try_from(limit.as_micros()).expect("a short time");
        Duration::from_micros(self.below(microseconds))
    }
}
