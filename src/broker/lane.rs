//! A lane of ready messages, first in, first out.
//!
//! A message keeps the position that it got when it was enqueued, and a requeued one returns to it
//! (<https://www.rabbitmq.com/docs/confirms#consumer-nacks-requeue>). Messages are always taken
//! from the head, so every message that was ever handed out stood before every one that was not.
//! That splits the lane in two: a short sorted part of returned messages, and a long tail that
//! only grows at its end.

use std::collections::{BTreeMap, VecDeque};

use super::{id::Position, queue::QueuedMessage};

/// Ready messages of one priority.
///
/// # Invariants
/// Every position in `returned` is lower than every one in `fresh`, and `fresh` ascends.
#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    /// Handed out once or more, and back: O(log n) to return or take.
    returned: BTreeMap<Position, QueuedMessage>,
    /// Never handed out: O(1) to add or take.
    fresh: VecDeque<QueuedMessage>,
}

impl Lane {
    pub(super) fn is_empty(&self) -> bool {
        self.returned.is_empty() && self.fresh.is_empty()
    }

    /// Adds a message at the tail.
    pub(super) fn append(&mut self, queued: QueuedMessage) {
        self.fresh.push_back(queued);
    }

    /// Puts a message back where it stood.
    pub(super) fn put_back(&mut self, queued: QueuedMessage) {
        let stood_there = self.returned.insert(queued.position, queued);
        assert!(stood_there.is_none(), "a position holds one message");
    }

    /// The message at the head.
    pub(super) fn head(&self) -> Option<&QueuedMessage> {
        self.returned
            .first_key_value()
            .map(|(_, queued)| queued)
            .or_else(|| self.fresh.front())
    }

    /// Takes the message at the head.
    pub(super) fn take(&mut self) -> Option<QueuedMessage> {
        match self.returned.pop_first() {
            Some((_, queued)) => Some(queued),
            None => self.fresh.pop_front(),
        }
    }

    /// The messages from the head on.
    pub(super) fn iter(&self) -> impl Iterator<Item = &QueuedMessage> {
        self.returned.values().chain(&self.fresh)
    }

    pub(super) fn assert_invariants(&self) {
        assert!(
            self.iter().is_sorted_by(|a, b| a.position < b.position),
            "ready messages ascend, the returned ones first"
        );
    }
}
