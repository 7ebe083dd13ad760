//! Trouble: a store that takes nothing just now, and when to try it again.
//!
//! The pause doubles with each failure, so that a store that stays away costs little, and is short
//! again after a success.

use crate::{
    broker::{Millis, Timestamp},
    storage::StoreError,
};

/// Why nothing is written just now.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    /// What the store said.
    pub(super) error: StoreError,
    /// When to try again.
    pub(super) retry_at: Timestamp,
    pause: Millis,
}

impl Trouble {
    /// The trouble after a failure, the first one or one more.
    pub(super) fn after(before: Option<&Self>, now: Timestamp, error: StoreError) -> Self {
        let pause = before.map_or(PAUSE_MIN, |before| {
            Millis((before.pause.0 * 2).min(PAUSE_MAX.0))
        });
        Self {
            error,
            retry_at: now + pause,
            pause,
        }
    }

    /// Whether it is one of room.
    pub(super) const fn is_full(&self) -> bool {
        matches!(self.error, StoreError::Full { .. })
    }
}

/// After the first failure: no person waits longer for a drained queue to be noticed.
const PAUSE_MIN: Millis = Millis(1_000);

/// However often it failed: a store that comes back is noticed within half a minute.
const PAUSE_MAX: Millis = Millis(30_000);
