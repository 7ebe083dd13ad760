//! What the server says unasked: heartbeats, cancelled consumers, alarms, and that it stops.

use leveret::broker::{Alarm, Command};

use super::{client, hearing::closed, stage::Stage};

#[test]
fn who_hears_nothing_gets_a_sign_of_life_each_half_interval() {
    let mut stage = Stage::new();
    let client = stage.open_with(&client::start_ok("ANONYMOUS", b""), 10);
    stage.pass(4_999);
    assert!(stage.hear(client).is_empty());
    stage.pass(1);
    assert_eq!(stage.hear(client), ["0 heartbeat"]);
    stage.pass(3_000);
    stage.say(client, 1, &client::channel_open());
    stage.pass(4_999);
    assert!(
        stage.hear(client).is_empty(),
        "an answer is a sign of life, too"
    );
    stage.pass(1);
    assert_eq!(stage.hear(client), ["0 heartbeat"]);
}

#[test]
fn who_is_silent_for_two_intervals_is_left() {
    let mut stage = Stage::new();
    let client = stage.open_with(&client::start_ok("ANONYMOUS", b""), 10);
    stage.pass(19_999);
    let heartbeat = client::frame(8, 0, b"");
    stage.send(client, &heartbeat);
    stage.pass(19_999);
    assert!(!stage.is_closed(client));
    stage.pass(1);
    assert!(stage.is_closed(client));
}

#[test]
fn who_wants_no_heartbeats_may_be_silent_for_ever() {
    let mut stage = Stage::new();
    let client = stage.open_with(&client::start_ok("ANONYMOUS", b""), 0);
    stage.pass(1_000_000_000);
    assert!(!stage.is_closed(client));
    assert!(stage.hear(client).is_empty());
}

#[test]
fn a_consumer_whose_queue_is_deleted_is_told_if_that_is_understood() {
    for (understands, notice) in [
        (
            client::start_ok("ANONYMOUS", b""),
            Some(r#"1 Basic(Cancel { consumer_tag: "c", no_wait: true })"#),
        ),
        (client::start_ok_with("ANONYMOUS", b"", &[]), None),
    ] {
        let mut stage = Stage::new();
        let other = stage.open_channel();
        let client = stage.open_with(&understands, 0);
        stage.say(client, 1, &client::channel_open());
        stage.say(client, 1, &client::queue_declare("q"));
        stage.say(client, 1, &client::consume("q", "c", false));
        stage.say(other, 1, &client::queue_delete("q", false));
        assert_eq!(stage.hear(client), Vec::from_iter(notice));
    }
}

#[test]
fn who_publishes_while_memory_is_short_is_not_read_until_it_is_there_again() {
    let alarm = |raised| Command::SetAlarm {
        alarm: Alarm::Memory,
        raised,
    };
    let mut stage = Stage::new();
    let [client, other] = [stage.open_channel(), stage.open_channel()];
    stage.say(client, 1, &client::queue_declare("q"));
    stage.command(alarm(true));
    assert!(stage.hear(client).is_empty(), "it has not published yet");
    let heard = stage.publish(client, "q", b"one");
    assert_eq!(
        heard,
        [r#"0 Connection(Blocked { reason: "low on memory" })"#]
    );
    let declare = client::declare_with("q", true, false);
    assert!(stage.say(client, 1, &declare).is_empty());
    stage.pass(200_000);
    assert!(
        !stage.is_closed(client),
        "it cannot be blamed for its silence"
    );
    assert!(stage.is_closed(other), "this one can");
    stage.hear(client);
    stage.command(alarm(false));
    let heard = stage.hear(client);
    assert_eq!(
        heard,
        [
            "0 Connection(Unblocked)",
            r#"1 Queue(DeclareOk { queue: "q", message_count: 1, consumer_count: 0 })"#
        ]
    );
}

#[test]
fn everybody_is_told_that_the_broker_stops() {
    let mut stage = Stage::new();
    let clients = [stage.open_channel(), stage.open()];
    stage.command(Command::Restart);
    let text = "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'";
    for client in clients {
        assert_eq!(stage.hear(client), [closed(0, 320, text, 0, 0)]);
        stage.say(client, 0, &client::CLOSE_OK);
        assert!(stage.is_closed(client));
    }
}
