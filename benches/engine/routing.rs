//! Routing through a topic exchange, the same source natively and in wasm.
//!
//! Each message matches three bindings, however many there are, and is taken by consumers that
//! acknowledge automatically, so that no queue grows.

use std::rc::Rc;

use leveret::broker::{
    Binding, BindingKey, Broker, ChannelId, Command, ConnectionId, Consume, ConsumerTag,
    Destination, ExchangeDeclare, ExchangeKind, ExchangeName, Happening, Method, Properties,
    Publish, QueueDeclare, QueueName, RoutingKey, Table, Timestamp,
};

/// A broker with a topic exchange and its bindings.
#[derive(Debug)]
pub(crate) struct Routing {
    broker: Broker,
    exchange: ExchangeName,
    keys: Vec<RoutingKey>,
    next: usize,
    delivered: u64,
}

const CHANNEL: ChannelId = ChannelId {
    connection: ConnectionId(1),
    number: 1,
};

/// Patterns of one kind lead to one queue each, so a message goes to three.
const PATTERNS: u32 = 3;

impl Routing {
    /// So many bindings, of three kinds: a word for any word, any words at the end, and any words
    /// around one.
    pub(crate) fn new(bindings: u32) -> Self {
        let mut routing = Self {
            broker: Broker::new(),
            exchange: ExchangeName::new("orders").expect("a short name"),
            keys: Vec::new(),
            next: 0,
            delivered: 0,
        };
        let connection = CHANNEL.connection;
        routing.turn(Command::OpenConnection { connection });
        routing.turn(Command::OpenChannel { channel: CHANNEL });
        routing.declare();
        for number in 0..bindings / PATTERNS {
            let patterns = [
                format!("region_{number}.*.created"),
                format!("region_{number}.#"),
                format!("#.product_{number}.#"),
            ];
            for (queue, pattern) in (1..).zip(patterns) {
                routing.bind(queue, &pattern);
            }
            let key = format!("region_{number}.product_{number}.created");
            routing
                .keys
                .push(RoutingKey::new(&key).expect("a short key"));
        }
        routing
    }

    /// Publishes so many messages, with one key after the other.
    pub(crate) fn publish(&mut self, count: u32) {
        let before = self.delivered;
        for _ in 0..count {
            let routing_key = self
                .keys
                .get(self.next)
                .expect("there are bindings")
                .clone();
            self.next = (self.next + 1) % self.keys.len();
            let publish = Publish {
                exchange: self.exchange.clone(),
                routing_key,
                mandatory: false,
                immediate: false,
                properties: Properties::default(),
                body: Rc::from(&b"order_12345"[..]),
            };
            self.method(Method::Publish(publish));
        }
        let expected = u64::from(count) * u64::from(PATTERNS);
        assert_eq!(self.delivered - before, expected, "each went three ways");
    }

    fn declare(&mut self) {
        self.method(Method::ExchangeDeclare(ExchangeDeclare {
            exchange: self.exchange.clone(),
            kind: ExchangeKind::Topic.name().into(),
            passive: false,
            durable: false,
            auto_delete: false,
            internal: false,
            arguments: Table::default(),
        }));
        for number in 1..=PATTERNS {
            self.method(Method::QueueDeclare(QueueDeclare {
                queue: queue(number),
                passive: false,
                durable: false,
                exclusive: false,
                auto_delete: false,
                arguments: Table::default(),
            }));
            self.method(Method::Consume(Consume {
                queue: queue(number),
                consumer_tag: ConsumerTag::new(&number.to_string()).expect("a short name"),
                no_ack: true,
                exclusive: false,
                arguments: Table::default(),
            }));
        }
    }

    fn bind(&mut self, number: u32, pattern: &str) {
        self.method(Method::Bind(Binding {
            source: self.exchange.clone(),
            destination: Destination::Queue(queue(number)),
            key: BindingKey::new(pattern).expect("a short key"),
            arguments: Table::default(),
        }));
    }

    fn method(&mut self, method: Method) {
        let channel = CHANNEL;
        self.turn(Command::Method { channel, method });
    }

    fn turn(&mut self, command: Command) {
        self.broker.handle(Timestamp(0), command);
        while let Some(event) = self.broker.poll_event() {
            self.delivered += u64::from(matches!(event.what, Happening::Delivered { .. }));
        }
        while self.broker.poll_record().is_some() {}
    }
}

fn queue(number: u32) -> QueueName {
    QueueName::new(&format!("queue_{number}")).expect("a short name")
}
