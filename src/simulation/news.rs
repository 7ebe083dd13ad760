//! News of a consumer's work: what its lines of output say to a person, typed for who counts.
//!
//! Everything that a program holds was received once and ends once, completed or let go, whatever
//! the broker knows of it: with automatic acknowledgement, or when its queue was deleted, a program
//! works on what the broker has forgotten.

use std::rc::Rc;

use crate::broker::{Message, Timestamp};

/// Something happened to a message in a consumer's hands.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkNews {
    /// When.
    pub at: Timestamp,
    /// Whose hands: the program's name, which is its consumer tag.
    pub consumer: Rc<str>,
    /// The message.
    pub message: Rc<Message>,
    /// Whether it had been handed out before.
    pub redelivered: bool,
    /// Whether it was acked when it was sent, so that only the program has it.
    pub is_acked_on_sending: bool,
    /// What happened to it.
    pub step: WorkStep,
}

/// What happens to a message in a consumer's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkStep {
    /// It arrived.
    Received,
    /// The work is done.
    Completed,
    /// The program will not finish it: it gave it back or dropped it, or ended.
    LetGo,
}
