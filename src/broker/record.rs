//! Records: the durable changes, in the order in which they happened.
//!
//! Whoever keeps the broker's state writes them down and says with [`Broker::handle_persisted`] how
//! far it got. What a restart brings back is exactly what the records say: durable queues, and in
//! them the persistent messages that are not removed
//! (<https://www.rabbitmq.com/docs/queues#durability>).
//!
//! [`Broker::handle_persisted`]: super::Broker::handle_persisted

use std::rc::Rc;

use super::{
    id::{Position, QueueName},
    message::Message,
    table::Table,
};

/// A durable change.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A durable queue exists.
    QueueDeclared {
        /// Its name.
        queue: QueueName,
        /// The arguments it was declared with.
        arguments: Table,
    },
    /// A durable queue is gone, with every message in it.
    QueueDeleted {
        /// Its name.
        queue: QueueName,
    },
    /// A persistent message stands in a durable queue.
    MessageEnqueued {
        /// The queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// The message.
        message: Rc<Message>,
    },
    /// A message was handed to a client for the first time: if it ever comes back, it is flagged
    /// redelivered.
    MessageDelivered {
        /// The queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// The message, so that a store that cannot change part of a row has the whole of it.
        message: Rc<Message>,
    },
    /// A message is acked, dropped or purged.
    MessageRemoved {
        /// The queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
    },
}

/// What was kept, as a start of the broker takes it in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Durable {
    /// The durable queues.
    pub queues: Vec<DurableQueue>,
}

/// A durable queue as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct DurableQueue {
    /// Its name.
    pub queue: QueueName,
    /// The arguments it was declared with.
    pub arguments: Table,
    /// Its persistent messages, by ascending position.
    pub messages: Vec<DurableMessage>,
}

/// A persistent message as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct DurableMessage {
    /// The place in the queue.
    pub position: Position,
    /// Whether it had been handed to a client before.
    pub redelivered: bool,
    /// The message.
    pub message: Rc<Message>,
}
