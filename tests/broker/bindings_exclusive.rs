//! Bindings to an exclusive queue: only its owner makes and removes them, and no restart keeps
//! them.

use leveret::broker::{Binding, Disconnect, FieldValue, Method, QueueDeclare};

use super::{
    bench::{Bench, ONE, OTHER, TWO, durable, table},
    topology::to_queue,
};

#[test]
fn another_connection_may_neither_bind_nor_unbind() {
    let acts = [
        Method::Bind(to_queue("amq.topic", "new", "mine")),
        Method::Bind(to_queue("amq.topic", "k", "mine")),
        Method::Unbind(to_queue("amq.topic", "k", "mine")),
    ];
    for act in acts {
        let id = act.id();
        let mut bench = bench_with_exclusive();
        assert_eq!(
            bench.on(OTHER).send(act).wire(),
            [format!(
                "2.1 channel.close 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked \
                 queue 'mine' in vhost '/'. It could be originally declared on another connection \
                 or the exclusive property value does not match that of the original declaration. \
                 ({}.{})",
                id.class, id.method
            )]
        );
        assert_eq!(bench.broker.bindings().count(), 1);
    }
}

#[test]
fn other_faults_of_a_binding_come_first() {
    let bad = Binding {
        arguments: table(&[("x-match", FieldValue::text("bad"))]),
        ..to_queue("amq.headers", "", "mine")
    };
    let faults = [
        (to_queue("nope", "k", "mine"), "404 NOT_FOUND"),
        (bad, "406 PRECONDITION_FAILED"),
    ];
    for (binding, code) in faults {
        let left = bench_with_exclusive().on(OTHER).send(Method::Bind(binding));
        let told = left.wire().concat();
        assert!(
            told.starts_with(&format!("2.1 channel.close {code}")),
            "{told}"
        );
    }
}

#[test]
fn a_binding_that_is_not_there_is_unbound_by_anyone() {
    let left = bench_with_exclusive()
        .on(OTHER)
        .unbind("amq.topic", "other", "mine");
    assert_eq!(left.wire(), ["2.1 queue.unbind-ok"]);
}

#[test]
fn every_channel_of_the_owner_may_bind() {
    let left = bench_with_exclusive()
        .on(TWO)
        .bind("amq.topic", "k2", "mine");
    assert_eq!(left.wire(), ["1.2 queue.bind-ok"]);
}

#[test]
fn nothing_is_written_down_about_it_and_it_goes_with_its_owner() {
    let mut bench = bench_with_exclusive();
    bench.on(ONE).exchange_auto_delete("e", "fanout");
    let left = bench.on(ONE).bind("e", "", "mine");
    assert!(left.records().is_empty());
    assert!(bench.broker.durable().bindings.is_empty());
    let left = bench.close_connection(1, Disconnect::Lost);
    assert_eq!(left.records(), ["e deleted"]);
    assert_eq!(bench.broker.bindings().count(), 0);
}

/// A broker with an exclusive queue of the first connection, bound to `amq.topic`. That it asked
/// for a durable one changes nothing.
fn bench_with_exclusive() -> Bench {
    let mut bench = Bench::new();
    bench.on(ONE).send(Method::QueueDeclare(QueueDeclare {
        exclusive: true,
        ..durable("mine")
    }));
    bench.on(ONE).bind("amq.topic", "k", "mine");
    bench
}
