//! Events: everything that happened, each with the rule that made it happen.
//!
//! A client's replies are events too: what a protocol session would send as `basic.deliver` is
//! [`Happening::Delivered`] here. "Why?" in the page is a rendering of the causes that events
//! carry, never a guess.

use std::rc::Rc;

use super::{
    cause::{
        AckCause, CancelCause, ChannelClosure, ConfirmCause, ConnectionClosure, DeliveryCause,
        DropCause, Kept, QueueRestart, RequeueCause,
    },
    exception::ReplyCode,
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
