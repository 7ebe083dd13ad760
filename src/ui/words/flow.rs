//! The nodes of the picture in words: what stands on them, and the sentence that a screen reader
//! says instead.

use super::{count, grouped, state::consumer_state};
use crate::{
    projection::{ConsumerView, Ending, ExchangeView, ProducerView, QueueView},
    simulation::{Acknowledgement, ConsumerState},
};

/// RabbitMQ's name for the exchange without one.
pub const DEFAULT_EXCHANGE: &str = "(AMQP default)";

/// How that one routes.
pub const BY_NAME: &str = "by queue name";

/// What stands below a name: a mark, if there is one, and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeLine {
    /// Tells the state without colour.
    pub mark: &'static str,
    /// What there is to say.
    pub text: String,
}

impl NodeLine {
    const fn plain(text: String) -> Self {
        Self { mark: "", text }
    }

    fn marked(mark: &'static str, text: &str) -> Self {
        Self {
            mark,
            text: text.to_owned(),
        }
    }
}

/// What stands on the producer.
#[must_use]
pub fn producer_line(producer: &ProducerView) -> NodeLine {
    match (producer.blocked, &producer.network) {
        (true, _) => NodeLine::marked("⊘", "blocked"),
        (false, Some(_)) => NodeLine::marked("⏸", "network paused"),
        (false, None) => NodeLine::plain(format!("{} published", grouped(producer.published))),
    }
}

/// The producer in a sentence. Like every one of these it says first what is seen.
#[must_use]
pub fn producer_node(producer: &ProducerView) -> String {
    let line = producer_line(producer);
    let published = if line.mark.is_empty() {
        String::new()
    } else {
        format!(", {} published", grouped(producer.published))
    };
    format!(
        "Producer {}: {}{published}, {} confirmed",
        producer.name,
        line.text,
        grouped(producer.confirmed)
    )
}

/// The exchange that every queue is bound to by its name, in a sentence.
#[must_use]
pub fn default_exchange_node(queues: usize) -> String {
    let queues = count(queues as u64, "queue");
    format!("Exchange {DEFAULT_EXCHANGE}: {BY_NAME} to {queues}")
}

/// Another exchange in a sentence.
#[must_use]
pub fn exchange_node(exchange: &ExchangeView) -> String {
    format!(
        "Exchange {}: {}, {}",
        exchange.name,
        exchange.kind,
        count(exchange.bindings.len() as u64, "binding")
    )
}

/// What stands on a queue.
#[must_use]
pub fn queue_line(queue: &QueueView) -> NodeLine {
    NodeLine::plain(format!(
        "{} ready, {} unacked",
        grouped(queue.ready),
        grouped(queue.unacked)
    ))
}

/// A queue in a sentence.
#[must_use]
pub fn queue_node(queue: &QueueView) -> String {
    format!(
        "Queue {}: {}, {}",
        queue.name,
        queue_line(queue).text,
        count(queue.consumers, "consumer")
    )
}

/// What stands on a consumer.
#[must_use]
pub fn consumer_line(consumer: &ConsumerView) -> NodeLine {
    let (state, _) = consumer_state(&consumer.state);
    match (&consumer.state, &consumer.network) {
        (ConsumerState::Consuming, None) => NodeLine::plain(holds(consumer)),
        (ConsumerState::Consuming, Some(_)) => NodeLine::marked("⏸", "network paused"),
        (ConsumerState::Stopped, _) => NodeLine::marked("■", state),
        (
            ConsumerState::Crashed
            | ConsumerState::CancelledByBroker
            | ConsumerState::ChannelClosed { .. },
            _,
        ) => NodeLine::marked("✕", state),
    }
}

/// A consumer in a sentence.
#[must_use]
pub fn consumer_node(consumer: &ConsumerView) -> String {
    let line = consumer_line(consumer);
    let holding = if line.mark.is_empty() {
        String::new()
    } else {
        format!(", {}", holds(consumer))
    };
    let consuming = if consumer.state == ConsumerState::Consuming {
        "consuming from"
    } else {
        "on"
    };
    format!(
        "Consumer {}: {}{holding}, {consuming} {}, {} completed",
        consumer.name,
        line.text,
        consumer.settings.queue,
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
    use crate::{broker::QueueName, simulation::ConsumerSettings};

    #[test]
    fn a_queue_is_one_sentence() {
        let queue = QueueView {
            name: QueueName::new("order_queue").expect("short"),
            durable: true,
            exclusive: false,
            auto_delete: false,
            arguments: Vec::new(),
            ready: 1_204,
            unacked: 2,
            consumers: 1,
            window_offset: 0,
            window: Vec::new(),
            unacked_window: Vec::new(),
            died_in: None,
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
            "Consumer consumer-1: holds 1 of 3, consuming from order_queue, 12 completed"
        );
        consumer.state = ConsumerState::Stopped;
        assert_eq!(
            consumer_node(&consumer),
            "Consumer consumer-1: Stopped, holds 1 of 3, on order_queue, 12 completed"
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
