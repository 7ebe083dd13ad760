//! What only the browser can do for the page: save a file, read one, promise to keep the data.

mod file;
mod keep;

pub(super) use file::{import_of, save};
pub(super) use keep::ask_to_keep;
