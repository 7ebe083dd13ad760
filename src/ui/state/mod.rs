//! What the page knows: the last view, the log so far, and what was refused where.
//!
//! Everything that changes it is an [`Action`], and [`State::apply`] is the only place where it
//! changes.

mod binding_draft;
mod burst_draft;
mod chart;
mod comparison_charts;
mod comparison_draft;
mod consumer_draft;
pub mod diagram;
mod embed_size;
mod exchange_draft;
mod flight;
mod identity;
mod import;
mod keep;
mod log;
mod opening;
mod order_draft;
mod paging;
mod picture;
mod queue_draft;
mod rates;
mod reduce;
mod sharing;
mod shortcut;
mod subject;

pub use binding_draft::BindingDraft;
pub use burst_draft::BurstDraft;
pub use chart::{Chart, HEIGHT, Line, Stretch, WIDTH, first_charts, more_charts};
pub use comparison_charts::comparison_charts;
pub use comparison_draft::{ComparisonDraft, ConfigurationDraft, Preset};
pub use consumer_draft::ConsumerDraft;
pub use embed_size::EmbedSize;
pub use exchange_draft::ExchangeDraft;
pub use flight::{Flight, flights, pace};
pub use identity::{HUES, Identity, SHAPES};
pub use import::{Import, ImportStage, too_large};
pub use keep::KeepAnswer;
pub use log::{LOG_LINES_MAX, LogBuffer, LogEntry};
pub use opening::{
    Address, BUILT_IN, BuiltIn, Link, Loading, Look, Opening, Part, Source, Theme, misplaced,
};
pub use order_draft::{BodySent, OrderDraft};
pub use paging::Paging;
pub use picture::{QueuePicture, TOKENS_MAX, Token, TokenKind};
pub use queue_draft::QueueDraft;
pub use rates::{Dense, Rates};
pub use reduce::{Action, Failure, Phase, PutBack, Refusals, State};
pub use sharing::Sharing;
pub use shortcut::{Focus, Press, Shortcut};
pub use subject::Subject;
