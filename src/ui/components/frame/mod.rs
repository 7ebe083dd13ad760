//! The frame of the page: its header, its menu, its keys, and what it says about the whole broker.

mod crash_notice;
mod header;
mod keyboard;
mod menu;
mod shortcuts_dialog;
mod start_notice;
mod starting;
mod status;
mod two_tabs;

pub use crash_notice::{CrashNotice, CrashNoticeProps};
pub use header::{Header, HeaderProps};
pub use keyboard::{Keyboard, KeyboardProps};
pub use menu::{Menu, MenuProps};
pub use shortcuts_dialog::{ShortcutsDialog, ShortcutsDialogProps};
pub use start_notice::{StartNotice, StartNoticeProps};
pub use starting::{Starting, StartingProps};
pub use status::{Status, StatusProps};
pub use two_tabs::{HeldElsewhere, HeldElsewhereProps, TakenOver, TakenOverProps};
