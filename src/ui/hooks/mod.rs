//! What components share besides props: the worker, the clock, the focus, the pace.

mod broker;
mod clock;
mod focus;
mod pace;
mod width;

pub(super) use broker::{Broker, use_broker};
pub(super) use clock::use_clock;
pub(super) use focus::{focus, use_focus_after};
pub(super) use pace::use_paced;
pub(super) use width::use_is_wide;
