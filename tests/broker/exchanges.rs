//! Declaring exchanges: what is made, and what is refused with which text.

use leveret::broker::{ExchangeDeclare, ExchangeKind, FieldValue, Method};

use super::{
    bench::{Bench, ONE, TWO, table},
    topology::{exchange, exchange_name},
};

#[test]
fn a_durable_exchange_is_made_and_written_down() {
    let left = Bench::new().on(ONE).exchange("e", "topic");
    assert_eq!(left.wire(), ["1.1 exchange.declare-ok e"]);
    assert_eq!(left.inside(), ["e created"]);
    assert_eq!(left.records(), ["e declared"]);
}

#[test]
fn a_transient_exchange_is_not_written_down() {
    let transient = ExchangeDeclare {
        durable: false,
        ..exchange("e", "topic")
    };
    let left = Bench::new()
        .on(ONE)
        .send(Method::ExchangeDeclare(transient));
    assert_eq!(left.inside(), ["e created"]);
    assert!(left.records().is_empty());
}

#[test]
fn declaring_again_with_the_same_properties_creates_nothing() {
    let mut bench = Bench::new();
    bench.on(ONE).exchange("e", "topic");
    let unknown = ExchangeDeclare {
        arguments: table(&[("x-colour", FieldValue::text("red"))]),
        ..exchange("e", "topic")
    };
    let left = bench.on(TWO).send(Method::ExchangeDeclare(unknown));
    assert_eq!(left.wire(), ["1.2 exchange.declare-ok e"]);
    assert!(left.inside().is_empty());
    assert!(left.records().is_empty());
}

#[test]
fn every_broker_has_the_predeclared_exchanges() {
    let bench = Bench::new();
    let names: Vec<String> = bench
        .broker
        .exchanges()
        .map(|exchange| {
            assert!(exchange.durable && !exchange.auto_delete);
            let internal = if exchange.internal { ", internal" } else { "" };
            format!("{} {}{internal}", exchange.name, exchange.kind.name())
        })
        .collect();
    assert_eq!(
        names,
        [
            " direct",
            "amq.direct direct",
            "amq.fanout fanout",
            "amq.headers headers",
            "amq.match headers",
            "amq.rabbitmq.trace topic, internal",
            "amq.topic topic",
        ]
    );
}

#[test]
fn a_predeclared_exchange_may_be_declared_as_it_is() {
    let left = Bench::new().on(ONE).exchange("amq.direct", "direct");
    assert_eq!(left.wire(), ["1.1 exchange.declare-ok amq.direct"]);
}

#[test]
fn a_passive_declaration_compares_nothing_not_even_the_type() {
    let mut bench = Bench::new();
    bench.on(ONE).exchange("e", "topic");
    for kind in ["direct", "", "bad"] {
        let passive = ExchangeDeclare {
            passive: true,
            durable: false,
            auto_delete: true,
            internal: true,
            ..exchange("e", kind)
        };
        let left = bench.on(ONE).send(Method::ExchangeDeclare(passive));
        assert_eq!(left.wire(), ["1.1 exchange.declare-ok e"]);
    }
}

#[test]
fn line_breaks_are_dropped_from_a_name() {
    let mut bench = Bench::new();
    let left = bench.on(ONE).exchange("e\r\n1", "topic");
    assert_eq!(left.wire(), ["1.1 exchange.declare-ok e1"]);
    assert_eq!(
        bench.on(ONE).delete_exchange("\ne1").inside(),
        ["e1 deleted: client"]
    );
}

#[test]
fn what_an_exchange_was_declared_as_can_be_seen() {
    let mut bench = Bench::new();
    bench
        .on(ONE)
        .exchange_with_alternate("e", "headers", "spare");
    let seen = bench
        .broker
        .exchanges()
        .find(|seen| seen.name == exchange_name("e"))
        .expect("it was declared");
    assert_eq!(seen.kind, ExchangeKind::Headers);
    assert_eq!(seen.alternate, Some(exchange_name("spare")));
}

#[test]
fn an_alternate_exchange_may_be_said_again_as_bytes() {
    let mut bench = Bench::new();
    bench.on(ONE).exchange_with_alternate("e", "topic", "spare");
    let bytes = FieldValue::Bytes(b"spare".as_slice().into());
    let again = with_alternate("e", bytes);
    let left = bench.on(ONE).send(Method::ExchangeDeclare(again));
    assert_eq!(left.wire(), ["1.1 exchange.declare-ok e"]);
}

#[test]
fn what_cannot_be_declared_closes_the_channel() {
    let refused = [
        (exchange("", "direct"), DEFAULT),
        (
            exchange("", "bad"),
            "406 PRECONDITION_FAILED - invalid exchange type 'bad'",
        ),
        (
            exchange("e", ""),
            "406 PRECONDITION_FAILED - invalid exchange type ''",
        ),
        (
            exchange("amq.e", "direct"),
            "403 ACCESS_REFUSED - exchange name 'amq.e' contains reserved prefix 'amq.*'",
        ),
        (
            passive("nope"),
            "404 NOT_FOUND - no exchange 'nope' in vhost '/'",
        ),
        (
            passive("amq.nope"),
            "404 NOT_FOUND - no exchange 'amq.nope' in vhost '/'",
        ),
        (passive(""), DEFAULT),
        (
            with_alternate("e", FieldValue::Int(1)),
            "406 PRECONDITION_FAILED - invalid type 'signedint' for arg 'alternate-exchange' in \
             exchange 'e' in vhost '/'",
        ),
        (
            with_alternate("e", FieldValue::Void),
            "406 PRECONDITION_FAILED - invalid type 'void' for arg 'alternate-exchange' in \
             exchange 'e' in vhost '/'",
        ),
        (
            with_alternate("amq.e", FieldValue::Int(1)),
            "403 ACCESS_REFUSED - exchange name 'amq.e' contains reserved prefix 'amq.*'",
        ),
    ];
    for (declare, text) in refused {
        let left = Bench::new().on(ONE).send(Method::ExchangeDeclare(declare));
        assert_eq!(left.wire(), [format!("1.1 channel.close {text} (40.10)")]);
        assert!(left.records().is_empty());
    }
}

#[test]
fn the_first_property_that_differs_is_named() {
    let everything_else = |durable, auto_delete, internal| ExchangeDeclare {
        durable,
        auto_delete,
        internal,
        ..with_alternate("e", FieldValue::text("other"))
    };
    let refused = [
        (
            ExchangeDeclare {
                kind: "direct".into(),
                ..everything_else(false, true, true)
            },
            "type",
            "'direct' but current is 'topic'",
        ),
        (
            everything_else(false, true, true),
            "durable",
            "'false' but current is 'true'",
        ),
        (
            everything_else(true, true, true),
            "auto_delete",
            "'true' but current is 'false'",
        ),
        (
            everything_else(true, false, true),
            "internal",
            "'true' but current is 'false'",
        ),
        (
            everything_else(true, false, false),
            "alternate-exchange",
            "'other' but current is 'spare'",
        ),
    ];
    for (declare, property, difference) in refused {
        let mut bench = Bench::new();
        bench.on(ONE).exchange_with_alternate("e", "topic", "spare");
        let left = bench.on(ONE).send(Method::ExchangeDeclare(declare));
        assert_eq!(left.wire(), [inequivalent(property, difference)]);
    }
}

#[test]
fn an_alternate_exchange_that_differs_is_shown_in_rabbitmqs_words() {
    let spare = || Some(FieldValue::text("spare"));
    let refused = [
        (
            spare(),
            None,
            "none but current is the value 'spare' of type 'longstr'",
        ),
        (
            spare(),
            Some(FieldValue::Int(1)),
            "'1' but current is 'spare'",
        ),
        (
            spare(),
            Some(FieldValue::Void),
            "none but current is 'spare'",
        ),
        (
            None,
            spare(),
            "the value 'spare' of type 'longstr' but current is none",
        ),
        (
            None,
            Some(FieldValue::Int(1)),
            "the value '1' of type 'signedint' but current is none",
        ),
        (
            None,
            Some(FieldValue::Void),
            "the value 'undefined' of type 'void' but current is none",
        ),
    ];
    for (current, received, difference) in refused {
        let declare = |alternate: Option<FieldValue>| match alternate {
            Some(alternate) => with_alternate("e", alternate),
            None => exchange("e", "topic"),
        };
        let mut bench = Bench::new();
        bench
            .on(ONE)
            .send(Method::ExchangeDeclare(declare(current)));
        let left = bench
            .on(ONE)
            .send(Method::ExchangeDeclare(declare(received)));
        assert_eq!(
            left.wire(),
            [inequivalent("alternate-exchange", difference)]
        );
    }
}

fn passive(name: &str) -> ExchangeDeclare {
    ExchangeDeclare {
        passive: true,
        ..exchange(name, "topic")
    }
}

fn with_alternate(name: &str, alternate: FieldValue) -> ExchangeDeclare {
    ExchangeDeclare {
        arguments: table(&[("alternate-exchange", alternate)]),
        ..exchange(name, "topic")
    }
}

fn inequivalent(property: &str, difference: &str) -> String {
    format!(
        "1.1 channel.close 406 PRECONDITION_FAILED - inequivalent arg '{property}' for exchange \
         'e' in vhost '/': received {difference} (40.10)"
    )
}

const DEFAULT: &str = "403 ACCESS_REFUSED - operation not permitted on the default exchange";
