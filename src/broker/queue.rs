//! A queue: ready messages in order, and the consumers whose turn it is.

use std::rc::Rc;

use super::{
    cause::Kept,
    id::{Position, QueueName},
    message::Message,
    ready::Ready,
    record::DurableMessage,
    table::Table,
    time::Timestamp,
    turns::Turns,
};

/// A queue.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub(super) name: QueueName,
    pub(super) durable: bool,
    pub(super) arguments: Table,
    pub(super) ready: Ready,
    pub(super) turns: Turns,
    /// Deliveries of this queue that are held on some channel.
    pub(super) unacked_count: u64,
    /// Messages, ready or unacked, that a restart will not bring back.
    pub(super) unkept_count: u64,
    pub(super) last_position: Position,
}

/// A message in a queue, or taken from it and not settled.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueuedMessage {
    pub(super) position: Position,
    pub(super) message: Rc<Message>,
    pub(super) kept: Kept,
    /// How often it has been handed out.
    pub(super) deliveries: u32,
    pub(super) expires_at: Option<Timestamp>,
}

impl QueuedMessage {
    /// Whether it has been handed out before.
    pub(super) const fn is_redelivered(&self) -> bool {
        self.deliveries > 0
    }

    /// The message as it is kept.
    pub(super) fn to_durable(&self) -> DurableMessage {
        DurableMessage {
            position: self.position,
            deliveries: self.deliveries,
            expires_at: self.expires_at,
            message: Rc::clone(&self.message),
        }
    }
}

/// A queue's counts, as RabbitMQ's management page shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueStatus {
    /// Its name.
    pub name: QueueName,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Messages ready for delivery.
    pub ready: u64,
    /// Messages handed out and not settled.
    pub unacked: u64,
    /// Consumers on it.
    pub consumers: u64,
    /// Messages, ready or unacked, that a restart would lose.
    pub unkept: u64,
}

/// A ready message, looked at without taking it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadyMessage<'a> {
    /// Its place in the queue.
    pub position: Position,
    /// Whether it has been handed out before.
    pub redelivered: bool,
    /// The message.
    pub message: &'a Message,
}

impl Queue {
    pub(super) fn new(name: QueueName, durable: bool, arguments: Table) -> Self {
        Self {
            name,
            durable,
            arguments,
            ready: Ready::default(),
            turns: Turns::default(),
            unacked_count: 0,
            unkept_count: 0,
            last_position: Position(0),
        }
    }

    /// Whether a restart would bring this message back.
    pub(super) fn keeps(&self, message: &Message) -> Kept {
        if !self.durable {
            Kept::TransientQueue
        } else if message.is_persistent() {
            Kept::Yes
        } else {
            Kept::TransientMessage
        }
    }

    pub(super) fn status(&self) -> QueueStatus {
        QueueStatus {
            name: self.name.clone(),
            durable: self.durable,
            ready: self.ready.len(),
            unacked: self.unacked_count,
            consumers: self.turns.consumer_count(),
            unkept: self.unkept_count,
        }
    }

    /// A message leaves the queue for good.
    pub(super) fn settle(&mut self, queued: &QueuedMessage) {
        if queued.kept != Kept::Yes {
            self.unkept_count -= 1;
        }
    }
}
