//! Chance that is the same on every machine.

/// A linear congruential generator with Knuth's numbers for MMIX, of which the upper half is used.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// Seeds that stand beside each other would begin alike, so the seed is spread first.
    pub(crate) const fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }

    pub(crate) const fn below(&mut self, limit: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 32) % limit as u64) as u32
    }

    /// Whether something happens that does so often in a hundred.
    pub(crate) const fn percent(&mut self, often: u32) -> bool {
        self.below(100) < often
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let count = u32::try_from(of.len()).expect("a short list");
        if count == 0 {
            return None;
        }
        of.get(self.below(count) as usize)
    }
}
