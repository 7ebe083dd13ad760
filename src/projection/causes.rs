//! Why a message went to a consumer, and what became of it there.

use super::{
    describe::{client, count, label, name},
    log::HeldLabels,
};
use crate::{
    broker::{
        AckCause, CancelCause, ConsumerId, DeliveryCause, DeliveryRule, DropCause, Happening,
        PassedOver, PrefetchScope, RequeueCause,
    },
    simulation::{World, one_line},
};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of consuming"
)]
pub(super) fn describe_delivery(what: &Happening, world: &World) -> Option<String> {
    Some(match what {
        Happening::ConsumerStarted {
            consumer,
            queue,
            terms,
        } => {
            let limit = match (terms.no_ack, terms.prefetch_count) {
                (true, _) => "automatic acknowledgement".to_owned(),
                (false, 0) => "no prefetch limit".to_owned(),
                (false, prefetch) => format!("prefetch {prefetch}"),
            };
            format!("{}: {} consumes, {limit}", name(queue), tag(consumer))
        }
        Happening::ConsumerCancelled {
            consumer,
            queue,
            cause,
        } => {
            let cause = match cause {
                CancelCause::Client => "it asked to",
                CancelCause::QueueDeleted => "the queue was deleted",
                CancelCause::ChannelClosed => "its channel closed",
            };
            format!("{}: {} cancelled: {cause}", name(queue), tag(consumer))
        }
        Happening::Delivered {
            consumer,
            queue,
            redelivered,
            message,
            cause,
            ..
        } => format!(
            "{}: {} to {}{}{}",
            name(queue),
            label(message),
            tag(consumer),
            if *redelivered { ", redelivered" } else { "" },
            describe_cause(cause)
        ),
        Happening::Got {
            channel,
            queue,
            redelivered,
            message,
            message_count,
            ..
        } => format!(
            "{}: {} to {}{}: it asked with basic.get; {} left",
            name(queue),
            label(message),
            client(*channel, world),
            if *redelivered { ", redelivered" } else { "" },
            count(*message_count, "ready message")
        ),
        Happening::GotEmpty { channel, queue } => format!(
            "{}: nothing ready for the basic.get of {}",
            name(queue),
            client(*channel, world)
        ),
        _ => return None,
    })
}

fn describe_cause(cause: &DeliveryCause) -> String {
    let passed_over: Vec<String> = cause.passed_over.iter().map(describe_full).collect();
    let passed_over = passed_over.join(", ");
    match (cause.rule, passed_over.is_empty()) {
        (DeliveryRule::OnlyConsumer, _) => ": the only consumer".to_owned(),
        (DeliveryRule::OnlyOneWithRoom, true) => ": the only one with room".to_owned(),
        (DeliveryRule::OnlyOneWithRoom, false) => format!(": {passed_over}"),
        (DeliveryRule::SingleActive, _) => ": the single active consumer".to_owned(),
        (DeliveryRule::HigherPriority, true) => ": the highest priority with room".to_owned(),
        (DeliveryRule::HigherPriority, false) => {
            format!(": the highest priority with room; {passed_over}")
        }
        (DeliveryRule::RoundRobin, true) => ": its turn".to_owned(),
        (DeliveryRule::RoundRobin, false) => {
            format!(": its turn among those with room; {passed_over}")
        }
    }
}

fn describe_full(full: &PassedOver) -> String {
    let PassedOver {
        consumer,
        unacked,
        prefetch_count,
        scope,
    } = full;
    let consumer = tag(consumer);
    let whose = match scope {
        PrefetchScope::Consumer => "its prefetch",
        PrefetchScope::Channel => "its channel's prefetch",
    };
    format!("{consumer} already holds {unacked} of {prefetch_count} allowed by {whose}")
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those that end a holding"
)]
pub(super) fn describe_settlement(
    what: &Happening,
    world: &World,
    held: &HeldLabels,
) -> Option<String> {
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
        Happening::Dropped {
            queue,
            message,
            cause,
            ..
        } => {
            let cause = describe_drop(*cause, world);
            format!("{}: {} dropped: {cause}", name(queue), label(message))
        }
        _ => return None,
    })
}

fn describe_drop(cause: DropCause, world: &World) -> String {
    let why = match cause {
        DropCause::Nack { channel, .. } => {
            return format!("{} sent basic.nack without requeue", client(channel, world));
        }
        DropCause::Reject { channel, .. } => {
            return format!(
                "{} sent basic.reject without requeue",
                client(channel, world)
            );
        }
        DropCause::Expired => "its time to live ended at the head of the queue",
        DropCause::MaxLength => "the queue was full and gave up its oldest message for a newer one",
        DropCause::RefusedWhenFull => "the queue is full and refuses new messages",
        DropCause::DeliveryLimit => "it had been handed out as often as the delivery limit allows",
    };
    why.to_owned()
}

/// The page's consumers have their program's name for a tag.
fn tag(consumer: &ConsumerId) -> String {
    one_line(consumer.tag.as_str(), TAG_CHARS_MAX)
}

const TAG_CHARS_MAX: usize = 60;
