//! Time as the broker knows it: an argument.
//!
//! The broker never asks what time it is. The host maps its virtual clock to these types; tests
//! make them up.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A moment on the virtual clock, in milliseconds since the Unix epoch.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Timestamp(pub u64);

/// A length of virtual time in milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Millis(pub u64);

impl Add<Millis> for Timestamp {
    type Output = Self;

    fn add(self, length: Millis) -> Self {
        Self(self.0.saturating_add(length.0))
    }
}

impl Sub for Timestamp {
    type Output = Millis;

    /// The time since `earlier`; nothing if `earlier` is the later one.
    fn sub(self, earlier: Self) -> Millis {
        Millis(self.0.saturating_sub(earlier.0))
    }
}
