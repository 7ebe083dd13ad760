//! Descriptions: each event of the broker in plain words, with the rule that made it happen.
//!
//! A description is one line, whatever names and bodies are made of. What another line says
//! already, or what only a protocol cares about, gets none.

mod delivery;
mod gone;
mod publish;
mod routing;
mod session;
mod topology;

use super::log::HeldLabels;
use crate::{
    broker::{ChannelId, ConsumerId, Event, ExchangeName, Happening, Message, Millis, QueueName},
    simulation::{Label, World, one_line, seconds},
};

/// What happened, as a sentence; nothing if it need not be told.
pub(super) fn describe(event: &Event, world: &World, held: &HeldLabels) -> Option<String> {
    match &event.what {
        Happening::ConnectionOpened { .. }
        | Happening::ConnectionClosed { .. }
        | Happening::ConnectionBlocked { .. }
        | Happening::ConnectionUnblocked { .. }
        | Happening::ChannelClosed { .. }
        | Happening::TxCommitted { .. }
        | Happening::TxRolledBack { .. } => session::describe(&event.what, world),
        Happening::ExchangeDeclared { .. }
        | Happening::ExchangeDeleted { .. }
        | Happening::Bound { .. }
        | Happening::Unbound { .. } => routing::describe(&event.what, world),
        Happening::QueueDeclared { .. }
        | Happening::QueuePurged { .. }
        | Happening::QueueDeleted { .. }
        | Happening::Restarted { .. } => topology::describe(&event.what, world),
        Happening::Published { .. }
        | Happening::Returned { .. }
        | Happening::Enqueued { .. }
        | Happening::Refused { .. }
        | Happening::Confirmed { .. }
        | Happening::ConfirmNacked { .. } => publish::describe(event, world),
        Happening::ConsumerStarted { .. }
        | Happening::ConsumerActivated { .. }
        | Happening::ConsumerCancelled { .. }
        | Happening::NothingToCancel { .. }
        | Happening::Replied { .. }
        | Happening::Delivered { .. }
        | Happening::Got { .. }
        | Happening::GotEmpty { .. } => delivery::describe(&event.what, world),
        Happening::Acked { .. }
        | Happening::Requeued { .. }
        | Happening::Dropped { .. }
        | Happening::DeadLettered { .. } => gone::describe(&event.what, world, held),
        Happening::ChannelOpened { .. }
        | Happening::FlowSet { .. }
        | Happening::ConfirmSelected { .. }
        | Happening::TxSelected { .. }
        | Happening::QosSet { .. }
        | Happening::Recovered { .. } => None,
    }
}

/// The program whose channel it is.
pub(super) fn client(channel: ChannelId, world: &World) -> &str {
    world.name(channel.connection)
}

/// A queue's name as part of a line.
pub(super) fn name(queue: &QueueName) -> String {
    line(queue.as_str())
}

/// Queues' names as part of a line, of many the first.
pub(super) fn names(queues: &[QueueName]) -> String {
    let named: Vec<String> = queues.iter().take(NAMED_MAX).map(name).collect();
    let named = named.join(", ");
    match queues.len().saturating_sub(NAMED_MAX) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// An exchange as part of a line.
pub(super) fn exchange(exchange: &ExchangeName) -> String {
    if exchange.as_str().is_empty() {
        "the default exchange".to_owned()
    } else {
        format!("exchange {}", line(exchange.as_str()))
    }
}

/// The page's consumers have their program's name for a tag.
pub(super) fn tag(consumer: &ConsumerId) -> String {
    one_line(consumer.tag.as_str(), TAG_CHARS_MAX)
}

pub(super) fn label(message: &Message) -> String {
    Label::of(&message.body).text
}

pub(super) fn count(number: u64, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// A length of time as a person says it.
pub(super) fn length(length: Millis) -> String {
    if length < Millis(1000) {
        format!("{} ms", length.0)
    } else {
        format!("{} s", seconds(length))
    }
}

pub(super) fn line(text: &str) -> String {
    one_line(text, TEXT_CHARS_MAX)
}

/// Characters of a name or a reply text in a line: the longest reply texts that name one thing fit.
const TEXT_CHARS_MAX: usize = 200;

const TAG_CHARS_MAX: usize = 60;

/// Queues that one line names.
const NAMED_MAX: usize = 10;
