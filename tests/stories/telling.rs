//! Everything beyond the course's program, done as the operator: what the log says of it, and
//! counts that add up whatever happens to messages.

use leveret::{
    broker::{
        Binding, BindingKey, Consume, ConsumerTag, DELIVERY_MODE_PERSISTENT, DeadLetterOutcome,
        DeliveryTag, Destination, Event, ExchangeDeclare, ExchangeName, FieldValue, Happening,
        Method, Properties, Publish, QueueDeclare, QueueName, RoutingKey, ShortString, Table,
    },
    projection::{Balance, LogKind, Totals},
};

use crate::stage::Stage;

/// A stage on which the operator works, with everything counted.
pub(crate) struct Telling {
    pub(crate) stage: Stage,
    pub(crate) totals: Totals,
    /// Queues that publishes and dead letters were routed to.
    routed: u64,
}

impl Telling {
    /// The course's producer is there and has declared its queue; of that nothing is told.
    pub(crate) fn new() -> Self {
        let mut stage = Stage::producer_only();
        stage.take_log();
        Self {
            stage,
            totals: Totals::default(),
            routed: 0,
        }
    }

    /// Sends methods and says what the broker did.
    pub(crate) fn tell<const N: usize>(&mut self, methods: [Method; N]) -> Vec<String> {
        for method in methods {
            self.stage.operate(method).expect("the broker takes it");
            self.count();
        }
        self.lines()
    }

    pub(crate) fn wait(&mut self, millis: u64) -> Vec<String> {
        self.stage.wait(millis);
        self.count();
        self.lines()
    }

    pub(crate) fn lines(&mut self) -> Vec<String> {
        let lines = self.stage.take_log().into_iter();
        let of_broker = lines.filter(|line| line.kind == LogKind::Broker);
        of_broker.map(|line| line.text).collect()
    }

    /// Counts, and asserts that it adds up: whatever arrived is in one place or has ended in one
    /// way, and a message entered the queues that it was routed to or was refused by them.
    pub(crate) fn count(&mut self) {
        let events = std::mem::take(&mut self.stage.events);
        for event in &events {
            self.totals.count(event);
            self.routed += routed(event);
        }
        let totals = self.totals;
        let queues = || self.stage.world.broker().queues();
        let ready = queues().map(|queue| queue.ready).sum();
        let unacked = queues().map(|queue| queue.unacked).sum();
        let balance = Balance::of(&totals, ready, unacked);
        assert!(balance.adds_up(), "{balance:?}");
        assert_eq!(self.routed, totals.enqueued + totals.refused);
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only what routes a message is of interest"
)]
fn routed(event: &Event) -> u64 {
    let queues = match &event.what {
        Happening::Published { queues, .. } => queues,
        Happening::DeadLettered { outcome, .. } => match outcome {
            DeadLetterOutcome::Routed(routed) | DeadLetterOutcome::CycleCut { routed, .. } => {
                routed
            }
            DeadLetterOutcome::NoExchange => return 0,
        },
        _ => return 0,
    };
    queues.len() as u64
}

pub(crate) fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("a story's names are short")
}

pub(crate) fn number(value: i32) -> FieldValue {
    FieldValue::Int(value)
}

/// A transient queue with arguments.
pub(crate) fn declare<const N: usize>(name: &str, arguments: [(&str, FieldValue); N]) -> Method {
    Method::QueueDeclare(queue_with(name, arguments))
}

pub(crate) fn queue_with<const N: usize>(
    name: &str,
    arguments: [(&str, FieldValue); N],
) -> QueueDeclare {
    let arguments = arguments.map(|(name, value)| (ShortString::of(name), value));
    QueueDeclare {
        queue: queue(name),
        passive: false,
        durable: false,
        exclusive: false,
        auto_delete: false,
        arguments: Table(arguments.into()),
    }
}

/// A transient exchange.
pub(crate) fn declare_exchange(name: &str, kind: &str) -> Method {
    Method::ExchangeDeclare(ExchangeDeclare {
        exchange: ExchangeName::new(name).expect("a story's names are short"),
        kind: kind.to_owned(),
        passive: false,
        durable: false,
        auto_delete: false,
        internal: false,
        arguments: Table::default(),
    })
}

pub(crate) fn edge(source: &str, destination: Destination, key: &str) -> Binding {
    Binding {
        source: ExchangeName::new(source).expect("a story's names are short"),
        destination,
        key: BindingKey::new(key).expect("a story's names are short"),
        arguments: Table::default(),
    }
}

pub(crate) fn to_queue(name: &str) -> Destination {
    Destination::Queue(queue(name))
}

/// A persistent message.
pub(crate) fn publish(exchange: &str, key: &str, body: &str) -> Publish {
    Publish {
        exchange: ExchangeName::new(exchange).expect("a story's names are short"),
        routing_key: RoutingKey::new(key).expect("a story's names are short"),
        mandatory: false,
        immediate: false,
        properties: Properties {
            delivery_mode: Some(DELIVERY_MODE_PERSISTENT),
            ..Properties::default()
        },
        body: body.as_bytes().into(),
    }
}

pub(crate) fn send(exchange: &str, key: &str, body: &str) -> Method {
    Method::Publish(publish(exchange, key, body))
}

pub(crate) fn consume(name: &str, tag: &str) -> Consume {
    Consume {
        queue: queue(name),
        consumer_tag: ConsumerTag::new(tag).expect("a story's names are short"),
        no_ack: false,
        exclusive: false,
        arguments: Table::default(),
    }
}

pub(crate) fn get(name: &str) -> Method {
    Method::Get {
        queue: queue(name),
        no_ack: false,
    }
}

pub(crate) fn reject(tag: u64, requeue: bool) -> Method {
    Method::Reject {
        delivery_tag: DeliveryTag(tag),
        requeue,
    }
}
