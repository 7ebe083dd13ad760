//! The bench that stories are told on: a broker, drained and checked after every command.

use leveret::broker::{
    Broker, ChannelId, Command, ConnectionId, Consume, ConsumerTag, DELIVERY_MODE_PERSISTENT,
    DeliveryTag, Disconnect, ExchangeName, Method, Properties, Publish, QueueDeclare, QueueName,
    RecordSeq, RoutingKey, Table, Timestamp,
};

use super::trace::Trace;

/// The channel that a story uses when it needs only one.
pub(crate) const ONE: ChannelId = channel(1, 1);
/// A second channel on the same connection.
pub(crate) const TWO: ChannelId = channel(1, 2);
/// A channel of another client.
pub(crate) const OTHER: ChannelId = channel(2, 1);

pub(crate) const fn channel(connection: u32, number: u16) -> ChannelId {
    ChannelId {
        connection: ConnectionId(connection),
        number,
    }
}

/// Something that a story's clients do.
pub(crate) type Act = fn(&mut Bench) -> Trace;

/// A broker on which channels [`ONE`], [`TWO`] and [`OTHER`] are open.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) broker: Broker,
    last_record: RecordSeq,
    now: Timestamp,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::of(Broker::new())
    }

    /// The same with a durable queue `q`.
    pub(crate) fn with_queue() -> Self {
        let mut bench = Self::new();
        bench.on(ONE).declare("q");
        bench
    }

    pub(crate) fn of(broker: Broker) -> Self {
        let mut bench = Self {
            broker,
            last_record: RecordSeq(0),
            now: Timestamp(0),
        };
        bench.drain();
        bench.open_all();
        bench
    }

    pub(crate) fn open_all(&mut self) {
        for connection in [1, 2] {
            let connection = ConnectionId(connection);
            self.ask(Command::OpenConnection { connection });
        }
        for channel in [ONE, TWO, OTHER] {
            self.on(channel).open();
        }
    }

    /// Carries out one command.
    pub(crate) fn ask(&mut self, command: Command) -> Trace {
        self.now.0 += 1;
        self.broker.handle(self.now, command);
        self.drain()
    }

    /// Says that every record so far is written down.
    pub(crate) fn persist(&mut self) -> Trace {
        self.persist_up_to(self.last_record)
    }

    pub(crate) fn persist_up_to(&mut self, seq: RecordSeq) -> Trace {
        self.now.0 += 1;
        self.broker.handle_persisted(self.now, seq);
        self.drain()
    }

    pub(crate) const fn last_record(&self) -> RecordSeq {
        self.last_record
    }

    pub(crate) fn close_connection(&mut self, connection: u32, how: Disconnect) -> Trace {
        let connection = ConnectionId(connection);
        self.ask(Command::CloseConnection { connection, how })
    }

    pub(crate) const fn on(&mut self, channel: ChannelId) -> Client<'_> {
        Client {
            bench: self,
            channel,
        }
    }

    /// Ready and unacked messages of a queue.
    pub(crate) fn counts(&self, name: &str) -> (u64, u64) {
        let status = self.broker.queue(&queue(name)).expect("the queue exists");
        (status.ready, status.unacked)
    }

    /// The ready messages of a queue, head first.
    pub(crate) fn ready(&self, name: &str) -> Vec<String> {
        self.broker
            .ready(&queue(name))
            .map(|ready| {
                let again = if ready.redelivered { " again" } else { "" };
                format!("{}{again}", String::from_utf8_lossy(&ready.message.body))
            })
            .collect()
    }

    /// The tags that a channel holds.
    pub(crate) fn held(&self, channel: ChannelId) -> Vec<u64> {
        let held = self.broker.unacked(channel);
        held.map(|held| held.delivery_tag.0).collect()
    }

    fn drain(&mut self) -> Trace {
        let events: Vec<_> = std::iter::from_fn(|| self.broker.poll_event()).collect();
        let mut records = Vec::new();
        while let Some((seq, record)) = self.broker.poll_record() {
            self.last_record = seq;
            records.push(record);
        }
        self.broker.assert_invariants();
        assert!(
            events.iter().all(|event| event.at == self.now),
            "an event happened when its command was carried out"
        );
        Trace { events, records }
    }
}

/// A client that speaks on one channel.
#[derive(Debug)]
pub(crate) struct Client<'a> {
    bench: &'a mut Bench,
    channel: ChannelId,
}

impl Client<'_> {
    pub(crate) fn open(&mut self) -> Trace {
        let channel = self.channel;
        self.bench.ask(Command::OpenChannel { channel })
    }

    pub(crate) fn close(&mut self) -> Trace {
        let channel = self.channel;
        self.bench.ask(Command::CloseChannel { channel })
    }

    pub(crate) fn send(&mut self, method: Method) -> Trace {
        let channel = self.channel;
        self.bench.ask(Command::Method { channel, method })
    }

    /// Declares a durable queue.
    pub(crate) fn declare(&mut self, name: &str) -> Trace {
        self.send(Method::QueueDeclare(durable(name)))
    }

    pub(crate) fn declare_transient(&mut self, name: &str) -> Trace {
        let durable = QueueDeclare {
            durable: false,
            ..durable(name)
        };
        self.send(Method::QueueDeclare(durable))
    }

    pub(crate) fn declare_passive(&mut self, name: &str) -> Trace {
        let passive = QueueDeclare {
            passive: true,
            durable: false,
            ..durable(name)
        };
        self.send(Method::QueueDeclare(passive))
    }

    pub(crate) fn purge(&mut self, name: &str) -> Trace {
        self.send(Method::QueuePurge { queue: queue(name) })
    }

    pub(crate) fn delete(&mut self, name: &str) -> Trace {
        self.send(Method::QueueDelete {
            queue: queue(name),
            if_unused: false,
            if_empty: false,
        })
    }

    /// Publishes a persistent message to a queue by its name.
    pub(crate) fn publish(&mut self, to: &str, body: &str) -> Trace {
        self.send(Method::Publish(persistent(to, body)))
    }

    pub(crate) fn publish_transient(&mut self, to: &str, body: &str) -> Trace {
        self.send(Method::Publish(Publish {
            properties: Properties::default(),
            ..persistent(to, body)
        }))
    }

    pub(crate) fn publish_mandatory(&mut self, to: &str, body: &str) -> Trace {
        self.send(Method::Publish(Publish {
            mandatory: true,
            ..persistent(to, body)
        }))
    }

    /// Publishes several and joins what left.
    pub(crate) fn publish_each(&mut self, to: &str, bodies: &[&str]) -> Trace {
        let mut all = Trace {
            events: Vec::new(),
            records: Vec::new(),
        };
        for body in bodies {
            let one = self.publish(to, body);
            all.events.extend(one.events);
            all.records.extend(one.records);
        }
        all
    }

    pub(crate) fn confirm_select(&mut self) -> Trace {
        self.send(Method::ConfirmSelect)
    }

    pub(crate) fn qos(&mut self, prefetch_count: u16) -> Trace {
        self.send(Method::Qos {
            prefetch_size: 0,
            prefetch_count,
            global: false,
        })
    }

    pub(crate) fn consume(&mut self, name: &str, consumer: &str) -> Trace {
        self.send(consume(name, consumer, false))
    }

    pub(crate) fn consume_no_ack(&mut self, name: &str, consumer: &str) -> Trace {
        self.send(consume(name, consumer, true))
    }

    pub(crate) fn cancel(&mut self, consumer: &str) -> Trace {
        let consumer_tag = tag(consumer);
        self.send(Method::Cancel { consumer_tag })
    }

    pub(crate) fn get(&mut self, name: &str) -> Trace {
        let queue = queue(name);
        self.send(Method::Get {
            queue,
            no_ack: false,
        })
    }

    pub(crate) fn get_no_ack(&mut self, name: &str) -> Trace {
        let queue = queue(name);
        self.send(Method::Get {
            queue,
            no_ack: true,
        })
    }

    pub(crate) fn ack(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Ack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: false,
        })
    }

    pub(crate) fn ack_multiple(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Ack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: true,
        })
    }

    pub(crate) fn nack_requeue(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Nack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: false,
            requeue: true,
        })
    }

    pub(crate) fn nack_requeue_multiple(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Nack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: true,
            requeue: true,
        })
    }

    pub(crate) fn nack_drop_multiple(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Nack {
            delivery_tag: DeliveryTag(delivery_tag),
            multiple: true,
            requeue: false,
        })
    }

    pub(crate) fn reject_requeue(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Reject {
            delivery_tag: DeliveryTag(delivery_tag),
            requeue: true,
        })
    }

    pub(crate) fn reject_drop(&mut self, delivery_tag: u64) -> Trace {
        self.send(Method::Reject {
            delivery_tag: DeliveryTag(delivery_tag),
            requeue: false,
        })
    }
}

pub(crate) fn durable(name: &str) -> QueueDeclare {
    QueueDeclare {
        queue: queue(name),
        passive: false,
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments: Table::default(),
    }
}

pub(crate) fn persistent(to: &str, body: &str) -> Publish {
    Publish {
        exchange: ExchangeName::default_exchange(),
        routing_key: RoutingKey::new(to).expect("a story's names are short"),
        mandatory: false,
        immediate: false,
        properties: Properties {
            delivery_mode: Some(DELIVERY_MODE_PERSISTENT),
            ..Properties::default()
        },
        body: body.as_bytes().into(),
    }
}

pub(crate) fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("a story's names are short")
}

fn consume(name: &str, consumer: &str, no_ack: bool) -> Method {
    Method::Consume(Consume {
        queue: queue(name),
        consumer_tag: tag(consumer),
        no_ack,
        exclusive: false,
        arguments: Table::default(),
    })
}

fn tag(name: &str) -> ConsumerTag {
    ConsumerTag::new(name).expect("a story's names are short")
}
