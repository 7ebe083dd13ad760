//! A queue: ready messages in order, and the consumers whose turn it is.

use std::{num::NonZeroU64, rc::Rc};

use super::{
    cause::Kept,
    consumer::ConsumerKey,
    id::{ConnectionId, Position, QueueName},
    message::Message,
    queue_arguments::{Declared, QueueArguments, QueueKind},
    ready::Ready,
    record::{DurableMessage, DurableQueue},
    time::Timestamp,
    turns::Turns,
};

/// A queue.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub(super) declared: Declared,
    /// The only connection that may use it, if it is exclusive.
    pub(super) owner: Option<ConnectionId>,
    /// What its arguments say.
    pub(super) settings: QueueArguments,
    pub(super) ready: Ready,
    pub(super) turns: Turns,
    /// The consumer that keeps others off.
    pub(super) exclusive_consumer: Option<ConsumerKey>,
    /// Deliveries of this queue that are held on some channel.
    pub(super) unacked_count: u64,
    /// Messages, ready or unacked, that a restart will not bring back.
    pub(super) unkept_count: u64,
    pub(super) last_position: Position,
    /// When it was declared or asked for a message last, or lost its last consumer.
    pub(super) last_used: Timestamp,
    /// When the broker will look at it for messages that have expired.
    pub(super) looks_at_head: Option<Timestamp>,
}

/// A message in a queue, or taken from it and not settled.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueuedMessage {
    pub(super) position: Position,
    pub(super) message: Rc<Message>,
    pub(super) kept: Kept,
    /// How often it has been handed out.
    pub(super) deliveries: u32,
    pub(super) deadline: Option<Deadline>,
}

/// When a message expires, in eight bytes even where there may be none: a queue can hold a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deadline(NonZeroU64);

impl Deadline {
    pub(super) const fn new(at: Timestamp) -> Self {
        let Some(later) = NonZeroU64::new(at.0.saturating_add(1)) else {
            unreachable!()
        };
        Self(later)
    }

    const fn at(self) -> Timestamp {
        Timestamp(self.0.get() - 1)
    }
}

impl QueuedMessage {
    /// Whether it has been handed out before.
    pub(super) const fn is_redelivered(&self) -> bool {
        self.deliveries > 0
    }

    /// When it is given up, if it has come to the head by then.
    pub(super) fn expires_at(&self) -> Option<Timestamp> {
        self.deadline.map(Deadline::at)
    }

    /// The message as it is kept.
    pub(super) fn to_durable(&self) -> DurableMessage {
        DurableMessage {
            position: self.position,
            deliveries: self.deliveries,
            expires_at: self.expires_at(),
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
    /// Whether one connection alone may use it, with which it goes.
    pub exclusive: bool,
    /// Whether it goes with its last consumer.
    pub auto_delete: bool,
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
    pub(super) fn new(declared: Declared, settings: QueueArguments) -> Self {
        let ready = match (settings.kind, settings.max_priority) {
            (QueueKind::Quorum, _) => Ready::two_to_one(),
            (QueueKind::Classic, None | Some(0)) => Ready::one_lane(),
            (QueueKind::Classic, Some(max)) => Ready::by_priority(max),
        };
        Self {
            declared,
            owner: None,
            turns: Turns::new(settings.is_single_active),
            settings,
            ready,
            exclusive_consumer: None,
            unacked_count: 0,
            unkept_count: 0,
            last_position: Position(0),
            last_used: Timestamp(0),
            looks_at_head: None,
        }
    }

    pub(super) const fn name(&self) -> &QueueName {
        &self.declared.queue
    }

    /// Whether a restart brings the queue back.
    pub(super) const fn is_kept(&self) -> bool {
        self.declared.is_durable
    }

    /// Whether a restart would bring this message back. A quorum queue keeps every message.
    pub(super) fn keeps(&self, message: &Message) -> Kept {
        if !self.is_kept() {
            Kept::TransientQueue
        } else if message.is_persistent() || self.settings.kind == QueueKind::Quorum {
            Kept::Yes
        } else {
            Kept::TransientMessage
        }
    }

    /// Adds a message at the tail. Returns where it stands, and whether it is kept.
    pub(super) fn append(
        &mut self,
        message: Rc<Message>,
        expires_at: Option<Timestamp>,
    ) -> (Position, Kept) {
        let kept = self.keeps(&message);
        if kept != Kept::Yes {
            self.unkept_count += 1;
        }
        self.last_position.0 += 1;
        self.ready.append(QueuedMessage {
            position: self.last_position,
            message,
            kept,
            deliveries: 0,
            deadline: expires_at.map(Deadline::new),
        });
        (self.last_position, kept)
    }

    /// A message leaves the queue for good.
    pub(super) fn forget(&mut self, queued: &QueuedMessage) {
        if queued.kept != Kept::Yes {
            self.unkept_count -= 1;
        }
    }

    pub(super) fn status(&self) -> QueueStatus {
        QueueStatus {
            name: self.name().clone(),
            durable: self.is_kept(),
            exclusive: self.owner.is_some(),
            auto_delete: self.declared.is_auto_delete,
            ready: self.ready.len(),
            unacked: self.unacked_count,
            consumers: self.turns.consumer_count(),
            unkept: self.unkept_count,
        }
    }

    /// The queue as it is kept, without the messages that are held unacked.
    pub(super) fn to_durable(&self) -> DurableQueue {
        let kept = self.ready.iter().filter(|queued| queued.kept == Kept::Yes);
        DurableQueue {
            queue: self.name().clone(),
            auto_delete: self.declared.is_auto_delete,
            arguments: self.declared.arguments.clone(),
            messages: kept.map(QueuedMessage::to_durable).collect(),
        }
    }
}
