//! How exchanges go: deleted by a client, or with their last binding.

use leveret::broker::Method;

use super::{
    bench::{Bench, ONE},
    topology::exchange_name,
    trace::Trace,
};

#[test]
fn an_exchange_goes_with_its_bindings() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).exchange("e", "topic");
    bench.on(ONE).bind("e", "k", "q");
    bench.on(ONE).bind_exchange("amq.fanout", "", "e");
    let left = bench.on(ONE).delete_exchange("e");
    assert_eq!(left.wire(), ["1.1 exchange.delete-ok e"]);
    assert_eq!(
        left.inside(),
        [
            "e -k-> queue q unbound: source gone",
            "amq.fanout --> exchange e unbound: destination gone",
            "e deleted: client",
        ]
    );
    assert_eq!(
        left.records(),
        [
            "e -k-> queue q unbound",
            "amq.fanout --> exchange e unbound",
            "e deleted",
        ]
    );
    assert_eq!(bench.broker.bindings().count(), 0);
}

#[test]
fn an_exchange_that_is_not_there_is_deleted_without_complaint() {
    let left = Bench::new().on(ONE).delete_exchange("nope");
    assert_eq!(left.wire(), ["1.1 exchange.delete-ok nope"]);
    assert_eq!(left.inside(), ["nope deleted: already gone"]);
    assert!(left.records().is_empty());
}

#[test]
fn the_brokers_own_exchanges_stay() {
    for (name, text) in [
        ("", "operation not permitted on the default exchange"),
        (
            "amq.direct",
            "deletion of system exchange 'amq.direct' in vhost '/' not allowed",
        ),
        (
            "amq.nope",
            "deletion of system exchange 'amq.nope' in vhost '/' not allowed",
        ),
    ] {
        assert_eq!(
            Bench::new().on(ONE).delete_exchange(name).wire(),
            [format!(
                "1.1 channel.close 403 ACCESS_REFUSED - {text} (40.20)"
            )]
        );
    }
}

#[test]
fn an_exchange_in_use_is_one_that_has_bindings_as_a_source() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).exchange("e", "topic");
    bench.on(ONE).bind("e", "k", "q");
    assert_eq!(
        delete_unused(&mut bench, "e").wire(),
        ["1.1 channel.close 406 PRECONDITION_FAILED - exchange 'e' in vhost '/' in use (40.20)"]
    );
    bench.on(ONE).open();
    bench.on(ONE).unbind("e", "k", "q");
    bench.on(ONE).bind_exchange("amq.fanout", "", "e");
    assert_eq!(
        delete_unused(&mut bench, "e").wire(),
        ["1.1 exchange.delete-ok e"]
    );
}

#[test]
fn an_auto_delete_exchange_goes_when_its_last_binding_is_removed() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).exchange_auto_delete("e", "topic");
    bench.on(ONE).bind("e", "k1", "q");
    bench.on(ONE).bind("e", "k2", "q");
    assert_eq!(
        bench.on(ONE).unbind("e", "k1", "q").inside(),
        ["e -k1-> queue q unbound: client"]
    );
    let left = bench.on(ONE).unbind("e", "k2", "q");
    assert_eq!(left.wire(), ["1.1 queue.unbind-ok"]);
    assert_eq!(
        left.inside(),
        ["e -k2-> queue q unbound: client", "e deleted: auto-delete",]
    );
    assert_eq!(left.records(), ["e -k2-> queue q unbound", "e deleted"]);
}

#[test]
fn an_auto_delete_exchange_that_was_never_bound_stays() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).exchange_auto_delete("e", "topic");
    bench.on(ONE).bind_exchange("amq.fanout", "", "e");
    bench.on(ONE).unbind_exchange("amq.fanout", "", "e");
    let left = bench.on(ONE).unbind("e", "k", "q");
    assert_eq!(left.inside(), ["e -k-> queue q unbound: already gone"]);
    assert!(exists(&bench, "e"));
}

#[test]
fn a_queue_that_goes_takes_auto_delete_exchanges_with_it() {
    let mut bench = Bench::with_queue();
    bench.on(ONE).declare("r");
    for queue in ["q", "r"] {
        bench.on(ONE).exchange_auto_delete("e", "topic");
        bench.on(ONE).bind("e", "k", queue);
    }
    bench.on(ONE).delete("r");
    assert!(exists(&bench, "e"));
    let left = bench.on(ONE).delete("q");
    assert_eq!(
        left.inside(),
        [
            "e -k-> queue q unbound: destination gone",
            "e deleted: auto-delete",
            "q deleted: client",
        ]
    );
    assert_eq!(
        left.records(),
        ["e -k-> queue q unbound", "e deleted", "q deleted"]
    );
}

#[test]
fn a_chain_of_auto_delete_exchanges_goes_from_its_end() {
    let mut bench = Bench::with_queue();
    for name in ["a", "b", "c"] {
        bench.on(ONE).exchange_auto_delete(name, "fanout");
    }
    bench.on(ONE).bind_exchange("a", "", "b");
    bench.on(ONE).bind_exchange("b", "", "c");
    bench.on(ONE).bind("c", "", "q");
    assert_eq!(
        bench.on(ONE).unbind("c", "", "q").inside(),
        [
            "c --> queue q unbound: client",
            "b --> exchange c unbound: destination gone",
            "c deleted: auto-delete",
            "a --> exchange b unbound: destination gone",
            "b deleted: auto-delete",
            "a deleted: auto-delete",
        ]
    );
}

#[test]
fn an_exchange_that_is_bound_to_itself_goes_once() {
    let mut bench = Bench::new();
    bench.on(ONE).exchange_auto_delete("e", "fanout");
    bench.on(ONE).bind_exchange("e", "", "e");
    assert_eq!(
        bench.on(ONE).delete_exchange("e").inside(),
        ["e --> exchange e unbound: source gone", "e deleted: client",]
    );
}

fn delete_unused(bench: &mut Bench, name: &str) -> Trace {
    bench.on(ONE).send(Method::ExchangeDelete {
        exchange: exchange_name(name),
        if_unused: true,
    })
}

fn exists(bench: &Bench, name: &str) -> bool {
    let name = exchange_name(name);
    bench.broker.exchanges().any(|seen| seen.name == name)
}
