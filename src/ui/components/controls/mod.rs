//! Controls that any part of the page may use.

mod busy_button;
mod choice;
mod confirm;
mod copy_text;
mod counter;
mod field;
mod pages;
mod pick;
mod reading;
mod refusal;
mod select;
mod table_fields;
mod tick;
mod toggle;

pub use busy_button::{BusyButton, BusyButtonProps};
pub use choice::{Choice, radio};
pub use confirm::{ConfirmButton, ConfirmButtonProps};
pub use copy_text::{CopyText, CopyTextProps};
pub use counter::counter;
pub use field::{TextField, TextFieldProps, error_for};
pub use pages::pages;
pub use pick::{Pick, PickProps};
pub use reading::reading;
pub use refusal::{RefusalNote, RefusalNoteProps};
pub use select::{SelectField, SelectFieldProps};
pub use table_fields::{TableFields, TableFieldsProps};
pub use tick::tick;
pub use toggle::on_toggle;
