//! Prefetch: how much a consumer may hold, and what that does to the others.

use super::bench::{Bench, ONE, OTHER, TWO};

#[test]
fn a_backlog_is_handed_out_as_far_as_each_consumer_has_room() {
    let mut bench = Bench::with_queue();
    bench
        .on(ONE)
        .publish_each("q", &["0", "1", "2", "3", "4", "5"]);
    bench.on(ONE).qos(2);
    assert_eq!(bench.on(ONE).consume("q", "A").deliveries(), ["A 0", "A 1"]);
    assert_eq!(bench.on(ONE).consume("q", "B").deliveries(), ["B 2", "B 3"]);
    assert_eq!(bench.counts("q"), (2, 4));
}

#[test]
fn an_ack_makes_room_for_the_next_message() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    assert_eq!(bench.on(ONE).ack(1).wire(), ["1.1 basic.deliver A #2 m2"]);
}

#[test]
fn no_limit_means_no_limit() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).qos(0);
    bench.on(ONE).consume("q", "A");
    let left = bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    assert_eq!(left.deliveries(), ["A m1", "A m2", "A m3"]);
}

#[test]
fn a_new_prefetch_is_for_consumers_that_start_afterwards() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(ONE).publish_each("q", &["0", "1", "2", "3"]);
    let left = bench.on(ONE).qos(2);
    assert_eq!(left.wire(), ["1.1 basic.qos-ok"], "A gets no more");
    assert_eq!(bench.on(ONE).consume("q", "B").deliveries(), ["B 1", "B 2"]);
}

#[test]
fn a_prefetch_is_for_its_channel_alone() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    bench.on(ONE).qos(1);
    assert_eq!(
        bench.on(TWO).consume("q", "A").deliveries(),
        ["A m1", "A m2"]
    );
}

#[test]
fn with_instant_acks_messages_still_go_round() {
    let mut bench = Bench::with_queue();
    let channels = [ONE, TWO, OTHER];
    for (channel, tag) in channels.into_iter().zip(["A", "B", "C"]) {
        bench.on(channel).qos(1);
        bench.on(channel).consume("q", tag);
    }
    let mut order = Vec::new();
    for (round, channel) in channels.into_iter().cycle().take(6).enumerate() {
        let left = bench.on(ONE).publish("q", "m");
        order.extend(left.deliveries());
        bench.on(channel).ack(round as u64 / 3 + 1);
    }
    assert_eq!(order, ["A m", "B m", "C m", "A m", "B m", "C m"]);
}

#[test]
fn a_full_consumer_is_passed_over_and_the_delivery_says_so() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(TWO).consume("q", "B");
    let left = bench.on(ONE).publish_each("q", &["m1", "m2", "m3", "m4"]);
    assert_eq!(
        left.reasons(),
        [
            "A m1: round robin",
            "B m2: round robin",
            "B m3: only one with room, A is full at 1/1",
            "B m4: only one with room, A is full at 1/1"
        ]
    );
}

#[test]
fn a_consumer_that_has_room_again_joins_at_the_back() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(TWO).consume("q", "B");
    bench.on(OTHER).consume("q", "C");
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3", "m4"]);
    bench.on(ONE).ack(1);
    assert_eq!(
        bench
            .on(ONE)
            .publish_each("q", &["m5", "m6", "m7"])
            .deliveries(),
        ["C m5", "B m6", "A m7"]
    );
}

#[test]
fn automatic_acknowledgement_knows_no_prefetch() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume_no_ack("q", "A");
    let left = bench.on(ONE).publish_each("q", &["m1", "m2"]);
    assert_eq!(left.deliveries(), ["A m1", "A m2"]);
}

#[test]
fn get_neither_counts_for_the_prefetch_nor_obeys_it() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).publish("q", "m0");
    bench.on(ONE).get("q");
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    assert_eq!(
        bench.on(ONE).consume("q", "A").deliveries(),
        ["A m1"],
        "what was got takes no room"
    );
    assert_eq!(
        bench.on(ONE).get("q").wire(),
        ["1.1 basic.get-ok #3 m2, 1 left"],
        "and a full channel can get"
    );
}
