//! What was measured over the run, as lines with one point for each interval.

use serde::{Deserialize, Serialize};

use crate::broker::{Millis, QueueName, Timestamp};

/// The measures of the whole run. Every line has the same intervals, all of which have ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// When the first interval began.
    pub start: Timestamp,
    /// How long each is.
    pub interval: Millis,
    /// Messages in each queue, by its name.
    pub depth: Vec<QueueDepth>,
    /// Publishes that the broker took in.
    pub published: Vec<u64>,
    /// Deliveries, redeliveries among them.
    pub delivered: Vec<u64>,
    /// Acks, by a client or automatic.
    pub acked: Vec<u64>,
    /// How long messages waited for their first delivery.
    pub waiting: Waiting,
    /// How much each consumer worked, by its name.
    pub consumers: Vec<ConsumerUse>,
}

impl Measures {
    /// When the last interval ended.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.start + Millis(self.interval.0 * self.published.len() as u64)
    }
}

/// Messages in a queue: the most that there were in each interval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueDepth {
    /// The queue.
    pub queue: QueueName,
    /// Ready ones.
    pub ready: Vec<u64>,
    /// Unacked ones.
    pub unacked: Vec<u64>,
}

/// How long messages stood in their queue before they were delivered for the first time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Of those that were delivered in each interval; none if none were.
    pub intervals: Vec<Option<Percentiles>>,
    /// Of all.
    pub in_all: Option<Percentiles>,
}

/// What half, 95 and 99 of a hundred did not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Percentiles {
    /// Half of them.
    pub p50: Millis,
    /// 95 of a hundred.
    pub p95: Millis,
    /// 99 of a hundred.
    pub p99: Millis,
}

/// How much of its time a consumer had a message in its hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerUse {
    /// The consumer.
    pub name: String,
    /// Thousandths of each interval.
    pub permille: Vec<u64>,
    /// Thousandths of the time since it first started.
    pub permille_in_all: u64,
}
