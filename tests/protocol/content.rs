//! Messages on their way in and out: bodies in pieces, empty ones, and ones that are too large.

use leveret::{
    broker::{DELIVERY_MODE_PERSISTENT, Properties, limits::MESSAGE_BYTES_MAX},
    protocol::codec::FRAME_BODY,
};

use super::{client, hearing::closed, stage::Stage};

fn get_ok(message_count: u32) -> String {
    format!(
        "1 Basic(GetOk {{ delivery_tag: 1, redelivered: false, exchange: \"\", \
         routing_key: \"q\", message_count: {message_count} }})"
    )
}

/// A stage with a client that has agreed on frames of that size and declared a queue.
fn with_frames_of(frame_max: u32) -> (Stage, u32) {
    let mut stage = Stage::new();
    let client = stage.connect();
    stage.send(client, client::HEADER);
    stage.say(client, 0, &client::start_ok("ANONYMOUS", b""));
    stage.say(client, 0, &client::tune_ok(1, frame_max, 0));
    stage.say(client, 0, &client::open("/"));
    stage.say(client, 1, &client::channel_open());
    stage.say(client, 1, &client::queue_declare("q"));
    (stage, client)
}

#[test]
fn a_body_comes_in_and_goes_out_in_pieces() {
    let (mut stage, client) = with_frames_of(4096);
    let mut bytes = client::method(1, &client::publish_method("q", false));
    bytes.extend(client::header(1, 60, 10_000, &Properties::default()));
    for piece in [4088, 4000, 0, 1912] {
        bytes.extend(client::frame(FRAME_BODY, 1, &vec![b'x'; piece]));
    }
    assert!(stage.send(client, &bytes).is_empty());
    let heard = stage.say(client, 1, &client::get("q"));
    let header = "1 header 10000, mode None";
    let bodies = ["1 body of 4088", "1 body of 4088", "1 body of 1824"];
    assert_eq!(heard, [&[&*get_ok(0), header], &bodies[..]].concat());
}

#[test]
fn an_empty_body_has_no_frame() {
    let (mut stage, client) = with_frames_of(131_072);
    assert!(stage.publish(client, "q", b"").is_empty());
    let heard = stage.say(client, 1, &client::get("q"));
    assert_eq!(heard, [&*get_ok(0), "1 header 0, mode None"]);
}

#[test]
fn a_mandatory_message_comes_back_whole() {
    let (mut stage, client) = with_frames_of(131_072);
    let persistent = Properties {
        delivery_mode: Some(DELIVERY_MODE_PERSISTENT),
        ..Properties::default()
    };
    let publish = client::publish("nowhere", true, &persistent, b"back");
    let returned = concat!(
        r#"1 Basic(Return { reply_code: 312, reply_text: "NO_ROUTE", "#,
        r#"exchange: "", routing_key: "nowhere" })"#
    );
    let header = "1 header 4, mode Some(2)";
    assert_eq!(
        stage.send(client, &publish),
        [returned, header, "1 body back"]
    );
}

#[test]
fn a_message_that_is_too_large_is_refused_when_it_has_come() {
    let (mut stage, client) = with_frames_of(131_072);
    let size = MESSAGE_BYTES_MAX as u64 + 1;
    let mut bytes = client::method(1, &client::publish_method("q", false));
    bytes.extend(client::header(1, 60, size, &Properties::default()));
    assert!(stage.send(client, &bytes).is_empty());
    let piece = vec![0; 131_064];
    let mut left = MESSAGE_BYTES_MAX + 1;
    while left > piece.len() {
        assert!(
            stage
                .send(client, &client::frame(FRAME_BODY, 1, &piece))
                .is_empty()
        );
        left -= piece.len();
    }
    let heard = stage.send(client, &client::frame(FRAME_BODY, 1, &piece[..left]));
    let text = "PRECONDITION_FAILED - message size 16777217 is larger than configured max size \
                16777216";
    assert_eq!(heard, [closed(1, 406, text, 60, 40)]);
    assert!(stage.say(client, 1, &client::CHANNEL_CLOSE_OK).is_empty());
    let heard = stage.say(client, 1, &client::channel_open());
    assert_eq!(heard, ["1 Channel(OpenOk { channel_id: [] })"]);
}

#[test]
fn a_message_of_the_largest_size_passes() {
    let (mut stage, client) = with_frames_of(131_072);
    let mut bytes = client::method(1, &client::publish_method("q", false));
    let size = MESSAGE_BYTES_MAX as u64;
    bytes.extend(client::header(1, 60, size, &Properties::default()));
    for piece in vec![0; MESSAGE_BYTES_MAX].chunks(131_064) {
        bytes.extend(client::frame(FRAME_BODY, 1, piece));
    }
    assert!(stage.send(client, &bytes).is_empty());
    let heard = stage.say(client, 1, &client::get("q"));
    assert_eq!(heard[..2], [&*get_ok(0), "1 header 16777216, mode None"]);
    assert_eq!(heard.len(), 2 + MESSAGE_BYTES_MAX.div_ceil(131_064));
}

#[test]
fn a_client_that_does_not_read_is_not_served_until_it_does() {
    let (mut stage, client) = with_frames_of(131_072);
    stage.publish(client, "q", &[0; 100_000]);
    let get = client::method(1, &client::get("q"));
    let reject = b"\x01\0\x01\0\0\0\x0D\0\x3C\0\x5A\0\0\0\0\0\0\0\0\x01\xCE";
    let mut bytes = Vec::new();
    for delivery_tag in 1..=100_u8 {
        bytes.extend(&get);
        let mut reject = reject.to_vec();
        reject[18] = delivery_tag;
        bytes.extend(reject);
    }
    stage.feed(client, &bytes);
    let waiting = stage.session(client).outbox().len();
    assert!(
        (1_000_000..1_300_000).contains(&waiting),
        "{waiting} bytes wait"
    );
    assert!(stage.session(client).unread_bytes() > 0);
    let heard = stage.hear(client);
    assert_eq!(heard.len(), 300, "all are served in the end");
}
