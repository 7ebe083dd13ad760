//! What goes wrong on purpose, as it is shown.

use serde::{Deserialize, Serialize};

use crate::broker::Timestamp;

/// A network between a program and the broker that stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkView {
    /// Since when.
    pub since: Timestamp,
    /// When the broker takes the program for dead, unless it has done so already.
    pub given_up_at: Option<Timestamp>,
    /// Deliveries on their way to the program.
    pub deliveries: u64,
    /// Confirms and nacks of publishes on their way to the program.
    pub confirms: u64,
    /// Acks, nacks and rejects on their way to the broker.
    pub answers: u64,
    /// Publishes on their way to the broker.
    pub publishes: u64,
}

/// A burst, under way or over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurstView {
    /// Whether it is under way.
    pub is_running: bool,
    /// Whether somebody stopped it before its end.
    pub is_stopped: bool,
    /// Orders sent so far.
    pub sent: u64,
    /// Orders in all.
    pub total: u64,
    /// Its producers.
    pub producers: Vec<BurstProducerView>,
}

/// One of the producers of a burst.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurstProducerView {
    /// Its name in the log.
    pub name: String,
    /// Orders sent so far.
    pub published: u64,
    /// Of these, how many the broker has confirmed.
    pub confirmed: u64,
    /// Of these, how many a full queue refused.
    pub nacked: u64,
}
