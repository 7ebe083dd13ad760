//! What only the browser can do for the page: save a file, read one, promise to keep the data,
//! remember what a person prefers.

mod file;
mod keep;
mod preference;

pub(super) use file::{import_of, save};
pub(super) use keep::ask_to_keep;
pub(super) use preference::{remember, remembered};
