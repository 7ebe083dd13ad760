//! What moves from where to where, as the picture of the flow is told it: every step of every
//! message, counted without a gap.

use leveret::{
    broker::{DeliveryTag, FieldValue, Method, Position, Publish},
    projection::{Ending, Flow, FlowView, Gathered, MOVES_MAX, Move, Spot},
    simulation::{Clients, ConsumerSettings, Output, ShovelSettings, Treatment, Which},
};
use proptest::prelude::*;

use crate::{
    stage::Stage,
    telling::{consume, declare, get, number, publish, queue, reject, send},
};

/// A stage whose flow is watched.
struct Watched {
    stage: Stage,
    flow: Flow,
    gathered: Gathered,
}

impl Watched {
    fn new(stage: Stage) -> Self {
        let mut watched = Self {
            stage,
            flow: Flow::default(),
            gathered: Gathered::default(),
        };
        watched.take();
        watched
    }

    fn course() -> Self {
        Self::new(Stage::course())
    }

    /// What has moved since this was last asked.
    fn take(&mut self) -> FlowView {
        for event in self.stage.events.drain(..) {
            let output = Output::Event(event);
            self.flow.push(&output);
            self.gathered.note(&output);
        }
        self.flow.take_new(self.stage.now)
    }

    /// The moves of these methods, as `label: from > to`.
    fn moves<const N: usize>(&mut self, methods: [Method; N]) -> Vec<String> {
        for method in methods {
            self.stage.operate(method).expect("the broker takes it");
        }
        self.taken()
    }

    fn taken(&mut self) -> Vec<String> {
        let moves = self.take().moves;
        moves.iter().map(told).collect()
    }
}

fn told(step: &Move) -> String {
    let Move {
        label, from, to, ..
    } = step;
    let again = if step.redelivered { " again" } else { "" };
    format!("{label}: {} > {}{again}", spot(from), spot(to))
}

fn spot(spot: &Spot) -> String {
    match spot {
        Spot::Producer => "producer".to_owned(),
        Spot::Exchange(name) => format!("exchange {name}"),
        Spot::Queue(name) => name.to_string(),
        Spot::Consumer(name) => name.clone(),
        Spot::End(ending) => format!("{ending:?}"),
    }
}

fn text(text: &str) -> FieldValue {
    FieldValue::LongString(text.as_bytes().into())
}

#[test]
fn an_order_of_the_course_goes_step_by_step_and_is_gone_when_it_is_acked() {
    let mut watched = Watched::course();
    watched.stage.publish_orders(1);
    assert_eq!(
        watched.taken(),
        [
            "order_1: producer > exchange ",
            "order_1: exchange  > order_queue",
            "order_1: order_queue > consumer-1",
        ]
    );
    watched.stage.wait(2_000);
    assert_eq!(watched.taken(), ["order_1: consumer-1 > Acked"]);
}

#[test]
fn what_a_crashed_consumer_held_goes_back_and_comes_again() {
    let mut watched = Watched::course();
    watched.stage.publish_orders(1);
    watched.taken();
    watched
        .stage
        .ask(|clients, now| clients.crash(now, "consumer-1"));
    assert_eq!(watched.taken(), ["order_1: consumer-1 > order_queue again"]);
    watched.stage.add_consumer(ConsumerSettings::default());
    assert_eq!(watched.taken(), ["order_1: order_queue > consumer-2 again"]);
}

#[test]
fn a_dead_letter_goes_by_its_exchange_and_its_cause_is_no_end() {
    let mut watched = Watched::new(Stage::producer_only());
    let letters = [
        ("x-dead-letter-exchange", text("")),
        ("x-dead-letter-routing-key", text("dead")),
    ];
    let moves = watched.moves([
        declare("dead", []),
        declare("work", letters),
        send("", "work", "one"),
        get("work"),
        reject(1, false),
    ]);
    assert_eq!(
        moves,
        [
            "one: producer > exchange ",
            "one: exchange  > work",
            "one: work > 1.1",
            "one: 1.1 > work",
            "one: work > exchange ",
            "one: exchange  > dead",
        ]
    );
    assert_eq!(watched.gathered.ended.iter().count(), 0);
}

#[test]
fn what_the_shovel_moves_goes_from_queue_to_queue() {
    let mut watched = Watched::new(Stage::producer_only());
    watched.moves([
        declare("from", []),
        declare("to", []),
        send("", "from", "one"),
        send("", "from", "two"),
    ]);
    let one = ShovelSettings {
        queue: queue("from"),
        which: Which::One(Position(2)),
        treatment: Treatment::Move { to: queue("to") },
    };
    watched
        .stage
        .ask(|clients, now| clients.begin_moving(now, one));
    // What it passes over stays where it is.
    assert_eq!(
        watched.taken(),
        [
            "two: from > exchange ",
            "two: exchange  > to",
            "two: from > Acked",
        ]
    );
}

#[test]
fn every_other_end_has_its_own_place() {
    let mut watched = Watched::new(Stage::producer_only());
    let wanted_back = Publish {
        mandatory: true,
        ..publish("", "nowhere", "back")
    };
    let refusing = text("reject-publish");
    watched.moves([
        declare("short", [("x-message-ttl", number(100))]),
        declare("one", [("x-max-length", number(1))]),
        declare(
            "full",
            [("x-max-length", number(1)), ("x-overflow", refusing)],
        ),
        send("", "full", "first"),
    ]);
    let last = |watched: &mut Watched, methods| {
        let moves: Vec<String> = watched.moves::<2>(methods);
        moves.last().cloned().expect("something moved")
    };
    let then = |method| [get("short"), method];
    assert_eq!(
        last(&mut watched, then(send("", "nowhere", "lost"))),
        "lost: exchange  > Unroutable"
    );
    let returned = last(&mut watched, then(Method::Publish(wanted_back)));
    assert_eq!(returned, "back: exchange  > Returned");
    assert_eq!(
        last(&mut watched, then(send("", "full", "second"))),
        "second: exchange  > Refused"
    );
    let overflowing = last(
        &mut watched,
        [send("", "one", "old"), send("", "one", "new")],
    );
    assert_eq!(overflowing, "old: one > Dropped");
    let rejected = last(&mut watched, [get("one"), reject(1, false)]);
    assert_eq!(rejected, "new: 1.1 > Dropped");
    watched.moves([send("", "short", "late")]);
    watched.stage.wait(100);
    assert_eq!(watched.taken(), ["late: short > Expired"]);
    let ended: Vec<_> = watched.gathered.ended.iter().collect();
    assert_eq!(
        ended,
        [
            (Ending::Dropped, 2),
            (Ending::Expired, 1),
            (Ending::Returned, 1),
            (Ending::Unroutable, 1),
            (Ending::Refused, 1),
        ]
    );
}

#[test]
fn what_goes_without_a_name_is_counted() {
    let mut watched = Watched::new(Stage::producer_only());
    watched.moves([declare("q", []), send("", "q", "a"), send("", "q", "b")]);
    watched
        .stage
        .operate(Method::QueuePurge { queue: queue("q") })
        .expect("it may");
    let view = watched.take();
    assert!(view.moves.is_empty());
    let [purged] = view.counts.as_slice() else {
        panic!("one way: {:?}", view.counts);
    };
    assert_eq!((&purged.to, purged.count), (&Spot::End(Ending::Gone), 2));
}

#[test]
fn many_moves_are_listed_up_to_a_limit_and_all_counted() {
    let mut watched = Watched::new(Stage::producer_only());
    watched.stage.publish_orders(1_000);
    watched.stage.wait(10_000);
    let view = watched.take();
    assert_eq!(view.moves.len(), MOVES_MAX);
    let counted: u64 = view.counts.iter().map(|way| way.count).sum();
    assert_eq!((counted, view.moved), (2_000, 2_000));
    assert_eq!(watched.take().counts, []);
}

#[test]
fn after_going_back_it_is_known_who_holds_what() {
    let mut watched = Watched::course();
    watched.stage.publish_orders(1);
    watched.taken();
    let past = (
        watched.stage.world.clone(),
        watched.stage.gathered.clone(),
        watched.gathered.clone(),
    );
    watched.stage.wait(2_000);
    watched.taken();
    (
        watched.stage.world,
        watched.stage.gathered,
        watched.gathered,
    ) = past;
    watched.flow.go_on_from(watched.stage.world.clients());
    watched.stage.wait(2_000);
    assert_eq!(watched.taken(), ["order_1: consumer-1 > Acked"]);
}

/// What somebody does next.
#[derive(Clone, Debug)]
enum Act {
    Publish(u32),
    Send(&'static str, bool),
    Get(&'static str),
    Consume(&'static str, bool),
    Reject(u64, bool),
    Ack(u64),
    Purge(&'static str),
    Delete(&'static str),
    Declare,
    Crash,
    Restart,
    Wait(u64),
}

const QUEUES: [&str; 4] = ["order_queue", "dead", "short", "full"];

fn act() -> impl Strategy<Value = Act> {
    let name = || prop::sample::select(QUEUES.to_vec());
    prop_oneof![
        3 => (1_u32..80).prop_map(Act::Publish),
        6 => (prop_oneof![4 => name(), 1 => Just("nowhere")], any::<bool>())
            .prop_map(|(to, mandatory)| Act::Send(to, mandatory)),
        2 => name().prop_map(Act::Get),
        1 => (name(), any::<bool>()).prop_map(|(from, no_ack)| Act::Consume(from, no_ack)),
        3 => (1_u64..6, any::<bool>()).prop_map(|(tag, requeue)| Act::Reject(tag, requeue)),
        2 => (1_u64..6).prop_map(Act::Ack),
        1 => name().prop_map(Act::Purge),
        1 => name().prop_map(Act::Delete),
        2 => Just(Act::Declare),
        1 => Just(Act::Crash),
        1 => Just(Act::Restart),
        3 => (0_u64..5_000).prop_map(Act::Wait),
    ]
}

/// What the broker refuses changes nothing that moves.
fn carry_out(stage: &mut Stage, act: &Act) {
    let methods = match act {
        Act::Publish(count) => {
            stage.publish_orders(*count);
            return;
        }
        Act::Crash => {
            drop(stage.try_ask(|clients, now| clients.crash(now, "consumer-1")));
            return drop(stage.try_ask(|clients: &mut Clients, now| {
                clients.add_consumer(now, ConsumerSettings::default())
            }));
        }
        Act::Restart => return stage.restart(),
        Act::Wait(millis) => return stage.wait(*millis),
        Act::Declare => declarations(),
        Act::Send(to, mandatory) => vec![Method::Publish(Publish {
            mandatory: *mandatory,
            ..publish("", to, "a text")
        })],
        Act::Get(from) => vec![get(from)],
        Act::Consume(from, no_ack) => {
            let mut terms = consume(from, "the-page");
            terms.no_ack = *no_ack;
            vec![Method::Consume(terms)]
        }
        Act::Reject(tag, requeue) => vec![reject(*tag, *requeue)],
        Act::Ack(tag) => vec![Method::Ack {
            delivery_tag: DeliveryTag(*tag),
            multiple: true,
        }],
        Act::Purge(name) => vec![Method::QueuePurge { queue: queue(name) }],
        Act::Delete(name) => vec![Method::QueueDelete {
            queue: queue(name),
            if_unused: false,
            if_empty: false,
        }],
    };
    for method in methods {
        drop(stage.operate(method));
    }
}

fn declarations() -> Vec<Method> {
    vec![
        declare("dead", []),
        declare(
            "short",
            [
                ("x-message-ttl", number(900)),
                ("x-dead-letter-exchange", text("")),
                ("x-dead-letter-routing-key", text("dead")),
            ],
        ),
        declare(
            "full",
            [
                ("x-max-length", number(2)),
                ("x-dead-letter-exchange", text("not-there")),
            ],
        ),
    ]
}

#[derive(Debug, Default)]
struct Counted {
    published: u64,
    enqueued: u64,
    delivered: u64,
    ended: std::collections::BTreeMap<Ending, u64>,
}

impl Counted {
    fn add(&mut self, view: &FlowView) {
        for way in &view.counts {
            match (&way.from, &way.to) {
                (Spot::Producer, _) => self.published += way.count,
                (Spot::Exchange(_), Spot::Queue(_)) => self.enqueued += way.count,
                (Spot::Queue(_), Spot::Consumer(_)) => self.delivered += way.count,
                (_, Spot::End(ending)) => *self.ended.entry(*ending).or_default() += way.count,
                (Spot::Exchange(_) | Spot::Queue(_) | Spot::Consumer(_) | Spot::End(_), _) => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_happens_every_move_is_counted_and_the_first_are_listed(
        acts in prop::collection::vec(act(), 1..60)
    ) {
        let mut watched = Watched::course();
        // What the start itself moved is none of this.
        watched.gathered = Gathered::default();
        let (mut counted, mut moved) = (Counted::default(), 0);
        for act in std::iter::once(&Act::Declare).chain(&acts) {
            carry_out(&mut watched.stage, act);
            let view = watched.take();
            let all: u64 = view.counts.iter().map(|way| way.count).sum();
            moved += all;
            prop_assert_eq!(view.moved, moved, "no move comes twice, and none is missing");
            prop_assert!(view.moves.len() <= MOVES_MAX);
            for way in &view.counts {
                let same = |step: &&Move| (&step.from, &step.to) == (&way.from, &way.to);
                let listed = view.moves.iter().filter(same).count() as u64;
                prop_assert!(listed <= way.count);
            }
            let named = view.counts.iter().filter(|way| way.to != Spot::End(Ending::Gone));
            let named: u64 = named.map(|way| way.count).sum();
            prop_assert_eq!(view.moves.len() as u64, named.min(MOVES_MAX as u64));
            counted.add(&view);
        }
        let totals = watched.gathered.totals;
        prop_assert_eq!(counted.published, totals.published);
        prop_assert_eq!(counted.enqueued, totals.enqueued);
        prop_assert_eq!(counted.delivered, totals.delivered);
        let ended: std::collections::BTreeMap<_, _> = watched.gathered.ended.iter().collect();
        prop_assert_eq!(counted.ended, ended);
    }
}
