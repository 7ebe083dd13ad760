//! Publishing: what is taken, returned, dropped and refused.

use std::rc::Rc;

use leveret::broker::{
    DELIVERY_MODE_TRANSIENT, ExchangeName, FieldValue, Happening, Message, Method, Properties,
    Publish, ShortString, Table, limits::MESSAGE_BYTES_MAX,
};

use super::bench::{Bench, ONE, persistent};

#[test]
fn the_default_exchange_routes_to_the_queue_of_that_name() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare("r");
    let left = bench.on(ONE).publish("r", "m1");
    assert_eq!(left.inside(), ["published to r", "r@1 enqueued: kept"]);
    assert!(left.wire().is_empty());
    assert_eq!(bench.counts("q"), (0, 0));
}

#[test]
fn only_a_persistent_message_in_a_durable_queue_is_kept() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare_transient("t");
    let mut client = bench.on(ONE);
    let mut enqueued = |publish| {
        let left = client.send(Method::Publish(publish));
        left.inside().pop().expect("the message was enqueued")
    };
    assert_eq!(enqueued(persistent("q", "")), "q@1 enqueued: kept");
    assert_eq!(
        enqueued(persistent("t", "")),
        "t@1 enqueued: transient queue"
    );
    for delivery_mode in [None, Some(DELIVERY_MODE_TRANSIENT)] {
        let properties = Properties {
            delivery_mode,
            ..Properties::default()
        };
        let transient = Publish {
            properties,
            ..persistent("q", "")
        };
        assert!(enqueued(transient).ends_with("enqueued: transient message"));
    }
}

#[test]
fn properties_and_body_are_delivered_as_they_came() {
    let mut bench = Bench::with_queue();
    let properties = Properties {
        content_type: Some(ShortString::of("application/json")),
        headers: Some(Table(vec![
            (
                ShortString::of("a"),
                FieldValue::Decimal { scale: 2, value: 1 },
            ),
            (ShortString::of("a"), FieldValue::Void),
        ])),
        delivery_mode: Some(7),
        priority: Some(255),
        expiration: Some(ShortString::of("60000")),
        ..Properties::default()
    };
    let publish = Publish {
        properties: properties.clone(),
        body: Rc::from([0, 255, 10]),
        ..persistent("q", "")
    };
    bench.on(ONE).send(Method::Publish(publish.clone()));
    let left = bench.on(ONE).get("q");
    let got = left.events.iter().find_map(|event| {
        let Happening::Got { message, .. } = &event.what else {
            return None;
        };
        Some(&**message)
    });
    let expected = Message {
        exchange: publish.exchange,
        routing_key: publish.routing_key,
        copied_to: Vec::new(),
        properties,
        body: publish.body,
        deaths: None,
    };
    assert_eq!(got, Some(&expected));
}

#[test]
fn a_message_that_no_queue_takes_is_dropped_without_a_word() {
    let left = Bench::new().on(ONE).publish("nowhere", "m1");
    assert!(left.wire().is_empty());
    assert!(left.records().is_empty());
    assert_eq!(left.inside(), ["published to no queue"]);
}

#[test]
fn a_mandatory_message_that_no_queue_takes_is_returned() {
    assert_eq!(
        Bench::new()
            .on(ONE)
            .publish_mandatory("nowhere", "m1")
            .wire(),
        ["1.1 basic.return 312 NO_ROUTE: m1"]
    );
}

#[test]
fn a_mandatory_message_that_a_queue_takes_is_not_returned() {
    let left = Bench::with_queue().on(ONE).publish_mandatory("q", "m1");
    assert!(left.wire().is_empty());
}

#[test]
fn an_unknown_exchange_closes_the_channel() {
    for exchange in ["nope", "amq.nope"] {
        assert_eq!(
            publish_to(exchange),
            [format!(
                "1.1 channel.close 404 NOT_FOUND - no exchange '{exchange}' in vhost '/' (60.40)"
            )]
        );
    }
}

#[test]
fn a_message_may_have_16_mebibytes() {
    let mut bench = Bench::with_queue();
    bench
        .on(ONE)
        .send(Method::Publish(sized(MESSAGE_BYTES_MAX)));
    assert_eq!(bench.counts("q"), (1, 0));
}

#[test]
fn a_message_over_16_mebibytes_closes_the_channel() {
    let left = Bench::with_queue()
        .on(ONE)
        .send(Method::Publish(sized(17_825_792)));
    assert_eq!(
        left.wire(),
        [
            "1.1 channel.close 406 PRECONDITION_FAILED - message size 17825792 is larger than \
             configured max size 16777216 (60.40)"
        ]
    );
}

fn publish_to(exchange: &str) -> Vec<String> {
    let publish = Publish {
        exchange: ExchangeName::new(exchange).expect("the name is short"),
        ..persistent("q", "m1")
    };
    let left = Bench::with_queue().on(ONE).send(Method::Publish(publish));
    assert!(left.records().is_empty());
    left.wire()
}

fn sized(bytes: usize) -> Publish {
    Publish {
        body: vec![0; bytes].into(),
        ..persistent("q", "")
    }
}
