//! How the virtual clock goes: whether it does, and how fast.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How the virtual clock goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// Whether it goes at all.
    pub state: PlayState,
    /// How fast, when it does.
    pub speed: Speed,
}

/// Whether the virtual clock goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlayState {
    /// It goes on with the real one.
    #[default]
    Playing,
    /// It stands still: nothing happens but what a person does.
    Paused,
}

/// Virtual time per real time, from a tenth to a hundred times.
///
/// # Invariants
/// - In tenths it is from 1 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Speed(u16);

impl Speed {
    /// As slow as it gets: 0.1 times.
    pub const MIN: Self = Self(1);
    /// As time really goes.
    pub const REAL: Self = Self(10);
    /// As fast as it gets: 100 times.
    pub const MAX: Self = Self(1_000);

    /// So many tenths of real time.
    ///
    /// # Errors
    /// [`NoSuchSpeed`] if that is slower than [`MIN`](Self::MIN) or faster than [`MAX`](Self::MAX).
    pub const fn of_tenths(tenths: u16) -> Result<Self, NoSuchSpeed> {
        if Self::MIN.0 <= tenths && tenths <= Self::MAX.0 {
            Ok(Self(tenths))
        } else {
            Err(NoSuchSpeed { tenths })
        }
    }

    /// In tenths of real time.
    #[must_use]
    pub const fn tenths(self) -> u16 {
        self.0
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::REAL
    }
}

impl From<Speed> for u16 {
    fn from(speed: Speed) -> Self {
        speed.0
    }
}

impl TryFrom<u16> for Speed {
    type Error = NoSuchSpeed;

    fn try_from(tenths: u16) -> Result<Self, NoSuchSpeed> {
        Self::of_tenths(tenths)
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => write!(f, "{whole}×"),
            (whole, tenths) => write!(f, "{whole}.{tenths}×"),
        }
    }
}

/// A speed that the clock does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchSpeed {
    /// What was wanted, in tenths of real time.
    pub tenths: u16,
}

impl fmt::Display for NoSuchSpeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "A speed is from {} to {}, in tenths from {} to {}, not {}.",
            Speed::MIN,
            Speed::MAX,
            Speed::MIN.0,
            Speed::MAX.0,
            self.tenths
        )
    }
}

impl std::error::Error for NoSuchSpeed {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_read_as_a_person_says_it() {
        let said = |tenths| Speed::of_tenths(tenths).map(|speed| speed.to_string());
        assert_eq!(said(1).as_deref(), Ok("0.1×"));
        assert_eq!(said(10).as_deref(), Ok("1×"));
        assert_eq!(said(25).as_deref(), Ok("2.5×"));
        assert_eq!(said(1_000).as_deref(), Ok("100×"));
    }

    #[test]
    fn a_clock_neither_stands_nor_races() {
        for tenths in [0, 1_001, u16::MAX] {
            let refusal = Speed::of_tenths(tenths).expect_err("no such speed");
            assert_eq!(
                refusal.to_string(),
                format!("A speed is from 0.1× to 100×, in tenths from 1 to 1000, not {tenths}.")
            );
            assert!(serde_json::from_value::<Speed>(tenths.into()).is_err());
        }
    }
}
