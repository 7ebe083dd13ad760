//! What clients are sent.

use leveret::broker::{
    Binding, CancelCause, ChannelClosure, ConnectionClosure, Destination, Disconnect, Exception,
    ExchangeDeletion, Happening, QueueDeletion, UnbindCause,
};

use super::{again, body};

#[expect(clippy::too_many_lines, reason = "each method has its line")]
pub(super) fn wire(what: &Happening) -> Option<String> {
    let line = match what {
        Happening::ConnectionOpened { connection } => format!("connection {}: open", connection.0),
        Happening::ConnectionClosed { connection, cause } => match cause {
            ConnectionClosure::Client(Disconnect::Closed) => {
                format!("connection {}: close-ok", connection.0)
            }
            ConnectionClosure::Client(Disconnect::Lost) => return None,
            ConnectionClosure::Exception(exception) => {
                format!("connection {}: close {}", connection.0, closing(exception))
            }
        },
        Happening::ConnectionBlocked { connection, alarm } => {
            format!("connection {}: blocked, {}", connection.0, alarm.reason())
        }
        Happening::ConnectionUnblocked { connection } => {
            format!("connection {}: unblocked", connection.0)
        }
        Happening::ChannelOpened { channel } => format!("{channel} channel.open-ok"),
        Happening::ChannelClosed { channel, cause } => match cause {
            ChannelClosure::Client => format!("{channel} channel.close-ok"),
            ChannelClosure::Exception(exception) => {
                format!("{channel} channel.close {}", closing(exception))
            }
            ChannelClosure::Connection => return None,
        },
        Happening::FlowSet { channel } => format!("{channel} channel.flow-ok"),
        Happening::ExchangeDeclared {
            channel, exchange, ..
        } => format!("{channel} exchange.declare-ok {exchange}"),
        Happening::ExchangeDeleted {
            exchange,
            cause: ExchangeDeletion::Client(channel) | ExchangeDeletion::AlreadyGone(channel),
        } => format!("{channel} exchange.delete-ok {exchange}"),
        Happening::Bound {
            channel, binding, ..
        } => format!("{channel} {}.bind-ok", class(binding)),
        Happening::Unbound {
            binding,
            cause: UnbindCause::Client(channel) | UnbindCause::AlreadyGone(channel),
        } => format!("{channel} {}.unbind-ok", class(binding)),
        Happening::QueueDeclared {
            channel,
            queue,
            message_count,
            consumer_count,
            ..
        } => format!(
            "{channel} queue.declare-ok {queue}: {message_count} ready, {consumer_count} consumers"
        ),
        Happening::QueuePurged {
            channel,
            queue,
            message_count,
        } => format!("{channel} queue.purge-ok {queue}: {message_count}"),
        Happening::QueueDeleted {
            queue,
            message_count,
            cause: QueueDeletion::Client(channel) | QueueDeletion::AlreadyGone(channel),
            ..
        } => format!("{channel} queue.delete-ok {queue}: {message_count}"),
        Happening::ConfirmSelected { channel } => format!("{channel} confirm.select-ok"),
        Happening::TxSelected { channel } => format!("{channel} tx.select-ok"),
        Happening::TxCommitted { channel } => format!("{channel} tx.commit-ok"),
        Happening::TxRolledBack { channel } => format!("{channel} tx.rollback-ok"),
        Happening::Recovered { channel } => format!("{channel} basic.recover-ok"),
        Happening::QosSet { channel, .. } => format!("{channel} basic.qos-ok"),
        Happening::Returned {
            channel,
            message,
            code,
        } => format!(
            "{channel} basic.return {} {}: {}",
            code.code(),
            code.name(),
            body(message)
        ),
        Happening::Confirmed {
            channel,
            publish_seq,
            multiple,
            ..
        } => {
            let multiple = if *multiple { " multiple" } else { "" };
            format!("{channel} basic.ack {}{multiple}", publish_seq.0)
        }
        Happening::ConfirmNacked {
            channel,
            publish_seq,
        } => format!("{channel} basic.nack {}", publish_seq.0),
        Happening::ConsumerStarted { consumer, .. } => {
            format!("{} basic.consume-ok {}", consumer.channel, consumer.tag)
        }
        Happening::ConsumerCancelled {
            consumer, cause, ..
        } => format!(
            "{} {} {}",
            consumer.channel,
            cancel_method(*cause)?,
            consumer.tag
        ),
        Happening::NothingToCancel { consumer } => {
            format!("{} basic.cancel-ok {}", consumer.channel, consumer.tag)
        }
        Happening::Replied {
            consumer,
            delivery_tag,
            message,
        } => format!(
            "{} basic.deliver {} #{} {}",
            consumer.channel,
            consumer.tag,
            delivery_tag.0,
            body(message)
        ),
        Happening::Delivered {
            consumer,
            delivery_tag,
            redelivered,
            message,
            ..
        } => format!(
            "{} basic.deliver {} #{} {}{}",
            consumer.channel,
            consumer.tag,
            delivery_tag.0,
            body(message),
            again(*redelivered)
        ),
        Happening::Got {
            channel,
            delivery_tag,
            redelivered,
            message,
            message_count,
            ..
        } => format!(
            "{channel} basic.get-ok #{} {}{}, {message_count} left",
            delivery_tag.0,
            body(message),
            again(*redelivered)
        ),
        Happening::GotEmpty { channel, .. } => format!("{channel} basic.get-empty"),
        Happening::Published { .. }
        | Happening::Enqueued { .. }
        | Happening::Acked { .. }
        | Happening::Requeued { .. }
        | Happening::Refused { .. }
        | Happening::Dropped { .. }
        | Happening::DeadLettered { .. }
        | Happening::ExchangeDeleted { .. }
        | Happening::Unbound { .. }
        | Happening::QueueDeleted { .. }
        | Happening::ConsumerActivated { .. }
        | Happening::Restarted { .. } => return None,
    };
    Some(line)
}

const fn class(binding: &Binding) -> &'static str {
    match binding.destination {
        Destination::Queue(_) => "queue",
        Destination::Exchange(_) => "exchange",
    }
}

/// A consumer whose channel closed is not told: its client knows.
const fn cancel_method(cause: CancelCause) -> Option<&'static str> {
    match cause {
        CancelCause::Client => Some("basic.cancel-ok"),
        CancelCause::QueueDeleted => Some("basic.cancel"),
        CancelCause::ChannelClosed => None,
    }
}

/// As `channel.close` and `connection.close` carry it: code, text, and the method's class and id.
fn closing(exception: &Exception) -> String {
    let method = exception.method;
    format!(
        "{} {exception} ({}.{})",
        exception.code.code(),
        method.class,
        method.method
    )
}
