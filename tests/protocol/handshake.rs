//! Getting in: the protocol header, the login, what is agreed on, and the virtual host.

use super::{client, hearing::closed, stage::Stage};
use leveret::{
    broker::{FieldValue, Table},
    protocol::codec::{Input, Method, method::Connection},
};

const TUNE: &str = "0 Connection(Tune { channel_max: 2047, frame_max: 131072, heartbeat: 60 })";

const REFUSED: &str = "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. \
                       For details see the broker logfile.";

fn text<'a>(table: &'a Table, name: &str) -> &'a str {
    let Some(FieldValue::LongString(text)) = table.find(name) else {
        panic!("{name} is a text in {table:?}");
    };
    str::from_utf8(text).expect("the server's properties are text")
}

/// A stage with a client that has heard `connection.start`.
fn greeted() -> (Stage, u32) {
    let mut stage = Stage::new();
    let client = stage.connect();
    stage.send(client, client::HEADER);
    (stage, client)
}

fn logged_in() -> (Stage, u32) {
    let (mut stage, client) = greeted();
    let start_ok = client::start_ok("PLAIN", b"\0guest\0guest");
    assert_eq!(stage.say(client, 0, &start_ok), [TUNE]);
    (stage, client)
}

#[test]
fn the_server_says_what_it_is_and_what_it_can() {
    let mut stage = Stage::new();
    let client = stage.connect();
    let now = leveret::broker::Timestamp(0);
    stage.session(client).bytes_in(now, client::HEADER);
    assert_eq!(stage.session(client).poll_command(), None);
    let mut input = Input::default();
    input.push(&stage.hear_bytes(client));
    let frame = input
        .next_frame(4096)
        .expect("it is a frame")
        .expect("it is whole");
    let Ok(Method::Connection(Connection::Start {
        version_major: 0,
        version_minor: 9,
        server_properties,
        mechanisms: b"PLAIN AMQPLAIN ANONYMOUS",
        locales: b"en_US",
    })) = Method::decode(frame.payload)
    else {
        panic!(
            "connection.start is due, not {:?}",
            frame.payload.escape_ascii()
        );
    };
    assert_eq!(text(&server_properties, "product"), "RabbitMQ");
    assert_eq!(text(&server_properties, "version"), "4.0.5");
    assert!(text(&server_properties, "platform").starts_with("Leveret"));
    assert!(text(&server_properties, "information").starts_with("Leveret"));
    let Some(FieldValue::Table(capabilities)) = server_properties.find("capabilities") else {
        panic!("the server says what it can");
    };
    assert_eq!(capabilities.0.len(), 9);
    assert!(
        capabilities
            .0
            .iter()
            .all(|(_, can)| *can == FieldValue::Bool(true))
    );
}

#[test]
fn whoever_does_not_speak_amqp_is_told_what_is_spoken_here() {
    for (said, answer) in [
        (&b"GET / HTTP/1.1\r\n\r\n"[..], r"AMQP\x03\x01\x00\x00"),
        (b"AMQP\x01\x01\x08\x00", r"AMQP\x03\x01\x00\x00"),
        (b"AMQP\x03\x01\x00\x00", r"AMQP\x00\x00\t\x01"),
        (b"AMQP\x00\x00\x09\x02", r"AMQP\x00\x00\t\x01"),
    ] {
        let mut stage = Stage::new();
        let client = stage.connect();
        assert_eq!(
            stage.send(client, said),
            [answer],
            "{}",
            said.escape_ascii()
        );
        assert!(stage.is_closed(client));
    }
}

#[test]
fn guest_comes_in_by_each_mechanism() {
    for (mechanism, response) in [
        ("PLAIN", &b"\0guest\0guest"[..]),
        (
            "AMQPLAIN",
            b"\x05LOGINS\0\0\0\x05guest\x08PASSWORDS\0\0\0\x05guest",
        ),
        ("ANONYMOUS", b"whatever"),
    ] {
        let (mut stage, client) = greeted();
        let heard = stage.say(client, 0, &client::start_ok(mechanism, response));
        assert_eq!(heard, [TUNE], "{mechanism}");
    }
}

#[test]
fn whoever_is_not_guest_is_told_so_if_that_is_understood() {
    let (mut stage, client) = greeted();
    let heard = stage.say(client, 0, &client::start_ok("PLAIN", b"\0guest\0secret"));
    assert_eq!(heard, [closed(0, 403, REFUSED, 0, 0)]);
    assert!(!stage.is_closed(client), "it waits for close-ok");
    assert!(stage.say(client, 0, &client::CLOSE_OK).is_empty());
    assert!(stage.is_closed(client));

    let (mut stage, client) = greeted();
    let old = client::start_ok_with("PLAIN", b"\0guest\0secret", &[]);
    assert!(stage.say(client, 0, &old).is_empty());
    assert!(stage.is_closed(client));
}

#[test]
fn whoever_makes_no_sense_before_the_login_is_told_nothing() {
    let senseless = [
        client::method(0, &client::start_ok("EXTERNAL", b"")),
        client::method(0, &client::start_ok("PLAIN", b"guest")),
        client::method(
            0,
            &client::start_ok("AMQPLAIN", b"\x05LOGINS\0\0\0\x05guest"),
        ),
        client::method(0, &client::open("/")),
        client::method(1, &client::channel_open()),
        client::frame(9, 0, b""),
        client::frame(1, 0, &[0; 5000]),
    ];
    for said in senseless {
        let (mut stage, client) = greeted();
        assert!(stage.send(client, &said).is_empty());
        assert!(stage.is_closed(client), "{}", said.escape_ascii());
    }
}

#[test]
fn what_is_agreed_on_has_bounds() {
    let too = |text: &str| closed(0, 530, &format!("NOT_ALLOWED - negotiated {text}"), 10, 30);
    for (tune_ok, text) in [
        (
            client::tune_ok(2047, 4095, 0),
            "frame_max = 4095 is lower than the minimum allowed value (4096)",
        ),
        (
            client::tune_ok(2047, 131_073, 0),
            "frame_max = 131073 is higher than the maximum allowed value (131072)",
        ),
        (
            client::tune_ok(2047, 0, 0),
            "frame_max = 0 is higher than the maximum allowed value (131072)",
        ),
        (
            client::tune_ok(2048, 131_072, 0),
            "channel_max = 2048 is higher than the maximum allowed value (2047)",
        ),
    ] {
        let (mut stage, client) = logged_in();
        assert_eq!(stage.say(client, 0, &tune_ok), [too(text)]);
    }
}

#[test]
fn there_is_one_virtual_host() {
    let (mut stage, client) = logged_in();
    stage.say(client, 0, &client::tune_ok(10, 4096, 0));
    let heard = stage.say(client, 0, &client::open("nope"));
    let text = "NOT_ALLOWED - vhost nope not found";
    assert_eq!(heard, [closed(0, 530, text, 10, 40)]);
}

#[test]
fn before_the_connection_is_open_nothing_else_is_said() {
    let unexpected = "CHANNEL_ERROR - unexpected method in connection state opening";
    for (said, heard) in [
        (
            client::method(0, &client::close()),
            closed(0, 504, unexpected, 10, 50),
        ),
        (
            client::method(1, &client::channel_open()),
            closed(
                0,
                505,
                "UNEXPECTED_FRAME - type 1, all octets = <<0,20,0,10,0>>",
                0,
                0,
            ),
        ),
    ] {
        let (mut stage, client) = logged_in();
        stage.say(client, 0, &client::tune_ok(10, 4096, 0));
        assert_eq!(stage.send(client, &said), [heard]);
    }
}

#[test]
fn who_takes_too_long_is_left() {
    let (mut stage, client) = greeted();
    stage.pass(9_999);
    assert!(!stage.is_closed(client));
    stage.pass(1);
    assert!(stage.is_closed(client));
}

#[test]
fn there_are_as_many_channels_as_were_agreed_on() {
    let mut stage = Stage::new();
    let client = stage.connect();
    stage.send(client, client::HEADER);
    stage.say(client, 0, &client::start_ok("ANONYMOUS", b""));
    stage.say(client, 0, &client::tune_ok(1, 4096, 0));
    stage.say(client, 0, &client::open("/"));
    stage.say(client, 1, &client::channel_open());
    let text = "NOT_ALLOWED - number of channels opened (1) has reached the negotiated \
                channel_max (1)";
    let heard = stage.say(client, 2, &client::channel_open());
    assert_eq!(heard, [closed(0, 530, text, 0, 0)]);
}
