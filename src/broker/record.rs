//! Records: the durable changes, in the order in which they happened.
//!
//! Whoever keeps the broker's state writes them down and says with [`Broker::handle_persisted`] how
//! far it got. What a restart brings back is exactly what the records say: durable exchanges and
//! queues, the bindings between them, and in the queues the persistent messages that are not
//! removed (<https://www.rabbitmq.com/docs/queues#durability>).
//!
//! [`Broker::handle_persisted`]: super::Broker::handle_persisted

use std::rc::Rc;

use super::{
    binding::Binding,
    exchange::ExchangeKind,
    id::{ExchangeName, Position, QueueName},
    message::Message,
    table::Table,
    time::Timestamp,
};

/// A durable change.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A durable exchange exists.
    ExchangeDeclared(DurableExchange),
    /// A durable exchange is gone. Its bindings were removed before.
    ExchangeDeleted {
        /// Its name.
        exchange: ExchangeName,
    },
    /// A durable queue exists.
    QueueDeclared {
        /// Its name.
        queue: QueueName,
        /// Whether it goes with its last consumer.
        auto_delete: bool,
        /// The arguments it was declared with.
        arguments: Table,
    },
    /// A durable queue is gone, with every message in it. Its bindings were removed before.
    QueueDeleted {
        /// Its name.
        queue: QueueName,
    },
    /// A binding whose ends are both durable exists.
    Bound(Rc<Binding>),
    /// A binding whose ends are both durable is gone.
    Unbound(Rc<Binding>),
    /// A persistent message stands in a durable queue.
    MessageEnqueued {
        /// The queue.
        queue: QueueName,
        /// What stands there.
        message: DurableMessage,
    },
    /// A message was handed to a client: if it ever comes back, it is flagged redelivered. Of a
    /// classic queue only the first time is recorded.
    MessageDelivered {
        /// The queue.
        queue: QueueName,
        /// The message, so that a store that cannot change part of a row has the whole of it.
        message: DurableMessage,
    },
    /// A message is acked, given up or purged.
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
    /// The durable exchanges, without those that every broker has.
    pub exchanges: Vec<DurableExchange>,
    /// The durable queues.
    pub queues: Vec<DurableQueue>,
    /// The bindings whose ends are both durable.
    pub bindings: Vec<Rc<Binding>>,
}

/// A durable exchange as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct DurableExchange {
    /// Its name.
    pub exchange: ExchangeName,
    /// How it routes.
    pub kind: ExchangeKind,
    /// Whether it goes with the last binding from it.
    pub auto_delete: bool,
    /// Whether only other exchanges may publish to it.
    pub internal: bool,
    /// The arguments it was declared with.
    pub arguments: Table,
}

/// A durable queue as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct DurableQueue {
    /// Its name.
    pub queue: QueueName,
    /// Whether it goes with its last consumer.
    pub auto_delete: bool,
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
    /// How often it had been handed to a client; a classic queue counts no further than 1.
    pub deliveries: u32,
    /// When its time to live ends.
    pub expires_at: Option<Timestamp>,
    /// The message.
    pub message: Rc<Message>,
}
