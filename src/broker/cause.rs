//! Causes: why something happened, as the events carry it.

use super::{
    command::Disconnect,
    exception::Exception,
    exchange::ExchangeKind,
    id::{ChannelId, ConnectionId, ConsumerId, DeliveryTag, QueueName},
    time::{Millis, Timestamp},
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

/// Why a queue is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueDeletion {
    /// A client deleted it, on this channel.
    Client(ChannelId),
    /// A client asked on this channel for what was so already: there was no such queue.
    AlreadyGone(ChannelId),
    /// It was auto-delete, and its last consumer went.
    AutoDelete,
    /// It was exclusive to this connection, which closed.
    ExclusiveOwnerGone(ConnectionId),
    /// Nobody had used it for as long as its `x-expires` says.
    Expired {
        /// What it says.
        expires: Millis,
    },
}

impl QueueDeletion {
    /// The channel that asked, if one did.
    pub(super) const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::Client(channel) | Self::AlreadyGone(channel) => Some(*channel),
            Self::AutoDelete | Self::ExclusiveOwnerGone(_) | Self::Expired { .. } => None,
        }
    }
}

/// Why an exchange is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExchangeDeletion {
    /// A client deleted it, on this channel.
    Client(ChannelId),
    /// A client asked on this channel for what was so already: there was no such exchange.
    AlreadyGone(ChannelId),
    /// It was auto-delete, and the last binding from it went.
    AutoDelete,
}

impl ExchangeDeletion {
    /// The channel that asked, if one did.
    pub(super) const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::Client(channel) | Self::AlreadyGone(channel) => Some(*channel),
            Self::AutoDelete => None,
        }
    }
}

/// Why a binding is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnbindCause {
    /// A client removed it, on this channel.
    Client(ChannelId),
    /// A client asked on this channel for what was so already: there was no such binding.
    AlreadyGone(ChannelId),
    /// The exchange that it came from is gone.
    SourceGone,
    /// The queue or exchange that it led to is gone.
    DestinationGone,
}

impl UnbindCause {
    /// The channel that asked, if one did.
    pub(super) const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::Client(channel) | Self::AlreadyGone(channel) => Some(*channel),
            Self::SourceGone | Self::DestinationGone => None,
        }
    }
}

/// Whose unacked deliveries a prefetch counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefetchScope {
    /// Each consumer's own, for those started from now on.
    Consumer,
    /// Those of all consumers of the channel together (`global`).
    Channel,
}

/// By what rule a publish found its queues, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutingCause {
    /// The kind of the exchange that it was published to.
    pub kind: ExchangeKind,
    /// Whether that exchange handed it on to others, by a binding between exchanges
    /// (<https://www.rabbitmq.com/docs/e2e>) or as to its alternate one
    /// (<https://www.rabbitmq.com/docs/ae>), and they chose as well.
    pub through_others: bool,
}

/// Whom a message waits behind in its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precedence {
    /// All that came before it.
    FirstIn,
    /// Those of a higher priority and those of its own that came before it
    /// (<https://www.rabbitmq.com/docs/priority>).
    Priority {
        /// What its priority counts as in this queue.
        priority: u8,
        /// The queue's `x-max-priority`.
        max: u8,
    },
    /// High in a quorum queue, which serves two high ones for each normal one
    /// (<https://www.rabbitmq.com/docs/quorum-queues#priorities>).
    High,
    /// Normal in a quorum queue.
    Normal,
}

/// Why a confirm left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmCause {
    /// The message is written down.
    Persisted {
        /// When it was published; with `multiple`, when the last of them was.
        since: Timestamp,
    },
    /// There was nothing to write down: the message, or every queue that took it, is transient.
    Transient,
    /// No queue took it; there is nothing more to wait for.
    Unroutable,
    /// It was a reply, handed straight to who waited for it.
    Replied,
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

/// How a consumer takes from its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsumerTerms {
    /// Unacked deliveries it may hold; 0 means no limit.
    pub prefetch_count: u16,
    /// Automatic acknowledgement: a message counts as acked when it is sent.
    pub no_ack: bool,
    /// No other consumer may join its queue.
    pub exclusive: bool,
    /// Higher ones are asked first (<https://www.rabbitmq.com/docs/consumer-priority>).
    pub priority: i32,
}

/// Why this message went to this consumer
/// (<https://www.rabbitmq.com/docs/consumer-prefetch>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryCause {
    /// The rule.
    pub rule: DeliveryRule,
    /// How the consumer takes.
    pub terms: ConsumerTerms,
    /// Deliveries that it holds from now on, this one among them if it will have to be acked.
    pub unacked: u64,
    /// Other consumers of the queue, full or not.
    pub others: u64,
    /// Why this message and not another.
    pub precedence: Precedence,
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
    /// It has a higher priority than others that may have room.
    HigherPriority {
        /// The highest of theirs.
        next: i32,
    },
    /// The queue has a single active consumer, and this is it
    /// (<https://www.rabbitmq.com/docs/consumers#single-active-consumer>).
    SingleActive,
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
    /// Whose deliveries that limit counts.
    pub scope: PrefetchScope,
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
    /// `basic.recover`
    Recover,
    /// The channel closed while it held the message, whatever closed it.
    ChannelClosed,
}

/// Why a queue gave a message up. It is dead-lettered if the queue says so, and gone otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropCause {
    /// `basic.nack` without requeue
    Nack {
        /// Who held it.
        channel: ChannelId,
        /// Which delivery.
        delivery_tag: DeliveryTag,
    },
    /// `basic.reject` without requeue
    Reject {
        /// Who held it.
        channel: ChannelId,
        /// Which delivery.
        delivery_tag: DeliveryTag,
    },
    /// It stood at the head of the queue, and its time to live had ended.
    Expired {
        /// When it ended. The message may have stood behind others since.
        ended_at: Timestamp,
    },
    /// The queue was full and gave up its oldest message for a newer one.
    MaxLength(Excess),
    /// The queue was full and refused this one, to dead-letter it.
    RefusedWhenFull,
    /// A quorum queue had handed it out as often as its delivery limit allows.
    DeliveryLimit {
        /// How often it had been handed out.
        deliveries: u32,
        /// How often the queue takes a message back: its `x-delivery-limit`.
        limit: u32,
    },
}

/// What is too much for a queue with a length limit (<https://www.rabbitmq.com/docs/maxlength>).
/// Only ready messages count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// Messages.
    Messages {
        /// How many there were, or would have been.
        ready: u64,
        /// The queue's `x-max-length`.
        max: u64,
    },
    /// Bytes of bodies.
    Bytes {
        /// How many there were, or would have been.
        ready: u64,
        /// The queue's `x-max-length-bytes`.
        max: u64,
    },
}

impl DropCause {
    /// The channel that gave it back, if one did.
    pub(super) const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::Nack { channel, .. } | Self::Reject { channel, .. } => Some(*channel),
            Self::Expired { .. }
            | Self::MaxLength(_)
            | Self::RefusedWhenFull
            | Self::DeliveryLimit { .. } => None,
        }
    }
}

/// What became of a message that a queue gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeadLetterOutcome {
    /// It was routed to these queues; none if no binding matched.
    Routed(Vec<QueueName>),
    /// The dead-letter exchange does not exist.
    NoExchange,
    /// It had been in this queue before without any consumer's refusing it, so it would go round
    /// for ever. It still went to the other queues, if any
    /// (<https://www.rabbitmq.com/docs/dlx#routing>).
    CycleCut {
        /// The queue that it did not enter again.
        cycle: QueueName,
        /// The queues that it did enter.
        routed: Vec<QueueName>,
    },
}

/// Why a channel's publish was refused by a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalCause {
    /// It would be too much, and the queue says `reject-publish` or `reject-publish-dlx`.
    MaxLength(Excess),
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
