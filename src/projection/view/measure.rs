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

impl Percentiles {
    /// Of lengths of time in any order; none of none. Each is one of them (nearest rank).
    #[must_use]
    pub fn of(mut lengths: Vec<Millis>) -> Option<Self> {
        lengths.sort_unstable();
        let rank = |percent: usize| {
            let rank = (lengths.len() * percent).div_ceil(100).max(1);
            lengths.get(rank - 1).copied()
        };
        Some(Self {
            p50: rank(50)?,
            p95: rank(95)?,
            p99: rank(99)?,
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_lengths_that_there_were() {
        assert_eq!(Percentiles::of(Vec::new()), None);
        let of = |count: u64| {
            let percentiles = Percentiles::of((1..=count).rev().map(Millis).collect());
            percentiles.map(|of| (of.p50.0, of.p95.0, of.p99.0))
        };
        assert_eq!(of(1), Some((1, 1, 1)));
        assert_eq!(of(3), Some((2, 3, 3)));
        assert_eq!(of(100), Some((50, 95, 99)));
    }
}
