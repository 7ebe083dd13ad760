//! What became of messages, queues and bindings inside the broker.

use leveret::broker::{
    AckCause, DeadLetterOutcome, DropCause, Happening, Kept, QueueDeletion, QueueName,
    QueueRestart, RequeueCause,
};

use super::super::topology;

#[expect(
    clippy::too_many_lines,
    reason = "each thing that happens has its line"
)]
pub(super) fn inside(what: &Happening) -> Option<String> {
    let line = match what {
        Happening::Published { queues, .. } if queues.is_empty() => "published to no queue".into(),
        Happening::Published { queues, .. } => {
            format!("published to {}", names(queues))
        }
        Happening::Enqueued {
            queue,
            position,
            kept,
            expires_at,
            ..
        } => {
            let until = expires_at.map_or_else(String::new, |at| format!(" until {}", at.0));
            let kept = match kept {
                Kept::Yes => "kept",
                Kept::TransientMessage => "transient message",
                Kept::TransientQueue => "transient queue",
            };
            format!("{queue}@{} enqueued: {kept}{until}", position.0)
        }
        Happening::Acked {
            queue,
            position,
            cause,
            ..
        } => {
            let cause = match cause {
                AckCause::Client { multiple: false } => "client",
                AckCause::Client { multiple: true } => "client, multiple",
                AckCause::Automatic => "automatic",
            };
            format!("{queue}@{} acked: {cause}", position.0)
        }
        Happening::Requeued {
            queue,
            position,
            cause,
            ..
        } => {
            let cause = match cause {
                RequeueCause::Nack => "nack",
                RequeueCause::Reject => "reject",
                RequeueCause::Recover => "recover",
                RequeueCause::ChannelClosed => "channel closed",
            };
            format!("{queue}@{} requeued: {cause}", position.0)
        }
        Happening::Refused { queue, .. } => format!("{queue} refused: max length"),
        Happening::Dropped {
            queue,
            position,
            cause,
            ..
        } => {
            let place = position.map_or_else(String::new, |position| format!("@{}", position.0));
            format!("{queue}{place} dropped: {}", dropped(*cause))
        }
        Happening::DeadLettered {
            queue,
            reason,
            exchange,
            outcome,
            ..
        } => format!(
            "{queue} dead-lettered ({}) to '{exchange}': {}",
            reason.name(),
            went_on(outcome)
        ),
        Happening::QueueDeleted { queue, cause, .. } => {
            format!("{queue} deleted: {}", deleted(*cause))
        }
        Happening::ConsumerActivated {
            consumer, queue, ..
        } => {
            format!("{queue} active: {}", consumer.tag)
        }
        Happening::ExchangeDeclared { .. }
        | Happening::ExchangeDeleted { .. }
        | Happening::Bound { .. }
        | Happening::Unbound { .. } => return topology::change(what),
        Happening::Restarted { queues } => {
            let queues: Vec<String> = queues.iter().map(restarted).collect();
            format!("restarted: {}", queues.join("; "))
        }
        Happening::ConnectionOpened { .. }
        | Happening::ConnectionClosed { .. }
        | Happening::ConnectionBlocked { .. }
        | Happening::ConnectionUnblocked { .. }
        | Happening::ChannelOpened { .. }
        | Happening::ChannelClosed { .. }
        | Happening::FlowSet { .. }
        | Happening::QueueDeclared { .. }
        | Happening::QueuePurged { .. }
        | Happening::ConfirmSelected { .. }
        | Happening::TxSelected { .. }
        | Happening::TxCommitted { .. }
        | Happening::TxRolledBack { .. }
        | Happening::QosSet { .. }
        | Happening::Returned { .. }
        | Happening::Confirmed { .. }
        | Happening::ConfirmNacked { .. }
        | Happening::ConsumerStarted { .. }
        | Happening::ConsumerCancelled { .. }
        | Happening::NothingToCancel { .. }
        | Happening::Replied { .. }
        | Happening::Delivered { .. }
        | Happening::Got { .. }
        | Happening::GotEmpty { .. }
        | Happening::Recovered { .. } => return None,
    };
    Some(line)
}

const fn dropped(cause: DropCause) -> &'static str {
    match cause {
        DropCause::Nack { .. } => "nack",
        DropCause::Reject { .. } => "reject",
        DropCause::Expired { .. } => "expired",
        DropCause::MaxLength(_) => "max length",
        DropCause::RefusedWhenFull => "refused when full",
        DropCause::DeliveryLimit { .. } => "delivery limit",
    }
}

const fn deleted(cause: QueueDeletion) -> &'static str {
    match cause {
        QueueDeletion::Client(_) => "client",
        QueueDeletion::AlreadyGone(_) => "already gone",
        QueueDeletion::AutoDelete => "auto-delete",
        QueueDeletion::ExclusiveOwnerGone(_) => "its owner is gone",
        QueueDeletion::Expired { .. } => "expired",
    }
}

fn went_on(outcome: &DeadLetterOutcome) -> String {
    match outcome {
        DeadLetterOutcome::NoExchange => "no exchange".to_owned(),
        DeadLetterOutcome::Routed(queues) => names(queues),
        DeadLetterOutcome::CycleCut { cycle, routed } => {
            format!("{}, not again to {cycle}", names(routed))
        }
    }
}

fn names(queues: &[QueueName]) -> String {
    if queues.is_empty() {
        return "nowhere".to_owned();
    }
    let queues: Vec<&str> = queues.iter().map(QueueName::as_str).collect();
    queues.join(", ")
}

fn restarted(queue: &QueueRestart) -> String {
    format!(
        "{} {}, {} restored, {} redelivered, {} lost",
        queue.queue,
        if queue.durable { "back" } else { "gone" },
        queue.restored,
        queue.redelivered,
        queue.lost
    )
}
