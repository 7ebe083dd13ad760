//! What components share besides props: the worker, the clock, the focus.

mod broker;
mod clock;
mod focus;
mod width;

pub(super) use broker::{Broker, use_broker};
pub(super) use clock::use_clock;
pub(super) use focus::{focus, use_focus_after};
pub(super) use width::use_is_wide;
