//! Why messages leave a queue, come back to it, or go on from it.

use super::{DocPage, Why};
use crate::{
    broker::{
        AckCause, DeadLetterOutcome, DeathReason, DeliveryTag, DropCause, Excess, ExchangeName,
        Message, Position, QueueName, RequeueCause, Timestamp,
    },
    projection::describe::{client, count, exchange, length, line, name},
    simulation::World,
};

pub(super) fn acked(by: &str, label: &str, delivery_tag: DeliveryTag, cause: AckCause) -> Why {
    let tag = delivery_tag.0;
    match cause {
        AckCause::Client { multiple: false } => Why::new(
            format!(
                "basic.ack came from {by} for delivery tag {tag} of its channel: {label} is done. \
                 Only now the queue forgets it; until now a crash of {by} would have brought it \
                 back."
            ),
            DocPage::PositiveAcknowledgement,
        ),
        AckCause::Client { multiple: true } => Why::new(
            format!(
                "basic.ack came from {by} with multiple set, which acks every delivery of its \
                 channel up to the tag that it names; {label} was delivered with tag {tag}."
            ),
            DocPage::AcknowledgingSeveral,
        ),
        AckCause::Automatic => Why::new(
            format!(
                "With automatic acknowledgement (no_ack), as {by} has it, sending {label} was \
                 enough, and the queue has forgotten it. If {by} crashes before it is done, \
                 {label} is lost."
            ),
            DocPage::AcknowledgementModes,
        ),
    }
}

pub(super) fn requeued(
    by: &str,
    delivery_tag: DeliveryTag,
    position: Position,
    cause: RequeueCause,
) -> Why {
    let (because, page) = match cause {
        RequeueCause::Nack => (
            format!(
                "{by} sent basic.nack with requeue set for delivery tag {}",
                delivery_tag.0
            ),
            DocPage::NegativeAcknowledgement,
        ),
        RequeueCause::Reject => (
            format!(
                "{by} sent basic.reject with requeue set for delivery tag {}",
                delivery_tag.0
            ),
            DocPage::NegativeAcknowledgement,
        ),
        RequeueCause::Recover => (
            format!("{by} sent basic.recover, which requeues all that its channel holds"),
            DocPage::Reference,
        ),
        RequeueCause::ChannelClosed => (
            format!(
                "the channel of {by} closed with delivery tag {} unacked, and nobody else can ack \
                 it",
                delivery_tag.0
            ),
            DocPage::AutomaticRequeueing,
        ),
    };
    let rule = format!(
        "It is ready again because {because}. It goes back to its own place, position {}, before \
         all that was never handed out, so it is soon delivered again, flagged redelivered, maybe \
         to the same consumer.",
        position.0
    );
    Why::new(rule, page)
}

pub(super) fn dropped(
    at: Timestamp,
    queue: &QueueName,
    cause: DropCause,
    is_dead_lettered: bool,
    world: &World,
) -> Why {
    let (because, page) = match cause {
        DropCause::Nack {
            channel,
            delivery_tag,
        } => (
            format!(
                "basic.nack came from {} for delivery tag {} without requeue.",
                client(channel, world),
                delivery_tag.0
            ),
            DocPage::NegativeAcknowledgement,
        ),
        DropCause::Reject {
            channel,
            delivery_tag,
        } => (
            format!(
                "basic.reject came from {} for delivery tag {} without requeue.",
                client(channel, world),
                delivery_tag.0
            ),
            DocPage::NegativeAcknowledgement,
        ),
        DropCause::Expired { ended_at } => (expired(at, ended_at), DocPage::ExpiryAtHead),
        DropCause::MaxLength(excess) => (too_much(queue, excess), DocPage::LengthLimit),
        DropCause::RefusedWhenFull => (
            "Its queue is declared to refuse what is new when it is full, and to dead-letter it."
                .to_owned(),
            DocPage::Overflow,
        ),
        DropCause::DeliveryLimit { deliveries, limit } => (
            format!(
                "It was handed out {} and never acked, and the delivery limit of {} lets it come \
                 back {}: it may be what makes its consumers fail.",
                times(deliveries),
                name(queue),
                times(limit)
            ),
            DocPage::PoisonMessages,
        ),
    };
    let then = if is_dead_lettered {
        "The queue has an x-dead-letter-exchange, so it goes on there."
    } else {
        "The queue has no x-dead-letter-exchange, so it is gone for good."
    };
    Why::new(format!("{because} {then}"), page)
}

fn expired(at: Timestamp, ended_at: Timestamp) -> String {
    if at == ended_at {
        return "Its time to live ended at this moment, and it stood at the head of its queue."
            .to_owned();
    }
    format!(
        "Its time to live had ended {} ago. A queue looks only at its head, so the message still \
         counted as ready behind others, and goes now that it is at the head.",
        length(at - ended_at)
    )
}

fn too_much(queue: &QueueName, excess: Excess) -> String {
    let too_much = match excess {
        Excess::Messages { ready, max } => format!(
            "{} had {} and its x-max-length is {max}",
            name(queue),
            count(ready, "ready message")
        ),
        Excess::Bytes { ready, max } => format!(
            "The bodies of the ready messages of {} had {} and its x-max-length-bytes is {max}",
            name(queue),
            count(ready, "byte")
        ),
    };
    format!(
        "{too_much}; unacked ones do not count. Its x-overflow is drop-head, so it gives up the \
         message at its head."
    )
}

fn times(number: u32) -> String {
    count(u64::from(number), "time")
}

pub(super) fn dead_lettered(
    queue: &QueueName,
    reason: DeathReason,
    to: &ExchangeName,
    message: &Message,
    outcome: &DeadLetterOutcome,
) -> Why {
    let mut said = vec![format!(
        "x-dead-letter-exchange of {} is {}, so what the queue gives up is published there, with \
         the routing key {}. The reason in its x-death header is {}.",
        name(queue),
        exchange(to),
        line(message.routing_key.as_str()),
        reason.name()
    )];
    let death = message
        .deaths
        .as_ref()
        .and_then(|deaths| deaths.entries.first());
    if let Some(death) = death.filter(|death| death.count > 1) {
        said.push(format!(
            "It has died there for that reason {} by now.",
            count(death.count, "time")
        ));
    }
    if death.is_some_and(|death| death.original_expiration.is_some()) {
        said.push(
            "Its expiration was taken off, so that it does not expire by it again.".to_owned(),
        );
    }
    let (then, page) = match outcome {
        DeadLetterOutcome::NoExchange => (
            "No such exchange exists; a dead letter that cannot be routed is dropped in silence."
                .to_owned(),
            DocPage::DeadLetters,
        ),
        DeadLetterOutcome::Routed(queues) if queues.is_empty() => (
            "That found no queue; a dead letter that cannot be routed is dropped in silence."
                .to_owned(),
            DocPage::DeadLetterRouting,
        ),
        DeadLetterOutcome::Routed(queues) => (
            format!("That found {}.", count(queues.len() as u64, "queue")),
            DocPage::DeadLetterRouting,
        ),
        DeadLetterOutcome::CycleCut { cycle, .. } => (
            format!(
                "It would have come back to {} by time or length alone, and would do so for ever: \
                 without a consumer's rejection on the way round the broker cuts the circle.",
                name(cycle)
            ),
            DocPage::DeadLetterRouting,
        ),
    };
    said.push(then);
    Why::new(said.join(" "), page)
}
