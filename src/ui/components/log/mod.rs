//! The log: what the programs print, what the broker did, and why.

mod log_line;
mod log_lines;
mod log_panel;

pub use log_line::{LogLine, LogLineProps};
pub use log_lines::{LogLines, LogLinesProps};
pub use log_panel::{LogPanel, LogPanelProps};
