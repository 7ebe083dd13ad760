//! Why: for each thing that the broker did, the rule that made it happen, with this case's own
//! numbers, and the page of RabbitMQ's documentation that states the rule.
//!
//! A reason is a rendering of the cause that the event carries. Nothing is looked up in the broker:
//! when an event is read, the broker is at the end of the command already, so a number that a
//! reason needs comes with its event. Only what clients are called comes from the world.

mod consuming;
mod delivery;
mod gone;
mod page;
mod publish;
mod session;
mod topology;

use serde::{Deserialize, Serialize};

pub use self::page::DocPage;
use self::publish::{Arrival, Confirm};
use super::{describe::client, log::HeldLabels};
use crate::{
    broker::{ChannelClosure, Event, Happening},
    simulation::World,
};

/// Why something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The rule, in a few sentences with this case's numbers. It is one line.
    pub rule: String,
    /// Where RabbitMQ states it.
    pub page: DocPage,
}

impl Why {
    const fn new(rule: String, page: DocPage) -> Self {
        Self { rule, page }
    }
}

/// Why it happened; nothing for what needs not be told.
#[expect(
    clippy::too_many_lines,
    reason = "each thing that happens has its reason"
)]
pub(super) fn explain(event: &Event, world: &World, held: &HeldLabels) -> Option<Why> {
    Some(match &event.what {
        Happening::ConnectionOpened { connection } => session::opened(world.name(*connection)),
        Happening::ConnectionClosed { connection, .. }
            if world.clients().missed_heartbeats(*connection) =>
        {
            session::silent(world.name(*connection))
        }
        Happening::ConnectionClosed { connection, cause } => {
            session::closed(world.name(*connection), cause)
        }
        Happening::ConnectionBlocked { connection, alarm } => {
            session::blocked(world.name(*connection), *alarm)
        }
        Happening::ConnectionUnblocked { connection } => {
            session::unblocked(world.name(*connection))
        }
        Happening::ChannelClosed {
            channel,
            cause: ChannelClosure::Exception(exception),
        } => session::channel_closed(client(*channel, world), exception),
        Happening::TxCommitted { channel } => session::committed(client(*channel, world)),
        Happening::TxRolledBack { channel } => session::rolled_back(client(*channel, world)),
        Happening::ExchangeDeclared {
            exchange, created, ..
        } => topology::exchange_declared(exchange, *created),
        Happening::ExchangeDeleted { exchange, cause } => {
            topology::exchange_deleted(exchange, *cause)
        }
        Happening::Bound {
            binding, created, ..
        } => topology::bound(binding, *created),
        Happening::Unbound { binding, cause } => topology::unbound(binding, *cause),
        Happening::QueueDeclared { queue, created, .. } => {
            topology::queue_declared(queue, *created)
        }
        Happening::QueuePurged {
            queue,
            message_count,
            ..
        } => topology::purged(queue, *message_count),
        Happening::QueueDeleted {
            queue,
            unacked_count,
            cause,
            ..
        } => topology::queue_deleted(queue, *unacked_count, *cause),
        Happening::Restarted { queues } => topology::restarted(queues),
        Happening::Published {
            message,
            queues,
            mandatory,
            cause,
            ..
        } => publish::published(message, queues, *mandatory, *cause),
        Happening::Returned { message, code, .. } => publish::returned(message, *code),
        Happening::Enqueued {
            queue,
            position,
            message,
            kept,
            expires_at,
            precedence,
        } => publish::enqueued(&Arrival {
            queue,
            position: *position,
            message,
            kept: *kept,
            time_to_live: expires_at.map(|expires_at| expires_at - event.at),
            precedence: *precedence,
        }),
        Happening::Refused { queue, cause, .. } => publish::refused(queue, *cause),
        Happening::Confirmed {
            publish_seq,
            multiple,
            cause,
            ..
        } => publish::confirmed(&Confirm {
            at: event.at,
            publish_seq: *publish_seq,
            multiple: *multiple,
            cause: *cause,
        }),
        Happening::ConfirmNacked { publish_seq, .. } => publish::confirm_nacked(*publish_seq),
        Happening::ConsumerStarted {
            consumer,
            queue,
            terms,
        } => consuming::started(consumer, queue, terms),
        Happening::ConsumerActivated {
            consumer,
            queue,
            others,
        } => consuming::activated(consumer, queue, *others),
        Happening::ConsumerCancelled {
            consumer,
            queue,
            cause,
        } => consuming::cancelled(consumer, queue, client(consumer.channel, world), *cause),
        Happening::NothingToCancel { consumer } => {
            consuming::nothing_to_cancel(consumer, client(consumer.channel, world))
        }
        Happening::Replied {
            consumer, message, ..
        } => delivery::replied(consumer, message),
        Happening::Delivered {
            consumer,
            redelivered,
            message,
            cause,
            ..
        } => delivery::delivered(consumer, message, *redelivered, cause),
        Happening::Got {
            channel,
            redelivered,
            message,
            message_count,
            ..
        } => delivery::got(
            client(*channel, world),
            message,
            *redelivered,
            *message_count,
        ),
        Happening::GotEmpty { channel, .. } => delivery::got_empty(client(*channel, world)),
        Happening::Acked {
            channel,
            delivery_tag,
            cause,
            ..
        } => gone::acked(
            client(*channel, world),
            held.label(*channel, *delivery_tag),
            *delivery_tag,
            *cause,
        ),
        Happening::Requeued {
            channel,
            delivery_tag,
            position,
            cause,
            ..
        } => gone::requeued(client(*channel, world), *delivery_tag, *position, *cause),
        Happening::Dropped {
            queue,
            cause,
            is_dead_lettered,
            ..
        } => gone::dropped(event.at, queue, *cause, *is_dead_lettered, world),
        Happening::DeadLettered {
            queue,
            reason,
            exchange,
            message,
            outcome,
        } => gone::dead_lettered(queue, *reason, exchange, message, outcome),
        Happening::ChannelOpened { .. }
        | Happening::ChannelClosed {
            cause: ChannelClosure::Client | ChannelClosure::Connection,
            ..
        }
        | Happening::FlowSet { .. }
        | Happening::ConfirmSelected { .. }
        | Happening::TxSelected { .. }
        | Happening::QosSet { .. }
        | Happening::Recovered { .. } => return None,
    })
}

/// Whether a name is one under which a client waits for replies, and no queue's.
fn is_reply_name(name: &str) -> bool {
    name.starts_with("amq.rabbitmq.reply-to")
}
