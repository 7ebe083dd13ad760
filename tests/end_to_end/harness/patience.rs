//! Waiting for something to become true, with a limit.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long to wait for what should be there at once: long enough for a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

const LOOK_EVERY: Duration = Duration::from_millis(30);

/// Looks again and again until there is an answer; the error says what there was instead.
///
/// # Panics
/// When the time is over.
pub(crate) async fn eventually<T>(
    limit: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T, String>,
) -> T {
    let end = Instant::now() + limit;
    loop {
        match look().await {
            Ok(found) => return found,
            Err(instead) if Instant::now() >= end => {
                panic!("waited {limit:?} for {what}; instead: {instead}")
            }
            Err(_) => sleep(LOOK_EVERY).await,
        }
    }
}
