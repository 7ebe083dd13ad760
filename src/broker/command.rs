//! Commands: everything that can be asked of the broker, as plain values.
//!
//! A [`Command`] comes from a client, through the wire protocol or a simulated program, or from the
//! operator ([`Command::Restart`]). The methods are AMQP 0-9-1's, with RabbitMQ's extensions.

use std::rc::Rc;

use super::{
    exception::MethodId,
    id::{ChannelId, ConnectionId, ConsumerTag, DeliveryTag, ExchangeName, QueueName, RoutingKey},
    message::Properties,
    table::Table,
};

/// Something asked of the broker.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        clippy::large_enum_variant,
        reason = "a command is moved once; a box would cost an allocation for each publish"
    )
)]
pub enum Command {
    /// A client connects. Its id must not be in use.
    OpenConnection {
        /// What the client will be called.
        connection: ConnectionId,
    },
    /// A client goes: it said so, or its socket broke.
    CloseConnection {
        /// Who goes.
        connection: ConnectionId,
        /// How it went.
        how: Disconnect,
    },
    /// `channel.open`
    OpenChannel {
        /// The channel, with a number from 1.
        channel: ChannelId,
    },
    /// `channel.close` from the client
    CloseChannel {
        /// The channel to close.
        channel: ChannelId,
    },
    /// A method on an open channel
    Method {
        /// Where it was sent.
        channel: ChannelId,
        /// What was sent.
        method: Method,
    },
    /// The operator stops the broker and starts it again: every connection closes, and what is not
    /// durable is gone.
    Restart,
}

/// How a client left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disconnect {
    /// It sent `connection.close`.
    Closed,
    /// Its process or its network died. The broker does the same for both and says which it was.
    Lost,
}

/// A method of a channel.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// `queue.declare`
    QueueDeclare(QueueDeclare),
    /// `queue.purge`: removes the ready messages, leaves the unacked ones.
    QueuePurge {
        /// The queue; empty means the one last declared on the channel.
        queue: QueueName,
    },
    /// `queue.delete`
    QueueDelete {
        /// The queue; empty means the one last declared on the channel.
        queue: QueueName,
        /// Refuse if it has consumers.
        if_unused: bool,
        /// Refuse if it has ready messages.
        if_empty: bool,
    },
    /// `basic.publish` with its content
    Publish(Publish),
    /// `confirm.select`
    ConfirmSelect,
    /// `basic.qos`
    Qos {
        /// Unacked deliveries allowed at once to each consumer started from now on; 0 means no
        /// limit.
        prefetch_count: u16,
    },
    /// `basic.consume`
    Consume {
        /// The queue; empty means the one last declared on the channel.
        queue: QueueName,
        /// The consumer's name, unique on the channel.
        consumer_tag: ConsumerTag,
        /// Automatic acknowledgement: a message counts as acked when it is sent.
        no_ack: bool,
    },
    /// `basic.cancel`
    Cancel {
        /// The consumer to stop.
        consumer_tag: ConsumerTag,
    },
    /// `basic.get`
    Get {
        /// The queue; empty means the one last declared on the channel.
        queue: QueueName,
        /// Automatic acknowledgement.
        no_ack: bool,
    },
    /// `basic.ack`
    Ack {
        /// The delivery; 0 with `multiple` means all outstanding on the channel.
        delivery_tag: DeliveryTag,
        /// All outstanding up to this one.
        multiple: bool,
    },
    /// `basic.nack`
    Nack {
        /// The delivery; 0 with `multiple` means all outstanding on the channel.
        delivery_tag: DeliveryTag,
        /// All outstanding up to this one.
        multiple: bool,
        /// Back to the queue, or dropped.
        requeue: bool,
    },
    /// `basic.reject`
    Reject {
        /// The delivery.
        delivery_tag: DeliveryTag,
        /// Back to the queue, or dropped.
        requeue: bool,
    },
}

/// `queue.declare`
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are the method's own bits"
)]
pub struct QueueDeclare {
    /// The name, up to 255 bytes, not starting with `amq.`.
    pub queue: QueueName,
    /// Only ask whether it exists.
    pub passive: bool,
    /// Keep the queue, and the persistent messages in it, over a restart.
    pub durable: bool,
    /// For this connection only.
    pub exclusive: bool,
    /// Delete it when its last consumer goes.
    pub auto_delete: bool,
    /// RabbitMQ's `x-` arguments.
    pub arguments: Table,
}

/// `basic.publish` with its content
#[derive(Clone, Debug, PartialEq)]
pub struct Publish {
    /// Where to; empty is the default exchange.
    pub exchange: ExchangeName,
    /// What to route by; on the default exchange, a queue's name.
    pub routing_key: RoutingKey,
    /// Return the message if no queue takes it.
    pub mandatory: bool,
    /// The content header.
    pub properties: Properties,
    /// The content.
    pub body: Rc<[u8]>,
}

impl Method {
    /// The method's class and number in AMQP 0-9-1.
    #[must_use]
    pub const fn id(&self) -> MethodId {
        let (class, method) = match self {
            Self::QueueDeclare(_) => (50, 10),
            Self::QueuePurge { .. } => (50, 30),
            Self::QueueDelete { .. } => (50, 40),
            Self::Qos { .. } => (60, 10),
            Self::Consume { .. } => (60, 20),
            Self::Cancel { .. } => (60, 30),
            Self::Publish(_) => (60, 40),
            Self::Get { .. } => (60, 70),
            Self::Ack { .. } => (60, 80),
            Self::Reject { .. } => (60, 90),
            Self::Nack { .. } => (60, 120),
            Self::ConfirmSelect => (85, 10),
        };
        MethodId { class, method }
    }
}
