//! Waiting for the browser, but not for ever. This is real time: the browser knows no other.

use std::pin::pin;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;

/// What the future gives, or nothing if it takes longer.
pub(super) async fn within<F: Future>(future: F, limit_ms: u32) -> Option<F::Output> {
    match select(pin!(future), TimeoutFuture::new(limit_ms)).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(((), _)) => None,
    }
}
