//! Why queues, exchanges and bindings come and go, and what a restart brings back.

use super::{DocPage, Why, is_reply_name};
use crate::{
    broker::{
        Binding, Destination, ExchangeDeletion, ExchangeName, QueueDeletion, QueueName,
        QueueRestart, UnbindCause,
    },
    projection::describe::{count, exchange, length, line, name},
};

pub(super) fn exchange_declared(declared: &ExchangeName, created: bool) -> Why {
    let declared = exchange(declared);
    if created {
        let rule = format!(
            "There was no {declared}, so exchange.declare made one. An exchange keeps no messages: \
             until something is bound to this one, what is published to it finds no queue."
        );
        return Why::new(rule, DocPage::Exchanges);
    }
    let rule = format!(
        "There is an {declared} already. Declaring it again with the same type and properties \
         changes nothing; with others it is refused with 406."
    );
    Why::new(rule, DocPage::ExchangeProperties)
}

pub(super) fn exchange_deleted(deleted: &ExchangeName, cause: ExchangeDeletion) -> Why {
    let deleted = exchange(deleted);
    let rule = match cause {
        ExchangeDeletion::Client(_) => format!(
            "exchange.delete removes {deleted} with the bindings from and to it. Queues and their \
             messages stay: an exchange holds none."
        ),
        ExchangeDeletion::AlreadyGone(_) => format!(
            "There is no {deleted}. To delete what does not exist is no error: the broker answers \
             that it is gone."
        ),
        ExchangeDeletion::AutoDelete => format!(
            "It was declared auto-delete, and such an exchange goes when the last binding from it \
             is removed: now nothing leads on from {deleted}."
        ),
    };
    Why::new(rule, DocPage::ExchangeProperties)
}

pub(super) fn bound(binding: &Binding, created: bool) -> Why {
    let rule = if created {
        format!(
            "From now on {} also routes to {} whatever it matches with this binding. What was \
             published before is not routed again.",
            exchange(&binding.source),
            end(binding)
        )
    } else {
        format!(
            "It was bound in just this way already. The same binding twice is one binding, and {} \
             gets one copy of each message.",
            end(binding)
        )
    };
    Why::new(rule, DocPage::Exchanges)
}

pub(super) fn unbound(binding: &Binding, cause: UnbindCause) -> Why {
    let (source, end) = (exchange(&binding.source), end(binding));
    let rule = match cause {
        UnbindCause::Client(_) => format!(
            "From now on {source} no longer routes to {end} by this binding. Messages that it \
             routed before stay where they are."
        ),
        UnbindCause::AlreadyGone(_) => format!(
            "There is no such binding of {source} to {end}. To remove what does not exist is no \
             error."
        ),
        UnbindCause::SourceGone => {
            format!(
                "A binding needs both its ends: {source} is gone, and with it every binding from \
                 it."
            )
        }
        UnbindCause::DestinationGone => {
            format!(
                "A binding needs both its ends: {end} is gone, and with it every binding to it."
            )
        }
    };
    Why::new(rule, DocPage::Exchanges)
}

fn end(binding: &Binding) -> String {
    match &binding.destination {
        Destination::Queue(queue) => format!("queue {}", line(queue.as_str())),
        Destination::Exchange(to) => exchange(to),
    }
}

pub(super) fn queue_declared(queue: &QueueName, created: bool) -> Why {
    let called = name(queue);
    if is_reply_name(queue.as_str()) {
        let rule = format!(
            "{called} is no queue but the address of clients that wait for replies. Declaring it \
             makes nothing; it tells whether somebody waits."
        );
        return Why::new(rule, DocPage::DirectReplyTo);
    }
    if created {
        let rule = format!(
            "There was no queue {called}, so queue.declare made one. The default exchange knows it \
             by its name: what is published there with the routing key {called} comes here."
        );
        return Why::new(rule, DocPage::Queues);
    }
    let rule = format!(
        "There is a queue {called} already. Declaring it again with the same properties and \
         arguments changes nothing, so every program may declare what it needs; with others it is \
         refused with 406."
    );
    Why::new(rule, DocPage::PropertyEquivalence)
}

pub(super) fn purged(queue: &QueueName, message_count: u64) -> Why {
    let rule = format!(
        "queue.purge removes the messages of {} that are ready, here {message_count}, and does not \
         dead-letter them. What consumers hold unacked is theirs and is not touched.",
        name(queue)
    );
    Why::new(rule, DocPage::Reference)
}

pub(super) fn queue_deleted(queue: &QueueName, unacked_count: u64, cause: QueueDeletion) -> Why {
    let called = name(queue);
    match cause {
        QueueDeletion::Client(_) => {
            let rule = format!(
                "queue.delete removes {called} with its bindings and all its messages; none is \
                 dead-lettered, and its consumers are cancelled. What clients still hold unacked, \
                 here {unacked_count}, can be acked, which changes nothing any more."
            );
            Why::new(rule, DocPage::Reference)
        }
        QueueDeletion::AlreadyGone(_) => {
            let rule = format!(
                "There is no queue {called}. To delete what does not exist is no error: the broker \
                 answers that 0 messages are gone."
            );
            Why::new(rule, DocPage::Reference)
        }
        QueueDeletion::AutoDelete => {
            let rule = format!(
                "{called} was declared auto-delete: it goes when its last consumer has gone, by \
                 cancel or with its channel. A queue that never had a consumer would stay."
            );
            Why::new(rule, DocPage::TemporaryQueues)
        }
        QueueDeletion::ExclusiveOwnerGone(_) => {
            let rule = format!(
                "{called} was declared exclusive: one connection alone may use it, and it goes \
                 with that connection, durable or not."
            );
            Why::new(rule, DocPage::ExclusiveQueues)
        }
        QueueDeletion::Expired { expires } => {
            let rule = format!(
                "x-expires of {called} is {}: for so long it had no consumer, nobody declared it \
                 again and nobody asked it for a message; publishes do not count as use.",
                length(expires)
            );
            Why::new(rule, DocPage::QueueTtl)
        }
    }
}

pub(super) fn restarted(queues: &[QueueRestart]) -> Why {
    let sum = |number: fn(&QueueRestart) -> u64| queues.iter().map(number).sum::<u64>();
    let (restored, redelivered) = (sum(|queue| queue.restored), sum(|queue| queue.redelivered));
    let of_transient_queues: fn(&QueueRestart) -> u64 =
        |queue| if queue.durable { 0 } else { queue.lost };
    let of_durable_queues: fn(&QueueRestart) -> u64 =
        |queue| if queue.durable { queue.lost } else { 0 };
    let mut said = vec![format!(
        "A restart brings back durable queues and in them what was written to disk: persistent \
         messages, and all of a quorum queue. Here that is {}.",
        count(restored, "message")
    )];
    if redelivered > 0 {
        said.push(format!(
            "{redelivered} of them had been handed out and not acked: ready again at the old \
             position, flagged redelivered."
        ));
    }
    let lost: Vec<String> = [
        (
            of_durable_queues,
            "in durable queues, whose delivery_mode was not 2",
        ),
        (
            of_transient_queues,
            "in queues that are not durable, whatever the delivery_mode",
        ),
    ]
    .into_iter()
    .filter_map(|(lost, which)| match sum(lost) {
        0 => None,
        lost => Some(format!("{} {which}", count(lost, "message"))),
    })
    .collect();
    if !lost.is_empty() {
        said.push(format!("Not brought back: {}.", lost.join("; ")));
    }
    Why::new(said.join(" "), DocPage::Durability)
}
