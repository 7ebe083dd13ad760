//! Records: the durable changes, and nothing else.

use super::bench::{Bench, ONE, OTHER};

#[test]
fn what_is_durable_is_recorded() {
    let mut bench = Bench::new();
    assert_eq!(bench.on(ONE).declare("q").records(), ["q declared"]);
    assert_eq!(bench.on(ONE).publish("q", "m1").records(), ["q@1 enqueued"]);
    assert_eq!(bench.on(ONE).get("q").records(), ["q@1 delivered"]);
    assert_eq!(bench.on(ONE).ack(1).records(), ["q@1 removed"]);
    assert_eq!(bench.on(ONE).delete("q").records(), ["q deleted"]);
}

#[test]
fn what_is_transient_is_not_recorded() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).confirm_select();
    assert!(bench.on(ONE).declare_transient("t").records().is_empty());
    assert!(bench.on(ONE).publish("t", "m1").records().is_empty());
    assert!(
        bench
            .on(ONE)
            .publish_transient("q", "m2")
            .records()
            .is_empty()
    );
    for name in ["q", "t"] {
        assert!(bench.on(ONE).get(name).records().is_empty());
    }
    assert!(bench.on(ONE).ack_multiple(0).records().is_empty());
    bench.on(ONE).publish("t", "m3");
    assert!(bench.on(ONE).purge("t").records().is_empty());
    assert!(bench.on(ONE).delete("t").records().is_empty());
}

#[test]
fn only_the_first_delivery_of_a_message_is_recorded() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).get("q");
    assert!(bench.on(ONE).nack_requeue(1).records().is_empty());
    assert!(bench.on(ONE).get("q").records().is_empty());
}

#[test]
fn with_automatic_acknowledgement_a_delivery_is_a_removal() {
    let mut bench = Bench::with_queue();
    bench.on(OTHER).consume_no_ack("q", "A");
    assert_eq!(
        bench.on(ONE).publish("q", "m1").records(),
        ["q@1 enqueued", "q@1 removed"]
    );
}

#[test]
fn a_drop_is_a_removal() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish("q", "m1");
    bench.on(ONE).get("q");
    assert_eq!(bench.on(ONE).reject_drop(1).records(), ["q@1 removed"]);
}

#[test]
fn a_purge_removes_each_ready_message_that_was_kept() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).publish_each("q", &["m1", "m2"]);
    bench.on(ONE).publish_transient("q", "m3");
    bench.on(ONE).publish("q", "m4");
    bench.on(ONE).get("q");
    assert_eq!(
        bench.on(ONE).purge("q").records(),
        ["q@2 removed", "q@4 removed"]
    );
}
