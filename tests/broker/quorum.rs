//! Quorum queues, as far as one node shows them.

use leveret::broker::{FieldValue, Method};

use super::{
    asking::{Argument, int, text},
    bench::{Bench, ONE, OTHER},
    trace::Trace,
};

fn with(arguments: &[Argument<'_>]) -> Bench {
    let mut bench = Bench::new();
    let mut all = vec![("x-queue-type", text("quorum"))];
    all.extend_from_slice(arguments);
    bench.on(ONE).declare_with("q", &all);
    bench
}

#[test]
fn every_message_is_kept() {
    let mut bench = with(&[]);
    assert_eq!(
        bench.on(ONE).publish_transient("q", "m").inside(),
        ["published to q", "q@1 enqueued: kept"]
    );
}

#[test]
fn a_redelivery_says_how_often_it_was_tried_before() {
    let mut bench = with(&[]);
    bench.on(ONE).publish("q", "m");
    assert_eq!(delivery_count(&bench.on(OTHER).get("q")), None);
    for before in 1..=3 {
        bench.on(OTHER).nack_requeue(before);
        let count = delivery_count(&bench.on(OTHER).get("q"));
        assert_eq!(
            count,
            Some(FieldValue::Long(before.try_into().expect("it is small")))
        );
    }
}

#[test]
fn a_message_that_comes_back_too_often_is_dead_lettered_without_the_count() {
    let mut bench = with(&[
        ("x-delivery-limit", int(2)),
        ("x-dead-letter-exchange", text("")),
        ("x-dead-letter-routing-key", text("dead")),
    ]);
    bench.on(ONE).declare("dead");
    bench.on(ONE).publish("q", "m");
    for tag in 1..=2 {
        bench.on(OTHER).get("q");
        bench.on(OTHER).nack_requeue(tag);
    }
    bench.on(OTHER).get("q");
    assert_eq!(
        bench.on(OTHER).nack_requeue(3).inside(),
        [
            "q@1 dropped: delivery limit",
            "q dead-lettered (delivery_limit) to '': dead",
            "dead@1 enqueued: kept"
        ]
    );
    assert_eq!(delivery_count(&bench.on(OTHER).get("dead")), None);
}

#[test]
fn without_a_limit_of_its_own_a_queue_has_that_of_rabbitmq_4() {
    let mut bench = with(&[]);
    bench.on(ONE).publish("q", "m");
    for tag in 1..=20 {
        bench.on(OTHER).get("q");
        assert_eq!(
            bench.on(OTHER).nack_requeue(tag).inside(),
            ["q@1 requeued: nack"]
        );
    }
    bench.on(OTHER).get("q");
    assert_eq!(
        bench.on(OTHER).nack_requeue(21).inside(),
        ["q@1 dropped: delivery limit"]
    );
}

#[test]
fn two_urgent_messages_go_before_each_other_one() {
    let mut bench = with(&[]);
    for (body, priority) in [
        ("a0", 0),
        ("b0", 0),
        ("c9", 9),
        ("d9", 9),
        ("e0", 0),
        ("f5", 5),
    ] {
        bench.on(ONE).publish_urgent("q", body, priority);
    }
    let left = bench.on(OTHER).consume("q", "A");
    assert_eq!(
        left.deliveries(),
        ["A c9", "A d9", "A a0", "A f5", "A b0", "A e0"]
    );
}

#[test]
fn a_prefetch_for_the_whole_channel_is_not_for_quorum_queues() {
    let mut bench = with(&[]);
    bench.on(OTHER).send(Method::Qos {
        prefetch_size: 0,
        prefetch_count: 1,
        global: true,
    });
    assert_eq!(
        bench.on(OTHER).consume("q", "A").wire(),
        [
            "connection 2: close 540 NOT_IMPLEMENTED - queue 'q' in vhost '/' does not support \
             global qos (60.20)"
        ]
    );
}

fn delivery_count(got: &Trace) -> Option<FieldValue> {
    let headers = got.message().properties.headers.as_ref();
    headers?.find("x-delivery-count").cloned()
}
