//! Controls that any part of the page may use.

mod busy_button;
mod choice;
mod confirm;
mod counter;
mod field;
mod pages;
mod pick;
mod reading;
mod refusal;

pub use busy_button::{BusyButton, BusyButtonProps};
pub use choice::{Choice, radio};
pub use confirm::{ConfirmButton, ConfirmButtonProps};
pub use counter::counter;
pub use field::{TextField, TextFieldProps, error_for};
pub use pages::pages;
pub use pick::{Pick, PickProps};
pub use reading::reading;
pub use refusal::{RefusalNote, RefusalNoteProps};
