//! Channels and connections: opening, closing, and what is ignored in between.

use leveret::broker::{Command, ConnectionId, Disconnect};

use super::bench::{Bench, ONE, OTHER, TWO, channel};

#[test]
fn a_second_channel_open_closes_the_connection() {
    assert_eq!(
        Bench::new().on(ONE).open().wire(),
        ["connection 1: close 504 CHANNEL_ERROR - second 'channel.open' seen (20.10)"]
    );
}

#[test]
fn a_method_on_a_channel_that_is_not_open_closes_the_connection() {
    assert_eq!(
        Bench::with_queue().on(channel(1, 7)).get("q").wire(),
        ["connection 1: close 504 CHANNEL_ERROR - expected 'channel.open' (60.70)"]
    );
}

#[test]
fn a_channel_has_any_number_but_0() {
    let mut bench = Bench::new();
    assert_eq!(
        bench.on(channel(1, u16::MAX)).open().wire(),
        ["1.65535 channel.open-ok"]
    );
    assert_eq!(
        bench.on(channel(1, 0)).open().wire(),
        ["connection 1: close 504 CHANNEL_ERROR - channel 0 is the connection's own (20.10)"]
    );
}

#[test]
fn a_connection_exception_closes_its_channels_and_no_others() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).consume("q", "C");
    bench.on(ONE).consume("q", "A");
    bench.on(TWO).consume("q", "B");
    bench.on(OTHER).publish_each("q", &["m1", "m2", "m3"]);
    let left = bench.on(ONE).open();
    assert_eq!(left.deliveries(), ["C m2 again", "C m3 again"]);
    assert_eq!(
        bench.on(ONE).get("q").wire(),
        Vec::<String>::new(),
        "a closed connection is not heard any more"
    );
    assert_eq!(bench.on(OTHER).get("q").wire(), ["2.1 basic.get-empty"]);
}

#[test]
fn on_a_channel_that_the_broker_closed_everything_is_ignored() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).get("nope");
    for left in [
        bench.on(ONE).publish("q", "lost"),
        bench.on(ONE).get("q"),
        bench.on(ONE).ack(99),
        bench.on(ONE).consume("q", "A"),
    ] {
        assert!(left.events.is_empty());
        assert!(left.records.is_empty());
    }
    assert_eq!(bench.ready("q"), ["m1"]);
}

#[test]
fn a_channel_that_the_broker_closed_can_be_opened_again() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).get("nope");
    assert_eq!(bench.on(ONE).open().wire(), ["1.1 channel.open-ok"]);
    assert_eq!(bench.on(ONE).get("q").wire(), ["1.1 basic.get-empty"]);
}

#[test]
fn when_the_client_knows_that_its_channel_is_closed_methods_on_it_are_an_error_again() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).get("nope");
    assert!(bench.on(ONE).close().events.is_empty());
    assert_eq!(
        bench.on(ONE).get("q").wire(),
        ["connection 1: close 504 CHANNEL_ERROR - expected 'channel.open' (60.70)"]
    );
}

#[test]
fn a_channel_exception_leaves_the_other_channels_open() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).get("nope");
    assert_eq!(bench.on(TWO).get("q").wire(), ["1.2 basic.get-empty"]);
}

#[test]
fn a_channel_opened_again_starts_anew() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).qos(1);
    bench.on(ONE).confirm_select();
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).publish("q", "m1");
    bench.on(ONE).close();
    bench.on(ONE).open();
    assert!(
        bench.on(ONE).publish_transient("q", "m2").wire().is_empty(),
        "it has no confirms and no consumer"
    );
    assert_eq!(
        bench.on(ONE).consume("q", "A").wire(),
        [
            "1.1 basic.consume-ok A",
            "1.1 basic.deliver A #1 m1 again",
            "1.1 basic.deliver A #2 m2"
        ],
        "its tags start at 1, and it has no prefetch"
    );
}

#[test]
fn a_client_that_leaves_is_answered_and_a_lost_one_is_not() {
    let mut bench = Bench::new();
    assert_eq!(
        bench.close_connection(1, Disconnect::Closed).wire(),
        ["connection 1: close-ok"]
    );
    assert!(
        bench
            .close_connection(2, Disconnect::Lost)
            .wire()
            .is_empty()
    );
}

#[test]
fn a_connection_that_is_gone_cannot_be_closed_or_used() {
    let mut bench = Bench::with_queue();
    bench.close_connection(1, Disconnect::Lost);
    for left in [
        bench.close_connection(1, Disconnect::Closed),
        bench.on(ONE).open(),
        bench.on(ONE).publish("q", "m1"),
        bench.on(ONE).close(),
    ] {
        assert!(left.events.is_empty());
    }
}

#[test]
#[should_panic(expected = "a connection id is in use once at a time")]
fn two_connections_with_one_id_are_a_bug_of_the_caller() {
    Bench::new().ask(Command::OpenConnection {
        connection: ConnectionId(1),
    });
}

#[test]
#[should_panic(expected = "events and records are drained before the next command")]
fn a_command_before_the_last_one_is_drained_is_a_bug_of_the_caller() {
    let mut broker = leveret::broker::Broker::new();
    for connection in [1, 2] {
        let connection = ConnectionId(connection);
        let now = leveret::broker::Timestamp(0);
        broker.handle(now, Command::OpenConnection { connection });
    }
}
