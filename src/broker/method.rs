//! Methods: what a client can ask on an open channel.
//!
//! These are AMQP 0-9-1's, with RabbitMQ's extensions
//! (<https://www.rabbitmq.com/amqp-0-9-1-reference>). Each reply is an event. Whether a client
//! wants to hear it (`no-wait`) is a matter between it and its session.

use std::rc::Rc;

use super::{
    binding::Binding,
    exception::MethodId,
    id::{ConsumerTag, DeliveryTag, ExchangeName, QueueName, RoutingKey},
    message::Properties,
    table::Table,
};

/// A method of a channel.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// `exchange.declare`
    ExchangeDeclare(ExchangeDeclare),
    /// `exchange.delete`
    ExchangeDelete {
        /// The exchange.
        exchange: ExchangeName,
        /// Refuse if it has bindings as a source.
        if_unused: bool,
    },
    /// `queue.bind` or `exchange.bind`, as the binding's destination says
    Bind(Binding),
    /// `queue.unbind` or `exchange.unbind`, as the binding's destination says
    Unbind(Binding),
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
    /// `tx.select`
    TxSelect,
    /// `tx.commit`
    TxCommit,
    /// `tx.rollback`
    TxRollback,
    /// `channel.flow`; RabbitMQ takes it only with `active` set, where it changes nothing.
    Flow {
        /// Whether content may be sent.
        active: bool,
    },
    /// `basic.qos`
    Qos {
        /// In bytes; anything but 0 is refused.
        prefetch_size: u32,
        /// Unacked deliveries allowed at once; 0 means no limit.
        prefetch_count: u16,
        /// Shared by all consumers of the channel; otherwise for each consumer started from now on.
        global: bool,
    },
    /// `basic.consume`
    Consume(Consume),
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
    /// `basic.recover`: everything unacked on the channel is requeued.
    Recover {
        /// Anything but true is refused.
        requeue: bool,
    },
    /// `basic.recover-async`: the same without an answer.
    RecoverAsync {
        /// Anything but true is refused.
        requeue: bool,
    },
}

/// `exchange.declare`
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are the method's own bits"
)]
pub struct ExchangeDeclare {
    /// The name, up to 255 bytes, not starting with `amq.`.
    pub exchange: ExchangeName,
    /// `direct`, `fanout`, `topic` or `headers`; anything else is refused.
    pub kind: String,
    /// Only ask whether it exists.
    pub passive: bool,
    /// Keep the exchange over a restart.
    pub durable: bool,
    /// Delete it when the last binding from it goes.
    pub auto_delete: bool,
    /// Take messages from other exchanges only.
    pub internal: bool,
    /// RabbitMQ's `alternate-exchange`.
    pub arguments: Table,
}

/// `queue.declare`
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are the method's own bits"
)]
pub struct QueueDeclare {
    /// The name, up to 255 bytes, not starting with `amq.`; empty lets the broker choose one.
    pub queue: QueueName,
    /// Only ask whether it exists.
    pub passive: bool,
    /// Keep the queue, and the persistent messages in it, over a restart.
    pub durable: bool,
    /// For this connection only; it goes with the connection.
    pub exclusive: bool,
    /// Delete it when its last consumer goes.
    pub auto_delete: bool,
    /// RabbitMQ's `x-` arguments.
    pub arguments: Table,
}

/// `basic.consume`
#[derive(Clone, Debug, PartialEq)]
pub struct Consume {
    /// The queue; empty means the one last declared on the channel.
    pub queue: QueueName,
    /// The consumer's name, unique on the channel; empty lets the broker choose one.
    pub consumer_tag: ConsumerTag,
    /// Automatic acknowledgement: a message counts as acked when it is sent.
    pub no_ack: bool,
    /// Refuse if the queue has other consumers, and keep others off it.
    pub exclusive: bool,
    /// RabbitMQ's `x-priority`.
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
    /// Return the message if no consumer takes it at once; RabbitMQ refuses to.
    pub immediate: bool,
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
            Self::Flow { .. } => (20, 20),
            Self::ExchangeDeclare(_) => (40, 10),
            Self::ExchangeDelete { .. } => (40, 20),
            Self::Bind(binding) => return binding.destination.bind_id(),
            Self::Unbind(binding) => return binding.destination.unbind_id(),
            Self::QueueDeclare(_) => (50, 10),
            Self::QueuePurge { .. } => (50, 30),
            Self::QueueDelete { .. } => (50, 40),
            Self::Qos { .. } => (60, 10),
            Self::Consume(_) => (60, 20),
            Self::Cancel { .. } => (60, 30),
            Self::Publish(_) => (60, 40),
            Self::Get { .. } => (60, 70),
            Self::Ack { .. } => (60, 80),
            Self::Reject { .. } => (60, 90),
            Self::RecoverAsync { .. } => (60, 100),
            Self::Recover { .. } => (60, 110),
            Self::Nack { .. } => (60, 120),
            Self::ConfirmSelect => (85, 10),
            Self::TxSelect => (90, 10),
            Self::TxCommit => (90, 20),
            Self::TxRollback => (90, 30),
        };
        MethodId { class, method }
    }
}
