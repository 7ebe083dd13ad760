//! Direct reply-to: answers that need no queue.

use leveret::broker::{Method, Properties, Publish, QueueDeclare, ShortString};

use super::bench::{Bench, ONE, OTHER, durable, persistent};

const REPLY_TO: &str = "amq.rabbitmq.reply-to";

fn request() -> Method {
    let message = persistent("q", "question");
    Method::Publish(Publish {
        properties: Properties {
            reply_to: Some(ShortString::of(REPLY_TO)),
            ..message.properties
        },
        ..message
    })
}

/// A client waits for replies, and another got its question. Gives the address to answer to.
fn asked() -> (Bench, String) {
    let mut bench = Bench::with_queue();
    assert_eq!(
        bench.on(ONE).consume_no_ack(REPLY_TO, "replies").wire(),
        ["1.1 basic.consume-ok replies"]
    );
    bench.on(ONE).send(request());
    let got = bench.on(OTHER).get_no_ack("q");
    let address = got.message().properties.reply_to.clone();
    (
        bench,
        address.expect("a request has an address").to_string(),
    )
}

#[test]
fn a_reply_goes_straight_to_who_asked() {
    let (mut bench, address) = asked();
    assert!(address.starts_with("amq.rabbitmq.reply-to."));
    bench.on(OTHER).confirm_select();
    assert_eq!(
        bench.on(OTHER).publish(&address, "answer").wire(),
        ["1.1 basic.deliver replies #1 answer", "2.1 basic.ack 1"]
    );
}

#[test]
fn a_mandatory_reply_comes_back_as_well_since_it_went_to_no_queue() {
    let (mut bench, address) = asked();
    assert_eq!(
        bench.on(OTHER).publish_mandatory(&address, "answer").wire(),
        [
            "1.1 basic.deliver replies #1 answer",
            "2.1 basic.return 312 NO_ROUTE: answer",
        ]
    );
}

#[test]
fn nobody_gets_a_reply_when_who_asked_is_gone() {
    let (mut bench, address) = asked();
    bench.on(ONE).cancel("replies");
    assert_eq!(
        bench.on(OTHER).publish_mandatory(&address, "answer").wire(),
        ["2.1 basic.return 312 NO_ROUTE: answer"]
    );
}

#[test]
fn a_declare_tells_whether_somebody_still_waits() {
    let (mut bench, address) = asked();
    let declare = QueueDeclare {
        passive: true,
        ..durable(&address)
    };
    assert_eq!(
        bench
            .on(OTHER)
            .send(Method::QueueDeclare(declare.clone()))
            .wire(),
        [format!(
            "2.1 queue.declare-ok {address}: 0 ready, 1 consumers"
        )]
    );
    bench.on(ONE).close();
    assert_eq!(
        bench.on(OTHER).send(Method::QueueDeclare(declare)).wire(),
        [format!(
            "2.1 channel.close 404 NOT_FOUND - no queue '{address}' in vhost '/' (50.10)"
        )]
    );
}

#[test]
fn replies_cannot_be_acked_and_a_request_needs_who_waits() {
    assert_eq!(
        Bench::new().on(ONE).consume(REPLY_TO, "A").wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - reply consumer cannot acknowledge (60.20)"]
    );
    assert_eq!(
        Bench::with_queue().on(ONE).send(request()).wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - fast reply consumer does not exist (60.40)"]
    );
    let (mut bench, _) = asked();
    assert_eq!(
        bench.on(ONE).consume(REPLY_TO, "again").wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - reply consumer cannot acknowledge (60.20)"]
    );
    let (mut bench, _) = asked();
    assert_eq!(
        bench.on(ONE).consume_no_ack(REPLY_TO, "again").wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - reply consumer already set (60.20)"]
    );
}
