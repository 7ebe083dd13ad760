//! Queues that are full.

use super::{
    asking::{Argument, int, text},
    bench::{Bench, ONE, OTHER},
};

fn with(arguments: &[Argument<'_>]) -> Bench {
    let mut bench = Bench::new();
    bench.on(ONE).declare_with("q", arguments);
    bench
}

#[test]
fn a_full_queue_gives_up_its_oldest_message() {
    let mut bench = with(&[("x-max-length", int(2))]);
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    assert_eq!(
        bench.on(ONE).publish("q", "m3").inside(),
        [
            "published to q",
            "q@3 enqueued: kept",
            "q@1 dropped: max length"
        ]
    );
    assert_eq!(bench.ready("q"), ["m2", "m3"]);
}

#[test]
fn only_ready_messages_count() {
    let mut bench = with(&[("x-max-length", int(1))]);
    bench.on(ONE).publish("q", "m1");
    bench.on(OTHER).get("q");
    bench.on(ONE).publish("q", "m2");
    assert_eq!(bench.counts("q"), (1, 1));
    assert_eq!(
        bench.on(OTHER).nack_requeue(1).inside(),
        ["q@1 requeued: nack", "q@1 dropped: max length"]
    );
    assert_eq!(bench.ready("q"), ["m2"]);
}

#[test]
fn bodies_are_weighed_and_one_that_is_too_heavy_alone_goes() {
    let mut bench = with(&[("x-max-length-bytes", int(5))]);
    bench.on(ONE).publish_each("q", &["123", "45"]);
    assert_eq!(bench.ready("q"), ["123", "45"]);
    bench.on(ONE).publish("q", "678");
    assert_eq!(bench.ready("q"), ["45", "678"]);
    bench.on(ONE).publish("q", "too long");
    assert!(bench.ready("q").is_empty());
}

#[test]
fn a_queue_of_no_length_passes_messages_to_who_waits() {
    let mut bench = with(&[("x-max-length", int(0))]);
    bench.on(ONE).publish("q", "m1");
    assert!(bench.ready("q").is_empty());
    bench.on(OTHER).consume("q", "A");
    assert_eq!(bench.on(ONE).publish("q", "m2").deliveries(), ["A m2"]);
}

#[test]
fn a_queue_that_refuses_tells_the_publisher() {
    let mut bench = with(&[
        ("x-max-length", int(1)),
        ("x-overflow", text("reject-publish")),
    ]);
    bench.on(ONE).confirm_select();
    bench.on(ONE).publish("q", "m1");
    let left = bench.on(ONE).publish("q", "m2");
    assert_eq!(left.wire(), ["1.1 basic.nack 2"]);
    assert_eq!(left.inside(), ["published to q", "q refused: max length"]);
    assert_eq!(bench.ready("q"), ["m1"]);
}

#[test]
fn a_refused_message_can_be_dead_lettered() {
    let mut bench = with(&[
        ("x-max-length", int(1)),
        ("x-overflow", text("reject-publish-dlx")),
        ("x-dead-letter-exchange", text("")),
        ("x-dead-letter-routing-key", text("dead")),
    ]);
    bench.on(ONE).declare("dead");
    bench.on(ONE).confirm_select();
    bench.on(ONE).publish("q", "m1");
    let left = bench.on(ONE).publish("q", "m2");
    assert_eq!(left.wire(), ["1.1 basic.nack 2"]);
    assert_eq!(
        left.inside(),
        [
            "published to q",
            "q refused: max length",
            "q dropped: refused when full",
            "q dead-lettered (maxlen) to '': dead",
            "dead@1 enqueued: kept"
        ]
    );
}
