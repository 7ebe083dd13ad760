//! Where things stand, in both directions and with too many of them.

mod given;

use self::given::{Given, PHONE, WIDE, consumer, exchange, queue};
use super::*;
use crate::{
    broker::{ExchangeName, QueueName, Timestamp},
    simulation::{Acknowledgement, ConsumerSettings, ConsumerState},
};

fn area(diagram: &Diagram, spot: &Spot) -> Area {
    let node = diagram.node(spot).expect("it is drawn");
    assert_eq!(node.spot.as_ref(), Some(spot));
    node.area
}

fn order_queue() -> Spot {
    Spot::Queue(QueueName::new("order_queue").expect("short"))
}

fn consumer_1() -> Spot {
    Spot::Consumer("consumer-1".to_owned())
}

fn default_exchange() -> Spot {
    Spot::Exchange(ExchangeName::default_exchange())
}

fn apart(one: Area, other: Area) -> bool {
    one.right() <= other.x
        || other.right() <= one.x
        || one.bottom() <= other.y
        || other.bottom() <= one.y
}

fn is_inside(inner: Area, outer: Area) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

fn nothing_overlaps_or_sticks_out(diagram: &Diagram) {
    let whole = Area {
        x: 0,
        y: 0,
        width: diagram.width,
        height: diagram.height,
    };
    for (index, node) in diagram.nodes.iter().enumerate() {
        assert!(is_inside(node.area, whole), "{node:?} in {whole:?}");
        for other in &diagram.nodes[..index] {
            assert!(apart(node.area, other.area), "{node:?} on {other:?}");
        }
    }
    let small = diagram.tokens.iter().map(|token| (&token.spot, token.area));
    let notes = diagram.notes.iter().map(|note| (&note.spot, note.area));
    let small: Vec<_> = small.chain(notes).collect();
    for (index, (spot, area)) in small.iter().enumerate() {
        assert!(
            is_inside(*area, self::area(diagram, spot)),
            "{spot:?} {area:?}"
        );
        for (_, other) in &small[..index] {
            assert!(apart(*area, *other), "{spot:?}: {area:?} on {other:?}");
        }
    }
}

#[test]
fn messages_go_from_left_to_right_where_there_is_room() {
    let diagram = Given::course().drawn(WIDE);
    assert_eq!(diagram.direction, Direction::Across);
    let way = [
        Spot::Producer,
        default_exchange(),
        order_queue(),
        consumer_1(),
        Spot::End(Ending::Acked),
    ];
    for pair in way.windows(2) {
        assert!(area(&diagram, &pair[0]).right() < area(&diagram, &pair[1]).x);
    }
    nothing_overlaps_or_sticks_out(&diagram);
}

#[test]
fn on_a_phone_messages_go_from_top_to_bottom_and_nothing_is_wider_than_it() {
    let diagram = Given::course().drawn(PHONE);
    assert_eq!((diagram.direction, diagram.width), (Direction::Down, PHONE));
    let (producer, queue) = (
        area(&diagram, &Spot::Producer),
        area(&diagram, &order_queue()),
    );
    assert!(producer.bottom() < queue.y && queue.bottom() < area(&diagram, &consumer_1()).y);
    nothing_overlaps_or_sticks_out(&diagram);
}

#[test]
fn every_width_has_a_picture_in_which_nothing_overlaps() {
    let ready: Vec<u64> = (10..30).collect();
    let given = Given {
        exchanges: vec![
            exchange("mail", &[("order_queue", "#")]),
            exchange("amq.topic", &[]),
        ],
        queues: vec![
            Rc::new(QueueView {
                ready: 100_000,
                ..queue("order_queue", &ready, &[1, 2, 3])
            }),
            Rc::new(QueueView {
                window_offset: 40,
                ready: 60,
                ..queue("paged", &ready, &[])
            }),
        ],
        consumers: vec![
            Rc::new(consumer("one", 1, &[1])),
            Rc::new(consumer("ten", 10, &[1, 2, 3])),
            Rc::new(consumer("hundred", 100, &ready)),
            Rc::new(consumer("unlimited", 0, &ready)),
            Rc::new(consumer("idle", 0, &[])),
        ],
        ended: [(Ending::Acked, 4), (Ending::Gone, 2), (Ending::Returned, 1)]
            .into_iter()
            .collect(),
    };
    for width in (264..1_600).step_by(7) {
        nothing_overlaps_or_sticks_out(&given.drawn(width));
    }
}

#[test]
fn a_message_that_is_held_stands_with_its_holder_and_keeps_its_place_as_a_ghost() {
    let diagram = Given::course().drawn(WIDE);
    let row = |spot: &Spot| {
        let tokens = diagram.tokens.iter().filter(|token| token.spot == *spot);
        let mut row: Vec<_> = tokens.collect();
        row.sort_by_key(|token| -token.area.x);
        row.into_iter()
            .map(|token| (token.label.as_str(), token.kind))
            .collect::<Vec<_>>()
    };
    // The head is on the right, nearest the consumers.
    assert_eq!(
        row(&order_queue()),
        [
            ("order_1", DrawnKind::Ghost),
            ("order_2", DrawnKind::Ready),
            ("order_3", DrawnKind::Ready)
        ]
    );
    let held = DrawnKind::Held {
        since: Timestamp(0),
        done_at: Some(Timestamp(2_000)),
    };
    assert_eq!(row(&consumer_1()), [("order_1", held)]);
}

#[test]
fn prefetch_is_slots_that_fill() {
    let slots_and_notes = |consumer: ConsumerView| {
        let given = Given {
            consumers: vec![Rc::new(consumer)],
            ..Given::default()
        };
        let diagram = given.drawn(WIDE);
        let notes: Vec<_> = diagram.notes.into_iter().map(|note| note.text).collect();
        (diagram.tokens.len(), diagram.slots.len(), notes.join(" "))
    };
    assert_eq!(
        slots_and_notes(consumer("a", 3, &[1])),
        (1, 2, String::new())
    );
    assert_eq!(
        slots_and_notes(consumer("a", 1, &[])),
        (0, 1, String::new())
    );
    assert_eq!(
        slots_and_notes(consumer("a", 0, &[])),
        (0, 0, "∞".to_owned())
    );
    assert_eq!(
        slots_and_notes(consumer("a", 0, &[1])),
        (1, 0, "∞".to_owned())
    );
    assert_eq!(
        slots_and_notes(consumer("a", 20, &[1])),
        (1, 10, "+9".to_owned())
    );
    // A limit that was lowered while more was held.
    assert_eq!(
        slots_and_notes(consumer("a", 1, &[1, 2])),
        (2, 0, String::new())
    );
    let automatic = ConsumerView {
        settings: ConsumerSettings {
            acknowledgement: Acknowledgement::Automatic,
            ..ConsumerSettings::default()
        },
        backlog: 4,
        ..consumer("a", 1, &[])
    };
    let note = "4 unprocessed orders".to_owned();
    assert_eq!(slots_and_notes(automatic), (0, 0, note));
}

#[test]
fn what_does_not_fit_into_the_lane_is_a_number_and_nothing_is_skipped() {
    let ready: Vec<u64> = (1..=20).collect();
    let given = Given {
        queues: vec![Rc::new(QueueView {
            ready: 1_000,
            ..queue("order_queue", &ready, &[])
        })],
        ..Given::default()
    };
    for width in [PHONE, 700, WIDE] {
        let diagram = given.drawn(width);
        let [note] = diagram.notes.as_slice() else {
            panic!("one note: {:?}", diagram.notes);
        };
        let hidden: usize = note.text[1..].replace(',', "").parse().expect("a number");
        assert_eq!(diagram.tokens.len() + hidden, 1_000);
    }
}

#[test]
fn edges_are_bindings_with_their_keys_and_consumption() {
    let dead_letters = vec![("x-dead-letter-exchange".to_owned(), "dead".to_owned())];
    let stopped = ConsumerView {
        state: ConsumerState::Stopped,
        ..consumer("stopped", 1, &[])
    };
    let given = Given {
        exchanges: vec![
            exchange("dead", &[]),
            exchange("mail", &[("order_queue", "a.#"), ("order_queue", "b.*")]),
            exchange("amq.fanout", &[]),
        ],
        queues: vec![Rc::new(QueueView {
            arguments: dead_letters,
            ..queue("order_queue", &[], &[])
        })],
        consumers: vec![Rc::new(consumer("consumer-1", 1, &[])), Rc::new(stopped)],
        ..Given::default()
    };
    let named = |name: &str| Spot::Exchange(ExchangeName::new(name).expect("short"));
    for width in [PHONE, WIDE] {
        let diagram = given.drawn(width);
        let keys = |from: &Spot, to: &Spot, kind| {
            let mut edges = diagram.edges.iter();
            let found = edges.find(|edge| (&edge.from, &edge.to, edge.kind) == (from, to, kind));
            found.map(|edge| edge.keys.join(" "))
        };
        let none = Some(String::new());
        let queue = order_queue();
        assert_eq!(
            keys(&Spot::Producer, &named("mail"), EdgeKind::Publish),
            none
        );
        assert_eq!(keys(&default_exchange(), &queue, EdgeKind::ByName), none);
        let bound = keys(&named("mail"), &queue, EdgeKind::Binding);
        assert_eq!(bound.as_deref(), Some("a.# b.*"));
        assert_eq!(keys(&queue, &named("dead"), EdgeKind::DeadLetter), none);
        assert_eq!(keys(&queue, &consumer_1(), EdgeKind::Consume), none);
        let stopped = Spot::Consumer("stopped".to_owned());
        assert_eq!(keys(&queue, &stopped, EdgeKind::Consume), None);
        // What every broker has is drawn once something is bound to it.
        assert_eq!(diagram.node(&named("amq.fanout")), None);
    }
}

#[test]
fn of_too_many_the_last_node_stands_for_the_rest() {
    let consumers = (0..100).map(|number| Rc::new(consumer(&format!("c{number}"), 1, &[])));
    let given = Given {
        consumers: consumers.collect(),
        ..Given::default()
    };
    let diagram = given.drawn(WIDE);
    let stage = |node: &&Node| node.stage == Stage::Consumers;
    let drawn = diagram.nodes.iter().filter(stage).count();
    assert_eq!(drawn, place::NODES_MAX);
    let last = diagram
        .node(&Spot::Consumer("c99".to_owned()))
        .expect("for the rest");
    assert_eq!((last.spot.as_ref(), last.hidden), (None, 93));
    nothing_overlaps_or_sticks_out(&diagram);
}

#[test]
fn ways_to_end_appear_with_the_first_message_that_takes_them() {
    let mut given = Given::course();
    let ends = |given: &Given| {
        let nodes = given.drawn(WIDE).nodes;
        nodes
            .iter()
            .filter(|node| node.stage == Stage::Ends)
            .count()
    };
    assert_eq!(ends(&given), 1);
    given.ended = [(Ending::Expired, 1)].into_iter().collect();
    assert_eq!(ends(&given), 2);
}
