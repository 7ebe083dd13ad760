//! Shortcuts in words.

use crate::ui::state::Shortcut;

/// What a shortcut does.
#[must_use]
pub const fn shortcut(shortcut: Shortcut) -> &'static str {
    match shortcut {
        Shortcut::PlayOrPause => "Pause, or play",
        Shortcut::Step => "Pause, and let the next thing happen",
        Shortcut::StepBack => "Step back",
        Shortcut::CrashConsumer => "Crash the first consumer that runs",
        Shortcut::PublishCourseOrders => "Send the course's two orders",
        Shortcut::RestartBroker => "Restart the broker",
        Shortcut::Help => "This list",
    }
}

/// Said when there is no consumer to crash.
pub const NO_CONSUMER_RUNS: &str = "No consumer runs, so there is none to crash.";

/// Said when the shortcuts are switched on or off.
#[must_use]
pub const fn shortcuts_are(on: bool) -> &'static str {
    if on {
        "Single-key shortcuts are on."
    } else {
        "Single-key shortcuts are off."
    }
}
