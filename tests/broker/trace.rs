//! What left the broker after one command, as lines that a story can be checked against.

use leveret::broker::{
    AckCause, CancelCause, ChannelClosure, ConnectionClosure, DeliveryCause, DeliveryRule,
    Disconnect, DropCause, Event, Exception, Happening, Kept, Message, QueueDeletion, QueueName,
    QueueRestart, Record, RequeueCause,
};

/// Everything that left the broker after one command.
#[derive(Debug)]
pub(crate) struct Trace {
    pub(crate) events: Vec<Event>,
    pub(crate) records: Vec<Record>,
}

impl Trace {
    /// What clients are sent, under AMQP's names.
    pub(crate) fn wire(&self) -> Vec<String> {
        self.events
            .iter()
            .filter_map(|event| wire(&event.what))
            .collect()
    }

    /// What became of messages inside the broker.
    pub(crate) fn inside(&self) -> Vec<String> {
        self.events
            .iter()
            .filter_map(|event| inside(&event.what))
            .collect()
    }

    /// Who got which message, in order: `A m1`, or `A m1 again` for a redelivery.
    pub(crate) fn deliveries(&self) -> Vec<String> {
        self.delivered()
            .map(|(to, body, _)| format!("{to} {body}"))
            .collect()
    }

    /// As [`deliveries`](Self::deliveries), each with the reason.
    pub(crate) fn reasons(&self) -> Vec<String> {
        self.delivered()
            .map(|(to, body, cause)| format!("{to} {body}: {}", reason(cause)))
            .collect()
    }

    /// The durable changes.
    pub(crate) fn records(&self) -> Vec<String> {
        self.records.iter().map(record).collect()
    }

    fn delivered(&self) -> impl Iterator<Item = (&str, String, &DeliveryCause)> {
        self.events.iter().filter_map(|event| {
            let Happening::Delivered {
                consumer,
                redelivered,
                message,
                cause,
                ..
            } = &event.what
            else {
                return None;
            };
            let body = format!("{}{}", body(message), again(*redelivered));
            Some((consumer.tag.as_str(), body, cause))
        })
    }
}

#[expect(clippy::too_many_lines, reason = "each method has its line")]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what no story comes to needs no line"
)]
fn wire(what: &Happening) -> Option<String> {
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
        Happening::ChannelOpened { channel } => format!("{channel} channel.open-ok"),
        Happening::ChannelClosed { channel, cause } => match cause {
            ChannelClosure::Client => format!("{channel} channel.close-ok"),
            ChannelClosure::Exception(exception) => {
                format!("{channel} channel.close {}", closing(exception))
            }
            ChannelClosure::Connection => return None,
        },
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
        | Happening::Dropped { .. }
        | Happening::Restarted { .. } => return None,
        other => unreachable!("no story comes to {other:?}"),
    };
    Some(line)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what no story comes to needs no line"
)]
fn inside(what: &Happening) -> Option<String> {
    let line = match what {
        Happening::Published { queues, .. } if queues.is_empty() => "published to no queue".into(),
        Happening::Published { queues, .. } => {
            let queues: Vec<&str> = queues.iter().map(QueueName::as_str).collect();
            format!("published to {}", queues.join(", "))
        }
        Happening::Enqueued {
            queue,
            position,
            kept,
            ..
        } => {
            let kept = match kept {
                Kept::Yes => "kept",
                Kept::TransientMessage => "transient message",
                Kept::TransientQueue => "transient queue",
            };
            format!("{queue}@{} enqueued: {kept}", position.0)
        }
        Happening::Acked {
            queue,
            position,
            cause,
            ..
        } => {
            let cause = match cause {
                AckCause::Client { multiple: false } => "client",
                AckCause::Client { multiple: true } => "client, multiple",
                AckCause::Automatic => "automatic",
            };
            format!("{queue}@{} acked: {cause}", position.0)
        }
        Happening::Requeued {
            queue,
            position,
            cause,
            ..
        } => {
            let cause = match cause {
                RequeueCause::Nack => "nack",
                RequeueCause::Reject => "reject",
                RequeueCause::Recover => "recover",
                RequeueCause::ChannelClosed => "channel closed",
            };
            format!("{queue}@{} requeued: {cause}", position.0)
        }
        Happening::Dropped {
            queue,
            position: Some(position),
            cause,
            ..
        } => {
            let cause = match cause {
                DropCause::Nack { .. } => "nack",
                DropCause::Reject { .. } => "reject",
                DropCause::Expired => "expired",
                DropCause::MaxLength => "max length",
                DropCause::RefusedWhenFull => "refused when full",
                DropCause::DeliveryLimit => "delivery limit",
            };
            format!("{queue}@{} dropped: {cause}", position.0)
        }
        Happening::Restarted { queues } => {
            let queues: Vec<String> = queues.iter().map(restarted).collect();
            format!("restarted: {}", queues.join("; "))
        }
        Happening::ConnectionOpened { .. }
        | Happening::ConnectionClosed { .. }
        | Happening::ChannelOpened { .. }
        | Happening::ChannelClosed { .. }
        | Happening::QueueDeclared { .. }
        | Happening::QueuePurged { .. }
        | Happening::QueueDeleted { .. }
        | Happening::ConfirmSelected { .. }
        | Happening::QosSet { .. }
        | Happening::Returned { .. }
        | Happening::Confirmed { .. }
        | Happening::ConsumerStarted { .. }
        | Happening::ConsumerCancelled { .. }
        | Happening::Delivered { .. }
        | Happening::Got { .. }
        | Happening::GotEmpty { .. } => return None,
        other => unreachable!("no story comes to {other:?}"),
    };
    Some(line)
}

fn restarted(queue: &QueueRestart) -> String {
    format!(
        "{} {}, {} restored, {} redelivered, {} lost",
        queue.queue,
        if queue.durable { "back" } else { "gone" },
        queue.restored,
        queue.redelivered,
        queue.lost
    )
}

/// A consumer whose channel closed is not told: its client knows.
const fn cancel_method(cause: CancelCause) -> Option<&'static str> {
    match cause {
        CancelCause::Client => Some("basic.cancel-ok"),
        CancelCause::QueueDeleted => Some("basic.cancel"),
        CancelCause::ChannelClosed => None,
    }
}

fn record(record: &Record) -> String {
    match record {
        Record::QueueDeclared { queue, .. } => format!("{queue} declared"),
        Record::QueueDeleted { queue } => format!("{queue} deleted"),
        Record::MessageEnqueued { queue, message } => {
            format!("{queue}@{} enqueued", message.position.0)
        }
        Record::MessageDelivered { queue, message } => {
            format!("{queue}@{} delivered", message.position.0)
        }
        Record::MessageRemoved { queue, position } => format!("{queue}@{} removed", position.0),
        Record::ExchangeDeclared(declared) => format!("{} declared", declared.exchange),
        Record::ExchangeDeleted { exchange } => format!("{exchange} deleted"),
        Record::Bound(binding) => format!("{:?} bound to {}", binding.destination, binding.source),
        Record::Unbound(binding) => {
            format!("{:?} unbound from {}", binding.destination, binding.source)
        }
    }
}

fn reason(cause: &DeliveryCause) -> String {
    let rule = match cause.rule {
        DeliveryRule::OnlyConsumer => "only consumer",
        DeliveryRule::OnlyOneWithRoom => "only one with room",
        DeliveryRule::RoundRobin => "round robin",
        DeliveryRule::HigherPriority => "higher priority",
        DeliveryRule::SingleActive => "single active",
    };
    let full: Vec<String> = cause
        .passed_over
        .iter()
        .map(|over| {
            let tag = &over.consumer.tag;
            format!(
                ", {tag} is full at {}/{}",
                over.unacked, over.prefetch_count
            )
        })
        .collect();
    format!("{rule}{}", full.concat())
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

fn body(message: &Message) -> String {
    String::from_utf8_lossy(&message.body).into_owned()
}

const fn again(redelivered: bool) -> &'static str {
    if redelivered { " again" } else { "" }
}
