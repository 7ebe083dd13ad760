//! The flow: which messages went from where to where since the last view.

use std::collections::BTreeMap;

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
    /// Moves up to now, in all: it tells one view from the next.
    pub moved: u64,
    /// How messages ended, since the page was opened.
    pub ended: Ended,
}

/// How many messages ended in which way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended(pub(in crate::projection) BTreeMap<Ending, u64>);

impl Ended {
    /// How many ended so.
    #[must_use]
    pub fn count(&self, ending: Ending) -> u64 {
        self.0.get(&ending).copied().unwrap_or(0)
    }

    /// The ways in which messages ended, each with how many.
    pub fn iter(&self) -> impl Iterator<Item = (Ending, u64)> + '_ {
        self.0.iter().map(|(&ending, &count)| (ending, count))
    }
}

impl FromIterator<(Ending, u64)> for Ended {
    fn from_iter<T: IntoIterator<Item = (Ending, u64)>>(counts: T) -> Self {
        Self(counts.into_iter().collect())
    }
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
