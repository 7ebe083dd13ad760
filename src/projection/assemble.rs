//! Views put together from a broker and its programs as they are now.

use std::collections::BTreeMap;

use super::arguments::shown;
use super::inspect::died_in;
use super::view::{
    BurstProducerView, BurstView, ConsumerView, HeldMessage, MessageView, NetworkView,
    ProducerView, PublishJob, QueueView, ShovelView, UnackedView,
};
use crate::{
    broker::{Broker, Message, Position, QueueName, QueueStatus},
    simulation::{Burst, Clients, Consumer, Label, Link, Progress, Waiting, is_poison, preview},
};

/// The queues by name, each with the ready messages from its window's place on; by default its
/// head, and with what the consumers hold of it.
#[must_use]
pub fn queues(
    broker: &Broker,
    clients: &Clients,
    windows: &BTreeMap<QueueName, u64>,
) -> Vec<QueueView> {
    let mut held = unacked(clients);
    broker
        .queues()
        .map(|status| {
            let wanted = windows.get(&status.name).copied().unwrap_or(0);
            let unacked_window = held.remove(&status.name).unwrap_or_default();
            queue(broker, status, wanted, unacked_window)
        })
        .collect()
}

/// The producer.
#[must_use]
pub fn producer(clients: &Clients) -> ProducerView {
    let producer = clients.producer();
    ProducerView {
        name: producer.name().to_owned(),
        next_order_number: producer.next_order_number(),
        published: producer.published(),
        confirmed: producer.confirmed(),
        nacked: producer.nacked(),
        returned: producer.returned(),
        blocked: producer.is_blocked(),
        job: producer
            .progress()
            .map(|Progress { sent, total }| PublishJob { sent, total }),
        network: clients.paused_network(producer.name()).map(network),
        burst: clients.burst().map(burst),
    }
}

/// The consumers, in the order in which they were added.
#[must_use]
pub fn consumers(clients: &Clients) -> Vec<ConsumerView> {
    let consumers = clients.consumers().iter();
    consumers
        .map(|consumer| ConsumerView {
            network: clients.paused_network(consumer.name()).map(network),
            ..self::consumer(consumer)
        })
        .collect()
}

/// The oldest that each consumer holds, by queue. What a deleted queue left behind is held as well,
/// and belongs to no place any more: the broker counts no unacked message for it.
fn unacked(clients: &Clients) -> BTreeMap<QueueName, Vec<UnackedView>> {
    let mut by_queue: BTreeMap<QueueName, Vec<UnackedView>> = BTreeMap::new();
    for consumer in clients.consumers() {
        let held = consumer.held().take(HELD_MESSAGES);
        let held = held.map(|(work, _)| UnackedView {
            holder: consumer.name().to_owned(),
            delivery_tag: work.delivery_tag,
            since: work.held_since,
            message: message_view(work.position, work.redelivered, &work.message),
        });
        let of_queue = by_queue.entry(consumer.settings().queue.clone());
        of_queue.or_default().extend(held);
    }
    by_queue
}

fn queue(
    broker: &Broker,
    status: QueueStatus,
    wanted: u64,
    mut unacked_window: Vec<UnackedView>,
) -> QueueView {
    unacked_window.sort_by_key(|unacked| unacked.message.position);
    let unacked_most = usize::try_from(status.unacked).unwrap_or(usize::MAX);
    unacked_window.truncate(unacked_most.min(UNACKED_MESSAGES));
    // Messages may have gone since the page asked: then the last ones are shown.
    let last = status.ready.saturating_sub(WINDOW_MESSAGES as u64);
    let window_offset = wanted.min(last);
    let skipped = usize::try_from(window_offset).unwrap_or(usize::MAX);
    let head = broker.ready(&status.name).next();
    let died_in = head.and_then(|head| died_in(head.message));
    let window = broker
        .ready(&status.name)
        .skip(skipped)
        .take(WINDOW_MESSAGES)
        .map(|ready| message_view(ready.position, ready.redelivered, ready.message))
        .collect();
    let arguments = broker.queue_arguments(&status.name).map(shown);
    QueueView {
        name: status.name,
        durable: status.durable,
        exclusive: status.exclusive,
        auto_delete: status.auto_delete,
        arguments: arguments.unwrap_or_default(),
        ready: status.ready,
        unacked: status.unacked,
        consumers: status.consumers,
        window_offset,
        window,
        unacked_window,
        died_in,
    }
}

/// The shovel, if it was used.
#[must_use]
pub fn shovel(clients: &Clients) -> Option<ShovelView> {
    let shovel = clients.shovel()?;
    let Progress { sent, total } = shovel.progress();
    Some(ShovelView {
        settings: shovel.settings().clone(),
        done: sent,
        total,
        is_running: shovel.is_running(),
        is_stopped: shovel.is_stopped(),
        problem: shovel.problem().map(str::to_owned),
    })
}

fn consumer(consumer: &Consumer) -> ConsumerView {
    let held = consumer
        .held()
        .take(HELD_MESSAGES)
        .map(|(work, done_at)| HeldMessage {
            delivery_tag: work.delivery_tag,
            held_since: work.held_since,
            done_at,
            message: message_view(work.position, work.redelivered, &work.message),
        });
    ConsumerView {
        name: consumer.name().to_owned(),
        settings: consumer.settings().clone(),
        state: consumer.state().clone(),
        held_count: consumer.held().count() as u64,
        held: held.collect(),
        backlog: consumer.backlog_count() as u64,
        completed: consumer.completed(),
        restarts_at: consumer.restarts_at(),
        crashes_before_ack: consumer.crashes_before_ack(),
        network: None,
    }
}

pub(super) fn message_view(
    position: Position,
    redelivered: bool,
    message: &Message,
) -> MessageView {
    MessageView {
        position,
        label: Label::of(&message.body).text,
        body: preview(&message.body, PREVIEW_CHARS_MAX),
        body_bytes: message.body.len() as u64,
        persistent: message.is_persistent(),
        redelivered,
        poison: is_poison(message),
    }
}

fn network(link: &Link) -> NetworkView {
    let Waiting {
        deliveries,
        confirms,
        answers,
        publishes,
    } = link.waiting();
    NetworkView {
        since: link.since(),
        given_up_at: link.given_up_at(),
        deliveries,
        confirms,
        answers,
        publishes,
    }
}

fn burst(burst: &Burst) -> BurstView {
    let Progress { sent, total } = burst.progress();
    let producers = burst.producers().iter();
    BurstView {
        is_running: burst.is_running(),
        is_stopped: burst.is_stopped(),
        sent,
        total,
        producers: producers
            .map(|producer| BurstProducerView {
                name: producer.name().to_owned(),
                published: producer.published(),
                confirmed: producer.confirmed(),
                nacked: producer.nacked(),
            })
            .collect(),
    }
}

/// Ready messages on screen at once, of each queue.
pub const WINDOW_MESSAGES: usize = 20;

/// Held messages on screen, of each consumer: a consumer without prefetch limit may hold all there
/// are.
pub const HELD_MESSAGES: usize = 20;

/// Unacked messages on screen, of each queue.
pub const UNACKED_MESSAGES: usize = 20;

/// Characters of a body on screen: several of the course's orders.
const PREVIEW_CHARS_MAX: usize = 300;
