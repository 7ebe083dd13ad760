//! What the page knows: the last view, the log so far, and what was refused where.
//!
//! Everything that changes it is an [`Action`], and [`State::apply`] is the only place where it
//! changes.

mod draft;
mod log;
mod picture;
mod reduce;
mod subject;

pub use draft::{BodySent, ConsumerDraft, OrderDraft};
pub use log::{LOG_LINES_MAX, LogBuffer, LogEntry};
pub use picture::{QueuePicture, TOKENS_MAX, Token, TokenKind};
pub use reduce::{Action, Failure, Phase, Refusals, State};
pub use subject::Subject;
