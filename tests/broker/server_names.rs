//! Queues that the broker names.

use std::collections::BTreeSet;

use leveret::broker::{Command, Happening};

use super::{
    bench::{Bench, ONE},
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

fn declared(left: &Trace) -> String {
    let queue = left.events.iter().find_map(|event| match &event.what {
        Happening::QueueDeclared { queue, .. } => Some(queue.to_string()),
        _ => None,
    });
    queue.expect("a queue was declared")
}
