//! Places: every message in a queue, with what events say of it later and do not repeat.
//!
//! An ack names a queue and a position; which order that was, how long it has stood there and
//! whether a restart brings it back was said when it was enqueued.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    orders::order_id,
    sharded::{Shard, Sharded},
};
use crate::broker::{Durable, Kept, Position, QueueName, Timestamp};

/// A message in its place.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// The order that it is; none if it is no order.
    pub(super) order: Option<Rc<str>>,
    /// When it was enqueued.
    pub(super) since: Timestamp,
    /// Whether a restart brings it back.
    pub(super) is_kept: bool,
    /// Whether a client holds it.
    pub(super) is_held: bool,
    /// Whether it has never been handed out.
    pub(super) is_new: bool,
}

/// The messages of every queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(BTreeMap<QueueName, Queue>);

#[derive(Clone, Debug, Default)]
struct Queue {
    messages: Sharded<Position, Placed>,
    held: usize,
}

/// What a restart changed.
#[derive(Debug)]
pub(super) struct Restarted {
    /// These are gone.
    pub(super) lost: Vec<Placed>,
    /// These are ready again.
    pub(super) put_back: Vec<Placed>,
}

impl Places {
    /// What a start takes in.
    pub(super) fn of_recovered(now: Timestamp, durable: &Durable) -> Self {
        let mut places = Self::default();
        for queue in &durable.queues {
            for message in &queue.messages {
                let placed = Placed {
                    order: order_id(&message.message.body),
                    since: now,
                    is_kept: true,
                    is_held: false,
                    is_new: message.deliveries == 0,
                };
                places.insert(&queue.queue, message.position, placed);
            }
        }
        places
    }

    pub(super) fn enqueue(
        &mut self,
        queue: &QueueName,
        position: Position,
        (since, kept): (Timestamp, Kept),
        order: Option<Rc<str>>,
    ) {
        let placed = Placed {
            order,
            since,
            is_kept: kept == Kept::Yes,
            is_held: false,
            is_new: true,
        };
        self.insert(queue, position, placed);
    }

    /// A client has it now. Says what stood there.
    pub(super) fn hand_out(&mut self, queue: &QueueName, position: Position) -> Option<Placed> {
        let queue = self.0.get_mut(queue)?;
        let placed = queue.messages.get_mut(&position)?;
        let before = placed.clone();
        queue.held += usize::from(!placed.is_held);
        placed.is_held = true;
        placed.is_new = false;
        Some(before)
    }

    /// It is ready again. Says what stood there.
    pub(super) fn put_back(&mut self, queue: &QueueName, position: Position) -> Option<Placed> {
        let queue = self.0.get_mut(queue)?;
        let placed = queue.messages.get_mut(&position)?;
        let before = placed.clone();
        queue.held -= usize::from(placed.is_held);
        placed.is_held = false;
        Some(before)
    }

    /// It is gone from there.
    pub(super) fn remove(&mut self, queue: &QueueName, position: Position) -> Option<Placed> {
        let queue = self.0.get_mut(queue)?;
        let removed = queue.messages.remove(&position)?;
        queue.held -= usize::from(removed.is_held);
        Some(removed)
    }

    /// A purge takes what nobody holds.
    pub(super) fn purge(&mut self, queue: &QueueName) -> Vec<Placed> {
        let purged = self.0.get_mut(queue).map(|queue| {
            let ready = queue.messages.take(|placed| !placed.is_held);
            ready.into_iter().map(|(_, placed)| placed).collect()
        });
        purged.unwrap_or_default()
    }

    /// A queue is gone, and all that was in it.
    pub(super) fn delete(&mut self, queue: &QueueName) -> Vec<Placed> {
        let deleted = self.0.remove(queue).map(|queue| queue.messages);
        deleted.map_or_else(Vec::new, |messages| messages.values().cloned().collect())
    }

    /// A restart takes what is not kept, and brings back, ready, what somebody held.
    pub(super) fn restart(&mut self) -> Restarted {
        let mut lost = Vec::new();
        let mut put_back = Vec::new();
        for queue in self.0.values_mut() {
            let gone = queue.messages.take(|placed| !placed.is_kept);
            lost.extend(gone.into_iter().map(|(_, placed)| placed));
            let held = queue.messages.take(|placed| placed.is_held);
            for (position, placed) in held {
                let ready = Placed {
                    is_held: false,
                    ..placed
                };
                put_back.push(ready.clone());
                queue.messages.insert(position, ready);
            }
            queue.held = 0;
        }
        Restarted { lost, put_back }
    }

    /// Ready and unacked messages of a queue.
    pub(super) fn depth(&self, queue: &QueueName) -> (u64, u64) {
        self.0.get(queue).map_or((0, 0), |queue| {
            let held = queue.held as u64;
            (queue.messages.len() as u64 - held, held)
        })
    }

    /// The queues in which there is or was something.
    pub(super) fn queues(&self) -> impl Iterator<Item = &QueueName> {
        self.0.keys()
    }

    fn insert(&mut self, queue: &QueueName, position: Position, placed: Placed) {
        if !self.0.contains_key(queue) {
            self.0.insert(queue.clone(), Queue::default());
        }
        if let Some(queue) = self.0.get_mut(queue) {
            queue.messages.insert(position, placed);
        }
    }
}

impl Shard for Position {
    /// A queue is used up from its head and grows at its tail, so few shards change.
    fn shard(&self) -> u64 {
        self.0 / POSITIONS_A_SHARD
    }
}

/// What a change after a snapshot copies at most.
const POSITIONS_A_SHARD: u64 = 256;
