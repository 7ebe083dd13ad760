//! Queues that go when nobody uses them.

use leveret::broker::Command;

use super::{
    asking::int,
    bench::{Bench, ONE, OTHER},
};

fn expiring() -> Bench {
    let mut bench = Bench::new();
    bench.on(ONE).declare_with("q", &[("x-expires", int(1000))]);
    bench
}

#[test]
fn declaring_and_getting_are_use_and_publishing_is_not() {
    let mut bench = expiring();
    bench.wait(900);
    bench
        .on(OTHER)
        .declare_with("q", &[("x-expires", int(1000))]);
    assert!(bench.wait(900).inside().is_empty());
    bench.on(OTHER).get("q");
    assert!(bench.wait(900).inside().is_empty());
    bench.on(OTHER).publish("q", "m");
    assert_eq!(bench.wait(100).inside(), ["q deleted: expired"]);
}

#[test]
fn a_queue_with_a_consumer_is_in_use_until_that_one_goes() {
    let mut bench = expiring();
    bench.on(ONE).consume("q", "A");
    assert!(bench.wait(5000).inside().is_empty());
    bench.on(ONE).cancel("A");
    assert!(bench.wait(999).inside().is_empty());
    assert_eq!(bench.wait(1).inside(), ["q deleted: expired"]);
}

#[test]
fn after_a_restart_the_time_starts_anew() {
    let mut bench = expiring();
    bench.wait(900);
    bench.ask(Command::Restart);
    assert!(bench.wait(999).inside().is_empty());
    assert_eq!(bench.wait(1).inside(), ["q deleted: expired"]);
}
