//! What left the broker after one command, as lines that a story can be checked against.

mod inside;
mod wire;

use leveret::broker::{DeliveryCause, DeliveryRule, Event, Happening, Message, Record};

use super::topology;

/// Everything that left the broker after one command.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(crate) events: Vec<Event>,
    pub(crate) records: Vec<Record>,
}

impl Trace {
    /// Adds what left after this.
    pub(crate) fn extend(&mut self, later: Self) {
        self.events.extend(later.events);
        self.records.extend(later.records);
    }

    /// What clients are sent, under AMQP's names.
    pub(crate) fn wire(&self) -> Vec<String> {
        self.events
            .iter()
            .filter_map(|event| wire::wire(&event.what))
            .collect()
    }

    /// What became of messages inside the broker.
    pub(crate) fn inside(&self) -> Vec<String> {
        self.events
            .iter()
            .filter_map(|event| inside::inside(&event.what))
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

    /// The first message that a client got.
    pub(crate) fn message(&self) -> &Message {
        let mut got = self.events.iter().filter_map(|event| {
            if let Happening::Got { message, .. } | Happening::Delivered { message, .. } =
                &event.what
            {
                Some(message)
            } else {
                None
            }
        });
        got.next().expect("a client got a message")
    }

    /// The name of the queue that was declared.
    pub(crate) fn declared(&self) -> String {
        let mut declared = self.events.iter().filter_map(|event| {
            if let Happening::QueueDeclared { queue, .. } = &event.what {
                Some(queue.to_string())
            } else {
                None
            }
        });
        declared.next().expect("a queue was declared")
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
        Record::Bound(binding) => format!("{} bound", topology::edge(binding)),
        Record::Unbound(binding) => format!("{} unbound", topology::edge(binding)),
    }
}

fn reason(cause: &DeliveryCause) -> String {
    let rule = match cause.rule {
        DeliveryRule::OnlyConsumer => "only consumer",
        DeliveryRule::OnlyOneWithRoom => "only one with room",
        DeliveryRule::RoundRobin => "round robin",
        DeliveryRule::HigherPriority { .. } => "higher priority",
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

pub(super) fn body(message: &Message) -> String {
    String::from_utf8_lossy(&message.body).into_owned()
}

pub(super) const fn again(redelivered: bool) -> &'static str {
    if redelivered { " again" } else { "" }
}
