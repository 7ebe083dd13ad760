//! Time: its controls, and the line on which the run can be gone back.

mod time_bar;
mod timeline;

pub use time_bar::{TimeBar, TimeBarProps};
