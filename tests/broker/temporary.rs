//! Queues that go by themselves, and queues that the broker names.

use std::collections::BTreeSet;

use leveret::broker::{Command, Disconnect, Happening};

use super::{
    bench::{Bench, ONE, OTHER, TWO},
    trace::Trace,
};

#[test]
fn a_queue_without_a_name_gets_one_that_no_other_has() {
    let mut bench = Bench::new();
    let names: BTreeSet<_> = (0..100)
        .map(|_| declared(&bench.on(ONE).declare("")))
        .collect();
    assert_eq!(names.len(), 100);
    for name in names {
        assert!(name.starts_with("amq.gen-") && name.len() == 30, "{name}");
    }
}

#[test]
fn a_name_that_a_durable_queue_has_is_not_given_again_after_a_restart() {
    let mut bench = Bench::new();
    let before = declared(&bench.on(ONE).declare(""));
    bench.ask(Command::Restart);
    bench.open_all();
    assert_ne!(declared(&bench.on(ONE).declare("")), before);
}

#[test]
fn a_queue_that_the_broker_named_cannot_be_declared_by_that_name() {
    let mut bench = Bench::new();
    let name = declared(&bench.on(ONE).declare(""));
    assert_eq!(
        bench.on(ONE).declare_passive(&name).wire(),
        [format!("1.1 queue.declare-ok {name}: 0 ready, 0 consumers")]
    );
    assert_eq!(
        bench.on(ONE).declare(&name).wire(),
        [format!(
            "1.1 channel.close 403 ACCESS_REFUSED - queue name '{name}' contains reserved prefix \
             'amq.*' (50.10)"
        )]
    );
}

#[test]
fn an_auto_delete_queue_goes_with_its_last_consumer() {
    let mut bench = Bench::new();
    bench
        .on(ONE)
        .declare_as("q", |declare| declare.auto_delete = true);
    bench.on(ONE).get("q");
    bench.on(ONE).consume("q", "A");
    bench.on(OTHER).consume("q", "B");
    assert!(bench.on(ONE).cancel("A").inside().is_empty());
    let left = bench.close_connection(2, Disconnect::Lost);
    assert_eq!(left.inside(), ["q deleted: auto-delete"]);
}

#[test]
fn an_exclusive_queue_is_for_its_connection_and_goes_with_it() {
    let mut bench = Bench::new();
    bench
        .on(ONE)
        .declare_as("q", |declare| declare.exclusive = true);
    bench.on(TWO).publish("q", "m1");
    bench.on(OTHER).publish("q", "m2");
    assert_eq!(
        bench.on(TWO).get("q").wire(),
        ["1.2 basic.get-ok #1 m1, 1 left"]
    );
    assert_eq!(
        bench.on(OTHER).declare_passive("q").wire(),
        [
            "2.1 channel.close 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked \
             queue 'q' in vhost '/'. It could be originally declared on another connection or the \
             exclusive property value does not match that of the original declaration. (50.10)"
        ]
    );
    let left = bench.close_connection(1, Disconnect::Closed);
    assert_eq!(
        left.inside(),
        [
            "q@1 requeued: channel closed",
            "q deleted: its owner is gone"
        ]
    );
}

#[test]
fn an_exclusive_queue_does_not_outlive_a_restart_even_if_it_is_durable() {
    let mut bench = Bench::new();
    let left = bench
        .on(ONE)
        .declare_as("q", |declare| declare.exclusive = true);
    assert!(left.records().is_empty());
    bench.ask(Command::Restart);
    assert_eq!(bench.broker.queues().count(), 0);
}

fn declared(left: &Trace) -> String {
    let queue = left.events.iter().find_map(|event| match &event.what {
        Happening::QueueDeclared { queue, .. } => Some(queue.to_string()),
        _ => None,
    });
    queue.expect("a queue was declared")
}
