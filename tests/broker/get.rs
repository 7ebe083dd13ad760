//! `basic.get`: one message for whoever asks.

use super::bench::{Bench, ONE, OTHER};

#[test]
fn get_takes_the_head_and_says_how_many_are_left() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2", "m3"]);
    assert_eq!(
        bench.on(ONE).get("q").wire(),
        ["1.1 basic.get-ok #1 m1, 2 left"]
    );
    assert_eq!(
        bench.on(OTHER).get("q").wire(),
        ["2.1 basic.get-ok #1 m2, 1 left"]
    );
}

#[test]
fn there_is_nothing_to_get_from_an_empty_queue() {
    assert_eq!(
        Bench::with_queue().on(ONE).get("q").wire(),
        ["1.1 basic.get-empty"]
    );
}

#[test]
fn unacked_messages_are_not_there_to_get() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).get("q");
    assert_eq!(bench.on(OTHER).get("q").wire(), ["2.1 basic.get-empty"]);
}

#[test]
fn with_automatic_acknowledgement_a_message_that_was_got_is_gone() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    let left = bench.on(ONE).get_no_ack("q");
    assert_eq!(left.wire(), ["1.1 basic.get-ok #1 m1, 0 left"]);
    assert_eq!(left.inside(), ["q@1 acked: automatic"]);
    assert_eq!(bench.counts("q"), (0, 0));
}

#[test]
fn nothing_can_be_got_from_a_missing_queue() {
    assert_eq!(
        Bench::new().on(ONE).get("nope").wire(),
        ["1.1 channel.close 404 NOT_FOUND - no queue 'nope' in vhost '/' (60.70)"]
    );
}
