//! The flow: which messages went from where to where since the last view.

use serde::{Deserialize, Serialize};

use crate::broker::{ExchangeName, QueueName, Timestamp};

/// What moved since the last view.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowView {
    /// The last view's moment.
    pub since: Timestamp,
    /// The first moves since then, in their order: as many as can be told apart.
    pub moves: Vec<Move>,
    /// All of them by their way, those that are listed too.
    pub counts: Vec<WayCount>,
}

/// A message on its way from one place to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// What the message is called: the order's id.
    pub label: String,
    /// `delivery_mode` 2.
    pub persistent: bool,
    /// Whether it had been handed out before.
    pub redelivered: bool,
    /// Where it comes from.
    pub from: Spot,
    /// Where it goes.
    pub to: Spot,
}

/// How many messages went one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayCount {
    /// Where they come from.
    pub from: Spot,
    /// Where they go.
    pub to: Spot,
    /// How many.
    pub count: u64,
}

/// A place that a message can be in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Spot {
    /// A publisher.
    Producer,
    /// On its way through an exchange.
    Exchange(ExchangeName),
    /// In a queue.
    Queue(QueueName),
    /// With a consumer, by its tag.
    Consumer(String),
    /// Nowhere any more.
    End(Ending),
}

/// How a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ending {
    /// It was acked.
    Acked,
    /// A consumer rejected it without requeue, or its queue gave it up, and it went nowhere.
    Dropped,
    /// Its time to live ended.
    Expired,
    /// It should have gone to a dead-letter exchange that is not there.
    DeadLettered,
    /// No queue took it, and its publisher has it back.
    Returned,
    /// No queue took it.
    Unroutable,
    /// A full queue refused it.
    Refused,
    /// It went with a purge, a deleted queue or a restart.
    Gone,
}
