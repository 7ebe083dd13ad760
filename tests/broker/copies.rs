//! Messages that say themselves who else is to get them, and messages that are refused for what
//! they say.

use leveret::broker::ShortString;

use super::{
    asking::{int, text, texts},
    bench::{Bench, ONE},
};

#[test]
fn cc_and_bcc_reach_more_queues_and_bcc_tells_nobody() {
    let mut bench = Bench::new();
    for name in ["to", "open", "hidden"] {
        bench.on(ONE).declare(name);
    }
    let copies = [("CC", texts(&["open", "to"])), ("BCC", texts(&["hidden"]))];
    let left = bench.on(ONE).publish_with("to", "m", &copies);
    let inside = left.inside();
    assert_eq!(
        inside.first().map(String::as_str),
        Some("published to to, open, hidden")
    );
    let got = bench.on(ONE).get("hidden");
    let message = got.message();
    let headers = message.properties.headers.as_ref().expect("CC is left");
    assert!(headers.find("CC").is_some());
    assert!(headers.find("BCC").is_none());
    assert_eq!(message.routing_key.as_str(), "to");
}

#[test]
fn a_copy_for_one_key_is_refused() {
    let left = Bench::with_queue()
        .on(ONE)
        .publish_with("q", "m", &[("CC", text("q"))]);
    assert_eq!(
        left.wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - invalid message: \
             {unacceptable_type_in_header,\"CC\",longstr} (60.40)"
        ]
    );
}

#[test]
fn a_message_of_somebody_else_is_refused() {
    let left = Bench::with_queue().on(ONE).publish_as("q", "m", |publish| {
        publish.properties.user_id = Some(ShortString::of("bob"));
    });
    assert_eq!(
        left.wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - user_id property set to 'bob' but \
             authenticated user was 'guest' (60.40)"
        ]
    );
}

#[test]
fn headers_that_mean_nothing_to_the_broker_pass_in_their_order() {
    let mut bench = Bench::with_queue();
    let headers = [("b", int(1)), ("a", int(2)), ("b", int(3))];
    bench.on(ONE).publish_with("q", "m", &headers);
    let got = bench.on(ONE).get("q");
    let passed = got
        .message()
        .properties
        .headers
        .as_ref()
        .expect("they pass");
    let names: Vec<_> = passed.0.iter().map(|(name, _)| name.to_string()).collect();
    assert_eq!(names, ["b", "a", "b"]);
}
