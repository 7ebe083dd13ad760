//! What became of messages that were handed out or given up, in plain words.

use super::{client, exchange, label, name, names};
use crate::{
    broker::{
        AckCause, DeadLetterOutcome, DeathReason, DropCause, Happening, QueueName, RequeueCause,
    },
    projection::log::HeldLabels,
    simulation::World,
};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of messages that leave or return"
)]
pub(super) fn describe(what: &Happening, world: &World, held: &HeldLabels) -> Option<String> {
    Some(match what {
        Happening::Acked {
            channel,
            delivery_tag,
            queue,
            cause,
            ..
        } => {
            let (queue, label) = (name(queue), held.label(*channel, *delivery_tag));
            let by = client(*channel, world);
            match cause {
                AckCause::Client { multiple: false } => {
                    format!("{queue}: {label} acked by {by}, and gone")
                }
                AckCause::Client { multiple: true } => {
                    format!("{queue}: {label} acked by {by} together with others, and gone")
                }
                AckCause::Automatic => {
                    format!("{queue}: {label} gone on sending: automatic acknowledgement")
                }
            }
        }
        Happening::Requeued {
            channel,
            delivery_tag,
            queue,
            position,
            cause,
        } => {
            let by = client(*channel, world);
            let cause = match cause {
                RequeueCause::Nack => format!("{by} sent basic.nack"),
                RequeueCause::Reject => format!("{by} sent basic.reject with requeue"),
                RequeueCause::Recover => format!("{by} sent basic.recover"),
                RequeueCause::ChannelClosed => format!("the channel of {by} closed"),
            };
            format!(
                "{}: {} requeued in place, at position {}, flagged redelivered: {cause}",
                name(queue),
                held.label(*channel, *delivery_tag),
                position.0
            )
        }
        // That the queue refused it is told already.
        Happening::Dropped {
            cause: DropCause::RefusedWhenFull,
            ..
        } => return None,
        Happening::Dropped {
            queue,
            message,
            cause,
            ..
        } => {
            let cause = describe_drop(*cause, world);
            format!("{}: {} dropped: {cause}", name(queue), label(message))
        }
        Happening::DeadLettered {
            queue,
            reason,
            exchange: to,
            message,
            outcome,
        } => format!(
            "{}: {} dead-lettered ({}) to {}{}",
            name(queue),
            label(message),
            describe_reason(*reason),
            exchange(to),
            describe_outcome(outcome)
        ),
        _ => return None,
    })
}

fn describe_drop(cause: DropCause, world: &World) -> String {
    match cause {
        DropCause::Nack { channel, .. } => {
            format!("{} sent basic.nack without requeue", client(channel, world))
        }
        DropCause::Reject { channel, .. } => format!(
            "{} sent basic.reject without requeue",
            client(channel, world)
        ),
        DropCause::Expired { .. } => "its time to live ended at the head of the queue".to_owned(),
        DropCause::MaxLength(_) => {
            "the queue is over its maximum length and gives up its oldest messages".to_owned()
        }
        DropCause::RefusedWhenFull => "the queue is full and refused it".to_owned(),
        DropCause::DeliveryLimit { .. } => {
            "the quorum queue had handed it out as often as its delivery limit allows".to_owned()
        }
    }
}

const fn describe_reason(reason: DeathReason) -> &'static str {
    match reason {
        DeathReason::Rejected => "rejected",
        DeathReason::Expired => "expired",
        DeathReason::MaxLength => "maximum length",
        DeathReason::DeliveryLimit => "delivery limit",
    }
}

fn describe_outcome(outcome: &DeadLetterOutcome) -> String {
    match outcome {
        DeadLetterOutcome::NoExchange => ", which does not exist, so it is gone".to_owned(),
        DeadLetterOutcome::Routed(queues) if queues.is_empty() => {
            ", where no binding matches, so it is gone".to_owned()
        }
        DeadLetterOutcome::Routed(queues) => format!(", and from there to {}", names(queues)),
        DeadLetterOutcome::CycleCut { cycle, routed } => format!(
            "; it has been in {} before without any consumer's refusing it, so it does not go there again, {}",
            name(cycle),
            describe_rest(routed)
        ),
    }
}

fn describe_rest(routed: &[QueueName]) -> String {
    if routed.is_empty() {
        "and is gone".to_owned()
    } else {
        format!("but to {}", names(routed))
    }
}
