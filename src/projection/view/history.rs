//! The history of a message as the page shows it.

use serde::{Deserialize, Serialize};

use crate::broker::{ChannelId, DeliveryTag, Position, QueueName, Timestamp};
use crate::projection::{Place, Why};

/// What has happened to a message, wherever it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// What happened, in its order.
    pub entries: Vec<HistoryEntry>,
    /// Whether it was there before the first of them, which nobody noted or which is forgotten.
    pub begins_before: bool,
    /// Entries after the first few that are forgotten.
    pub left_out: u64,
    /// The places that it has had, in their order, and how it stands there now.
    pub places: Vec<(QueueName, Position, Standing)>,
}

impl History {
    /// How it stands in that place, if it was ever there.
    #[must_use]
    pub fn stands(&self, (queue, position): &Place) -> Option<Standing> {
        let mut places = self.places.iter();
        let place = places.find(|(of, at, _)| of == queue && at == position)?;
        Some(place.2)
    }
}

/// Something that happened to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// What, as the log says it.
    pub text: String,
    /// Why.
    pub why: Option<Why>,
}

/// How a message stands in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Ready for delivery.
    Ready,
    /// Handed out and not acked.
    Held {
        /// The channel that holds it.
        channel: ChannelId,
        /// Its number there.
        delivery_tag: DeliveryTag,
        /// Since when.
        since: Timestamp,
    },
    /// Not there any more.
    Gone,
}
