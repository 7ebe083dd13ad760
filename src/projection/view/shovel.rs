//! The shovel, as it is shown.

use serde::{Deserialize, Serialize};

use crate::simulation::ShovelSettings;

/// The shovel at work, or what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShovelView {
    /// What it was told to do.
    pub settings: ShovelSettings,
    /// Messages that it has dealt with.
    pub done: u64,
    /// Messages in all.
    pub total: u64,
    /// Whether it is at work.
    pub is_running: bool,
    /// Whether somebody stopped it before its end.
    pub is_stopped: bool,
    /// Why it ended before its end, as a sentence.
    pub problem: Option<String>,
}
