//! Binding and unbinding: what is made, what counts as the same, and what is refused.

use leveret::broker::{Binding, FieldValue, Method};

use super::{
    bench::{Bench, ONE, TWO, table},
    topology::{to_exchange, to_queue},
};

#[test]
fn a_queue_is_bound_to_an_exchange() {
    let left = Bench::with_queue().on(ONE).bind("amq.topic", "k", "q");
    assert_eq!(left.wire(), ["1.1 queue.bind-ok"]);
    assert_eq!(left.inside(), ["amq.topic -k-> queue q bound"]);
    assert_eq!(left.records(), ["amq.topic -k-> queue q bound"]);
}

#[test]
fn an_exchange_is_bound_to_an_exchange() {
    let mut bench = Bench::new();
    let left = bench.on(ONE).bind_exchange("amq.topic", "k", "amq.fanout");
    assert_eq!(left.wire(), ["1.1 exchange.bind-ok"]);
    let left = bench
        .on(ONE)
        .unbind_exchange("amq.topic", "k", "amq.fanout");
    assert_eq!(left.wire(), ["1.1 exchange.unbind-ok"]);
    assert_eq!(bench.broker.bindings().count(), 0);
}

#[test]
fn the_same_binding_twice_is_one_binding() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).bind("amq.topic", "k", "q");
    let left = bench.on(TWO).bind("amq.topic", "k", "q");
    assert_eq!(left.wire(), ["1.2 queue.bind-ok"]);
    assert!(left.inside().is_empty());
    assert!(left.records().is_empty());
    bench.on(ONE).unbind("amq.topic", "k", "q");
    assert_eq!(bench.broker.bindings().count(), 0);
}

#[test]
fn bindings_differ_by_key_and_by_arguments_but_not_by_the_order_of_arguments() {
    let mut bench = Bench::with_queue();
    let of = |fields: &[(&str, FieldValue)]| Binding {
        arguments: table(fields),
        ..to_queue("amq.headers", "", "q")
    };
    let one = || ("a", FieldValue::Int(1));
    let two = || ("b", FieldValue::Int(2));
    let long = || ("b", FieldValue::Long(2));
    bench.on(ONE).bind("amq.headers", "", "q");
    bench.on(ONE).bind("amq.headers", "k", "q");
    for fields in [[one(), two()], [two(), one()], [one(), long()]] {
        bench.on(ONE).send(Method::Bind(of(&fields)));
    }
    assert_eq!(bench.broker.bindings().count(), 4);
    bench.on(ONE).send(Method::Unbind(of(&[two(), one()])));
    assert_eq!(bench.broker.bindings().count(), 3);
}

#[test]
fn a_queue_that_is_bound_twice_by_one_key_stays_bound_until_both_bindings_are_gone() {
    let mut bench = Bench::with_queue();
    for source in ["amq.direct", "amq.fanout", "amq.topic"] {
        let with_argument = || Binding {
            arguments: table(&[("a", FieldValue::Int(1))]),
            ..to_queue(source, "k", "q")
        };
        bench.on(ONE).bind(source, "k", "q");
        bench.on(ONE).send(Method::Bind(with_argument()));
        assert_eq!(bench.on(ONE).route(source, "k"), "q");
        bench.on(ONE).unbind(source, "k", "q");
        assert_eq!(bench.on(ONE).route(source, "k"), "q");
        bench.on(ONE).send(Method::Unbind(with_argument()));
        assert_eq!(bench.on(ONE).route(source, "k"), "");
    }
}

#[test]
fn without_a_queue_the_last_declared_one_is_meant_and_without_a_key_its_name() {
    let mut bench = Bench::with_queue();
    let mut client = bench.on(ONE);
    assert_eq!(
        client.bind("amq.direct", "k", "").inside(),
        ["amq.direct -k-> queue q bound"]
    );
    assert_eq!(
        client.bind("amq.direct", "", "").inside(),
        ["amq.direct -q-> queue q bound"]
    );
    assert_eq!(
        client.bind("amq.direct", "", "q").inside(),
        ["amq.direct --> queue q bound"]
    );
    assert_eq!(
        client.unbind("amq.direct", "", "").inside(),
        ["amq.direct -q-> queue q unbound: client"]
    );
}

#[test]
fn what_is_not_bound_is_unbound_without_complaint() {
    let mut bench = Bench::with_queue();
    let mut client = bench.on(ONE);
    for (source, to) in [("amq.topic", "q"), ("amq.topic", "nope"), ("nope", "nope")] {
        let left = client.unbind(source, "k", to);
        assert_eq!(left.wire(), ["1.1 queue.unbind-ok"]);
        let left = client.unbind_exchange(source, "k", to);
        assert_eq!(left.wire(), ["1.1 exchange.unbind-ok"]);
        assert!(left.records().is_empty());
    }
    let bad = Binding {
        arguments: table(&[("x-match", FieldValue::text("bad"))]),
        ..to_queue("amq.headers", "", "q")
    };
    let left = client.send(Method::Unbind(bad));
    assert_eq!(left.wire(), ["1.1 queue.unbind-ok"]);
}

#[test]
fn both_ends_of_a_binding_have_to_be_there() {
    let refused = [
        (
            to_queue("amq.topic", "k", "noq"),
            "no queue 'noq' in vhost '/'",
            50,
        ),
        (
            to_queue("nox", "k", "noq"),
            "no exchange 'nox' in vhost '/'",
            50,
        ),
        (
            to_exchange("amq.topic", "k", "nox"),
            "no exchange 'nox' in vhost '/'",
            40,
        ),
        (
            to_exchange("nox", "k", "amq.topic"),
            "no exchange 'nox' in vhost '/'",
            40,
        ),
        (
            to_exchange("nox1", "k", "nox2"),
            "no exchange 'nox1' in vhost '/'",
            40,
        ),
        (
            to_queue("amq.topic", "k", ""),
            "no previously declared queue",
            50,
        ),
        (to_queue("", "", ""), "no previously declared queue", 50),
    ];
    for (binding, why, class) in refused {
        let id = if class == 50 { "50.20" } else { "40.30" };
        let left = Bench::new().on(ONE).send(Method::Bind(binding));
        assert_eq!(
            left.wire(),
            [format!("1.1 channel.close 404 NOT_FOUND - {why} ({id})")]
        );
    }
}

#[test]
fn nobody_binds_the_default_exchange() {
    let refused = [
        Method::Bind(to_queue("", "k", "q")),
        Method::Bind(to_queue("", "k", "nope")),
        Method::Bind(to_exchange("", "k", "nope")),
        Method::Bind(to_exchange("nope", "k", "")),
        Method::Unbind(to_queue("", "k", "q")),
        Method::Unbind(to_exchange("nope", "k", "")),
    ];
    for method in refused {
        let id = method.id();
        assert_eq!(
            Bench::with_queue().on(ONE).send(method).wire(),
            [format!(
                "1.1 channel.close 403 ACCESS_REFUSED - operation not permitted on the default \
                 exchange ({}.{})",
                id.class, id.method
            )]
        );
    }
}

#[test]
fn line_breaks_are_dropped_from_the_names_of_both_ends() {
    let mut bench = Bench::with_queue();
    let left = bench.on(ONE).bind("amq.\r\ntopic", "k\n", "\nq");
    assert_eq!(left.inside(), ["amq.topic -k\n-> queue q bound"]);
}
