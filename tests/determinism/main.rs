//! The same commands give the same bytes, native and wasm; and what is kept of them is what a start
//! would bring back.
//!
//! One seeded run of a few thousand commands over all kinds of queues and exchanges, and a hash of
//! everything that left the broker. The hash is pinned, and this test runs on both targets, so that
//! each agrees with the other:
//! `cargo test --test determinism`, natively and with `--target wasm32-unknown-unknown`.

mod arguments;
mod chance;

use futures_util::FutureExt;
use leveret::{
    broker::{
        Binding, BindingKey, Broker, ChannelId, Command, ConnectionId, Consume, ConsumerTag,
        DeliveryTag, Destination, Disconnect, Durable, DurableQueue, ExchangeDeclare, ExchangeName,
        FieldValue, Happening, Method, Properties, Publish, QueueDeclare, QueueName, Record,
        RecordSeq, RoutingKey, ShortString, Timestamp,
    },
    storage::{Change, Durability, MemoryStore, Store},
};

use arguments::{arguments, number, rules_of};
use chance::{Fnv1a, Seed};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// What the run hashes to. A change of the broker's rules, or of what its events say, changes it;
/// put the new value here when that was meant.
const PINNED: u64 = 16_601_088_304_650_655_053;

const COMMANDS: u32 = 8_000;

const CHANNELS: [ChannelId; 5] = [
    channel(1, 1),
    channel(1, 2),
    channel(2, 1),
    channel(3, 1),
    TRANSACTIONAL,
];

/// On this one there are transactions, on the others confirms.
const TRANSACTIONAL: ChannelId = channel(3, 2);

/// The queues, each with rules of its own.
const NAMES: [&str; 6] = ["plain", "short", "small", "wall", "quorum", "single"];

const EXCHANGES: [&str; 5] = [
    "amq.direct",
    "amq.topic",
    "amq.fanout",
    "amq.headers",
    ORDERS,
];

/// The one exchange that comes and goes.
const ORDERS: &str = "orders";

const KEYS: [&str; 5] = ["plain", "short", "a.b", "a.*", "#.b"];

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn a_seeded_run_hashes_to_the_pinned_value() {
    let mut run = Run::new(Seed(20_250_117));
    for _ in 0..COMMANDS {
        run.step();
    }
    let tally = (
        run.deliveries,
        run.confirms,
        run.redeliveries,
        run.dead_letters,
    );
    assert!(
        run.deliveries > 500 && run.confirms > 50 && run.redeliveries > 50 && run.dead_letters > 50,
        "the run is worth its hash: deliveries, confirms, redeliveries, dead letters are {tally:?}"
    );
    assert_eq!(run.hash.0, PINNED, "the hash of {tally:?}");
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn another_seed_hashes_to_another_value() {
    let [first, second] = [1, 2].map(|seed| {
        let mut run = Run::new(Seed(seed));
        for _ in 0..100 {
            run.step();
        }
        run.hash.0
    });
    assert_ne!(first, second);
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn a_store_of_every_record_gives_back_what_the_broker_would_keep() {
    for seed in 1..4 {
        let mut run = Run::new(Seed(seed));
        for _ in 0..1_500 {
            run.step();
        }
        let changes: Vec<Change> = run.records.into_iter().map(Into::into).collect();
        let store = MemoryStore::new();
        let written = store.write(&changes, Durability::Relaxed).now_or_never();
        written.expect("memory is there").expect("it takes all");
        let loaded = store.load(|_| ()).now_or_never().expect("memory is there");
        let loaded = loaded.expect("it can be read");
        assert_eq!(loaded.quarantined, []);
        let durable = run.broker.durable();
        assert_eq!(loaded.durable.exchanges, durable.exchanges);
        assert_eq!(sorted_bindings(&loaded.durable), sorted_bindings(&durable));
        assert_eq!(sorted_queues(loaded.durable), sorted_queues(durable));
    }
}

fn sorted_bindings(durable: &Durable) -> Vec<String> {
    let bindings = durable.bindings.iter();
    let mut bindings: Vec<String> = bindings.map(|binding| format!("{binding:?}")).collect();
    bindings.sort();
    bindings
}

fn sorted_queues(mut durable: Durable) -> Vec<DurableQueue> {
    durable.queues.sort_by_key(|queue| queue.queue.clone());
    durable.queues
}

const fn channel(connection: u32, number: u16) -> ChannelId {
    let connection = ConnectionId(connection);
    ChannelId { connection, number }
}

/// A broker and the clients that a seed makes up.
struct Run {
    broker: Broker,
    seed: Seed,
    now: Timestamp,
    hash: Fnv1a,
    connected: Vec<ConnectionId>,
    open: Vec<ChannelId>,
    last_record: RecordSeq,
    records: Vec<Record>,
    deliveries: u32,
    redeliveries: u32,
    confirms: u32,
    dead_letters: u32,
}

impl Run {
    fn new(seed: Seed) -> Self {
        Self {
            broker: Broker::new(),
            seed,
            now: Timestamp(0),
            hash: Fnv1a::default(),
            connected: Vec::new(),
            open: Vec::new(),
            last_record: RecordSeq(0),
            records: Vec::new(),
            deliveries: 0,
            redeliveries: 0,
            confirms: 0,
            dead_letters: 0,
        }
    }

    fn step(&mut self) {
        self.now.0 += u64::from(self.seed.below(50));
        let channel = self.seed.pick(&CHANNELS);
        let connection = channel.connection;
        let drawn = self.seed.below(20);
        if drawn < 2 {
            self.broker.handle_persisted(self.now, self.last_record);
        } else if drawn == 2 {
            self.broker.handle_timeout(self.now);
        } else {
            let command = if !self.connected.contains(&connection) {
                Command::OpenConnection { connection }
            } else if !self.open.contains(&channel) {
                Command::OpenChannel { channel }
            } else {
                self.command(channel)
            };
            self.broker.handle(self.now, command);
        }
        self.drain();
    }

    fn command(&mut self, channel: ChannelId) -> Command {
        let holds_nothing = self.broker.unacked(channel).next().is_none();
        let method = match self.seed.below(200) {
            // A tag that it does not hold closes the channel, so few are made up.
            drawn @ 60.. if holds_nothing && drawn < 198 => Method::Publish(self.publish()),
            0 => return Command::Restart,
            1 => {
                return Command::CloseConnection {
                    connection: channel.connection,
                    how: Disconnect::Lost,
                };
            }
            2 => return Command::CloseChannel { channel },
            3..17 => self.declare_queue(),
            17..20 => self.bind(),
            190..194 => self.declare_exchange(),
            20..22 => Method::QueueDelete {
                queue: self.queue(),
                if_unused: false,
                if_empty: false,
            },
            22..25 => Method::QueuePurge {
                queue: self.queue(),
            },
            25..35 => Method::Qos {
                prefetch_size: 0,
                prefetch_count: self.seed.pick(&[0, 1, 2, 5]),
                global: self.seed.below(9) == 0,
            },
            35..43 => mode_of(channel),
            43 => Method::Recover { requeue: true },
            44 => Method::TxRollback,
            45..48 => Method::Consume(Consume {
                queue: self.queue(),
                consumer_tag: self.consumer_tag(),
                no_ack: self.seed.below(4) == 0,
                exclusive: false,
                arguments: arguments(&[("x-priority", number(self.seed.pick(&[0, 0, 1])))]),
            }),
            48..50 => Method::Cancel {
                consumer_tag: self.consumer_tag(),
            },
            50..60 => Method::Get {
                queue: self.queue(),
                no_ack: self.seed.below(2) == 0,
            },
            60..115 => Method::Publish(self.publish()),
            115..120 => Method::TxCommit,
            120..170 => Method::Ack {
                delivery_tag: self.delivery_tag(channel),
                multiple: self.seed.below(3) == 0,
            },
            170..190 => Method::Nack {
                delivery_tag: self.delivery_tag(channel),
                multiple: self.seed.below(3) == 0,
                requeue: self.seed.below(2) == 0,
            },
            _ => Method::Reject {
                delivery_tag: self.delivery_tag(channel),
                requeue: self.seed.below(2) == 0,
            },
        };
        Command::Method { channel, method }
    }

    fn declare_queue(&mut self) -> Method {
        let queue = self.queue();
        let arguments = rules_of(queue.as_str());
        Method::QueueDeclare(QueueDeclare {
            queue,
            passive: false,
            durable: self.seed.below(100) > 0,
            exclusive: false,
            auto_delete: false,
            arguments,
        })
    }

    fn declare_exchange(&mut self) -> Method {
        let exchange = ExchangeName::new(ORDERS).expect("a short name");
        if self.seed.below(4) == 0 {
            return Method::ExchangeDelete {
                exchange,
                if_unused: false,
            };
        }
        Method::ExchangeDeclare(ExchangeDeclare {
            exchange,
            kind: "topic".to_owned(),
            passive: false,
            durable: true,
            auto_delete: false,
            internal: false,
            arguments: arguments(&[("alternate-exchange", FieldValue::text("amq.fanout"))]),
        })
    }

    fn bind(&mut self) -> Method {
        let binding = Binding {
            source: ExchangeName::new(self.seed.pick(&EXCHANGES)).expect("a short name"),
            destination: Destination::Queue(self.queue()),
            key: BindingKey::new(self.seed.pick(&KEYS)).expect("a short name"),
            arguments: arguments(&[("size", number(self.seed.pick(&[1, 2])))]),
        };
        if self.seed.below(4) == 0 {
            Method::Unbind(binding)
        } else {
            Method::Bind(binding)
        }
    }

    fn queue(&mut self) -> QueueName {
        QueueName::new(self.seed.pick(&NAMES)).expect("a short name")
    }

    /// Of many, because one that is in use closes the connection.
    fn consumer_tag(&mut self) -> ConsumerTag {
        ConsumerTag::new(&self.seed.below(20).to_string()).expect("a short name")
    }

    fn publish(&mut self) -> Publish {
        let (exchange, routing_key) = if self.seed.below(4) == 0 {
            let key = RoutingKey::new(self.seed.pick(&KEYS)).expect("a short name");
            (self.seed.pick(&EXCHANGES), key)
        } else {
            ("", RoutingKey::from(&self.queue()))
        };
        Publish {
            exchange: ExchangeName::new(exchange).expect("a short name"),
            routing_key,
            mandatory: self.seed.below(2) == 0,
            immediate: false,
            properties: Properties {
                delivery_mode: self.seed.pick(&[None, Some(1), Some(2), Some(2), Some(2)]),
                priority: self.seed.pick(&[None, Some(1), Some(9)]),
                expiration: self.seed.pick(&[None, None, Some(ShortString::of("400"))]),
                headers: Some(arguments(&[("size", number(1))])),
                ..Properties::default()
            },
            body: self.seed.below(1_000_000).to_string().into_bytes().into(),
        }
    }

    /// One that the channel holds; where it holds none, 0.
    fn delivery_tag(&mut self, channel: ChannelId) -> DeliveryTag {
        let held: Vec<_> = self.broker.unacked(channel).collect();
        if held.is_empty() {
            DeliveryTag(0)
        } else {
            self.seed.pick(&held).delivery_tag
        }
    }

    fn drain(&mut self) {
        while let Some(event) = self.broker.poll_event() {
            self.hash.take(&event);
            self.follow(&event.what);
        }
        while let Some((seq, record)) = self.broker.poll_record() {
            self.hash.take(&record);
            self.last_record = seq;
            self.records.push(record);
        }
        self.broker.assert_invariants();
    }

    fn follow(&mut self, what: &Happening) {
        if let Happening::ConnectionOpened { connection } = what {
            self.connected.push(*connection);
        } else if let Happening::ConnectionClosed { connection, .. } = what {
            self.connected.retain(|other| other != connection);
        } else if let Happening::ChannelOpened { channel } = what {
            self.open.push(*channel);
        } else if let Happening::ChannelClosed { channel, .. } = what {
            self.open.retain(|other| other != channel);
        } else if let Happening::Delivered { redelivered, .. } = what {
            self.deliveries += 1;
            self.redeliveries += u32::from(*redelivered);
        } else if let Happening::Confirmed { .. } = what {
            self.confirms += 1;
        } else if let Happening::DeadLettered { .. } = what {
            self.dead_letters += 1;
        }
    }
}

fn mode_of(channel: ChannelId) -> Method {
    if channel == TRANSACTIONAL {
        Method::TxSelect
    } else {
        Method::ConfirmSelect
    }
}
