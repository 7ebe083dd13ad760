//! Real time, which no part below the worker's loop may read by itself.

use super::post::scope;
use crate::broker::{Millis, Timestamp};

/// The time of day.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since the epoch are a whole positive number for ages to come"
)]
pub(super) fn real_time() -> Timestamp {
    Timestamp(js_sys::Date::now() as u64)
}

/// Measures how long something takes, finer than the time of day and never backwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stopwatch {
    started_ms: f64,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self {
            started_ms: performance_ms(),
        }
    }

    /// Whole milliseconds since the start.
    pub(super) fn elapsed(self) -> Millis {
        Millis(self.elapsed_us() / 1_000)
    }

    /// Microseconds since the start.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a span of time on a monotonic clock is positive and fits"
    )]
    pub(super) fn elapsed_us(self) -> u64 {
        ((performance_ms() - self.started_ms) * 1000.0) as u64
    }
}

fn performance_ms() -> f64 {
    scope()
        .performance()
        .expect("every worker has a performance clock")
        .now()
}
