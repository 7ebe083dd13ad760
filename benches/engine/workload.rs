//! What is measured, the same source natively and in wasm: a host that publishes small messages,
//! reads every event and record, and acks what was delivered.
//!
//! One queue, one consumer, one message after the other. It measures no time itself, because a
//! clock is what the two targets do not share.

use std::{collections::VecDeque, rc::Rc};

use leveret::broker::{
    Broker, ChannelId, Command, ConnectionId, Consume, ConsumerTag, DeliveryTag, ExchangeName,
    Happening, Method, Properties, Publish, QueueDeclare, QueueName, RoutingKey, Table, Timestamp,
};

/// A broker with one queue, and the client that uses it.
#[derive(Debug)]
pub(crate) struct Workload {
    broker: Broker,
    now: Timestamp,
    exchange: ExchangeName,
    routing_key: RoutingKey,
    /// What was delivered and is not acked yet, oldest first.
    held: VecDeque<DeliveryTag>,
    published: u64,
    delivered: u64,
}

const CHANNEL: ChannelId = ChannelId {
    connection: ConnectionId(1),
    number: 1,
};

const QUEUE: &str = "order_queue";

/// The body of every message, as large as the order of a course's program.
pub(crate) const BODY: &[u8] = b"order_12345";

impl Workload {
    /// A queue with a backlog of ready messages and nobody to consume them.
    pub(crate) fn new(backlog: u32) -> Self {
        let routing_key = RoutingKey::new(QUEUE).expect("a short name");
        let mut workload = Self {
            broker: Broker::new(),
            now: Timestamp(0),
            exchange: ExchangeName::default_exchange(),
            routing_key,
            held: VecDeque::new(),
            published: 0,
            delivered: 0,
        };
        let connection = CHANNEL.connection;
        workload.turn(Command::OpenConnection { connection });
        workload.turn(Command::OpenChannel { channel: CHANNEL });
        workload.method(Method::QueueDeclare(QueueDeclare {
            queue: queue(),
            passive: false,
            durable: true,
            exclusive: false,
            auto_delete: false,
            arguments: Table::default(),
        }));
        for _ in 0..backlog {
            workload.publish();
        }
        workload
    }

    /// Attaches the consumer, which is handed as much of the backlog as its prefetch allows.
    pub(crate) fn consume(&mut self, prefetch_count: u16) {
        self.method(Method::Qos {
            prefetch_size: 0,
            prefetch_count,
            global: false,
        });
        self.method(Method::Consume(Consume {
            queue: queue(),
            consumer_tag: ConsumerTag::new("consumer_1").expect("a short name"),
            no_ack: false,
            exclusive: false,
            arguments: Table::default(),
        }));
    }

    /// Publishes a message and acks the oldest that is held, as many times. On an empty queue it is
    /// the same message; with a backlog the ack lets the head of the queue be delivered.
    pub(crate) fn publish_deliver_ack(&mut self, count: u32) {
        for _ in 0..count {
            self.publish();
            self.ack();
        }
    }

    /// Acks, and so is handed the next, until the queue is empty.
    pub(crate) fn drain(&mut self) {
        while !self.held.is_empty() {
            self.ack();
        }
    }

    /// What a run must have come to, or what it took says nothing.
    pub(crate) fn assert_delivered(&self, count: u64) {
        assert_eq!(self.delivered, count, "every message was delivered once");
        let status = self.broker.queue(&queue()).expect("it was declared");
        let left = self.published - self.delivered;
        assert_eq!(status.ready, left, "what was not delivered is ready");
    }

    fn publish(&mut self) {
        self.published += 1;
        self.now.0 += 1;
        let publish = Publish {
            exchange: self.exchange.clone(),
            routing_key: self.routing_key.clone(),
            mandatory: false,
            immediate: false,
            properties: Properties::default(),
            body: Rc::from(BODY),
        };
        self.method(Method::Publish(publish));
    }

    fn ack(&mut self) {
        let delivery_tag = self.held.pop_front().expect("a delivery is held");
        self.method(Method::Ack {
            delivery_tag,
            multiple: false,
        });
    }

    fn method(&mut self, method: Method) {
        let channel = CHANNEL;
        self.turn(Command::Method { channel, method });
    }

    /// One command in, then drain dry.
    fn turn(&mut self, command: Command) {
        self.broker.handle(self.now, command);
        while let Some(event) = self.broker.poll_event() {
            if let Happening::Delivered { delivery_tag, .. } = event.what {
                self.delivered += 1;
                self.held.push_back(delivery_tag);
            }
        }
        while self.broker.poll_record().is_some() {}
    }
}

fn queue() -> QueueName {
    QueueName::new(QUEUE).expect("a short name")
}
