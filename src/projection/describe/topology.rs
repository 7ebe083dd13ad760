//! Queues in plain words: declared, emptied, gone, and back after a restart.

use super::{client, count, name};
use crate::{
    broker::{Happening, QueueDeletion, QueueRestart},
    simulation::World,
};

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "`describe` has sorted the kinds; here are those of queues"
)]
pub(super) fn describe(what: &Happening, world: &World) -> Option<String> {
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
            cause: QueueDeletion::AlreadyGone(channel),
            ..
        } => format!(
            "{}: {} deletes it, and there is none",
            name(queue),
            client(*channel, world)
        ),
        Happening::QueueDeleted {
            queue,
            message_count,
            unacked_count,
            cause,
        } => format!(
            "{}: {}, and with it {} and {unacked_count} unacked",
            name(queue),
            describe_deletion(*cause, world),
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

fn describe_deletion(cause: QueueDeletion, world: &World) -> String {
    match cause {
        QueueDeletion::Client(channel) | QueueDeletion::AlreadyGone(channel) => {
            format!("deleted by {}", client(channel, world))
        }
        QueueDeletion::AutoDelete => {
            "gone by itself, because it is auto-delete and its last consumer went".to_owned()
        }
        QueueDeletion::ExclusiveOwnerGone(connection) => format!(
            "gone by itself, because it was exclusive to the connection of {}, which closed",
            world.name(connection)
        ),
        QueueDeletion::Expired { .. } => {
            "gone by itself, because nobody had used it for as long as its x-expires says"
                .to_owned()
        }
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
