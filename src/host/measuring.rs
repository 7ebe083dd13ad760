//! When measures go to the page: when there is something new in them, and not much more often than
//! a person can see.
//!
//! The charts of a run are thousands of numbers, and a view may leave with every frame.

use super::Host;
use crate::{
    broker::{Millis, Timestamp},
    projection::Measures,
};

/// The measures that the page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// When measuring began, and up to when it is complete.
    measured: (Timestamp, Timestamp),
    at: Timestamp,
}

impl Host {
    /// The measures, if the page should have them now.
    pub(super) fn new_measures(&mut self, now: Timestamp) -> Option<Measures> {
        let told = self.measures_told;
        if self.is_playing() && told.is_some_and(|told| now.0.abs_diff(told.at.0) < self.pace().0) {
            return None;
        }
        let measures = self.shown_gathered().measures(now);
        let measured = (measures.start, measures.end());
        if told.is_some_and(|told| told.measured == measured) {
            return None;
        }
        self.measures_told = Some(Told { measured, at: now });
        Some(measures)
    }

    /// The virtual time that passes in a fifth of a real second.
    const fn pace(&self) -> Millis {
        Millis(TOLD_EVERY_MS * self.play.speed.tenths() as u64 / 10)
    }
}

/// Real time between two.
const TOLD_EVERY_MS: u64 = 200;
