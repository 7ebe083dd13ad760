//! Messages that go before others, and consumers that are asked before others.

use super::{
    asking::int,
    bench::{Bench, ONE, OTHER, TWO},
};
use leveret::broker::FieldValue;

#[test]
fn urgent_messages_go_first_and_equal_ones_in_order() {
    let mut bench = Bench::new();
    bench
        .on(ONE)
        .declare_with("q", &[("x-max-priority", int(5))]);
    for (body, priority) in [("low", 1), ("high", 5), ("beyond", 9), ("low too", 1)] {
        bench.on(ONE).publish_urgent("q", body, priority);
    }
    bench.on(ONE).publish("q", "none");
    assert_eq!(
        bench.ready("q"),
        ["high", "beyond", "low", "low too", "none"]
    );
}

#[test]
fn a_requeued_message_stands_at_the_head_of_its_priority() {
    let mut bench = Bench::new();
    bench
        .on(ONE)
        .declare_with("q", &[("x-max-priority", int(5))]);
    bench.on(ONE).publish_urgent("q", "low", 1);
    bench.on(ONE).publish_urgent("q", "low too", 1);
    bench.on(OTHER).get("q");
    bench.on(ONE).publish_urgent("q", "high", 5);
    bench.on(OTHER).nack_requeue(1);
    assert_eq!(bench.ready("q"), ["high", "low again", "low too"]);
}

#[test]
fn without_priorities_all_messages_are_equal() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_urgent("q", "first", 0);
    bench.on(ONE).publish_urgent("q", "second", 9);
    assert_eq!(bench.ready("q"), ["first", "second"]);
}

#[test]
fn a_consumer_of_higher_priority_gets_all_it_has_room_for() {
    let mut bench = Bench::with_queue();
    for channel in [ONE, TWO, OTHER] {
        bench.on(channel).qos(1);
    }
    bench.on(ONE).consume("q", "low");
    bench
        .on(TWO)
        .consume_with("q", "high", &[("x-priority", int(10))]);
    bench
        .on(OTHER)
        .consume_with("q", "lowest", &[("x-priority", int(-1))]);
    let left = bench.on(ONE).publish_each("q", &["m1", "m2", "m3", "m4"]);
    assert_eq!(left.deliveries(), ["high m1", "low m2", "lowest m3"]);
    assert_eq!(bench.on(TWO).ack(1).deliveries(), ["high m4"]);
}

#[test]
fn a_single_active_consumer_gets_everything_until_it_goes() {
    let mut bench = Bench::new();
    let single = [("x-single-active-consumer", FieldValue::Bool(true))];
    bench.on(ONE).declare_with("q", &single);
    assert_eq!(bench.on(ONE).consume("q", "A").inside(), ["q active: A"]);
    bench.on(OTHER).consume("q", "B");
    let left = bench.on(TWO).publish_each("q", &["m1", "m2"]);
    assert_eq!(left.deliveries(), ["A m1", "A m2"]);
    let left = bench.on(ONE).cancel("A");
    assert_eq!(left.inside(), ["q active: B"]);
    assert!(left.deliveries().is_empty());
    assert_eq!(bench.on(TWO).publish("q", "m3").deliveries(), ["B m3"]);
    assert_eq!(bench.on(ONE).nack_requeue(1).deliveries(), ["B m1 again"]);
}
