//! Purging and deleting queues, and what becomes of those who still use them.

use leveret::broker::Method;

use super::{
    bench::{Act, Bench, ONE, OTHER, TWO, queue},
    trace::Trace,
};

#[test]
fn a_purge_takes_the_ready_messages_and_leaves_the_unacked_ones() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    bench.on(OTHER).get("q");
    assert_eq!(bench.on(ONE).purge("q").wire(), ["1.1 queue.purge-ok q: 2"]);
    assert_eq!(bench.counts("q"), (0, 1));
}

#[test]
fn a_message_that_was_unacked_at_the_purge_can_be_requeued() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    bench.on(ONE).get("q");
    bench.on(ONE).purge("q");
    bench.on(ONE).nack_requeue(1);
    assert_eq!(bench.ready("q"), ["m1 again"]);
}

#[test]
fn a_purge_of_a_missing_queue_is_refused() {
    assert_eq!(
        Bench::new().on(ONE).purge("nope").wire(),
        ["1.1 channel.close 404 NOT_FOUND - no queue 'nope' in vhost '/' (50.30)"]
    );
}

#[test]
fn deleting_answers_with_the_count_of_ready_messages() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    bench.on(OTHER).get("q");
    assert_eq!(
        bench.on(ONE).delete("q").wire(),
        ["1.1 queue.delete-ok q: 2"]
    );
    assert!(bench.broker.queue(&queue("q")).is_none());
}

#[test]
fn a_missing_queue_is_deleted_without_complaint() {
    assert_eq!(
        Bench::new().on(ONE).delete("nope").wire(),
        ["1.1 queue.delete-ok nope: 0"]
    );
}

#[test]
fn if_unused_spares_a_queue_with_a_consumer() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).consume("q", "A");
    assert_eq!(
        delete_if(&mut bench, &If::Unused).wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - queue 'q' in vhost '/' in use (50.40)"]
    );
    assert!(bench.broker.queue(&queue("q")).is_some());
}

#[test]
fn if_empty_spares_a_queue_with_a_ready_message() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    assert_eq!(
        delete_if(&mut bench, &If::Empty).wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - queue 'q' in vhost '/' not empty (50.40)"]
    );
    assert_eq!(bench.ready("q"), ["m1"]);
}

#[test]
fn of_both_conditions_being_not_empty_is_told_first() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).qos(1);
    bench.on(OTHER).consume("q", "A");
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    assert_eq!(
        delete_if(&mut bench, &If::UnusedAndEmpty).wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - queue 'q' in vhost '/' not empty (50.40)"]
    );
}

#[test]
fn unacked_messages_do_not_count_for_if_empty() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).get("q");
    assert_eq!(
        delete_if(&mut bench, &If::UnusedAndEmpty).wire(),
        ["1.1 queue.delete-ok q: 0"]
    );
}

#[test]
fn settling_a_delivery_of_a_deleted_queue_is_accepted_and_changes_nothing() {
    let acts: [Act; 4] = [
        |bench| bench.on(OTHER).ack(1),
        |bench| bench.on(OTHER).nack_requeue(1),
        |bench| bench.on(OTHER).reject_drop(1),
        |bench| bench.on(OTHER).close(),
    ];
    for act in acts {
        let mut bench = Bench::with_queue();
        bench.on(ONE).publish("q", "m1");
        bench.on(OTHER).get("q");
        bench.on(ONE).delete("q");
        let left = act(&mut bench);
        assert!(left.inside().is_empty());
        assert!(left.records().is_empty());
        assert!(bench.held(OTHER).is_empty());
    }
}

#[test]
fn a_delivery_of_a_deleted_queue_does_not_come_back_to_its_namesake() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    bench.on(OTHER).get("q");
    bench.on(ONE).delete("q");
    bench.on(ONE).declare("q");
    bench.on(OTHER).nack_requeue(1);
    assert_eq!(bench.counts("q"), (0, 0));
}

#[test]
fn consumers_of_a_deleted_queue_are_told_so_on_their_channels() {
    let mut bench = Bench::with_queue();
    bench.on(TWO).consume("q", "A");
    bench.on(OTHER).consume("q", "B");
    assert_eq!(
        bench.on(ONE).delete("q").wire(),
        [
            "1.1 queue.delete-ok q: 0",
            "1.2 basic.cancel A",
            "2.1 basic.cancel B"
        ]
    );
}

#[test]
fn a_full_consumer_of_a_deleted_queue_is_told_too_and_its_tag_is_free_again() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).qos(1);
    bench.on(OTHER).consume("q", "A");
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    assert_eq!(
        bench.on(ONE).delete("q").wire(),
        ["1.1 queue.delete-ok q: 1", "2.1 basic.cancel A"]
    );
    bench.on(ONE).declare("q");
    bench.on(ONE).publish("q", "m3");
    assert_eq!(bench.on(OTHER).consume("q", "A").deliveries(), ["A m3"]);
    bench.on(OTHER).ack(1);
    assert_eq!(bench.held(OTHER), [2]);
}

enum If {
    Unused,
    Empty,
    UnusedAndEmpty,
}

fn delete_if(bench: &mut Bench, condition: &If) -> Trace {
    let (if_unused, if_empty) = match condition {
        If::Unused => (true, false),
        If::Empty => (false, true),
        If::UnusedAndEmpty => (true, true),
    };
    bench.on(ONE).send(Method::QueueDelete {
        queue: queue("q"),
        if_unused,
        if_empty,
    })
}
