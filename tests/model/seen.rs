//! What a client sees: the broker's events reduced to what goes over the wire.
//!
//! Causes and inner steps are left out. What became of queues and messages is compared as state.

use std::rc::Rc;

use leveret::broker::{
    Alarm, Binding, ChannelClosure, ChannelId, ConnectionClosure, ConnectionId, ConsumerTag,
    DeliveryTag, Disconnect, Exception, ExchangeName, Happening, Message, QueueName,
};

use leveret::broker::{CancelCause, ExchangeDeletion, QueueDeletion, UnbindCause};

/// Something that one client saw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    /// Where.
    pub(crate) by: By,
    /// What.
    pub(crate) what: What,
}

/// Where something is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
    /// On channel 0.
    Connection(ConnectionId),
    /// On a channel.
    Channel(ChannelId),
}

/// What a client sees.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    Opened,
    /// Closed at the client's own wish, or for this.
    Closed(Option<Exception>),
    Blocked(Alarm),
    Unblocked,
    FlowSet,
    ExchangeDeclared(ExchangeName),
    ExchangeDeleted(ExchangeName),
    Bound(Binding),
    Unbound(Binding),
    QueueDeclared {
        queue: QueueName,
        message_count: u64,
        consumer_count: u64,
    },
    QueuePurged(u64),
    QueueDeleted(u64),
    ConfirmSelected,
    TxSelected,
    TxCommitted,
    TxRolledBack,
    QosSet,
    Returned(Rc<Message>),
    ConsumerStarted(ConsumerTag),
    /// `basic.cancel-ok`
    CancelOk(ConsumerTag),
    /// `basic.cancel` from the broker.
    Cancelled(ConsumerTag),
    Delivered {
        consumer_tag: ConsumerTag,
        delivery_tag: DeliveryTag,
        redelivered: bool,
        message: Rc<Message>,
    },
    Got {
        delivery_tag: DeliveryTag,
        redelivered: bool,
        message: Rc<Message>,
        message_count: u64,
    },
    GotEmpty,
    Recovered,
}

impl Seen {
    pub(crate) const fn on(channel: ChannelId, what: What) -> Self {
        let by = By::Channel(channel);
        Self { by, what }
    }

    pub(crate) const fn on_connection(connection: ConnectionId, what: What) -> Self {
        let by = By::Connection(connection);
        Self { by, what }
    }

    /// What a client sees of a happening; none if no client does.
    pub(crate) fn of(happening: &Happening) -> Option<Self> {
        Self::of_connection(happening)
            .or_else(|| Self::of_topology(happening))
            .or_else(|| Self::of_channel(happening))
            .or_else(|| Self::of_delivery(happening))
    }

    fn of_connection(happening: &Happening) -> Option<Self> {
        let (connection, what) = match happening {
            Happening::ConnectionOpened { connection } => (connection, What::Opened),
            Happening::ConnectionClosed { connection, cause } => match cause {
                ConnectionClosure::Client(Disconnect::Closed) => (connection, What::Closed(None)),
                ConnectionClosure::Client(Disconnect::Lost) => return None,
                ConnectionClosure::Exception(why) => (connection, What::Closed(Some(why.clone()))),
            },
            Happening::ConnectionBlocked { connection, alarm } => {
                (connection, What::Blocked(*alarm))
            }
            Happening::ConnectionUnblocked { connection } => (connection, What::Unblocked),
            _ => return None,
        };
        Some(Self::on_connection(*connection, what))
    }

    fn of_topology(happening: &Happening) -> Option<Self> {
        let (channel, what) = match happening {
            Happening::ExchangeDeclared {
                channel, exchange, ..
            } => (channel, What::ExchangeDeclared(exchange.clone())),
            Happening::ExchangeDeleted {
                exchange,
                cause: ExchangeDeletion::Client(channel) | ExchangeDeletion::AlreadyGone(channel),
            } => (channel, What::ExchangeDeleted(exchange.clone())),
            Happening::Bound {
                channel, binding, ..
            } => (channel, What::Bound(Binding::clone(binding))),
            Happening::Unbound {
                binding,
                cause: UnbindCause::Client(channel) | UnbindCause::AlreadyGone(channel),
            } => (channel, What::Unbound(Binding::clone(binding))),
            Happening::QueueDeclared {
                channel,
                queue,
                message_count,
                consumer_count,
                ..
            } => (
                channel,
                What::QueueDeclared {
                    queue: queue.clone(),
                    message_count: *message_count,
                    consumer_count: *consumer_count,
                },
            ),
            Happening::QueuePurged {
                channel,
                message_count,
                ..
            } => (channel, What::QueuePurged(*message_count)),
            Happening::QueueDeleted {
                message_count,
                cause: QueueDeletion::Client(channel) | QueueDeletion::AlreadyGone(channel),
                ..
            } => (channel, What::QueueDeleted(*message_count)),
            _ => return None,
        };
        Some(Self::on(*channel, what))
    }

    fn of_channel(happening: &Happening) -> Option<Self> {
        let (channel, what) = match happening {
            Happening::ChannelOpened { channel } => (channel, What::Opened),
            Happening::ChannelClosed { channel, cause } => match cause {
                ChannelClosure::Client => (channel, What::Closed(None)),
                ChannelClosure::Exception(why) => (channel, What::Closed(Some(why.clone()))),
                ChannelClosure::Connection => return None,
            },
            Happening::FlowSet { channel } => (channel, What::FlowSet),
            Happening::ConfirmSelected { channel } => (channel, What::ConfirmSelected),
            Happening::TxSelected { channel } => (channel, What::TxSelected),
            Happening::TxCommitted { channel } => (channel, What::TxCommitted),
            Happening::TxRolledBack { channel } => (channel, What::TxRolledBack),
            Happening::QosSet { channel, .. } => (channel, What::QosSet),
            Happening::Recovered { channel } => (channel, What::Recovered),
            _ => return None,
        };
        Some(Self::on(*channel, what))
    }

    fn of_delivery(happening: &Happening) -> Option<Self> {
        let (channel, what) = match happening {
            Happening::Returned {
                channel, message, ..
            } => (*channel, What::Returned(Rc::clone(message))),
            Happening::ConsumerStarted { consumer, .. } => (
                consumer.channel,
                What::ConsumerStarted(consumer.tag.clone()),
            ),
            Happening::ConsumerCancelled {
                consumer, cause, ..
            } => match cause {
                CancelCause::Client => (consumer.channel, What::CancelOk(consumer.tag.clone())),
                CancelCause::QueueDeleted => {
                    (consumer.channel, What::Cancelled(consumer.tag.clone()))
                }
                CancelCause::ChannelClosed => return None,
            },
            Happening::NothingToCancel { consumer } => {
                (consumer.channel, What::CancelOk(consumer.tag.clone()))
            }
            Happening::Replied {
                consumer,
                delivery_tag,
                message,
            } => (
                consumer.channel,
                What::Delivered {
                    consumer_tag: consumer.tag.clone(),
                    delivery_tag: *delivery_tag,
                    redelivered: false,
                    message: Rc::clone(message),
                },
            ),
            Happening::Delivered {
                consumer,
                delivery_tag,
                redelivered,
                message,
                ..
            } => (
                consumer.channel,
                What::Delivered {
                    consumer_tag: consumer.tag.clone(),
                    delivery_tag: *delivery_tag,
                    redelivered: *redelivered,
                    message: Rc::clone(message),
                },
            ),
            Happening::Got {
                channel,
                delivery_tag,
                redelivered,
                message,
                message_count,
                ..
            } => (
                *channel,
                What::Got {
                    delivery_tag: *delivery_tag,
                    redelivered: *redelivered,
                    message: Rc::clone(message),
                    message_count: *message_count,
                },
            ),
            Happening::GotEmpty { channel, .. } => (*channel, What::GotEmpty),
            _ => return None,
        };
        Some(Self::on(channel, what))
    }
}
