//! The process: a host with the page's programs, driven as the worker's loop drives it.

#![allow(
    clippy::panic,
    reason = "a schedule that comes to what cannot be has failed"
)]

use leveret::{
    broker::{
        FieldValue, Method, Millis, QueueDeclare, QueueName, RoutingKey, ShortString, Table,
        Timestamp,
    },
    host::{Host, Refused},
    projection::{CrashLedger, View},
    simulation::{Acknowledgement, ClientRequest, ConsumerSettings, Order, PublishOrders},
};

use crate::{
    audit::{Audit, DEAD, Reader, WITH_DEAD_LETTERS},
    chance::Chance,
    disk::Disk,
};

/// The queues, each with a consumer of its own from the start.
pub(crate) const QUEUES: [&str; 4] = ["order_queue", "work", "late", DEAD];

/// A process, the disk that outlives it, and the audit of both.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) host: Host,
    pub(crate) disk: Disk,
    pub(crate) audit: Audit,
    pub(crate) now: Timestamp,
    pub(crate) chance: Chance,
    /// The consumers by the order in which they were added.
    pub(crate) readers: Vec<Reader>,
    pub(crate) confirms: u64,
}

impl World {
    /// A first process, whose queues and programs are on disk before anything goes wrong.
    pub(crate) fn new(seed: u64) -> Self {
        let disk = Disk::new();
        let now = Timestamp(1_000_000);
        let mut world = Self {
            host: Host::start(now, Ok(disk.load())),
            disk,
            audit: Audit::default(),
            now,
            chance: Chance::of(seed),
            readers: Vec::new(),
            confirms: 0,
        };
        for queue in QUEUES {
            let arguments = arguments_of(queue);
            if queue != "order_queue" {
                world.declare(queue, arguments);
            }
            if queue == "order_queue" {
                world.readers.push(Reader {
                    queue,
                    is_automatic: false,
                });
            } else {
                world.add_consumer(queue);
            }
        }
        world.step(Millis(0));
        world
    }

    /// Time passes, the loop turns, the disk goes on, and the audit looks at it all. Gives the
    /// ledger if the broker has crashed.
    pub(crate) fn step(&mut self, time: Millis) -> Option<CrashLedger> {
        self.now = self.now + time;
        self.host.advance(self.now);
        self.observe();
        let (written, heard) = self.disk.step();
        if let Some(batch) = &written {
            self.audit.written(batch, self.disk.rows());
            self.audit.check(self.disk.rows());
        }
        if let Some(result) = heard {
            self.host.handle_written(self.now, 1_000, result);
            self.host.advance(self.now);
            self.observe();
        }
        if !self.host.is_writing()
            && let Some(batch) = self.host.begin_write(self.now)
        {
            self.disk.begin(&mut self.chance, batch);
        }
        self.host.poll_crash()
    }

    /// Turns the loop until the disk has everything.
    pub(crate) fn settle(&mut self) {
        for _ in 0..1_000 {
            self.step(Millis(0));
            if !self.host.is_writing() && self.host.view(self.now).disk.waiting == 0 {
                return;
            }
        }
        panic!("a sound disk takes everything in the end");
    }

    /// Whatever the process knew is gone; another starts with what is on disk.
    pub(crate) fn restart(&mut self) {
        self.disk.forget_process();
        self.audit.check(self.disk.rows());
        self.audit.new_process();
        self.now = self.now + Millis(50);
        self.host = Host::start(self.now, Ok(self.disk.load()));
        self.observe();
    }

    pub(crate) fn ask(&mut self, request: ClientRequest) -> Result<(), Refused> {
        let answer = self.host.ask(self.now, request);
        self.host.advance(self.now);
        self.observe();
        answer.map(drop)
    }

    pub(crate) fn publish(&mut self, queue: &str, persistent: bool, count: u32) {
        let order = Order {
            id: self.audit.next_id(),
            user: "ada".to_owned(),
            total: 5.0,
        };
        self.audit.asked(queue, persistent, count);
        let publish = PublishOrders {
            routing_key: RoutingKey::new(queue).unwrap(),
            persistent,
            count,
            ..PublishOrders::as_the_course_does(order)
        };
        self.ask(ClientRequest::Publish(publish)).unwrap();
    }

    /// Purges a queue, if all that it would lose can be seen.
    pub(crate) fn purge(&mut self, name: &str) {
        let view = self.observe();
        let queue = view
            .queues
            .into_iter()
            .find(|queue| queue.name.as_str() == name);
        let Some(queue) = queue.filter(|queue| queue.ready == queue.window.len() as u64) else {
            return;
        };
        let labels = queue.window.into_iter().map(|message| message.label);
        self.audit.purged(labels);
        let queue = queue.name;
        self.host
            .operate(self.now, Method::QueuePurge { queue })
            .unwrap();
        self.observe();
    }

    /// Reads what the programs print and how many confirms there are, and checks the promises.
    pub(crate) fn observe(&mut self) -> View {
        let view = self.host.view(self.now);
        let readers = &self.readers;
        self.audit.read(&view.log, |name| {
            let number: usize = name.strip_prefix("consumer-")?.parse().ok()?;
            readers.get(number - 1).copied()
        });
        let confirmed = self.audit.confirmed(view.producer.confirmed);
        if confirmed > 0 {
            self.confirms += confirmed;
            self.audit.check(self.disk.rows());
        }
        view
    }

    /// Everything is consumed to the end: whatever is owed comes.
    pub(crate) fn consume_to_the_end(&mut self) {
        let owed = self.audit.owed();
        for number in 1..=self.readers.len() {
            let name = format!("consumer-{number}");
            self.ask(ClientRequest::Remove { name }).unwrap();
        }
        for queue in QUEUES {
            self.readers.push(Reader {
                queue,
                is_automatic: true,
            });
            let settings = settings(queue, true);
            self.ask(ClientRequest::AddConsumer(settings)).unwrap();
        }
        for _ in 0..20 {
            self.step(Millis(1_000));
        }
        self.settle();
        self.audit.check_received(&owed);
        let left = &self.disk.rows().messages;
        assert!(left.is_empty(), "all was acked, and {left:?} is left");
    }

    fn declare(&mut self, name: &str, arguments: Table) {
        let declare = Method::QueueDeclare(QueueDeclare {
            queue: queue(name),
            passive: false,
            durable: true,
            exclusive: false,
            auto_delete: false,
            arguments,
        });
        self.host.operate(self.now, declare).unwrap();
    }

    fn add_consumer(&mut self, queue: &'static str) {
        let is_automatic = self.chance.percent(25);
        let mut settings = settings(queue, is_automatic);
        if !is_automatic {
            settings.prefetch_count = 1 + u16::try_from(self.chance.below(3)).unwrap();
            if self.chance.percent(50) {
                settings.acknowledgement = Acknowledgement::AfterSleep;
            }
        }
        self.readers.push(Reader {
            queue,
            is_automatic,
        });
        self.ask(ClientRequest::AddConsumer(settings)).unwrap();
    }
}

fn settings(name: &str, is_automatic: bool) -> ConsumerSettings {
    ConsumerSettings {
        queue: queue(name),
        prefetch_count: 0,
        // What is acked by being sent is received at once, so that it counts as done from then on.
        sleep: if is_automatic { Millis(0) } else { Millis(300) },
        acknowledgement: if is_automatic {
            Acknowledgement::Automatic
        } else {
            Acknowledgement::ByHand
        },
        ..ConsumerSettings::default()
    }
}

/// What dies in `late` and `work` goes to the queue of the dead letters.
fn arguments_of(queue: &str) -> Table {
    let mut arguments = Vec::new();
    if WITH_DEAD_LETTERS.contains(&queue) {
        arguments.push(("x-dead-letter-exchange", FieldValue::text("")));
        arguments.push(("x-dead-letter-routing-key", FieldValue::text(DEAD)));
    }
    if queue == "late" {
        arguments.push(("x-message-ttl", FieldValue::Int(2_000)));
    }
    let arguments = arguments.into_iter();
    Table(
        arguments
            .map(|(name, value)| (ShortString::of(name), value))
            .collect(),
    )
}

fn queue(name: &str) -> QueueName {
    QueueName::new(name).unwrap()
}
