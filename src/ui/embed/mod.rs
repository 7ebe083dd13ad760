//! What a page that has this one in a frame can ask of it, and what it is told
//! (`docs/EMBEDDING.md`).
//!
//! Both are JSON, in messages of the browser's (`postMessage`). Whoever made the page around may be
//! anybody: a request is read whole, and refused with what would be right, before it does anything.

mod report;
mod request;

pub use report::{Told, situation};
pub use request::{Answer, Asked, Fault, Wish, read};

/// The version of these messages, which each carries as `leveret`.
pub const VERSION: u64 = 1;
