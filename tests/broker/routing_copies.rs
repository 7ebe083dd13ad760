//! Messages with more keys than one (`CC` and `BCC`), through every kind of exchange.

use leveret::broker::FieldValue;

use super::{
    asking::texts,
    bench::{Bench, ONE},
};

#[test]
fn every_key_is_looked_up_and_each_queue_gets_the_message_once() {
    for (kind, second) in [("direct", "b"), ("topic", "*.b.#")] {
        let mut bench = bench_with(&["q", "r", "s"]);
        let mut client = bench.on(ONE);
        client.exchange("e", kind);
        client.bind("e", "a", "q");
        client.bind("e", second, "q");
        client.bind("e", second, "r");
        client.bind("e", "c", "s");
        let copies = [("CC", texts(&["b", "x.b"])), ("BCC", texts(&["a", "none"]))];
        assert_eq!(client.route_with("e", "a", &copies), "q r");
        assert_eq!(client.route_with("e", "nothing", &copies), "q r");
        assert_eq!(client.route_with("e", "c", &copies), "q r s");
    }
}

#[test]
fn keys_make_no_difference_where_none_is_asked_for() {
    let mut bench = bench_with(&["q"]);
    let mut client = bench.on(ONE);
    client.bind("amq.fanout", "", "q");
    client.bind("amq.headers", "", "q");
    let copies = [("CC", texts(&["a", "b"]))];
    assert_eq!(client.route_with("amq.fanout", "a", &copies), "q");
    assert_eq!(client.route_with("amq.headers", "a", &copies), "q");
}

#[test]
fn the_keys_go_along_to_further_exchanges() {
    let mut bench = bench_with(&["q"]);
    let mut client = bench.on(ONE);
    client.bind_exchange("amq.direct", "first", "amq.topic");
    client.bind("amq.topic", "hidden.#", "q");
    let copies = [("BCC", texts(&["hidden.key"]))];
    assert_eq!(client.route_with("amq.direct", "first", &copies), "q");
}

#[test]
fn an_alternate_exchange_takes_a_message_only_if_no_key_matches() {
    let mut bench = bench_with(&["q", "spare"]);
    let mut client = bench.on(ONE);
    client.exchange("spare", "fanout");
    client.bind("spare", "", "spare");
    client.exchange_with_alternate("e", "direct", "spare");
    client.bind("e", "k", "q");
    let matching = [("CC", texts(&["k"]))];
    assert_eq!(client.route_with("e", "none", &matching), "q");
    let other = [("CC", texts(&["other"]))];
    assert_eq!(client.route_with("e", "none", &other), "spare");
}

#[test]
fn what_is_no_string_is_no_key() {
    let mut bench = bench_with(&["q", "5"]);
    let copies = [("CC", FieldValue::Array(vec![FieldValue::Int(5)]))];
    assert_eq!(bench.on(ONE).route_with("", "q", &copies), "q");
}

fn bench_with(queues: &[&str]) -> Bench {
    let mut bench = Bench::new();
    for queue in queues {
        bench.on(ONE).declare(queue);
    }
    bench
}
