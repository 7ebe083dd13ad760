//! Messages that go before others, and consumers that do.

use leveret::broker::FieldValue;

use super::{
    asking::int,
    bench::{Bench, ONE, OTHER},
};

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
fn the_next_single_active_consumer_is_the_earliest_of_the_highest_priority() {
    let mut bench = Bench::new();
    let single = [("x-single-active-consumer", FieldValue::Bool(true))];
    bench.on(ONE).declare_with("q", &single);
    for (tag, priority) in [("A", 0), ("B", 0), ("C", 5), ("D", 5)] {
        bench
            .on(ONE)
            .consume_with("q", tag, &[("x-priority", int(priority))]);
    }
    for (gone, next) in [("A", "C"), ("C", "D"), ("D", "B")] {
        let left = bench.on(ONE).cancel(gone);
        assert_eq!(left.inside(), [format!("q active: {next}")]);
    }
}
