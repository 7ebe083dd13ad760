//! Stories of what clients know of messages, with a broker to make them true.

use super::*;
use crate::broker::{
    Broker, Command, ConnectionId, Consume, ConsumerTag, DELIVERY_MODE_PERSISTENT, DeliveryTag,
    ExchangeName, FieldValue, Method, Properties, Publish, QueueDeclare, Record, RecordSeq,
    RoutingKey, ShortString, Table, Timestamp,
};

const CHANNEL: ChannelId = ChannelId {
    connection: ConnectionId(1),
    number: 1,
};

fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("a short name")
}

/// A broker whose every event goes to a ledger.
struct Story {
    broker: Broker,
    ledger: Ledger,
    last_record: RecordSeq,
}

impl Story {
    /// A channel in confirm mode, and the durable queue `orders`.
    fn new() -> Self {
        let mut story = Self {
            broker: Broker::new(),
            ledger: Ledger::default(),
            last_record: RecordSeq(0),
        };
        let connection = CHANNEL.connection;
        story.run(Command::OpenConnection { connection });
        story.run(Command::OpenChannel { channel: CHANNEL });
        story.ask(Method::ConfirmSelect);
        story.declare("orders", Table::default());
        story
    }

    fn run(&mut self, command: Command) {
        self.broker.handle(Timestamp(0), command);
        self.drain();
    }

    fn ask(&mut self, method: Method) {
        let channel = CHANNEL;
        self.run(Command::Method { channel, method });
    }

    fn drain(&mut self) {
        while let Some(event) = self.broker.poll_event() {
            self.ledger.note(&event.what);
        }
        while let Some((seq, record)) = self.broker.poll_record() {
            self.last_record = seq;
            if let Record::MessageRemoved { queue, position } = record {
                self.ledger.is_removed(&(queue, position));
            }
        }
    }

    fn declare(&mut self, name: &str, arguments: Table) {
        self.ask(Method::QueueDeclare(QueueDeclare {
            queue: queue(name),
            passive: false,
            durable: true,
            exclusive: false,
            auto_delete: false,
            arguments,
        }));
    }

    fn publish(&mut self, to: &str, body: &str, persistent: bool) {
        self.ask(Method::Publish(Publish {
            exchange: ExchangeName::default_exchange(),
            routing_key: RoutingKey::from(&queue(to)),
            mandatory: false,
            immediate: false,
            properties: Properties {
                delivery_mode: persistent.then_some(DELIVERY_MODE_PERSISTENT),
                ..Properties::default()
            },
            body: body.as_bytes().into(),
        }));
    }

    fn persist(&mut self) {
        self.broker.handle_persisted(Timestamp(0), self.last_record);
        self.drain();
    }

    fn consume(&mut self, from: &str, no_ack: bool) {
        self.ask(Method::Consume(Consume {
            queue: queue(from),
            consumer_tag: ConsumerTag::new("c").expect("a short tag"),
            no_ack,
            exclusive: false,
            arguments: Table::default(),
        }));
    }

    fn place(&self, name: &str, position: u64) -> Place {
        (queue(name), Position(position))
    }

    fn tell(&self) -> CrashLedger {
        let queues = self.broker.queues();
        let messages = queues.map(|queue| queue.ready + queue.unacked).sum();
        self.ledger.tell(CrashMoment::Now, messages)
    }

    /// Label, durable, confirmed and progress of each message.
    fn told(&self) -> Vec<(String, bool, bool, Progress)> {
        let told = self.tell().messages.into_iter();
        told.map(|entry| (entry.label, entry.durable, entry.confirmed, entry.progress))
            .collect()
    }
}

fn told(
    label: &str,
    durable: bool,
    confirmed: bool,
    progress: Progress,
) -> (String, bool, bool, Progress) {
    (label.to_owned(), durable, confirmed, progress)
}

#[test]
fn a_message_is_confirmed_when_its_confirm_has_left() {
    let mut story = Story::new();
    story.publish("orders", "a", true);
    story.publish("orders", "b", true);
    assert_eq!(story.told()[1], told("b", true, false, Progress::Waiting));
    story.persist();
    story.publish("orders", "c", true);
    assert_eq!(
        story.told(),
        [
            told("a", true, true, Progress::Waiting),
            told("b", true, true, Progress::Waiting),
            told("c", true, false, Progress::Waiting),
        ]
    );
}

#[test]
fn an_acked_message_is_told_until_its_row_is_gone() {
    let mut story = Story::new();
    story.publish("orders", "a", true);
    story.persist();
    story.consume("orders", false);
    assert_eq!(story.told(), [told("a", true, true, Progress::HandedOut)]);
    story.ask(Method::Ack {
        delivery_tag: DeliveryTag(1),
        multiple: false,
    });
    assert_eq!(story.told(), [told("a", true, true, Progress::Acked)]);
    story.ledger.is_off_disk(&story.place("orders", 1));
    assert_eq!(story.told(), []);
}

#[test]
fn a_requeued_message_has_been_handed_out() {
    let mut story = Story::new();
    story.publish("orders", "a", true);
    story.ask(Method::Get {
        queue: queue("orders"),
        no_ack: false,
    });
    story.ask(Method::Nack {
        delivery_tag: DeliveryTag(1),
        multiple: false,
        requeue: true,
    });
    assert_eq!(story.told(), [told("a", true, false, Progress::HandedOut)]);
}

#[test]
fn a_transient_message_is_told_until_it_is_acked_or_purged() {
    let mut story = Story::new();
    story.publish("orders", "a", false);
    story.publish("orders", "b", false);
    assert_eq!(story.told()[0], told("a", false, true, Progress::Waiting));
    story.ask(Method::Get {
        queue: queue("orders"),
        no_ack: false,
    });
    story.ask(Method::QueuePurge {
        queue: queue("orders"),
    });
    assert_eq!(
        story.told(),
        [told("a", false, true, Progress::HandedOut)],
        "it is held, and so was not purged"
    );
    story.ask(Method::Ack {
        delivery_tag: DeliveryTag(1),
        multiple: false,
    });
    assert_eq!(story.told(), []);
}

#[test]
fn what_was_purged_or_deleted_is_told_no_more() {
    let mut story = Story::new();
    story.declare("returns", Table::default());
    story.publish("orders", "a", true);
    story.publish("returns", "b", true);
    story.ask(Method::QueuePurge {
        queue: queue("orders"),
    });
    assert_eq!(story.told(), [told("b", true, false, Progress::Waiting)]);
    story.ask(Method::QueueDelete {
        queue: queue("returns"),
        if_unused: false,
        if_empty: false,
    });
    assert_eq!(story.told(), []);
    story.ledger.queue_is_off_disk(&queue("returns"));
    story.declare("returns", Table::default());
    story.publish("returns", "c", true);
    assert_eq!(story.told(), [told("c", true, false, Progress::Waiting)]);
}

#[test]
fn a_dead_letter_is_told_from_when_it_is_on_disk() {
    let mut story = Story::new();
    let arguments = [
        ("x-dead-letter-exchange", FieldValue::text("")),
        ("x-dead-letter-routing-key", FieldValue::text("orders")),
    ]
    .map(|(name, value)| (ShortString::of(name), value));
    story.declare("late", Table(arguments.into()));
    story.publish("late", "a", true);
    story.persist();
    story.consume("late", false);
    story.ask(Method::Reject {
        delivery_tag: DeliveryTag(1),
        requeue: false,
    });
    assert_eq!(story.told(), [], "it is between two queues");
    story.ledger.is_on_disk(&story.place("orders", 1));
    story.ledger.is_off_disk(&story.place("late", 1));
    assert_eq!(story.told(), [told("a", true, true, Progress::Waiting)]);
}

#[test]
fn a_start_begins_with_what_is_on_disk() {
    let mut story = Story::new();
    story.publish("orders", "a", true);
    story.publish("orders", "b", true);
    story.ask(Method::Get {
        queue: queue("orders"),
        no_ack: false,
    });
    story.ledger = Ledger::of_recovered(&story.broker.durable());
    assert_eq!(
        story.told(),
        [
            told("a", true, true, Progress::HandedOut),
            told("b", true, true, Progress::Waiting),
        ]
    );
}

#[test]
fn what_is_too_much_is_counted() {
    let mut story = Story::new();
    for _ in 0..MESSAGES_MAX + 3 {
        story.publish("orders", "a", true);
    }
    let told = story.tell();
    assert_eq!((told.messages.len(), told.left_out), (MESSAGES_MAX, 3));
}
