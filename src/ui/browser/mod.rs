//! What only the browser can do for the page: save a file, read one, promise to keep the data,
//! remember what a person prefers, tell and change the page's address, pack a link, speak with the
//! page around it.

mod address;
mod around;
mod file;
mod keep;
pub mod link;
mod preference;

pub(super) use address::{bare, full_version, leave_link, opening, show_look};
pub(super) use around::{asked, is_same_origin, tell};
pub(super) use file::{import_of, save};
pub(super) use keep::ask_to_keep;
pub(super) use preference::{remember, remembered};
