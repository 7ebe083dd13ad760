//! Why a message was handed out, and why to this one.

use super::{DocPage, Why, consuming::waiting};
use crate::{
    broker::{
        ConsumerId, ConsumerTerms, DeliveryCause, DeliveryRule, Message, PassedOver, Precedence,
        PrefetchScope, limits::PASSED_OVER_MAX,
    },
    projection::describe::{count, label, tag},
};

pub(super) fn delivered(
    consumer: &ConsumerId,
    message: &Message,
    redelivered: bool,
    cause: &DeliveryCause,
) -> Why {
    let who = tag(consumer);
    let mut said = vec![format!("{who} got {}: {}.", label(message), chosen(cause))];
    said.extend(others_full(cause));
    said.push(now_holds(&who, cause));
    said.extend(came_first(cause.precedence));
    if redelivered {
        said.push(
            "It had been handed out before and was not acked, so it is flagged redelivered: \
             somebody may have processed it already."
                .to_owned(),
        );
    }
    Why::new(said.join(" "), page(redelivered, cause))
}

/// The rule that chose the consumer.
fn chosen(cause: &DeliveryCause) -> String {
    match cause.rule {
        DeliveryRule::OnlyConsumer => "the queue has no other consumer".to_owned(),
        DeliveryRule::OnlyOneWithRoom => match cause.passed_over.first() {
            Some(full) => were_full(full, cause.others.saturating_sub(1), ""),
            None => "no other had room".to_owned(),
        },
        DeliveryRule::RoundRobin => format!(
            "it was its turn; the queue has {} consumers and deals to those with room one by one",
            cause.others + 1
        ),
        DeliveryRule::HigherPriority { next } => format!(
            "its x-priority is {}, the next is {next}, and a lower one is asked only when all \
             higher ones are full",
            cause.terms.priority
        ),
        DeliveryRule::SingleActive => format!(
            "the queue has x-single-active-consumer and this is it; {}",
            waiting(cause.others)
        ),
    }
}

/// Consumers that had no room, where that is not what decided.
fn others_full(cause: &DeliveryCause) -> Option<String> {
    if cause.rule == DeliveryRule::OnlyOneWithRoom {
        return None;
    }
    let (first, rest) = cause.passed_over.split_first()?;
    let at_least = if cause.passed_over.len() < PASSED_OVER_MAX {
        ""
    } else {
        "at least "
    };
    let full = were_full(first, rest.len() as u64, at_least);
    Some(format!("{full}."))
}

fn were_full(first: &PassedOver, more: u64, at_least: &str) -> String {
    let first = was_full(first);
    match more {
        0 => first,
        1 => format!("{first}, and 1 more was full too"),
        more => format!("{first}, and {at_least}{more} more were full too"),
    }
}

fn was_full(full: &PassedOver) -> String {
    let PassedOver {
        consumer,
        unacked,
        prefetch_count,
        scope,
    } = full;
    let whose = match scope {
        PrefetchScope::Consumer => "its prefetch",
        PrefetchScope::Channel => "its channel's prefetch",
    };
    format!(
        "{} already held {unacked} of {prefetch_count} allowed by {whose}",
        tag(consumer)
    )
}

fn now_holds(who: &str, cause: &DeliveryCause) -> String {
    let ConsumerTerms {
        prefetch_count,
        no_ack,
        ..
    } = cause.terms;
    let unacked = cause.unacked;
    match (no_ack, prefetch_count) {
        (true, _) => format!(
            "{who} acknowledges automatically: it holds nothing unacked, and no prefetch stops it."
        ),
        (false, 0) => format!(
            "{who} has no prefetch limit, so it is never full, however much it holds: now \
             {unacked}."
        ),
        (false, prefetch) => format!("{who} now holds {unacked} of {prefetch}."),
    }
}

/// Why this message, where age alone does not decide.
fn came_first(precedence: Precedence) -> Option<String> {
    Some(match precedence {
        Precedence::FirstIn => return None,
        Precedence::Priority { priority, max } => format!(
            "Of what was ready it was the oldest of the highest priority, {priority} of at most \
             {max}."
        ),
        Precedence::High => {
            "It was the oldest of the high priority, of which a quorum queue serves two for each \
             normal one."
                .to_owned()
        }
        Precedence::Normal => {
            "It was the oldest of the normal priority, of which a quorum queue serves one for two \
             high ones, if it has any."
                .to_owned()
        }
    })
}

fn page(redelivered: bool, cause: &DeliveryCause) -> DocPage {
    if redelivered {
        return DocPage::AutomaticRequeueing;
    }
    match cause.rule {
        DeliveryRule::SingleActive => return DocPage::SingleActiveConsumer,
        DeliveryRule::HigherPriority { .. } => return DocPage::ConsumerPriorities,
        DeliveryRule::OnlyConsumer | DeliveryRule::OnlyOneWithRoom | DeliveryRule::RoundRobin => {}
    }
    let is_turn_alone = cause.rule == DeliveryRule::RoundRobin && cause.passed_over.is_empty();
    match cause.precedence {
        Precedence::Priority { .. } => DocPage::PriorityQueues,
        Precedence::High => DocPage::QuorumPriorities,
        Precedence::FirstIn | Precedence::Normal if cause.terms.no_ack => {
            DocPage::AcknowledgementModes
        }
        // That page says whose turn it is among equals.
        Precedence::FirstIn | Precedence::Normal if is_turn_alone => DocPage::ConsumerPriorities,
        Precedence::FirstIn | Precedence::Normal => DocPage::ConsumerPrefetch,
    }
}

pub(super) fn replied(consumer: &ConsumerId, message: &Message) -> Why {
    let rule = format!(
        "{} waits on its channel for replies, and {} was published to the address that its request \
         carried. Such a reply stands in no queue, is never acked and cannot be redelivered.",
        tag(consumer),
        label(message)
    );
    Why::new(rule, DocPage::DirectReplyTo)
}

pub(super) fn got(by: &str, message: &Message, redelivered: bool, left: u64) -> Why {
    let mut rule = format!(
        "basic.get takes the message at the head, here {} for {by}, whoever consumes from the \
         queue and whatever its prefetch. Left ready: {}.",
        label(message),
        count(left, "message")
    );
    if redelivered {
        rule.push_str(
            " It had been handed out before and was not acked, so it is flagged redelivered.",
        );
    }
    Why::new(rule, DocPage::Polling)
}

pub(super) fn got_empty(by: &str) -> Why {
    let rule = format!(
        "No message of the queue was ready, and basic.get does not wait: {by} is told so at once. \
         What others hold unacked is not ready."
    );
    Why::new(rule, DocPage::Polling)
}
