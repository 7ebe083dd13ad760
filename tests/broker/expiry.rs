//! Time to live: of messages in a queue, of single messages, and of queues.

use leveret::broker::{FieldValue, Method, Properties, Publish, ShortString};

use super::bench::{Bench, ONE, OTHER, persistent, queue};

fn with_ttl(millis: i32) -> Bench {
    let mut bench = Bench::new();
    let ttl = [("x-message-ttl", FieldValue::Int(millis))];
    bench.on(ONE).declare_with("q", &ttl);
    bench
}

fn expiring(body: &str, expiration: &str) -> Method {
    let message = persistent("q", body);
    Method::Publish(Publish {
        properties: Properties {
            expiration: Some(ShortString::of(expiration)),
            ..message.properties
        },
        ..message
    })
}

#[test]
fn a_message_expires_at_the_head_and_not_before_its_time() {
    let mut bench = with_ttl(1_000);
    bench.on(ONE).publish("q", "m1");
    assert!(bench.wait(999).events.is_empty());
    let left = bench.wait(1);
    assert_eq!(left.inside(), ["q@1 dropped: expired"]);
    assert_eq!(left.records(), ["q@1 removed"]);
    assert_eq!(bench.broker.poll_timeout(), None);
}

#[test]
fn the_shorter_time_of_queue_and_message_counts() {
    let mut bench = with_ttl(1_000);
    bench.on(ONE).send(expiring("short", "100"));
    bench.on(ONE).send(expiring("long", "5000"));
    assert_eq!(bench.wait(150).inside(), ["q@1 dropped: expired"]);
    assert_eq!(bench.wait(1_000).inside(), ["q@2 dropped: expired"]);
}

#[test]
fn a_message_waits_for_the_one_before_it_to_expire() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).send(expiring("long", "1500"));
    bench.on(ONE).send(expiring("short", "100"));
    assert!(bench.wait(1_000).events.is_empty());
    assert_eq!(bench.counts("q"), (2, 0));
    assert_eq!(
        bench.wait(1_000).inside(),
        ["q@1 dropped: expired", "q@2 dropped: expired"]
    );
}

#[test]
fn a_requeued_message_keeps_its_time() {
    let mut bench = with_ttl(1_000);
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).get("q");
    assert!(bench.wait(5_000).events.is_empty());
    assert_eq!(
        bench.on(ONE).nack_requeue(1).inside(),
        ["q@1 requeued: nack", "q@1 dropped: expired"]
    );
}

#[test]
fn no_time_at_all_is_enough_for_a_consumer_that_waits() {
    let mut bench = with_ttl(0);
    let left = bench.on(ONE).publish("q", "nobody");
    assert_eq!(left.deliveries(), [""; 0]);
    assert_eq!(bench.counts("q"), (0, 0));
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    assert_eq!(bench.on(ONE).publish("q", "m1").deliveries(), ["A m1"]);
    bench.on(ONE).publish("q", "no room");
    assert_eq!(bench.counts("q"), (0, 1));
}

#[test]
fn a_command_finds_nothing_that_was_due_before_it() {
    let mut bench = with_ttl(10);
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).publish("q", "m2");
    bench.wait(8);
    let left = bench.on(ONE).get("q");
    assert_eq!(left.wire(), ["1.1 basic.get-ok #1 m2, 0 left"]);
}

#[test]
fn what_expired_while_the_broker_was_down_is_gone_when_it_starts() {
    let mut bench = with_ttl(1_000);
    bench.on(ONE).publish("q", "m1");
    let durable = bench.broker.durable();
    let late = leveret::broker::Timestamp(60_000);
    let mut broker = leveret::broker::Broker::recover(late, durable);
    while broker.poll_event().is_some() {}
    while broker.poll_record().is_some() {}
    assert_eq!(broker.queue(&queue("q")).map(|queue| queue.ready), Some(0));
}

#[test]
fn a_queue_that_nobody_uses_goes() {
    let mut bench = Bench::new();
    let expires = [("x-expires", FieldValue::Int(1_000))];
    bench.on(ONE).declare_with("q", &expires);
    bench.on(ONE).publish("q", "m1");
    bench.wait(900);
    bench.on(OTHER).get("q");
    assert!(bench.wait(900).events.is_empty(), "a get is a use");
    bench.on(OTHER).declare_passive("q");
    assert!(bench.wait(900).events.is_empty(), "so is a declare");
    bench.on(ONE).consume("q", "A");
    assert!(bench.wait(9_000).events.is_empty(), "and a consumer");
    bench.on(ONE).cancel("A");
    assert_eq!(bench.wait(1_000).inside(), ["q deleted: expired"]);
}

#[test]
fn when_the_head_is_taken_the_next_one_expires_at_once() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).send(expiring("long", "1500"));
    bench.on(ONE).send(expiring("short", "100"));
    bench.wait(200);
    assert_eq!(bench.on(OTHER).get("q").inside(), ["q@2 dropped: expired"]);
}
