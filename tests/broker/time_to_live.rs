//! Messages that are given up when their time is over.

use leveret::broker::Command;

use super::{
    asking::int,
    bench::{Bench, ONE, OTHER},
};

fn with_ttl(millis: i32) -> Bench {
    let mut bench = Bench::new();
    bench
        .on(ONE)
        .declare_with("q", &[("x-message-ttl", int(millis))]);
    bench
}

#[test]
fn a_message_expires_at_its_own_moment() {
    let mut bench = with_ttl(100);
    bench.on(ONE).publish("q", "m");
    assert!(bench.wait(99).inside().is_empty());
    let left = bench.wait(1);
    assert_eq!(left.inside(), ["q@1 dropped: expired"]);
    assert_eq!(left.records(), ["q@1 removed"]);
}

#[test]
fn the_shorter_of_the_queues_time_and_the_messages_counts() {
    let mut bench = with_ttl(100);
    bench.on(ONE).publish_expiring("q", "short", "50");
    assert_eq!(bench.wait(50).inside(), ["q@1 dropped: expired"]);
    bench.on(ONE).publish_expiring("q", "long", "5000");
    assert_eq!(bench.wait(100).inside(), ["q@2 dropped: expired"]);
}

#[test]
fn what_stands_behind_a_longer_life_waits_for_it() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_expiring("q", "long", "1500");
    bench.on(ONE).publish_expiring("q", "short", "100");
    assert!(bench.wait(1000).inside().is_empty());
    assert_eq!(bench.counts("q"), (2, 0));
    assert_eq!(
        bench.wait(500).inside(),
        ["q@1 dropped: expired", "q@2 dropped: expired"]
    );
}

#[test]
fn when_the_head_is_taken_the_next_one_expires_at_once() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_expiring("q", "long", "1500");
    bench.on(ONE).publish_expiring("q", "short", "100");
    bench.wait(200);
    bench.on(OTHER).get("q");
    assert_eq!(bench.wait(0).inside(), ["q@2 dropped: expired"]);
}

#[test]
fn a_message_that_lives_no_time_goes_to_a_waiting_consumer_or_nowhere() {
    let mut bench = with_ttl(0);
    assert_eq!(
        bench
            .on(ONE)
            .publish("q", "m1")
            .inside()
            .last()
            .map(String::as_str),
        Some("q@1 dropped: expired")
    );
    bench.on(OTHER).consume("q", "A");
    assert_eq!(bench.on(ONE).publish("q", "m2").deliveries(), ["A m2"]);
}

#[test]
fn a_requeued_message_keeps_its_deadline() {
    let mut bench = with_ttl(100);
    bench.on(ONE).publish("q", "m");
    bench.on(OTHER).get("q");
    assert!(bench.wait(500).inside().is_empty());
    assert_eq!(
        bench.on(OTHER).nack_requeue(1).inside(),
        ["q@1 requeued: nack", "q@1 dropped: expired"]
    );
}

#[test]
fn a_deadline_outlives_a_restart() {
    let mut bench = with_ttl(100);
    bench.on(ONE).publish("q", "m");
    bench.wait(50);
    bench.ask(Command::Restart);
    assert_eq!(bench.ready("q"), ["m"]);
    assert_eq!(bench.wait(50).inside(), ["q@1 dropped: expired"]);
}

#[test]
fn what_is_no_time_is_refused() {
    let left = Bench::with_queue()
        .on(ONE)
        .publish_expiring("q", "m", "soon");
    assert_eq!(
        left.wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - invalid expiration 'soon': no_integer \
             (60.40)"
        ]
    );
}
