//! Causes: why something happened, as the events carry it.

use super::{
    command::Disconnect,
    exception::Exception,
    id::{ConsumerId, QueueName},
};

/// Whether a restart brings a message back (<https://www.rabbitmq.com/docs/queues#durability>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A persistent message in a durable queue.
    Yes,
    /// The message is transient: `delivery_mode` 1, or none.
    TransientMessage,
    /// The queue is not durable, so nothing in it is kept.
    TransientQueue,
}

/// Why a connection closed.
#[derive(Clone, Debug, PartialEq)]
pub enum ConnectionClosure {
    /// The client left.
    Client(Disconnect),
    /// The client did something that closes the whole connection, or the operator closed it.
    Exception(Exception),
}

/// Why a channel closed.
#[derive(Clone, Debug, PartialEq)]
pub enum ChannelClosure {
    /// The client closed it.
    Client,
    /// The client did something that closes the channel.
    Exception(Exception),
    /// Its connection closed.
    Connection,
}

/// Why a confirm left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmCause {
    /// The message is written down.
    Persisted,
    /// There was nothing to write down: the message, or every queue that took it, is transient.
    Transient,
    /// No queue took it; there is nothing more to wait for.
    Unroutable,
}

/// Why a consumer stopped getting messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelCause {
    /// It asked to.
    Client,
    /// Its queue was deleted; the broker tells it so
    /// (<https://www.rabbitmq.com/docs/consumer-cancel>).
    QueueDeleted,
    /// Its channel closed.
    ChannelClosed,
}

/// Why a message went to this consumer
/// (<https://www.rabbitmq.com/docs/consumer-prefetch>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryCause {
    /// The rule.
    pub rule: DeliveryRule,
    /// Consumers of the queue that would have had a chance, had they had room. At most
    /// [`PASSED_OVER_MAX`](super::limits::PASSED_OVER_MAX) are named.
    pub passed_over: Vec<PassedOver>,
}

/// The rule that chose a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryRule {
    /// The queue has no other consumer.
    OnlyConsumer,
    /// Others have no room under their prefetch.
    OnlyOneWithRoom,
    /// Of those with room, the one whose turn it was.
    RoundRobin,
}

/// A consumer that was full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// Who.
    pub consumer: ConsumerId,
    /// Deliveries it held.
    pub unacked: u64,
    /// Deliveries it may hold.
    pub prefetch_count: u16,
}

/// Why a message counts as acked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AckCause {
    /// The client said so.
    Client {
        /// With the tag of this delivery or of a later one.
        multiple: bool,
    },
    /// Automatic acknowledgement: sending it was enough
    /// (<https://www.rabbitmq.com/docs/confirms#acknowledgement-modes>).
    Automatic,
}

/// Why a message went back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequeueCause {
    /// `basic.nack` with requeue
    Nack,
    /// `basic.reject` with requeue
    Reject,
    /// The channel closed while it held the message, whatever closed it.
    ChannelClosed,
}

/// With which method a message was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropCause {
    /// `basic.nack` without requeue
    Nack,
    /// `basic.reject` without requeue
    Reject,
}

/// What a restart did to a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRestart {
    /// Its name.
    pub queue: QueueName,
    /// Whether the queue itself came back.
    pub durable: bool,
    /// Messages that are ready again.
    pub restored: u64,
    /// How many of them had been handed out before, and will be flagged redelivered.
    pub redelivered: u64,
    /// Messages that are gone, because they or their queue were transient.
    pub lost: u64,
}
