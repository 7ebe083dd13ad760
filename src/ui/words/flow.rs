//! The nodes of the picture in words: what stands on them, and the sentence that a screen reader
//! says instead.

use super::{count, grouped, state::consumer_state};
use crate::{
    projection::{ConsumerView, Ending, ExchangeView, ProducerView, QueueView},
    simulation::Acknowledgement,
};

/// RabbitMQ's name for the exchange without one.
pub const DEFAULT_EXCHANGE: &str = "(AMQP default)";

/// The producer in a sentence.
#[must_use]
pub fn producer_node(producer: &ProducerView) -> String {
    let state = if producer.blocked { ", blocked" } else { "" };
    format!(
        "Producer {}: {} published, {} confirmed{state}",
        producer.name,
        grouped(producer.published),
        grouped(producer.confirmed)
    )
}

/// The exchange that every queue is bound to by its name, in a sentence.
#[must_use]
pub fn default_exchange_node(queues: usize) -> String {
    format!(
        "Default exchange: routes by name to {}",
        count(queues as u64, "queue")
    )
}

/// Another exchange in a sentence.
#[must_use]
pub fn exchange_node(exchange: &ExchangeView) -> String {
    format!(
        "Exchange {}, {}: {}",
        exchange.name,
        exchange.kind,
        count(exchange.bindings.len() as u64, "binding")
    )
}

/// A queue in a sentence.
#[must_use]
pub fn queue_node(queue: &QueueView) -> String {
    format!(
        "Queue {}: {} ready, {} unacked, {}",
        queue.name,
        grouped(queue.ready),
        grouped(queue.unacked),
        count(queue.consumers, "consumer")
    )
}

/// A consumer in a sentence.
#[must_use]
pub fn consumer_node(consumer: &ConsumerView) -> String {
    let (state, _) = consumer_state(&consumer.state);
    format!(
        "Consumer {} on {}: {}, {}, {} completed",
        consumer.name,
        consumer.settings.queue,
        state.to_lowercase(),
        holds(consumer),
        grouped(consumer.completed)
    )
}

/// How much of its prefetch a consumer holds.
#[must_use]
pub fn holds(consumer: &ConsumerView) -> String {
    let held = grouped(consumer.held_count);
    match (
        consumer.settings.acknowledgement,
        consumer.settings.prefetch_count,
    ) {
        (Acknowledgement::Automatic, _) => "automatic ack".to_owned(),
        (Acknowledgement::AfterSleep | Acknowledgement::ByHand, 0) => format!("holds {held} of ∞"),
        (Acknowledgement::AfterSleep | Acknowledgement::ByHand, limit) => {
            format!("holds {held} of {}", grouped(u64::from(limit)))
        }
    }
}

/// What an ending is called, and a mark for it.
#[must_use]
pub const fn ending(ending: Ending) -> (&'static str, &'static str) {
    match ending {
        Ending::Acked => ("Acked", "✓"),
        Ending::Dropped => ("Dropped", "✕"),
        Ending::Expired => ("Expired", "⌛"),
        Ending::DeadLettered => ("No dead-letter exchange", "☠"),
        Ending::Returned => ("Returned", "↩"),
        Ending::Unroutable => ("Unroutable", "⊘"),
        Ending::Refused => ("Refused, full", "■"),
        Ending::Gone => ("Purged or lost", "∅"),
    }
}

/// The keys of an edge, as far as there is room for them.
#[must_use]
pub fn keys(keys: &[String]) -> String {
    let shown = |key: &String| {
        if key.is_empty() {
            "(empty)".to_owned()
        } else if key.chars().count() > KEY_CHARS_MAX {
            let cut: String = key.chars().take(KEY_CHARS_MAX - 1).collect();
            format!("{cut}…")
        } else {
            key.clone()
        }
    };
    match keys {
        [] => String::new(),
        [only] => shown(only),
        [first, others @ ..] => format!("{} +{}", shown(first), others.len()),
    }
}

/// What fits beside an edge.
const KEY_CHARS_MAX: usize = 14;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        broker::QueueName,
        simulation::{ConsumerSettings, ConsumerState},
    };

    #[test]
    fn a_queue_is_one_sentence() {
        let queue = QueueView {
            name: QueueName::new("order_queue").expect("short"),
            durable: true,
            arguments: Vec::new(),
            ready: 1_204,
            unacked: 2,
            consumers: 1,
            window_offset: 0,
            window: Vec::new(),
            unacked_window: Vec::new(),
        };
        assert_eq!(
            queue_node(&queue),
            "Queue order_queue: 1,204 ready, 2 unacked, 1 consumer"
        );
    }

    #[test]
    fn a_consumer_says_what_its_prefetch_leaves() {
        let mut consumer = ConsumerView {
            name: "consumer-1".into(),
            settings: ConsumerSettings {
                prefetch_count: 3,
                ..ConsumerSettings::default()
            },
            state: ConsumerState::Consuming,
            held_count: 1,
            held: Vec::new(),
            backlog: 0,
            completed: 12,
            restarts_at: None,
            crashes_before_ack: false,
            network: None,
        };
        assert_eq!(
            consumer_node(&consumer),
            "Consumer consumer-1 on order_queue: consuming, holds 1 of 3, 12 completed"
        );
        consumer.settings.prefetch_count = 0;
        assert_eq!(holds(&consumer), "holds 1 of ∞");
        consumer.settings.acknowledgement = Acknowledgement::Automatic;
        assert_eq!(holds(&consumer), "automatic ack");
    }

    #[test]
    fn keys_are_cut_to_what_fits() {
        assert_eq!(keys(&[]), "");
        assert_eq!(keys(&[String::new()]), "(empty)");
        assert_eq!(keys(&["a".into(), "b".into(), "c".into()]), "a +2");
        assert_eq!(keys(&["orders.europe.germany".into()]), "orders.europe…");
    }
}
