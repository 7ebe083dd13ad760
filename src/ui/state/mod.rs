//! What the page knows: the last view, the log so far, and what was refused where.
//!
//! Everything that changes it is an [`Action`], and [`State::apply`] is the only place where it
//! changes.

mod burst_draft;
mod chart;
pub mod diagram;
mod draft;
mod flight;
mod identity;
mod import;
mod keep;
mod log;
mod paging;
mod picture;
mod queue_draft;
mod rates;
mod reduce;
mod shortcut;
mod subject;

pub use burst_draft::BurstDraft;
pub use chart::{Chart, HEIGHT, Line, Stretch, WIDTH, first_charts, more_charts};
pub use draft::{BodySent, ConsumerDraft, OrderDraft};
pub use flight::{Flight, flights, pace};
pub use identity::{HUES, Identity, SHAPES};
pub use import::{Import, ImportStage, too_large};
pub use keep::KeepAnswer;
pub use log::{LOG_LINES_MAX, LogBuffer, LogEntry};
pub use paging::Paging;
pub use picture::{QueuePicture, TOKENS_MAX, Token, TokenKind};
pub use queue_draft::QueueDraft;
pub use rates::{Dense, Rates};
pub use reduce::{Action, Failure, Phase, Refusals, State};
pub use shortcut::{Focus, Press, Shortcut};
pub use subject::Subject;
