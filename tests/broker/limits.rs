//! Length limits, and what a full queue does.

use leveret::broker::FieldValue;

use super::bench::{Bench, ONE, OTHER};

fn limited(max_length: i32, overflow: &str) -> Bench {
    let mut bench = Bench::new();
    bench.on(ONE).declare_with(
        "q",
        &[
            ("x-max-length", FieldValue::Int(max_length)),
            ("x-overflow", FieldValue::text(overflow)),
        ],
    );
    bench
}

#[test]
fn a_full_queue_gives_up_its_oldest_message() {
    let mut bench = limited(2, "drop-head");
    bench.on(ONE).publish_each("q", &["1", "2"]);
    let left = bench.on(ONE).publish("q", "3");
    assert_eq!(
        left.inside(),
        [
            "published to q",
            "q@3 enqueued: kept",
            "q@1 dropped: max length"
        ]
    );
    assert_eq!(bench.ready("q"), ["2", "3"]);
}

#[test]
fn unacked_messages_do_not_count_until_they_come_back() {
    let mut bench = limited(2, "drop-head");
    bench.on(ONE).publish_each("q", &["1", "2"]);
    bench.on(ONE).get("q");
    bench.on(ONE).publish("q", "3");
    assert_eq!(bench.ready("q"), ["2", "3"]);
    assert_eq!(
        bench.on(ONE).nack_requeue(1).inside(),
        ["q@1 requeued: nack", "q@1 dropped: max length"]
    );
}

#[test]
fn bytes_are_those_of_the_bodies_and_one_message_can_be_too_many() {
    let mut bench = Bench::new();
    let limit = [("x-max-length-bytes", FieldValue::Int(4))];
    bench.on(ONE).declare_with("q", &limit);
    bench.on(ONE).publish_each("q", &["aa", "bb", "cc"]);
    assert_eq!(bench.ready("q"), ["bb", "cc"]);
    bench.on(ONE).publish("q", "ddddd");
    assert!(bench.ready("q").is_empty());
}

#[test]
fn a_queue_of_no_length_passes_messages_straight_on() {
    let mut bench = limited(0, "drop-head");
    bench.on(ONE).publish("q", "nobody");
    bench.on(OTHER).consume("q", "A");
    assert_eq!(bench.on(ONE).publish("q", "m1").deliveries(), ["A m1"]);
}

#[test]
fn reject_publish_refuses_the_newest_and_says_so() {
    let mut bench = limited(1, "reject-publish");
    bench.on(ONE).confirm_select();
    bench.on(ONE).publish("q", "1");
    let left = bench.on(ONE).publish("q", "2");
    assert_eq!(left.inside(), ["published to q", "q refused: max length"]);
    assert_eq!(left.wire(), ["1.1 basic.nack 2"]);
    assert_eq!(bench.persist().wire(), ["1.1 basic.ack 1"]);
    assert_eq!(bench.ready("q"), ["1"]);
}

#[test]
fn reject_publish_dlx_dead_letters_what_it_refuses() {
    let mut bench = Bench::new();
    bench.on(ONE).declare("dead");
    bench.on(ONE).declare_with(
        "q",
        &[
            ("x-max-length", FieldValue::Int(0)),
            ("x-overflow", FieldValue::text("reject-publish-dlx")),
            ("x-dead-letter-exchange", FieldValue::text("")),
            ("x-dead-letter-routing-key", FieldValue::text("dead")),
        ],
    );
    assert_eq!(
        bench.on(ONE).publish("q", "m1").inside(),
        [
            "published to q",
            "q refused: max length",
            "q dropped: refused when full",
            "q dead-lettered (maxlen) to '': dead",
            "dead@1 enqueued: kept",
        ]
    );
}
