//! Chance that is the same on every machine, and a hash of what came of it.

use std::fmt::{self, Write};

/// Chance that is the same on every machine: a linear congruential generator with Knuth's numbers
/// for MMIX, of which the upper half is used.
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    pub(crate) const fn below(&mut self, limit: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 32) % limit as u64) as u32
    }

    pub(crate) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        let index = self.below(u32::try_from(of.len()).expect("a short list"));
        let picked = of.get(index as usize);
        picked.expect("an index is below the length").clone()
    }
}

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>) of everything's debug text.
pub(crate) struct Fnv1a(pub(crate) u64);

impl Default for Fnv1a {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv1a {
    pub(crate) fn take(&mut self, left: &impl fmt::Debug) {
        writeln!(self, "{left:?}").expect("a hash takes any text");
    }
}

impl Write for Fnv1a {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(())
    }
}
