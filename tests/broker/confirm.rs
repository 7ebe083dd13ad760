//! Publisher confirms: when they leave, and in what order.

use leveret::broker::RecordSeq;

use super::bench::{Bench, ONE, TWO};

#[test]
fn a_persistent_message_is_confirmed_only_when_it_is_written_down() {
    let mut bench = confirming();
    assert!(bench.on(ONE).publish("q", "m1").wire().is_empty());
    assert_eq!(bench.persist().wire(), ["1.1 basic.ack 1"]);
}

#[test]
fn a_message_that_was_consumed_and_acked_is_confirmed_when_it_was_written_down() {
    let mut bench = confirming();
    bench.on(TWO).consume_no_ack("q", "A");
    assert_eq!(
        bench.on(ONE).publish("q", "m1").wire(),
        ["1.2 basic.deliver A #1 m1"]
    );
    assert_eq!(bench.persist().wire(), ["1.1 basic.ack 1"]);
}

#[test]
fn nothing_is_confirmed_twice() {
    let mut bench = confirming();
    bench.on(ONE).publish("q", "m1");
    bench.persist();
    assert!(bench.persist().wire().is_empty());
}

#[test]
fn messages_written_down_together_are_confirmed_together() {
    let mut bench = confirming();
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    assert_eq!(bench.persist().wire(), ["1.1 basic.ack 3 multiple"]);
}

#[test]
fn only_what_is_written_down_is_confirmed() {
    let mut bench = confirming();
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    let RecordSeq(last) = bench.last_record();
    let two_of_three = bench.persist_up_to(RecordSeq(last - 1));
    assert_eq!(two_of_three.wire(), ["1.1 basic.ack 2 multiple"]);
    assert_eq!(bench.persist().wire(), ["1.1 basic.ack 3"]);
}

#[test]
fn what_need_not_be_written_down_is_confirmed_at_once() {
    let mut bench = confirming();
    bench.on(TWO).declare_transient("t");
    let mut client = bench.on(ONE);
    assert_eq!(
        client.publish_transient("q", "m1").wire(),
        ["1.1 basic.ack 1"]
    );
    assert_eq!(client.publish("t", "m2").wire(), ["1.1 basic.ack 2"]);
    assert_eq!(client.publish("nowhere", "m3").wire(), ["1.1 basic.ack 3"]);
}

#[test]
fn a_confirm_at_once_does_not_speak_for_those_that_wait() {
    let mut bench = confirming();
    bench.on(ONE).publish("q", "m1");
    assert_eq!(
        bench.on(ONE).publish_transient("q", "m2").wire(),
        ["1.1 basic.ack 2"]
    );
    assert_eq!(bench.persist().wire(), ["1.1 basic.ack 1"]);
}

#[test]
fn an_unroutable_mandatory_message_is_returned_and_then_confirmed() {
    assert_eq!(
        confirming()
            .on(ONE)
            .publish_mandatory("nowhere", "m1")
            .wire(),
        ["1.1 basic.return 312 NO_ROUTE: m1", "1.1 basic.ack 1"]
    );
}

#[test]
fn a_message_is_confirmed_before_it_is_delivered_only_if_nothing_is_to_be_written_down() {
    let mut bench = confirming();
    bench.on(TWO).consume("q", "A");
    assert_eq!(
        bench.on(ONE).publish_transient("q", "m1").wire(),
        ["1.1 basic.ack 1", "1.2 basic.deliver A #1 m1"]
    );
    assert_eq!(
        bench.on(ONE).publish("q", "m2").wire(),
        ["1.2 basic.deliver A #2 m2"]
    );
}

#[test]
fn publishes_are_counted_from_the_selection_on() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "before");
    assert!(bench.persist().wire().is_empty());
    assert_eq!(
        bench.on(ONE).confirm_select().wire(),
        ["1.1 confirm.select-ok"]
    );
    bench.on(ONE).publish("q", "after");
    assert_eq!(bench.persist().wire(), ["1.1 basic.ack 1"]);
}

#[test]
fn selecting_again_does_not_start_the_count_again() {
    let mut bench = confirming();
    bench.on(ONE).publish_transient("q", "m1");
    bench.on(ONE).confirm_select();
    assert_eq!(
        bench.on(ONE).publish_transient("q", "m2").wire(),
        ["1.1 basic.ack 2"]
    );
}

#[test]
fn each_channel_counts_for_itself() {
    let mut bench = confirming();
    bench.on(TWO).confirm_select();
    bench.on(TWO).publish("q", "m1");
    bench.on(ONE).publish("q", "m2");
    bench.on(TWO).publish("q", "m3");
    assert_eq!(
        bench.persist().wire(),
        ["1.1 basic.ack 1", "1.2 basic.ack 2 multiple"]
    );
}

#[test]
fn a_channel_opened_under_the_number_of_a_closed_one_gets_none_of_its_confirms() {
    let mut bench = confirming();
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).close();
    bench.on(ONE).open();
    bench.on(ONE).confirm_select();
    assert!(bench.persist().wire().is_empty());
}

#[test]
fn a_confirm_is_sent_even_if_the_queue_was_deleted_meanwhile() {
    let mut bench = confirming();
    bench.on(ONE).publish("q", "m1");
    bench.on(TWO).delete("q");
    assert_eq!(bench.persist().wire(), ["1.1 basic.ack 1"]);
}

fn confirming() -> Bench {
    let mut bench = Bench::with_queue();
    bench.on(ONE).confirm_select();
    bench
}
