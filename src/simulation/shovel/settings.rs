//! What the shovel is told to do.

use serde::{Deserialize, Serialize};

use crate::broker::{Position, QueueName};

/// Which messages of which queue, and what is to become of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShovelSettings {
    /// The queue that they are taken from.
    pub queue: QueueName,
    /// Which of its ready messages.
    pub which: Which,
    /// What to do with each.
    pub treatment: Treatment,
}

/// Which ready messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// The one in that place.
    One(Position),
    /// As many as were ready at the beginning, from the head.
    All,
}

/// What to do with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Treatment {
    /// Publish it to that queue, and ack it here when that is confirmed.
    Move {
        /// The queue.
        to: QueueName,
    },
    /// Ack it, though nobody has worked on it.
    Remove,
    /// Reject it without requeue: the queue dead-letters it, or drops it.
    Reject,
}

impl ShovelSettings {
    /// What has been done, as a sentence. A single message is named.
    pub(super) fn done(&self, count: u64, label: &str) -> String {
        let queue = &self.queue;
        let what = match (count, self.which) {
            (0, _) => "nothing".to_owned(),
            (_, Which::One(_)) => label.to_owned(),
            (1, Which::All) => "1 message".to_owned(),
            (count, Which::All) => format!("{count} messages"),
        };
        match &self.treatment {
            Treatment::Move { to } => format!("Moved {what} from {queue} to {to}."),
            Treatment::Remove => format!("Removed {what} from {queue}."),
            Treatment::Reject => format!("Rejected {what} from {queue}."),
        }
    }
}
