//! Events: everything that happened, each with the rule that made it happen.
//!
//! A client's replies are events too: what a protocol session would send as `basic.deliver` is
//! [`Happening::Delivered`] here. "Why?" in the page is a rendering of the causes below, never a guess.

use std::rc::Rc;

use super::{
    command::Disconnect,
    exception::{Exception, ReplyCode},
    id::{ChannelId, ConnectionId, ConsumerId, DeliveryTag, Position, PublishSeq, QueueName},
    message::Message,
    time::Timestamp,
};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// A client connected.
    ConnectionOpened {
        /// Who.
        connection: ConnectionId,
    },
    /// A connection is closed; its channels closed before.
    ConnectionClosed {
        /// Which.
        connection: ConnectionId,
        /// Why.
        cause: ConnectionClosure,
    },
    /// `channel.open-ok`
    ChannelOpened {
        /// Which.
        channel: ChannelId,
    },
    /// A channel is closed; what it held unacked is requeued after this.
    ChannelClosed {
        /// Which.
        channel: ChannelId,
        /// Why.
        cause: ChannelClosure,
    },
    /// `queue.declare-ok`
    QueueDeclared {
        /// Who asked.
        channel: ChannelId,
        /// Which queue.
        queue: QueueName,
        /// Whether it is new.
        created: bool,
        /// Ready messages in it.
        message_count: u64,
        /// Consumers on it.
        consumer_count: u64,
    },
    /// `queue.purge-ok`
    QueuePurged {
        /// Who asked.
        channel: ChannelId,
        /// Which queue.
        queue: QueueName,
        /// Ready messages that are gone.
        message_count: u64,
    },
    /// `queue.delete-ok`. A queue that did not exist is deleted without complaint.
    QueueDeleted {
        /// Who asked.
        channel: ChannelId,
        /// Which queue.
        queue: QueueName,
        /// Ready messages that are gone with it.
        message_count: u64,
        /// Deliveries of it that are still held; acking them is accepted and changes nothing.
        unacked_count: u64,
    },
    /// `confirm.select-ok`
    ConfirmSelected {
        /// Where.
        channel: ChannelId,
    },
    /// `basic.qos-ok`
    QosSet {
        /// Where.
        channel: ChannelId,
        /// For consumers started from now on.
        prefetch_count: u16,
    },
    /// A publish was taken in.
    Published {
        /// From where.
        channel: ChannelId,
        /// Its number, on a channel in confirm mode.
        publish_seq: Option<PublishSeq>,
        /// The message.
        message: Rc<Message>,
        /// The queues that it was routed to.
        queues: Vec<QueueName>,
    },
    /// `basic.return`: mandatory, and no queue took it.
    Returned {
        /// To whom.
        channel: ChannelId,
        /// The message.
        message: Rc<Message>,
        /// Why.
        code: ReplyCode,
    },
    /// A message stands ready at the tail of a queue.
    Enqueued {
        /// The queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// The message.
        message: Rc<Message>,
        /// Whether a restart will bring it back.
        kept: Kept,
    },
    /// `basic.ack` from the broker to a publisher.
    Confirmed {
        /// To whom.
        channel: ChannelId,
        /// Which publish.
        publish_seq: PublishSeq,
        /// This one and all before it.
        multiple: bool,
        /// Why now.
        cause: ConfirmCause,
    },
    /// `basic.consume-ok`
    ConsumerStarted {
        /// Who.
        consumer: ConsumerId,
        /// From which queue.
        queue: QueueName,
        /// Unacked deliveries it may hold; 0 means no limit.
        prefetch_count: u16,
        /// Automatic acknowledgement.
        no_ack: bool,
    },
    /// `basic.cancel-ok`, or `basic.cancel` from the broker. What it holds stays unacked.
    ConsumerCancelled {
        /// Who.
        consumer: ConsumerId,
        /// From which queue.
        queue: QueueName,
        /// Why.
        cause: CancelCause,
    },
    /// `basic.deliver`
    Delivered {
        /// To whom.
        consumer: ConsumerId,
        /// Its number on the consumer's channel.
        delivery_tag: DeliveryTag,
        /// From which queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// Whether it had been handed out before.
        redelivered: bool,
        /// The message.
        message: Rc<Message>,
        /// Why this consumer.
        cause: DeliveryCause,
    },
    /// `basic.get-ok`
    Got {
        /// By whom.
        channel: ChannelId,
        /// Its number on the channel.
        delivery_tag: DeliveryTag,
        /// From which queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// Whether it had been handed out before.
        redelivered: bool,
        /// The message.
        message: Rc<Message>,
        /// Ready messages left.
        message_count: u64,
    },
    /// `basic.get-empty`
    GotEmpty {
        /// By whom.
        channel: ChannelId,
        /// From which queue.
        queue: QueueName,
    },
    /// A message has done its work and is gone.
    Acked {
        /// By whom.
        channel: ChannelId,
        /// Which delivery.
        delivery_tag: DeliveryTag,
        /// The queue that it came from.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// Why.
        cause: AckCause,
    },
    /// A message went back to its place, flagged redelivered.
    Requeued {
        /// Who held it.
        channel: ChannelId,
        /// Which delivery.
        delivery_tag: DeliveryTag,
        /// The queue that it came from.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// Why.
        cause: RequeueCause,
    },
    /// A message was refused without requeue and is gone.
    Dropped {
        /// By whom.
        channel: ChannelId,
        /// Which delivery.
        delivery_tag: DeliveryTag,
        /// The queue that it came from.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// With which method.
        cause: DropCause,
    },
    /// The broker has started again.
    Restarted {
        /// What became of each queue.
        queues: Vec<QueueRestart>,
    },
}

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

impl Happening {
    /// The channel that a reply goes to, where there is one.
    #[must_use]
    pub const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::ConnectionOpened { .. }
            | Self::ConnectionClosed { .. }
            | Self::Enqueued { .. }
            | Self::Restarted { .. } => None,
            Self::ChannelOpened { channel }
            | Self::ChannelClosed { channel, .. }
            | Self::QueueDeclared { channel, .. }
            | Self::QueuePurged { channel, .. }
            | Self::QueueDeleted { channel, .. }
            | Self::ConfirmSelected { channel }
            | Self::QosSet { channel, .. }
            | Self::Published { channel, .. }
            | Self::Returned { channel, .. }
            | Self::Confirmed { channel, .. }
            | Self::Got { channel, .. }
            | Self::GotEmpty { channel, .. }
            | Self::Acked { channel, .. }
            | Self::Requeued { channel, .. }
            | Self::Dropped { channel, .. } => Some(*channel),
            Self::ConsumerStarted { consumer, .. }
            | Self::ConsumerCancelled { consumer, .. }
            | Self::Delivered { consumer, .. } => Some(consumer.channel),
        }
    }
}
