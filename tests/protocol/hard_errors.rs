//! Everything that closes a connection, with RabbitMQ's codes, texts and numbers of methods.
//!
//! They were seen on RabbitMQ 3.10 and 4.0, but for the two that RabbitMQ answers with a reset or
//! with `INTERNAL_ERROR`: a method that does not exist, and a table or properties that cannot be
//! read.

use leveret::{
    broker::Properties,
    protocol::codec::{
        Method,
        method::{Basic, Channel, Connection},
    },
};

use super::{client, hearing::closed, stage::Stage};

/// What a client with an open channel 1 says, and how it is closed: code, text, class and method.
struct Case {
    said: Vec<u8>,
    code: u16,
    text: &'static str,
    method: (u16, u16),
}

fn case(said: Vec<u8>, code: u16, text: &'static str, method: (u16, u16)) -> Case {
    Case {
        said,
        code,
        text,
        method,
    }
}

/// `basic.publish`, then something else than should follow.
fn publish_then(next: &[u8]) -> Vec<u8> {
    let mut said = client::method(1, &client::publish_method("q", false));
    said.extend(next);
    said
}

fn header(class: u16, size: u64) -> Vec<u8> {
    client::header(1, class, size, &Properties::default())
}

fn raw_method(channel: u16, class: u16, method: u16, fields: &[u8]) -> Vec<u8> {
    let id = [class.to_be_bytes(), method.to_be_bytes()].concat();
    client::frame(1, channel, &[&id, fields].concat())
}

fn of_frames() -> Vec<Case> {
    let mut bad_end = raw_method(1, 60, 10, &[0; 7]);
    *bad_end.last_mut().expect("a frame has bytes") = 0;
    vec![
        case(
            bad_end,
            501,
            "FRAME_ERROR - type 1, all octets = <<0,60,0,10,0,0,0,0,0,0,0>>: \
             {invalid_frame_end_marker,0}",
            (0, 0),
        ),
        case(
            [&[3, 0, 1][..], &140_000_u32.to_be_bytes()].concat(),
            501,
            "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,140000,131064}",
            (0, 0),
        ),
        case(
            client::frame(9, 1, b""),
            501,
            "FRAME_ERROR - type 9, all octets = <<>>: unknown_frame",
            (0, 0),
        ),
        case(
            client::frame(9, 1, b"abc"),
            501,
            "FRAME_ERROR - type 9, all octets = <<\"abc\">>: unknown_frame",
            (0, 0),
        ),
        case(
            client::frame(9, 1, b"0123456789abcdefg"),
            501,
            "FRAME_ERROR - type 9, first 16 octets = <<\"0123456789abcdef\">>: unknown_frame",
            (0, 0),
        ),
        case(
            client::frame(8, 0, b"x"),
            501,
            "FRAME_ERROR - type 8, all octets = <<\"x\">>: unknown_frame",
            (0, 0),
        ),
        case(
            client::frame(1, 1, b"ab"),
            501,
            "FRAME_ERROR - type 1, all octets = <<\"ab\">>: unknown_frame",
            (0, 0),
        ),
        case(
            client::frame(8, 1, b""),
            505,
            "UNEXPECTED_FRAME - type 8, all octets = <<>>",
            (0, 0),
        ),
        case(
            client::frame(2, 0, &[0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            505,
            "UNEXPECTED_FRAME - type 2, all octets = <<0,60,0,0,0,0,0,0,0,0,0,0,0,0>>",
            (0, 0),
        ),
    ]
}

fn of_content() -> Vec<Case> {
    let no_method = "UNEXPECTED_FRAME - expected method frame, got non method frame instead";
    let no_header = "UNEXPECTED_FRAME - expected content header for class 60, \
                     got non content header frame instead";
    let no_body = "UNEXPECTED_FRAME - expected content body, got non content body frame instead";
    let select = client::method(1, &client::confirm_select(false));
    vec![
        case(header(60, 0), 505, no_method, (0, 0)),
        case(client::frame(3, 1, b"x"), 505, no_method, (0, 0)),
        case(client::frame(3, 2, b"x"), 505, no_method, (0, 0)),
        case(publish_then(&select), 505, no_header, (60, 40)),
        case(
            publish_then(&client::frame(3, 1, b"x")),
            505,
            no_header,
            (60, 40),
        ),
        case(
            publish_then(&client::frame(
                2,
                1,
                &[0, 60, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            )),
            505,
            no_header,
            (60, 40),
        ),
        case(
            publish_then(&header(50, 0)),
            505,
            "UNEXPECTED_FRAME - expected content header for class 60, \
             got one for class 50 instead",
            (60, 40),
        ),
        case(
            publish_then(&[header(60, 2), select].concat()),
            505,
            no_body,
            (60, 40),
        ),
        case(
            publish_then(&[header(60, 2), header(60, 2)].concat()),
            505,
            no_body,
            (60, 40),
        ),
        case(
            publish_then(&[header(60, 2), client::frame(3, 1, b"abc")].concat()),
            501,
            "FRAME_ERROR - content body frame exceeds remaining content size",
            (60, 40),
        ),
        case(
            publish_then(&client::frame(
                2,
                1,
                &[0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 5, b'a'],
            )),
            502,
            "SYNTAX_ERROR - the content header's properties cannot be read: \
             the bytes end inside a value",
            (60, 40),
        ),
    ]
}

fn of_channels() -> Vec<Case> {
    let running = "CHANNEL_ERROR - unexpected method in connection state running";
    let on_zero = |method: Connection<'_>| client::method(0, &Method::Connection(method));
    vec![
        case(
            client::method(2, &client::queue_declare("q")),
            504,
            "CHANNEL_ERROR - expected 'channel.open'",
            (50, 10),
        ),
        case(
            client::method(2, &client::channel_close()),
            504,
            "CHANNEL_ERROR - expected 'channel.open'",
            (20, 40),
        ),
        case(
            client::method(1, &client::channel_open()),
            504,
            "CHANNEL_ERROR - second 'channel.open' seen",
            (20, 10),
        ),
        case(
            client::method(0, &client::channel_open()),
            504,
            running,
            (20, 10),
        ),
        case(
            client::method(0, &client::queue_declare("q")),
            504,
            running,
            (50, 10),
        ),
        case(on_zero(Connection::CloseOk {}), 504, running, (10, 51)),
        case(
            on_zero(Connection::SecureOk { response: b"" }),
            504,
            running,
            (10, 21),
        ),
        case(
            on_zero(Connection::Blocked { reason: "x" }),
            504,
            running,
            (10, 60),
        ),
    ]
}

fn of_methods() -> Vec<Case> {
    let unimplemented = "COMMAND_INVALID - unimplemented method";
    let flow_ok = Method::Channel(Channel::FlowOk { active: true });
    let deliver = Method::Basic(Basic::CancelOk { consumer_tag: "t" });
    vec![
        case(
            client::method(1, &client::close()),
            503,
            unimplemented,
            (10, 50),
        ),
        case(client::method(1, &flow_ok), 503, unimplemented, (20, 21)),
        case(
            client::method(1, &client::CHANNEL_CLOSE_OK),
            503,
            unimplemented,
            (20, 41),
        ),
        case(client::method(1, &deliver), 503, unimplemented, (60, 31)),
        case(raw_method(1, 50, 99, b""), 503, unimplemented, (50, 99)),
        case(raw_method(1, 77, 10, b""), 503, unimplemented, (77, 10)),
        case(
            raw_method(1, 50, 10, b"\0\0\0\x08\0\0\0\0zz"),
            501,
            "FRAME_ERROR - cannot decode <<0,0,0,8,0,0,0,0,122,122>>",
            (50, 10),
        ),
        case(
            raw_method(1, 50, 10, b"\0\0"),
            501,
            "FRAME_ERROR - cannot decode <<0,0>>",
            (50, 10),
        ),
        case(
            raw_method(1, 50, 10, b"\0\0\x02\xFF\xFE\x12\0\0\0\0"),
            501,
            "FRAME_ERROR - Malformed UTF-8 in shortstr",
            (0, 0),
        ),
        case(
            raw_method(1, 50, 10, b"\0\0\0\x08\0\0\0\x03\x01kZ"),
            502,
            "SYNTAX_ERROR - a field table cannot be read: \
             method 10 of class 50: no field type has the tag 90",
            (50, 10),
        ),
    ]
}

fn of_the_broker() -> Vec<Case> {
    let basic = |method: Basic<'_>| client::method(1, &Method::Basic(method));
    let mut tag_twice = client::method(1, &client::queue_declare("q"));
    tag_twice.extend(client::method(1, &client::consume("q", "T", true)));
    tag_twice.extend(client::method(1, &client::consume("q", "T", true)));
    let mut immediate = basic(Basic::Publish {
        ticket: 0,
        exchange: "",
        routing_key: "q",
        mandatory: false,
        immediate: true,
    });
    immediate.extend(header(60, 0));
    let qos = Basic::Qos {
        prefetch_size: 10,
        prefetch_count: 1,
        global: false,
    };
    let flow = Method::Channel(Channel::Flow { active: false });
    vec![
        case(
            tag_twice,
            530,
            "NOT_ALLOWED - attempt to reuse consumer tag 'T'",
            (60, 20),
        ),
        case(immediate, 540, "NOT_IMPLEMENTED - immediate=true", (60, 40)),
        case(
            basic(qos),
            540,
            "NOT_IMPLEMENTED - prefetch_size!=0 (10)",
            (60, 10),
        ),
        case(
            basic(Basic::Recover { requeue: false }),
            540,
            "NOT_IMPLEMENTED - requeue=false",
            (60, 110),
        ),
        case(
            basic(Basic::RecoverAsync { requeue: false }),
            540,
            "NOT_IMPLEMENTED - requeue=false",
            (60, 100),
        ),
        case(
            client::method(1, &flow),
            540,
            "NOT_IMPLEMENTED - active=false",
            (20, 20),
        ),
    ]
}

#[test]
fn each_closes_the_connection_as_in_rabbitmq() {
    let cases = [
        of_frames(),
        of_content(),
        of_channels(),
        of_methods(),
        of_the_broker(),
    ];
    for case in cases.into_iter().flatten() {
        for piece in [usize::MAX, 1, 3] {
            let mut stage = Stage::in_pieces(piece);
            let client = stage.open_channel();
            let heard = stage.send(client, &case.said);
            let (class, method) = case.method;
            let close = closed(0, case.code, case.text, class, method);
            assert_eq!(heard.last(), Some(&close), "in pieces of {piece}");
        }
    }
}

#[test]
fn after_it_only_close_and_close_ok_are_heard() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    stage.say(client, 1, &client::channel_open());
    assert!(stage.say(client, 1, &client::queue_declare("q")).is_empty());
    assert!(stage.send(client, &client::frame(9, 7, b"")).is_empty());
    let close_ok = "0 Connection(CloseOk)";
    assert_eq!(stage.say(client, 0, &client::close()), [close_ok]);
    assert!(!stage.is_closed(client));
    assert!(stage.say(client, 0, &client::CLOSE_OK).is_empty());
    assert!(stage.is_closed(client));
}

#[test]
fn who_does_not_answer_is_left_after_half_a_minute() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    stage.say(client, 1, &client::channel_open());
    stage.pass(29_999);
    assert!(!stage.is_closed(client));
    stage.pass(1);
    assert!(stage.is_closed(client));
}

#[test]
fn who_has_lost_its_place_is_not_listened_to_any_more() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    stage.send(client, &[9; 8]);
    assert!(stage.say(client, 0, &client::CLOSE_OK).is_empty());
    stage.pass(2_999);
    assert!(!stage.is_closed(client));
    stage.pass(1);
    assert!(stage.is_closed(client));
}
