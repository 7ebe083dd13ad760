//! Consumers and deliveries in plain words: who gets a message, and why this one.

use super::{client, count, label, name, tag};
use crate::{
    broker::{
        CancelCause, ConsumerTerms, DeliveryCause, DeliveryRule, Happening, PassedOver,
        PrefetchScope,
    },
    simulation::World,
};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of consuming"
)]
pub(super) fn describe(what: &Happening, world: &World) -> Option<String> {
    Some(match what {
        Happening::ConsumerStarted {
            consumer,
            queue,
            terms,
        } => format!(
            "{}: {} consumes, {}",
            name(queue),
            tag(consumer),
            describe_terms(terms)
        ),
        Happening::ConsumerActivated {
            consumer, queue, ..
        } => format!(
            "{}: {} is now the one that gets messages: the queue has a single active consumer",
            name(queue),
            tag(consumer)
        ),
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
        Happening::NothingToCancel { consumer } => format!(
            "{} cancels {}, which is no consumer of its channel",
            client(consumer.channel, world),
            tag(consumer)
        ),
        Happening::Replied {
            consumer, message, ..
        } => format!(
            "{} handed straight to {} of {}, which waited for this reply: no queue was needed",
            label(message),
            tag(consumer),
            client(consumer.channel, world)
        ),
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

fn describe_terms(terms: &ConsumerTerms) -> String {
    let ConsumerTerms {
        prefetch_count,
        no_ack,
        exclusive,
        priority,
    } = terms;
    let mut said = vec![match (no_ack, prefetch_count) {
        (true, _) => "automatic acknowledgement".to_owned(),
        (false, 0) => "no prefetch limit".to_owned(),
        (false, prefetch) => format!("prefetch {prefetch}"),
    }];
    if *exclusive {
        said.push("exclusive".to_owned());
    }
    if *priority != 0 {
        said.push(format!("priority {priority}"));
    }
    said.join(", ")
}

fn describe_cause(cause: &DeliveryCause) -> String {
    let passed_over: Vec<String> = cause.passed_over.iter().map(describe_full).collect();
    let passed_over = passed_over.join(", ");
    match (cause.rule, passed_over.is_empty()) {
        (DeliveryRule::OnlyConsumer, _) => ": the only consumer".to_owned(),
        (DeliveryRule::OnlyOneWithRoom, true) => ": the only one with room".to_owned(),
        (DeliveryRule::OnlyOneWithRoom, false) => format!(": {passed_over}"),
        (DeliveryRule::SingleActive, _) => ": the single active consumer".to_owned(),
        (DeliveryRule::HigherPriority { .. }, true) => {
            ": the highest priority with room".to_owned()
        }
        (DeliveryRule::HigherPriority { .. }, false) => {
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
