//! Stories of messages' histories, with a broker and its clients' names to make them true.

use super::*;
use crate::{
    broker::{
        Broker, Command, ConnectionId, DELIVERY_MODE_PERSISTENT, DeliveryTag, ExchangeName,
        FieldValue, Method, Millis, Position, Properties, Publish, QueueDeclare, RecordSeq,
        RoutingKey, ShortString, Table, Timestamp,
    },
    simulation::Clients,
};

const CHANNEL: ChannelId = ChannelId {
    connection: ConnectionId(1),
    number: 1,
};

fn queue(name: &str) -> QueueName {
    QueueName::new(name).expect("a short name")
}

fn place(name: &str, position: u64) -> Place {
    (queue(name), Position(position))
}

/// A broker whose every event goes to the histories, and to a plain list.
struct Story {
    broker: Broker,
    histories: Histories,
    events: Vec<Event>,
    now: Timestamp,
    last_record: RecordSeq,
}

impl Story {
    /// A channel in confirm mode, the durable queue `orders` and one for what it gives up.
    fn new() -> Self {
        let mut story = Self {
            broker: Broker::new(),
            histories: Histories::default(),
            events: Vec::new(),
            now: Timestamp(0),
            last_record: RecordSeq(0),
        };
        story.connect();
        let to = |name: &str| FieldValue::LongString(name.as_bytes().into());
        let arguments = Table(vec![
            (short("x-dead-letter-exchange"), to("")),
            (short("x-dead-letter-routing-key"), to("failed")),
        ]);
        story.declare("orders", arguments);
        story.declare("failed", Table::default());
        story
    }

    fn connect(&mut self) {
        let connection = CHANNEL.connection;
        self.run(Command::OpenConnection { connection });
        self.run(Command::OpenChannel { channel: CHANNEL });
        self.ask(Method::ConfirmSelect);
    }

    fn run(&mut self, command: Command) {
        self.broker.handle(self.now, command);
        self.drain();
    }

    fn ask(&mut self, method: Method) {
        let channel = CHANNEL;
        self.run(Command::Method { channel, method });
    }

    fn drain(&mut self) {
        while let Some(event) = self.broker.poll_event() {
            self.histories.note(&event);
            self.events.push(event);
        }
        while let Some((seq, _)) = self.broker.poll_record() {
            self.last_record = seq;
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

    fn publish(&mut self, to: &str, body: &str) {
        self.send(to, body, true);
    }

    fn send(&mut self, to: &str, body: &str, persistent: bool) {
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
        self.broker.handle_persisted(self.now, self.last_record);
        self.drain();
    }

    fn get(&mut self, from: &str) {
        self.ask(Method::Get {
            queue: queue(from),
            no_ack: false,
        });
    }

    fn nack(&mut self, tag: u64, requeue: bool) {
        self.ask(Method::Nack {
            delivery_tag: DeliveryTag(tag),
            multiple: false,
            requeue,
        });
    }

    fn ack(&mut self, tag: u64) {
        self.ask(Method::Ack {
            delivery_tag: DeliveryTag(tag),
            multiple: false,
        });
    }

    fn history(&self, place: &Place) -> Option<History> {
        let world = World::new(Broker::new(), Clients::course());
        self.histories.of(place, &world)
    }

    /// What kinds of events its history has, in their order.
    fn course(&self, place: &Place) -> Vec<&'static str> {
        let number = self.histories.places.get(place).expect("it is known");
        let events = self.histories.trail(*number).events.iter();
        events.map(|event| kind(&event.what)).collect()
    }
}

fn short(text: &str) -> ShortString {
    ShortString::new(text.as_bytes()).expect("a short text")
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only what a history can hold has a word here"
)]
fn kind(what: &Happening) -> &'static str {
    match what {
        Happening::Published { .. } => "published",
        Happening::Enqueued { .. } => "enqueued",
        Happening::Confirmed { .. } => "confirmed",
        Happening::Got { .. } => "got",
        Happening::Requeued { .. } => "requeued",
        Happening::Dropped { .. } => "dropped",
        Happening::DeadLettered { .. } => "dead-lettered",
        Happening::Acked { .. } => "acked",
        Happening::QueuePurged { .. } => "purged",
        Happening::QueueDeleted { .. } => "deleted",
        Happening::Restarted { .. } => "restarted",
        _ => "something else",
    }
}

#[test]
fn a_message_is_followed_through_its_dead_letter_to_the_end() {
    let mut story = Story::new();
    story.publish("orders", "a");
    story.persist();
    story.get("orders");
    story.nack(1, true);
    story.now = story.now + Millis(500);
    story.get("orders");
    story.nack(2, false);
    story.get("failed");
    story.ack(3);
    let whole = [
        "published",
        "enqueued",
        "confirmed",
        "got",
        "requeued",
        "got",
        "dropped",
        "dead-lettered",
        "enqueued",
        "got",
        "acked",
    ];
    assert_eq!(story.course(&place("orders", 1)), whole);
    let history = story.history(&place("failed", 1)).expect("it is known");
    assert_eq!(history, story.history(&place("orders", 1)).expect("known"));
    assert!(!history.begins_before);
    assert_eq!(
        history.places,
        [
            (queue("orders"), Position(1), Standing::Gone),
            (queue("failed"), Position(1), Standing::Gone),
        ]
    );
    let last = history.entries.last().expect("it has entries");
    assert_eq!(last.at, Timestamp(500));
    assert!(last.why.is_some());
}

#[test]
fn a_held_message_says_by_whom_and_since_when() {
    let mut story = Story::new();
    story.publish("orders", "a");
    story.now = story.now + Millis(7);
    story.get("orders");
    let history = story.history(&place("orders", 1)).expect("it is known");
    let held = Standing::Held {
        channel: CHANNEL,
        delivery_tag: DeliveryTag(1),
        since: Timestamp(7),
    };
    assert_eq!(history.places, [(queue("orders"), Position(1), held)]);
}

#[test]
fn a_purge_ends_what_is_ready_and_a_deletion_all() {
    let mut story = Story::new();
    story.publish("orders", "a");
    story.publish("orders", "b");
    story.get("orders");
    story.ask(Method::QueuePurge {
        queue: queue("orders"),
    });
    assert_eq!(
        story.course(&place("orders", 1)),
        ["published", "enqueued", "got"]
    );
    assert_eq!(
        story.course(&place("orders", 2)),
        ["published", "enqueued", "purged"]
    );
    story.ask(Method::QueueDelete {
        queue: queue("orders"),
        if_unused: false,
        if_empty: false,
    });
    assert_eq!(
        story.course(&place("orders", 1)),
        ["published", "enqueued", "got", "deleted"]
    );
    assert_eq!(story.course(&place("orders", 2)).len(), 3);
}

#[test]
fn a_restart_ends_what_is_transient_and_frees_what_was_held() {
    let mut story = Story::new();
    story.publish("orders", "a");
    story.send("orders", "b", false);
    story.persist();
    story.get("orders");
    story.run(Command::Restart);
    let standing = |position| {
        let history = story.history(&place("orders", position));
        history.expect("it is known").places[0].2
    };
    assert_eq!(standing(1), Standing::Ready);
    assert_eq!(standing(2), Standing::Gone);
}

#[test]
fn what_happened_before_is_said_to_be_unknown() {
    let mut story = Story::new();
    story.publish("orders", "a");
    story.histories = Histories::default();
    assert_eq!(story.history(&place("orders", 1)), None);
    story.get("orders");
    let history = story.history(&place("orders", 1)).expect("it is known");
    assert!(history.begins_before);
    assert_eq!(story.course(&place("orders", 1)), ["got"]);
}

#[test]
fn a_long_history_keeps_its_beginning_and_its_end() {
    let mut story = Story::new();
    story.publish("orders", "a");
    for tag in 1..=40 {
        story.get("orders");
        story.nack(tag, true);
    }
    let history = story.history(&place("orders", 1)).expect("it is known");
    assert_eq!(history.left_out, 32);
    let course = story.course(&place("orders", 1));
    assert_eq!(course.len(), 50);
    assert_eq!(course[..2], ["published", "enqueued"]);
    assert_eq!(course[48..], ["got", "requeued"]);
}

#[test]
fn the_oldest_message_is_forgotten_first() {
    let mut story = Story::new();
    for _ in 0..=MESSAGES_MAX {
        story.publish("orders", "a");
    }
    assert_eq!(story.history(&place("orders", 1)), None);
    assert!(story.history(&place("orders", 2)).is_some());
    assert_eq!(story.histories.trails.len(), MESSAGES_MAX);
    assert_eq!(story.histories.places.len(), MESSAGES_MAX);
    assert_eq!(story.histories.unconfirmed.len(), MESSAGES_MAX);
}

#[test]
fn large_bodies_are_forgotten_earlier() {
    let mut story = Story::new();
    let body = "a".repeat(BODY_BYTES_MAX / 4);
    for _ in 0..5 {
        story.publish("orders", &body);
    }
    assert_eq!(story.history(&place("orders", 1)), None);
    assert!(story.history(&place("orders", 2)).is_some());
}

/// The place that an event names, if it names one.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the naive list is of events that name a place"
)]
fn place_of(what: &Happening) -> Option<Place> {
    match what {
        Happening::Enqueued {
            queue, position, ..
        }
        | Happening::Got {
            queue, position, ..
        }
        | Happening::Requeued {
            queue, position, ..
        }
        | Happening::Acked {
            queue, position, ..
        }
        | Happening::Dropped {
            queue,
            position: Some(position),
            ..
        } => Some((queue.clone(), *position)),
        _ => None,
    }
}

proptest::proptest! {
    #[test]
    fn a_random_run_has_the_histories_that_a_list_of_its_events_has(
        acts in proptest::collection::vec(0_u8..6, 1..60),
    ) {
        let mut story = Story::new();
        let mut tag = 0;
        for act in acts {
            let from = if tag % 3 == 0 { "failed" } else { "orders" };
            match act {
                0 | 1 => story.publish("orders", "a"),
                2 => story.persist(),
                _ => {
                    let gets = story.broker.queues().any(|of| of.name == queue(from) && of.ready > 0);
                    if !gets {
                        story.publish(from, "b");
                    }
                    story.get(from);
                    tag += 1;
                    match act {
                        3 => story.ack(tag),
                        4 => story.nack(tag, true),
                        _ => story.nack(tag, false),
                    }
                }
            }
        }
        for (place, number) in &story.histories.places {
            let trail = story.histories.trail(*number);
            let of_place = |event: &&Event| place_of(&event.what).as_ref() == Some(place);
            let listed: Vec<&Event> = story.events.iter().filter(of_place).collect();
            let kept = trail.events.iter().map(|event| &**event);
            let kept: Vec<&Event> = kept.filter(of_place).collect();
            if trail.left_out == 0 {
                proptest::prop_assert_eq!(kept, listed);
            }
        }
    }
}
