//! Messages that somebody looks for, and what was found.

use serde::{Deserialize, Serialize};

use super::MessageView;
use crate::broker::QueueName;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// A text in the body, the routing key, a property or a header; upper and lower case of ASCII
    /// letters are the same. Empty for any message.
    pub text: String,
    /// In which state.
    pub state: SearchedState,
}

/// Messages in which state are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SearchedState {
    /// Both.
    Any,
    /// Ready in a queue.
    Ready,
    /// With a consumer of the page, and not acked.
    Unacked,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was looked for.
    pub search: Search,
    /// The first that match, queue by queue, head first.
    pub first: Vec<FoundMessage>,
    /// How many match of those that were searched.
    pub matching: u64,
    /// How many were searched.
    pub searched: u64,
    /// How many there were to be searched. The search ends early where it would take too long.
    pub total: u64,
}

/// A message that matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundMessage {
    /// Its queue.
    pub queue: QueueName,
    /// The message.
    pub message: MessageView,
    /// The consumer that holds it, if it is not ready.
    pub held_by: Option<String>,
    /// Where the text stands: `body`, `routing key`, a property's name, or `header` and a name.
    pub found_in: String,
}
