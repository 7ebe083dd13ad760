//! What can be broken: crashes of the broker with what they leave, and faults of the network.

mod aftermath_notice;
mod armed_notice;
mod crash_choices;
mod crashed_notice;
mod fault_button;
mod fault_choices;
mod network_note;

pub use aftermath_notice::{AftermathNotice, AftermathNoticeProps};
pub use armed_notice::{ArmedNotice, ArmedNoticeProps};
pub use crash_choices::{CrashChoices, CrashChoicesProps};
pub use crashed_notice::{CrashedNotice, CrashedNoticeProps};
pub use fault_button::fault_button;
pub use fault_choices::{FaultChoices, FaultChoicesProps};
pub use network_note::{NetworkNote, NetworkNoteProps};
