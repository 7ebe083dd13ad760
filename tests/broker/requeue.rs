//! Requeue: a message goes back to its place, flagged redelivered.

use leveret::broker::Disconnect;

use super::bench::{Bench, ONE, OTHER, TWO};

#[test]
fn a_requeued_message_stands_where_it_stood() {
    let mut bench = Bench::with_queue();
    bench
        .on(OTHER)
        .publish_each("q", &["1", "2", "3", "4", "5"]);
    for _ in 0..3 {
        bench.on(ONE).get("q");
    }
    assert_eq!(
        bench.on(ONE).nack_requeue(2).inside(),
        ["q@2 requeued: nack"]
    );
    assert_eq!(bench.ready("q"), ["2 again", "4", "5"]);
    assert_eq!(
        bench.on(ONE).get("q").wire(),
        ["1.1 basic.get-ok #4 2 again, 2 left"]
    );
}

#[test]
fn in_whatever_order_messages_are_requeued_they_stand_as_before() {
    for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1], [2, 1, 3]] {
        let mut bench = Bench::with_queue();
        bench.on(OTHER).publish_each("q", &["1", "2", "3", "4"]);
        for _ in 0..3 {
            bench.on(ONE).get("q");
        }
        for tag in order {
            bench.on(ONE).reject_requeue(tag);
        }
        assert_eq!(bench.ready("q"), ["1 again", "2 again", "3 again", "4"]);
    }
}

#[test]
fn an_only_consumer_gets_back_what_it_requeued_before_younger_messages() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).publish_each("q", &["m1", "m2"]);
    for tag in 1..=3 {
        assert_eq!(
            bench.on(ONE).nack_requeue(tag).wire(),
            [format!("1.1 basic.deliver A #{} m1 again", tag + 1)]
        );
    }
}

#[test]
fn between_two_consumers_a_requeued_message_alternates() {
    let mut bench = Bench::with_queue();
    for (channel, tag) in [(ONE, "A"), (TWO, "B")] {
        bench.on(channel).qos(1);
        bench.on(channel).consume("q", tag);
    }
    let mut order = bench.on(OTHER).publish("q", "m").deliveries();
    for (channel, tag) in [(ONE, 1), (TWO, 1), (ONE, 2)] {
        order.extend(bench.on(channel).nack_requeue(tag).deliveries());
    }
    assert_eq!(order, ["A m", "B m again", "A m again", "B m again"]);
}

#[test]
fn requeued_with_multiple_all_go_back_before_any_is_delivered() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(2);
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).publish_each("q", &["m1", "m2", "m3"]);
    assert_eq!(
        bench.on(ONE).nack_requeue_multiple(2).wire(),
        [
            "1.1 basic.deliver A #3 m1 again",
            "1.1 basic.deliver A #4 m2 again"
        ]
    );
}

#[test]
fn what_a_closed_channel_held_goes_back_to_its_place() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).publish_each("q", &["0", "1", "2"]);
    bench.on(ONE).qos(2);
    bench.on(ONE).consume("q", "A");
    let left = bench.on(ONE).close();
    assert_eq!(left.wire(), ["1.1 channel.close-ok"]);
    assert_eq!(
        left.inside(),
        [
            "q@1 requeued: channel closed",
            "q@2 requeued: channel closed"
        ]
    );
    assert_eq!(bench.ready("q"), ["0 again", "1 again", "2"]);
}

#[test]
fn what_a_lost_connection_held_goes_to_the_next_consumer() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["0", "1", "2"]);
    bench.on(OTHER).qos(2);
    bench.on(OTHER).consume("q", "A");
    bench.on(ONE).consume("q", "B");
    let left = bench.close_connection(2, Disconnect::Lost);
    assert_eq!(left.deliveries(), ["B 0 again", "B 1 again"]);
}

#[test]
fn messages_of_a_closing_connection_do_not_go_to_its_other_channels() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(TWO).consume("q", "B");
    bench.on(OTHER).publish_each("q", &["m1", "m2"]);
    let left = bench.close_connection(1, Disconnect::Closed);
    assert!(left.deliveries().is_empty());
    assert_eq!(bench.ready("q"), ["m1 again", "m2 again"]);
}

#[test]
fn a_message_taken_with_get_goes_back_like_any_other() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).publish_each("q", &["m1", "m2"]);
    bench.on(ONE).get("q");
    bench.on(ONE).close();
    assert_eq!(bench.ready("q"), ["m1 again", "m2"]);
}
