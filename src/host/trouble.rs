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
    retry_at: Timestamp,
    /// How long it was left alone before that; no time, if there is new hope.
    pause: Option<Millis>,
    /// Whether not even removals could be written: they are not tried again before the rest is.
    refuses_removals: bool,
}

impl Trouble {
    /// The trouble after a failure to write everything, the first one or one more.
    pub(super) fn after(before: Option<&Self>, now: Timestamp, error: StoreError) -> Self {
        let pause = before.and_then(|before| before.pause);
        let pause = pause.map_or(PAUSE_MIN, |pause| Millis((pause.0 * 2).min(PAUSE_MAX.0)));
        Self {
            error,
            retry_at: now + pause,
            pause: Some(pause),
            refuses_removals: false,
        }
    }

    /// The removals that went ahead could not be written either.
    pub(super) fn refuse_removals(&mut self, error: StoreError) {
        self.error = error;
        self.refuses_removals = true;
    }

    /// Some room was made: everything is tried again at once, and soon if that is not enough yet.
    pub(super) const fn make_hope(&mut self, now: Timestamp) {
        self.retry(now);
        self.pause = None;
    }

    /// Tries everything again at that time.
    pub(super) const fn retry(&mut self, at: Timestamp) {
        self.retry_at = at;
        self.refuses_removals = false;
    }

    /// Whether removals may go ahead, because it is room that is wanting.
    pub(super) const fn takes_removals(&self) -> bool {
        self.is_full() && !self.refuses_removals
    }

    /// When to try again: never, if there is nothing left to write to.
    pub(super) fn retry_at(&self) -> Option<Timestamp> {
        (!self.error.is_final()).then_some(self.retry_at)
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
