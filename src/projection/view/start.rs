//! What a start of the broker brought back, as the page shows it.

use serde::{Deserialize, Serialize};

use crate::broker::QueueName;

/// What a start of the broker brought back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartReport {
    /// Counts up with each start, so that the page can tell a new report from one already
    /// dismissed.
    pub number: u64,
    /// Which sort of start it was.
    pub kind: StartKind,
    /// What became of each queue.
    pub queues: Vec<QueueStart>,
    /// Rows that could not be read and were set aside.
    pub quarantined: Vec<QuarantinedRow>,
    /// Clients of the page that reattached.
    pub clients: u64,
}

/// Which sort of start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StartKind {
    /// Nothing was kept from before: the course's set-up.
    #[default]
    Fresh,
    /// The page was reloaded, or opened again.
    Reload,
    /// The broker was restarted in the page.
    Restart,
}

/// What became of a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueStart {
    /// Its name.
    pub queue: QueueName,
    /// Whether the queue itself came back.
    pub durable: bool,
    /// Messages that are ready again.
    pub restored: u64,
    /// How many of them were unacked, or had been handed out before, and are flagged redelivered.
    pub redelivered: u64,
    /// Messages that are gone, because they or their queue were transient.
    pub lost: u64,
}

/// A stored row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantinedRow {
    /// The object store that it was in.
    pub store: String,
    /// Its key, as text.
    pub key: String,
    /// What was wrong with it.
    pub reason: String,
}
