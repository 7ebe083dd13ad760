//! What components share besides props: the worker, the clock, the width of the window.

mod broker;
mod clock;
mod width;

pub(super) use broker::{Broker, use_broker};
pub(super) use clock::use_clock;
pub(super) use width::use_is_wide;
