//! Descriptions: each event of the broker in plain words, with the rule that made it happen.
//!
//! A description is one line, whatever names and bodies are made of. What another line says
//! already, or what only a protocol cares about, gets none.

use super::{causes, log::HeldLabels};
use crate::{
    broker::{
        ChannelClosure, ChannelId, ConfirmCause, ConnectionClosure, Disconnect, Happening, Kept,
        Message, PublishSeq, QueueDeletion, QueueName, QueueRestart,
    },
    simulation::{Label, World, one_line},
};

/// What happened, as a sentence; nothing if it need not be told.
pub(super) fn describe(what: &Happening, world: &World, held: &HeldLabels) -> Option<String> {
    match what {
        Happening::ConnectionOpened { .. }
        | Happening::ConnectionClosed { .. }
        | Happening::ChannelOpened { .. }
        | Happening::ChannelClosed { .. }
        | Happening::ConfirmSelected { .. }
        | Happening::QosSet { .. } => describe_session(what, world),
        Happening::ConnectionBlocked { .. }
        | Happening::ConnectionUnblocked { .. }
        | Happening::FlowSet { .. }
        | Happening::ExchangeDeclared { .. }
        | Happening::ExchangeDeleted { .. }
        | Happening::Bound { .. }
        | Happening::Unbound { .. }
        | Happening::TxSelected { .. }
        | Happening::TxCommitted { .. }
        | Happening::TxRolledBack { .. }
        | Happening::Refused { .. }
        | Happening::ConfirmNacked { .. }
        | Happening::ConsumerActivated { .. }
        | Happening::NothingToCancel { .. }
        | Happening::Replied { .. }
        | Happening::DeadLettered { .. }
        | Happening::Recovered { .. } => None,
        Happening::QueueDeclared { .. }
        | Happening::QueuePurged { .. }
        | Happening::QueueDeleted { .. }
        | Happening::Restarted { .. } => describe_queue(what, world),
        Happening::Published { .. }
        | Happening::Returned { .. }
        | Happening::Enqueued { .. }
        | Happening::Confirmed { .. } => describe_publish(what, world),
        Happening::ConsumerStarted { .. }
        | Happening::ConsumerCancelled { .. }
        | Happening::Delivered { .. }
        | Happening::Got { .. }
        | Happening::GotEmpty { .. } => causes::describe_delivery(what, world),
        Happening::Acked { .. } | Happening::Requeued { .. } | Happening::Dropped { .. } => {
            causes::describe_settlement(what, world, held)
        }
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of sessions"
)]
fn describe_session(what: &Happening, world: &World) -> Option<String> {
    Some(match what {
        Happening::ConnectionOpened { connection } => {
            format!("{} connected", world.name(*connection))
        }
        Happening::ConnectionClosed { connection, cause } => {
            let name = world.name(*connection);
            match cause {
                ConnectionClosure::Client(Disconnect::Closed) => {
                    format!("{name} closed its connection")
                }
                ConnectionClosure::Client(Disconnect::Lost) => {
                    format!("the connection of {name} broke: its process is gone")
                }
                ConnectionClosure::Exception(exception) => format!(
                    "the connection of {name} is closed: {} {}",
                    exception.code.code(),
                    line(&exception.to_string())
                ),
            }
        }
        Happening::ChannelClosed {
            channel,
            cause: ChannelClosure::Exception(exception),
        } => format!(
            "the channel of {} is closed: {} {}",
            client(*channel, world),
            exception.code.code(),
            line(&exception.to_string())
        ),
        _ => return None,
    })
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of queues"
)]
fn describe_queue(what: &Happening, world: &World) -> Option<String> {
    Some(match what {
        Happening::QueueDeclared {
            channel,
            queue,
            created,
            message_count,
            consumer_count,
        } => {
            let by = client(*channel, world);
            let queue = name(queue);
            if *created {
                format!("{queue}: declared by {by}, new and empty")
            } else {
                format!(
                    "{queue}: declared by {by}; it exists, with {} and {}",
                    count(*message_count, "ready message"),
                    count(*consumer_count, "consumer")
                )
            }
        }
        Happening::QueuePurged {
            channel,
            queue,
            message_count,
        } => format!(
            "{}: purged by {}, {} gone; unacked ones stay",
            name(queue),
            client(*channel, world),
            count(*message_count, "ready message")
        ),
        Happening::QueueDeleted {
            queue,
            message_count,
            unacked_count,
            cause,
        } => format!(
            "{}: deleted {}, and with it {} and {unacked_count} unacked",
            name(queue),
            describe_queue_deletion(*cause, world),
            count(*message_count, "ready message"),
        ),
        Happening::Restarted { queues } => {
            let queues: Vec<String> = queues.iter().map(describe_restart).collect();
            if queues.is_empty() {
                "started; there are no queues".to_owned()
            } else {
                format!("started; {}", queues.join("; "))
            }
        }
        _ => return None,
    })
}

fn describe_queue_deletion(cause: QueueDeletion, world: &World) -> String {
    match cause {
        QueueDeletion::Client(channel) | QueueDeletion::AlreadyGone(channel) => {
            format!("by {}", client(channel, world))
        }
        QueueDeletion::AutoDelete => "by itself: its last consumer went".to_owned(),
        QueueDeletion::ExclusiveOwnerGone(connection) => {
            format!("by itself: it was exclusive to {}", world.name(connection))
        }
        QueueDeletion::Expired => "by itself: nobody used it for its x-expires".to_owned(),
    }
}

fn describe_restart(queue: &QueueRestart) -> String {
    let QueueRestart {
        queue,
        durable,
        restored,
        redelivered,
        lost,
    } = queue;
    let queue = name(queue);
    if !durable {
        return format!(
            "{queue} is gone with {}, because it was not durable",
            count(*lost, "message")
        );
    }
    let lost = match lost {
        0 => String::new(),
        lost => format!(
            ", without {} that a restart loses",
            count(*lost, "transient message")
        ),
    };
    format!(
        "{queue} is back with {}, {redelivered} of them flagged redelivered{lost}",
        count(*restored, "message")
    )
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of publishing"
)]
fn describe_publish(what: &Happening, world: &World) -> Option<String> {
    Some(match what {
        Happening::Published {
            channel,
            message,
            queues,
            ..
        } if queues.is_empty() => format!(
            "{} from {} finds no queue named {}",
            label(message),
            client(*channel, world),
            line(message.routing_key.as_str())
        ),
        Happening::Returned {
            channel,
            message,
            code,
        } => format!(
            "{} goes back to {}: {} {}, and it was published as mandatory",
            label(message),
            client(*channel, world),
            code.code(),
            code.name()
        ),
        Happening::Enqueued {
            queue,
            position,
            message,
            kept,
            ..
        } => format!(
            "{}: {} ready at position {}; {}",
            name(queue),
            label(message),
            position.0,
            describe_kept(*kept)
        ),
        Happening::Confirmed {
            channel,
            publish_seq,
            multiple,
            cause,
        } => {
            let PublishSeq(number) = publish_seq;
            let which = if *multiple {
                format!("all publishes up to {number}")
            } else {
                format!("publish {number}")
            };
            let by = client(*channel, world);
            format!("{which} of {by} confirmed: {}", describe_confirm(*cause))
        }
        _ => return None,
    })
}

const fn describe_kept(kept: Kept) -> &'static str {
    match kept {
        Kept::Yes => "persistent in a durable queue, so a restart brings it back",
        Kept::TransientMessage => "transient, so a restart loses it",
        Kept::TransientQueue => "the queue is not durable, so a restart loses it",
    }
}

const fn describe_confirm(cause: ConfirmCause) -> &'static str {
    match cause {
        ConfirmCause::Persisted => "written to storage",
        ConfirmCause::Transient => "transient, nothing to wait for",
        ConfirmCause::Replied => "a reply, handed straight on",
        ConfirmCause::Unroutable => "no queue took it, nothing to wait for",
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

fn line(text: &str) -> String {
    one_line(text, TEXT_CHARS_MAX)
}

/// Characters of a name or a reply text in a line: the longest reply texts that name one thing fit.
const TEXT_CHARS_MAX: usize = 200;
