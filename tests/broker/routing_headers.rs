//! Headers exchanges: which headers match which arguments, as RabbitMQ was asked.

use leveret::broker::{Binding, FieldValue, Method, ShortString, Table};

use super::{
    bench::{Bench, ONE, table},
    topology::to_queue,
};

type Fields<'a> = &'a [(&'a str, FieldValue)];

#[test]
fn all_asks_for_every_field_and_any_for_one() {
    for (mode, both, one, none) in [
        ("all", true, false, false),
        ("any", true, true, false),
        ("all-with-x", true, false, false),
        ("any-with-x", true, true, false),
    ] {
        let asked = [x_match(mode), ("a", int(1)), ("b", int(2))];
        assert_eq!(matches(&asked, &[("a", int(1)), ("b", int(2))]), both);
        assert_eq!(matches(&asked, &[("b", int(2)), ("c", int(3))]), one);
        assert_eq!(matches(&asked, &[("a", int(2))]), none);
        assert_eq!(matches(&asked, &[]), none);
    }
    assert!(!matches(&[("a", int(1)), ("b", int(2))], &[("a", int(1))]));
}

#[test]
fn names_that_start_with_x_count_only_if_the_binding_says_so() {
    let ours = || ("x-a", int(1));
    let other = || ("x-a", int(2));
    assert!(matches(&[ours()], &[other()]));
    assert!(matches(&[x_match("all"), ours()], &[]));
    assert!(!matches(&[x_match("any"), ours()], &[ours()]));
    assert!(!matches(&[x_match("all-with-x"), ours()], &[other()]));
    assert!(matches(&[x_match("all-with-x"), ours()], &[ours()]));
    assert!(matches(&[x_match("any-with-x"), ours()], &[ours()]));
}

#[test]
fn where_nothing_is_asked_for_all_matches_everything_and_any_nothing() {
    assert!(matches(&[], &[]));
    assert!(matches(&[x_match("all")], &[("a", int(1))]));
    assert!(!matches(&[x_match("any")], &[("a", int(1))]));
    let said = [x_match("any-with-x")];
    assert!(!matches(&said, &said));
}

#[test]
fn a_message_without_headers_has_none() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).bind("amq.headers", "", "q");
    assert_eq!(bench.on(ONE).route("amq.headers", "k"), "q");
}

#[test]
fn a_field_without_a_value_asks_for_the_name_alone() {
    let asked = [("a", FieldValue::Void)];
    assert!(matches(&asked, &[("a", int(1))]));
    assert!(matches(&asked, &[("a", FieldValue::Void)]));
    assert!(!matches(&asked, &[("b", int(1))]));
    assert!(!matches(&[("a", int(1))], &[("a", FieldValue::Void)]));
}

#[test]
fn values_are_compared_by_what_they_say() {
    let text = FieldValue::text;
    let bytes = |text: &str| FieldValue::Bytes(text.as_bytes().into());
    let array = |value: FieldValue| FieldValue::Array(vec![value]);
    let same = [
        (int(1), FieldValue::Long(1)),
        (int(-1), FieldValue::Byte(-1)),
        (FieldValue::UnsignedShort(7), FieldValue::UnsignedByte(7)),
        (text("x"), bytes("x")),
        (FieldValue::Float(1.5), FieldValue::Double(1.5)),
        (FieldValue::Bool(true), FieldValue::Bool(true)),
        (array(int(1)), array(int(1))),
        (
            FieldValue::Decimal {
                scale: 1,
                value: 10,
            },
            FieldValue::Decimal {
                scale: 1,
                value: 10,
            },
        ),
    ];
    for (asked, said) in same {
        assert!(is_same(&asked, &said), "{asked:?} and {said:?}");
    }
    let different = [
        (int(1), text("1")),
        (int(1), FieldValue::Bool(true)),
        (int(1), FieldValue::Double(1.0)),
        (int(1), FieldValue::Long(1 << 40)),
        (text("x"), text("X")),
        (array(int(1)), array(FieldValue::Long(1))),
        (FieldValue::Bool(true), text("true")),
        (
            FieldValue::Decimal {
                scale: 1,
                value: 10,
            },
            FieldValue::Decimal { scale: 0, value: 1 },
        ),
    ];
    for (asked, said) in different {
        assert!(!is_same(&asked, &said), "{asked:?} and {said:?}");
    }
}

/// So says the source of RabbitMQ 4.0, which turns a message's seconds into milliseconds first.
#[test]
fn a_timestamp_is_not_the_same_timestamp() {
    assert!(!is_same(
        &FieldValue::Timestamp(5),
        &FieldValue::Timestamp(5)
    ));
    assert!(is_same(
        &FieldValue::Timestamp(5000),
        &FieldValue::Timestamp(5)
    ));
}

#[test]
fn of_headers_with_the_same_name_the_last_counts() {
    let said = [("a", int(1)), ("b", int(3)), ("a", int(2))];
    assert!(matches(&[("a", int(2))], &said));
    assert!(!matches(&[("a", int(1))], &said));
}

#[test]
fn a_header_name_need_not_be_text() {
    let name = || ShortString::new(*b"\xff").expect("it is short");
    let arguments = Table(vec![(name(), int(1))]);
    let mut bench = Bench::with_queue();
    bench.on(ONE).send(Method::Bind(Binding {
        arguments: arguments.clone(),
        ..to_queue("amq.headers", "", "q")
    }));
    let left = bench
        .on(ONE)
        .publish_with_headers("amq.headers", "", Some(arguments));
    assert_eq!(left.inside().first(), Some(&"published to q".to_owned()));
}

#[test]
fn each_binding_is_asked_and_a_queue_gets_the_message_once() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare("r");
    for (field, queue) in [("a", "q"), ("b", "q"), ("b", "r"), ("c", "r")] {
        bind(&mut bench, &[(field, int(1))], queue);
    }
    let said = [("a", int(1)), ("b", int(1))];
    assert_eq!(bench.on(ONE).route_with("amq.match", "", &said), "");
    assert_eq!(bench.on(ONE).route_with("amq.headers", "", &said), "q r");
    assert_eq!(bench.on(ONE).route_with("amq.headers", "", &said[..1]), "q");
}

#[test]
fn an_x_match_that_means_nothing_is_refused() {
    let longstr = |text| format!("value {text}; expected all, any, all-with-x, or any-with-x");
    let other = |text| format!("type {text}; expected longstr");
    let bytes = |bytes: &[u8]| FieldValue::LongString(bytes.into());
    let one_of_each = table(&[("a", int(1))]);
    let refused = [
        (FieldValue::text("bad"), longstr("<<\"bad\">>")),
        (FieldValue::text(""), longstr("<<>>")),
        (FieldValue::text("a\"b\\c"), longstr("<<\"a\\\"b\\\\c\">>")),
        (bytes(&[1, 255]), longstr("<<1,255>>")),
        (int(1), other("signedint (value 1)")),
        (FieldValue::Long(-5), other("long (value -5)")),
        (FieldValue::Bool(true), other("bool (value true)")),
        (FieldValue::Void, other("void (value undefined)")),
        (
            FieldValue::Bytes([1, 2].as_slice().into()),
            other("binary (value <<1,2>>)"),
        ),
        (
            FieldValue::Array(vec![int(1), FieldValue::text("a")]),
            other("array (value [{signedint,1},{longstr,<<\"a\">>}])"),
        ),
        (
            FieldValue::Table(one_of_each),
            other("table (value [{<<\"a\">>,signedint,1}])"),
        ),
        (
            FieldValue::Decimal {
                scale: 2,
                value: 123,
            },
            other("decimal (value {2,123})"),
        ),
    ];
    for (value, why) in refused {
        let binding = Binding {
            arguments: table(&[("x-match", value)]),
            ..to_queue("amq.headers", "", "q")
        };
        let left = Bench::with_queue().on(ONE).send(Method::Bind(binding));
        assert_eq!(
            left.wire(),
            [format!(
                "1.1 channel.close 406 PRECONDITION_FAILED - Invalid x-match field {why} (50.20)"
            )]
        );
    }
}

#[test]
fn only_a_headers_exchange_reads_x_match() {
    let mut bench = Bench::with_queue();
    let left = bench.on(ONE).send(Method::Bind(Binding {
        arguments: table(&[x_match("bad")]),
        ..to_queue("amq.topic", "#", "q")
    }));
    assert_eq!(left.wire(), ["1.1 queue.bind-ok"]);
}

fn matches(asked: Fields<'_>, said: Fields<'_>) -> bool {
    let mut bench = Bench::with_queue();
    bind(&mut bench, asked, "q");
    bench.on(ONE).route_with("amq.headers", "ignored", said) == "q"
}

fn is_same(asked: &FieldValue, said: &FieldValue) -> bool {
    matches(&[("a", asked.clone())], &[("a", said.clone())])
}

fn bind(bench: &mut Bench, asked: Fields<'_>, queue: &str) {
    let binding = Binding {
        arguments: table(asked),
        ..to_queue("amq.headers", "", queue)
    };
    let left = bench.on(ONE).send(Method::Bind(binding));
    assert_eq!(left.wire(), ["1.1 queue.bind-ok"]);
}

fn x_match(mode: &str) -> (&str, FieldValue) {
    ("x-match", FieldValue::text(mode))
}

const fn int(number: i32) -> FieldValue {
    FieldValue::Int(number)
}
