//! Restart: what survives, what comes back redelivered, and what is gone.

use leveret::broker::{Broker, Command, Durable, Timestamp};

use super::bench::{Bench, ONE, OTHER, TWO, queue};

#[test]
fn persistent_messages_of_a_durable_queue_come_back_in_order() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    let left = bench.ask(Command::Restart);
    assert_eq!(
        left.inside(),
        ["restarted: q back, 3 restored, 0 redelivered, 0 lost"]
    );
    assert_eq!(bench.ready("q"), ["m1", "m2", "m3"]);
}

#[test]
fn a_message_that_was_unacked_comes_back_in_its_place_flagged_redelivered() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    bench.on(ONE).get("q");
    bench.on(ONE).get("q");
    bench.on(ONE).ack(1);
    bench.ask(Command::Restart);
    assert_eq!(bench.ready("q"), ["m2 again", "m3"]);
}

#[test]
fn what_is_transient_is_gone() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare_transient("t");
    bench.on(ONE).publish("t", "m1");
    bench.on(ONE).publish_transient("q", "m2");
    bench.on(ONE).publish("q", "m3");
    let left = bench.ask(Command::Restart);
    assert_eq!(
        left.inside().last().map(String::as_str),
        Some(
            "restarted: q back, 1 restored, 0 redelivered, 1 lost; \
             t gone, 0 restored, 0 redelivered, 1 lost"
        )
    );
    assert_eq!(bench.ready("q"), ["m3"]);
    assert!(bench.broker.queue(&queue("t")).is_none());
}

#[test]
fn every_client_is_told() {
    let left = Bench::new().ask(Command::Restart);
    let told = |connection: u32| {
        format!(
            "connection {connection}: close 320 CONNECTION_FORCED - broker forced connection \
             closure with reason 'shutdown' (0.0)"
        )
    };
    assert_eq!(left.wire(), [told(1), told(2)]);
}

#[test]
fn nothing_is_delivered_while_the_broker_stops() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).consume("q", "B");
    bench.on(TWO).publish("q", "m1");
    let left = bench.ask(Command::Restart);
    assert!(left.deliveries().is_empty());
    assert_eq!(bench.ready("q"), ["m1 again"]);
}

#[test]
fn clients_can_come_back_and_find_what_was_kept() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).consume("q", "A");
    bench.on(TWO).publish_each("q", &["m1", "m2"]);
    bench.ask(Command::Restart);
    bench.open_all();
    assert_eq!(
        bench.on(ONE).consume("q", "A").wire(),
        [
            "1.1 basic.consume-ok A",
            "1.1 basic.deliver A #1 m1 again",
            "1.1 basic.deliver A #2 m2 again"
        ]
    );
}

#[test]
fn a_new_message_stands_behind_those_that_came_back() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    bench.ask(Command::Restart);
    bench.open_all();
    assert_eq!(
        bench.on(ONE).publish("q", "m3").inside(),
        ["published to q", "q@3 enqueued: kept"]
    );
}

#[test]
fn a_restart_ends_the_wait_for_confirms() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).confirm_select();
    bench.on(ONE).publish("q", "m1");
    bench.ask(Command::Restart);
    bench.open_all();
    bench.on(ONE).confirm_select();
    assert!(bench.persist().wire().is_empty());
}

#[test]
fn a_broker_recovered_from_what_was_kept_is_one_that_was_restarted() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    bench.on(ONE).publish_transient("q", "m3");
    bench.on(ONE).get("q");
    let recovered = Bench::of(recover(bench.broker.durable()));
    assert_eq!(recovered.ready("q"), ["m1 again", "m2"]);
    bench.ask(Command::Restart);
    assert_eq!(bench.broker.durable(), recovered.broker.durable());
}

#[test]
fn a_first_start_finds_nothing() {
    let mut broker = recover(Durable::default());
    let event = broker.poll_event().expect("a start is an event");
    assert_eq!(event.at, Timestamp(0));
    assert_eq!(broker.queues().count(), 0);
}

fn recover(durable: Durable) -> Broker {
    Broker::recover(Timestamp(0), durable)
}
