//! What a story needs: the built page behind a static server, a Chromium with a profile of its own,
//! and words for what a person sees and presses.
//!
//! Things are found as a person finds them, by what they are and what they are called, and always
//! waited for. Nothing here knows what the broker should do.

mod browser;
mod clock;
mod command;
mod driver;
mod half_record;
mod page;
mod part;
mod patience;
mod server;
pub(crate) mod story;

pub(crate) use browser::{Browser, Options};
pub(crate) use clock::time_of_day;
pub(crate) use driver::Driver;
pub(crate) use page::Page;
pub(crate) use part::{Part, Role};
pub(crate) use patience::{PATIENCE, eventually};
pub(crate) use server::{Server, dist};
pub(crate) use story::{Story, story, story_with};
