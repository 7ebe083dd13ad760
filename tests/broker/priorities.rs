//! Messages that go before others.

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
