//! Refusals: what a person asked of the page's programs and cannot have.
//!
//! None of these reaches the broker. What the broker refuses comes back as its own exception.

use std::{fmt, rc::Rc};

use super::field::FieldError;
use crate::broker::DeliveryTag;

/// Why a program did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientError {
    /// The values are out of range.
    Fields(Vec<FieldError>),
    /// There is no consumer of that name.
    NoSuchConsumer {
        /// The name.
        name: String,
    },
    /// There is no program of that name.
    NoSuchProgram {
        /// The name.
        name: String,
    },
    /// Its network stands still already.
    NetworkPaused {
        /// Whose.
        name: Rc<str>,
    },
    /// Its network does not stand still.
    NetworkRuns {
        /// Whose.
        name: Rc<str>,
    },
    /// There are as many consumers as the page takes.
    TooManyConsumers,
    /// The consumer is running already.
    Running {
        /// Which.
        name: Rc<str>,
    },
    /// The consumer is not running, so it cannot be stopped.
    NotRunning {
        /// Which.
        name: Rc<str>,
    },
    /// The consumer has no open channel.
    NotConnected {
        /// Which.
        name: Rc<str>,
    },
    /// The consumer does not hold that delivery, or no longer.
    NotHeld {
        /// Which consumer.
        name: Rc<str>,
        /// Which delivery.
        delivery_tag: DeliveryTag,
    },
    /// So many orders are still to be published that there is no room for more.
    StillPublishing {
        /// Published so far.
        sent: u64,
        /// To be published in all.
        total: u64,
    },
    /// A burst is under way.
    StillBursting {
        /// Published so far.
        sent: u64,
        /// To be published in all.
        total: u64,
    },
    /// The shovel is at work.
    StillMoving {
        /// Messages that it has dealt with so far.
        done: u64,
        /// Messages in all.
        total: u64,
    },
    /// No publish of many is under way.
    NothingToStop,
    /// The shovel is not at work.
    NothingMoves,
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(errors) => {
                let messages: Vec<&str> = errors.iter().map(|error| &*error.message).collect();
                f.write_str(&messages.join(" "))
            }
            Self::NoSuchConsumer { name } => write!(f, "There is no consumer named “{name}”."),
            Self::NoSuchProgram { name } => write!(f, "There is no program named “{name}”."),
            Self::NetworkPaused { name } => {
                write!(f, "The network of {name} stands still already.")
            }
            Self::NetworkRuns { name } => {
                write!(f, "The network of {name} does not stand still.")
            }
            Self::TooManyConsumers => {
                write!(f, "The page takes at most {CONSUMERS_MAX} consumers.")
            }
            Self::Running { name } => write!(f, "{name} is running already."),
            Self::NotRunning { name } => write!(f, "{name} is not running."),
            Self::NotConnected { name } => write!(f, "{name} has no open channel; start it first."),
            Self::NotHeld { name, delivery_tag } => write!(
                f,
                "{name} does not hold delivery tag {} any more: it was acked, requeued or dropped in the \
                 meantime.",
                delivery_tag.0
            ),
            Self::StillPublishing { sent, total } => write!(
                f,
                "A publish of many is under way, {sent} of {total} sent. Wait for it or stop it."
            ),
            Self::StillBursting { sent, total } => write!(
                f,
                "A burst is under way, {sent} of {total} sent. Wait for it or stop it."
            ),
            Self::StillMoving { done, total } => write!(
                f,
                "The shovel is at work, {done} of {total} done. Wait for it or stop it."
            ),
            Self::NothingMoves => f.write_str("The shovel is not at work."),
            Self::NothingToStop => f.write_str("No publish of many is under way."),
        }
    }
}

impl std::error::Error for ClientError {}

/// Consumers on the page: more could not be told apart, and each costs work in every view.
pub const CONSUMERS_MAX: usize = 100;
