//! Transactions: what happens at the commit, what a rollback undoes, what is refused at once.

use leveret::broker::{ExchangeName, Method, Publish};

use super::bench::{Bench, ONE, OTHER, persistent};

fn in_transaction() -> Bench {
    let mut bench = Bench::with_queue();
    assert_eq!(
        bench.on(ONE).send(Method::TxSelect).wire(),
        ["1.1 tx.select-ok"]
    );
    bench
}

#[test]
fn a_publish_happens_at_the_commit_and_the_commit_when_it_is_written_down() {
    let mut bench = in_transaction();
    assert!(bench.on(ONE).publish("q", "m1").events.is_empty());
    assert_eq!(bench.counts("q"), (0, 0));
    let left = bench.on(ONE).send(Method::TxCommit);
    assert_eq!(left.inside(), ["published to q", "q@1 enqueued: kept"]);
    assert!(left.wire().is_empty());
    assert_eq!(bench.persist().wire(), ["1.1 tx.commit-ok"]);
}

#[test]
fn a_commit_with_nothing_to_write_down_is_answered_at_once() {
    let mut bench = in_transaction();
    let left = bench.on(ONE).send(Method::TxCommit);
    assert_eq!(left.wire(), ["1.1 tx.commit-ok"]);
}

#[test]
fn a_rollback_forgets_publishes_and_takes_acks_back() {
    let mut bench = in_transaction();
    bench.on(OTHER).publish_each("q", &["1", "2"]);
    bench.on(ONE).get("q");
    bench.on(ONE).ack(1);
    bench.on(ONE).publish("q", "3");
    assert!(bench.held(ONE).is_empty());
    assert_eq!(
        bench.on(ONE).send(Method::TxRollback).wire(),
        ["1.1 tx.rollback-ok"]
    );
    assert_eq!(bench.held(ONE), [1]);
    assert_eq!(bench.counts("q"), (1, 1));
    bench.on(ONE).ack(1);
    bench.on(ONE).send(Method::TxCommit);
    assert_eq!(bench.counts("q"), (1, 0));
}

#[test]
fn an_ack_that_is_not_committed_frees_no_room_and_is_undone_with_the_channel() {
    let mut bench = in_transaction();
    bench.on(ONE).qos(1);
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).publish_each("q", &["1", "2"]);
    assert!(bench.on(ONE).ack(1).deliveries().is_empty());
    bench.on(ONE).close();
    assert_eq!(bench.ready("q"), ["1 again", "2"]);
}

#[test]
fn a_mandatory_message_comes_back_at_the_commit() {
    let mut bench = in_transaction();
    assert!(
        bench
            .on(ONE)
            .publish_mandatory("nope", "m1")
            .wire()
            .is_empty()
    );
    assert_eq!(
        bench.on(ONE).send(Method::TxCommit).wire(),
        ["1.1 basic.return 312 NO_ROUTE: m1", "1.1 tx.commit-ok"]
    );
}

#[test]
fn what_is_wrong_is_refused_before_the_commit() {
    let publish = Publish {
        exchange: ExchangeName::new("nope").expect("a short name"),
        ..persistent("q", "m1")
    };
    let left = in_transaction().on(ONE).send(Method::Publish(publish));
    assert_eq!(
        left.wire(),
        ["1.1 channel.close 404 NOT_FOUND - no exchange 'nope' in vhost '/' (60.40)"]
    );
    assert_eq!(
        in_transaction().on(ONE).ack(9).wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - unknown delivery tag 9 (60.80)"]
    );
}

#[test]
fn a_channel_confirms_or_commits_and_never_both() {
    assert_eq!(
        in_transaction().on(ONE).confirm_select().wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - cannot switch from tx to confirm mode \
          (85.10)"
        ]
    );
    let mut bench = Bench::new();
    bench.on(ONE).confirm_select();
    assert_eq!(
        bench.on(ONE).send(Method::TxSelect).wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - cannot switch from confirm to tx mode \
          (90.10)"
        ]
    );
    for (method, id) in [(Method::TxCommit, 20), (Method::TxRollback, 30)] {
        assert_eq!(
            Bench::new().on(ONE).send(method).wire(),
            [format!(
                "1.1 channel.close 406 PRECONDITION_FAILED - channel is not transactional (90.{id})"
            )]
        );
    }
}
