//! The real clock, as the broker's time: milliseconds that never go back.

use std::time::{Duration, Instant, SystemTime};

use leveret::broker::Timestamp;

/// The system's time at the start, and what has passed since.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Timestamp,
    started: Instant,
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the program learns what time it is"
    )]
    pub(crate) fn start() -> Self {
        let since_epoch = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        Self {
            start: Timestamp(millis(since_epoch)),
            started: Instant::now(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.start.0 + millis(self.started.elapsed()))
    }

    /// The time from now until `due`, rounded up, so that it is past when the wait is over.
    pub(crate) fn until(&self, due: Timestamp) -> Duration {
        let wait = due - self.now();
        Duration::from_millis(if wait.0 == 0 { 0 } else { wait.0 + 1 })
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
