//! Queues that the broker names.

use std::collections::BTreeSet;

use leveret::broker::Command;

use super::bench::{Bench, ONE};

#[test]
fn a_queue_without_a_name_gets_one_that_no_other_has() {
    let mut bench = Bench::new();
    let names: BTreeSet<_> = (0..100)
        .map(|_| bench.on(ONE).declare("").declared())
        .collect();
    assert_eq!(names.len(), 100);
    for name in names {
        assert!(name.starts_with("amq.gen-") && name.len() == 30, "{name}");
    }
}

#[test]
fn a_name_that_a_durable_queue_has_is_not_given_again_after_a_restart() {
    let mut bench = Bench::new();
    let before = bench.on(ONE).declare("").declared();
    bench.ask(Command::Restart);
    bench.open_all();
    assert_ne!(bench.on(ONE).declare("").declared(), before);
}

#[test]
fn a_queue_that_the_broker_named_cannot_be_declared_by_that_name() {
    let mut bench = Bench::new();
    let name = bench.on(ONE).declare("").declared();
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
