//! Arguments that are refused, and queues that exist with others.

use super::{
    asking::{Argument, int, text},
    bench::{Bench, ONE},
};

#[test]
fn an_argument_that_cannot_be_closes_the_channel_and_makes_no_queue() {
    let mut bench = Bench::new();
    let left = bench
        .on(ONE)
        .declare_with("q", &[("x-message-ttl", int(-1))]);
    assert_eq!(
        left.wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - invalid arg 'x-message-ttl' for queue 'q' \
             in vhost '/': {value_negative,-1} (50.10)"
        ]
    );
    assert!(left.records().is_empty());
    assert_eq!(bench.broker.queues().count(), 0);
}

#[test]
fn a_stream_closes_the_connection() {
    let left = Bench::new()
        .on(ONE)
        .declare_with("q", &[("x-queue-type", text("stream"))]);
    assert_eq!(
        left.wire(),
        ["connection 1: close 540 NOT_IMPLEMENTED - queue type 'stream' (50.10)"]
    );
}

#[test]
fn the_arguments_of_a_queue_that_exists_are_compared_and_not_judged() {
    let invalid: [Argument<'_>; 1] = [("x-message-ttl", int(-1))];
    assert_eq!(
        Bench::with_queue()
            .on(ONE)
            .declare_with("q", &invalid)
            .wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for \
             queue 'q' in vhost '/': received the value '-1' of type 'signedint' but current is \
             none (50.10)"
        ]
    );
}

#[test]
fn what_a_queue_was_declared_with_outlives_a_restart() {
    let mut bench = Bench::new();
    bench.on(ONE).declare_with("q", &[("x-max-length", int(1))]);
    bench.ask(leveret::broker::Command::Restart);
    bench.open_all();
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    assert_eq!(bench.ready("q"), ["m2"]);
    assert_eq!(
        bench.on(ONE).declare("q").wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - inequivalent arg 'x-max-length' for \
             queue 'q' in vhost '/': received none but current is the value '1' of type \
             'signedint' (50.10)"
        ]
    );
}

#[test]
fn a_consumer_hears_of_an_argument_that_cannot_be() {
    let mut bench = Bench::with_queue();
    assert_eq!(
        bench
            .on(ONE)
            .consume_with("q", "A", &[("x-priority", text("high"))])
            .wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - invalid arg 'x-priority' for queue 'q' \
             in vhost '/': \"expected integer, got longstr\" (60.20)"
        ]
    );
}
