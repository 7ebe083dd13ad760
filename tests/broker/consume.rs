//! Consumers: who gets what, and in which order.

use super::bench::{Bench, ONE, OTHER, TWO};

#[test]
fn a_consumer_is_told_that_it_is_one_before_it_gets_anything() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    assert_eq!(
        bench.on(ONE).consume("q", "A").wire(),
        ["1.1 basic.consume-ok A", "1.1 basic.deliver A #1 m1"]
    );
}

#[test]
fn messages_go_round() {
    let mut bench = three_consumers();
    let left = bench
        .on(ONE)
        .publish_each("q", &["m1", "m2", "m3", "m4", "m5", "m6"]);
    assert_eq!(
        left.reasons(),
        [
            "A m1: round robin",
            "B m2: round robin",
            "C m3: round robin",
            "A m4: round robin",
            "B m5: round robin",
            "C m6: round robin"
        ]
    );
}

#[test]
fn a_backlog_goes_wholly_to_the_first_consumer() {
    let mut bench = Bench::with_queue();
    bench
        .on(ONE)
        .publish_each("q", &["0", "1", "2", "3", "4", "5"]);
    assert_eq!(
        bench.on(ONE).consume("q", "A").deliveries(),
        ["A 0", "A 1", "A 2", "A 3", "A 4", "A 5"]
    );
    assert!(bench.on(TWO).consume("q", "B").deliveries().is_empty());
}

#[test]
fn an_only_consumer_gets_everything() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).consume("q", "A");
    let left = bench.on(ONE).publish_each("q", &["m1", "m2"]);
    assert_eq!(
        left.reasons(),
        ["A m1: only consumer", "A m2: only consumer"]
    );
}

#[test]
fn consumers_on_one_channel_share_its_delivery_tags_with_get() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare("r");
    bench.on(ONE).publish("r", "r1");
    bench.on(ONE).consume("q", "A");
    bench.on(ONE).consume_no_ack("q", "B");
    let left = bench.on(TWO).publish_each("q", &["m1", "m2", "m3"]);
    assert_eq!(
        left.wire(),
        [
            "1.1 basic.deliver A #1 m1",
            "1.1 basic.deliver B #2 m2",
            "1.1 basic.deliver A #3 m3"
        ]
    );
    assert_eq!(
        bench.on(ONE).get("r").wire(),
        ["1.1 basic.get-ok #4 r1, 0 left"]
    );
    assert_eq!(bench.held(ONE), [1, 3, 4]);
}

#[test]
fn with_automatic_acknowledgement_a_message_is_gone_when_it_is_sent() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).consume_no_ack("q", "A");
    let left = bench.on(ONE).publish("q", "m1");
    assert_eq!(
        left.inside(),
        [
            "published to q",
            "q@1 enqueued: kept",
            "q@1 acked: automatic"
        ]
    );
    assert_eq!(bench.counts("q"), (0, 0));
}

#[test]
fn a_missing_queue_cannot_be_consumed_from() {
    assert_eq!(
        Bench::new().on(ONE).consume("nope", "A").wire(),
        ["1.1 channel.close 404 NOT_FOUND - no queue 'nope' in vhost '/' (60.20)"]
    );
}

#[test]
fn a_consumer_tag_in_use_closes_the_connection_whatever_queue_is_asked_for() {
    for queue in ["q", "nope"] {
        let mut bench = Bench::with_queue();
        bench.on(ONE).consume("q", "A");
        assert_eq!(
            bench.on(ONE).consume(queue, "A").wire(),
            ["connection 1: close 530 NOT_ALLOWED - attempt to reuse consumer tag 'A' (60.20)"]
        );
    }
}

#[test]
fn a_consumer_tag_is_in_use_on_its_channel_only() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).consume("q", "A");
    assert_eq!(
        bench.on(TWO).consume("q", "A").wire(),
        ["1.2 basic.consume-ok A"]
    );
}

#[test]
fn a_cancelled_consumer_gets_nothing_more_and_keeps_what_it_holds() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).consume("q", "A");
    bench.on(ONE).publish("q", "m1");
    assert_eq!(bench.on(ONE).cancel("A").wire(), ["1.1 basic.cancel-ok A"]);
    assert!(bench.on(ONE).publish("q", "m2").deliveries().is_empty());
    assert_eq!(bench.counts("q"), (1, 1));
    assert_eq!(
        bench.on(ONE).ack(1).inside(),
        ["q@1 acked: client"],
        "what it held can still be acked"
    );
}

#[test]
fn what_a_cancelled_consumer_held_does_not_count_for_its_namesake() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    bench.on(ONE).cancel("A");
    assert_eq!(bench.on(ONE).consume("q", "A").deliveries(), ["A m2"]);
    assert!(bench.on(ONE).ack(1).deliveries().is_empty());
    assert_eq!(bench.on(ONE).ack(2).deliveries(), ["A m3"]);
}

#[test]
fn cancelling_takes_a_consumer_out_of_the_round() {
    let mut bench = three_consumers();
    bench.on(ONE).publish("q", "m1");
    bench.on(TWO).cancel("B");
    assert_eq!(
        bench.on(ONE).publish_each("q", &["m2", "m3"]).deliveries(),
        ["C m2", "A m3"]
    );
}

#[test]
fn cancelling_a_consumer_that_is_not_there_changes_nothing() {
    let left = Bench::with_queue().on(ONE).cancel("nobody");
    assert_eq!(left.wire(), ["1.1 basic.cancel-ok nobody"]);
}

fn three_consumers() -> Bench {
    let mut bench = Bench::with_queue();
    bench.on(ONE).consume("q", "A");
    bench.on(TWO).consume("q", "B");
    bench.on(OTHER).consume("q", "C");
    bench
}
