//! However the network cuts the bytes, the same comes of them.

use leveret::broker::Properties;
use proptest::prelude::*;

use super::{client, hearing, stage::Stage};

/// A conversation from the first byte to the last.
fn said() -> Vec<u8> {
    let mut bytes = client::HEADER.to_vec();
    for method in [
        client::start_ok("PLAIN", b"\0guest\0guest"),
        client::tune_ok(2047, 4096, 60),
        client::open("/"),
    ] {
        bytes.extend(client::method(0, &method));
    }
    for method in [
        client::channel_open(),
        client::queue_declare("q"),
        client::confirm_select(true),
        client::consume("q", "c", false),
    ] {
        bytes.extend(client::method(1, &method));
    }
    for body in [&b""[..], b"hello", &[0xCE; 1000]] {
        bytes.extend(client::publish("q", true, &Properties::default(), body));
        bytes.extend(client::publish(
            "nowhere",
            true,
            &Properties::default(),
            body,
        ));
    }
    bytes.extend(client::method(1, &client::ack(2)));
    bytes.extend(client::method(1, &client::get("nope")));
    bytes.extend(client::method(1, &client::CHANNEL_CLOSE_OK));
    bytes.extend(client::method(0, &client::close()));
    bytes
}

fn heard_in_pieces(pieces: &[usize]) -> Vec<u8> {
    let mut stage = Stage::new();
    let client = stage.connect();
    let said = said();
    let mut left = &said[..];
    for piece in pieces.iter().cycle() {
        let (next, rest) = left.split_at((*piece).min(left.len()));
        stage.feed(client, next);
        left = rest;
        if left.is_empty() {
            break;
        }
    }
    assert!(stage.is_closed(client), "the conversation is over");
    // Only now: confirms that leave together leave as one.
    stage.hear_bytes(client)
}

fn assert_same_in_pieces(pieces: &[usize]) {
    let whole = heard_in_pieces(&[usize::MAX]);
    let heard = heard_in_pieces(pieces);
    assert_eq!(hearing::lines(&heard), hearing::lines(&whole));
    assert!(heard == whole, "what lines leave out differs");
}

#[test]
fn one_byte_at_a_time_gives_the_same_as_all_at_once() {
    let whole = heard_in_pieces(&[usize::MAX]);
    assert!(whole.len() > 3000, "the server has a lot to say");
    for piece in [1, 7, 8] {
        assert_same_in_pieces(&[piece]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_pieces_give_the_same(pieces in prop::collection::vec(1_usize..600, 1..40)) {
        assert_same_in_pieces(&pieces);
    }
}
