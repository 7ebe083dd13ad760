//! The time of day, which the browser reads from the same clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Since the Unix epoch.
#[expect(
    clippy::disallowed_methods,
    reason = "what a browser did by when is held against the moment of its end"
)]
pub(crate) fn time_of_day() -> Duration {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("it is after 1970")
}
