//! Publishes in plain words: where they went, and what the publisher was told.

use super::{client, exchange, label, length, line, name, names};
use crate::{
    broker::{
        ConfirmCause, Event, Happening, Kept, Message, Millis, PublishSeq, QueueName, RefusalCause,
        Timestamp,
    },
    simulation::World,
};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of publishing"
)]
pub(super) fn describe(event: &Event, world: &World) -> Option<String> {
    Some(match &event.what {
        Happening::Published {
            channel,
            message,
            queues,
            ..
        } => return describe_routed(message, queues, client(*channel, world)),
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
            expires_at,
            ..
        } => format!(
            "{}: {} ready at position {}; {}{}",
            name(queue),
            label(message),
            position.0,
            describe_kept(*kept, message),
            describe_ttl(event.at, *expires_at)
        ),
        Happening::Refused {
            queue,
            message,
            cause: RefusalCause::MaxLength(_),
        } => format!(
            "{}: {} refused, because the queue is full and is declared to refuse what is new",
            name(queue),
            label(message)
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
        Happening::ConfirmNacked {
            channel,
            publish_seq: PublishSeq(number),
        } => format!(
            "publish {number} of {} nacked: a queue that it was routed to refused it",
            client(*channel, world)
        ),
        _ => return None,
    })
}

/// What is routed by the default exchange is told by its queue.
fn describe_routed(message: &Message, queues: &[QueueName], by: &str) -> Option<String> {
    let is_default = message.exchange.as_str().is_empty();
    let (label, key) = (label(message), line(message.routing_key.as_str()));
    match (is_default, queues) {
        (true, []) => Some(format!("{label} from {by} finds no queue named {key}")),
        (true, _) => None,
        (false, []) => Some(format!(
            "{label} from {by} finds no queue: {} has no binding that matches{}",
            exchange(&message.exchange),
            of_key(&key)
        )),
        (false, queues) => Some(format!(
            "{label} from {by} goes by {}{} to {}",
            exchange(&message.exchange),
            of_key(&key),
            names(queues)
        )),
    }
}

fn of_key(key: &str) -> String {
    if key.is_empty() {
        String::new()
    } else {
        format!(" (routing key {key})")
    }
}

fn describe_kept(kept: Kept, message: &Message) -> &'static str {
    match kept {
        Kept::Yes if message.is_persistent() => {
            "persistent in a durable queue, so a restart brings it back"
        }
        Kept::Yes => "a quorum queue keeps every message, so a restart brings it back",
        Kept::TransientMessage => "transient, so a restart loses it",
        Kept::TransientQueue => "the queue is not durable, so a restart loses it",
    }
}

fn describe_ttl(now: Timestamp, expires_at: Option<Timestamp>) -> String {
    match expires_at.map(|expires_at| expires_at - now) {
        None => String::new(),
        Some(Millis(0)) => {
            "; its time to live is 0, so it is given up unless a consumer takes it at once"
                .to_owned()
        }
        Some(ttl) => format!("; its time to live is {}", length(ttl)),
    }
}

const fn describe_confirm(cause: ConfirmCause) -> &'static str {
    match cause {
        ConfirmCause::Persisted { .. } => "written to storage",
        ConfirmCause::Transient => "transient, nothing to wait for",
        ConfirmCause::Unroutable => "no queue took it, nothing to wait for",
        ConfirmCause::Replied => "it was a reply, and who waited for it has it",
    }
}
