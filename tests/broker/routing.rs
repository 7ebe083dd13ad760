//! Routing: which queues a message goes to, through whatever exchanges.

use leveret::broker::{ExchangeDeclare, Method};

use super::{
    bench::{Bench, ONE},
    topology::exchange,
};

#[test]
fn the_default_exchange_routes_by_the_name_of_the_queue() {
    let mut bench = bench_with(&["q", "r"]);
    assert_eq!(bench.on(ONE).route("", "r"), "r");
    assert_eq!(bench.on(ONE).route("", "nope"), "");
}

#[test]
fn direct_takes_the_exact_key() {
    let mut bench = bench_with(&["q", "r", "s"]);
    bench.on(ONE).bind("amq.direct", "red", "q");
    bench.on(ONE).bind("amq.direct", "red", "r");
    bench.on(ONE).bind("amq.direct", "", "s");
    assert_eq!(bench.on(ONE).route("amq.direct", "red"), "q r");
    assert_eq!(bench.on(ONE).route("amq.direct", "redder"), "");
    assert_eq!(bench.on(ONE).route("amq.direct", "Red"), "");
    assert_eq!(bench.on(ONE).route("amq.direct", ""), "s");
}

#[test]
fn fanout_takes_every_binding_once() {
    let mut bench = bench_with(&["q", "r", "s"]);
    for (key, queue) in [("", "r"), ("a", "q"), ("b", "q")] {
        bench.on(ONE).bind("amq.fanout", key, queue);
    }
    assert_eq!(bench.on(ONE).route("amq.fanout", "whatever"), "q r");
}

#[test]
fn each_queue_that_is_routed_to_gets_the_message() {
    let mut bench = bench_with(&["q", "r"]);
    bench.on(ONE).bind("amq.fanout", "", "q");
    bench.on(ONE).bind("amq.fanout", "", "r");
    bench.on(ONE).consume("r", "A");
    let left = bench.on(ONE).publish_via("amq.fanout", "k");
    assert_eq!(left.deliveries(), ["A m"]);
    assert_eq!(bench.counts("q"), (1, 0));
    assert_eq!(bench.counts("r"), (0, 1));
}

#[test]
fn a_queue_that_goes_is_routed_to_no_more() {
    let mut bench = bench_with(&["q", "r"]);
    for source in ["amq.direct", "amq.fanout", "amq.topic", "amq.headers"] {
        bench.on(ONE).bind(source, "k", "q");
        bench.on(ONE).bind(source, "k", "r");
    }
    bench.on(ONE).delete("q");
    bench.on(ONE).declare("q");
    for source in ["amq.direct", "amq.fanout", "amq.topic", "amq.headers"] {
        assert_eq!(bench.on(ONE).route(source, "k"), "r");
    }
}

#[test]
fn a_message_goes_on_through_exchanges_each_with_its_own_bindings() {
    let mut bench = bench_with(&["q", "r"]);
    let mut client = bench.on(ONE);
    client.exchange("orders", "topic");
    client.exchange("eu", "direct");
    client.bind_exchange("orders", "*.eu", "eu");
    client.bind("eu", "new.eu", "q");
    client.bind("orders", "new.#", "r");
    assert_eq!(client.route("orders", "new.eu"), "q r");
    assert_eq!(client.route("orders", "old.eu"), "");
    assert_eq!(client.route("orders", "new.us"), "r");
}

#[test]
fn a_cycle_of_exchanges_ends_and_each_queue_gets_the_message_once() {
    let mut bench = bench_with(&["q", "r"]);
    let mut client = bench.on(ONE);
    for name in ["a", "b", "c"] {
        client.exchange(name, "fanout");
        client.bind(name, "", "q");
    }
    client.bind("b", "", "r");
    for (from, to) in [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a"), ("a", "c")] {
        client.bind_exchange(from, "", to);
    }
    for name in ["a", "b", "c"] {
        assert_eq!(client.route(name, "k"), "q r");
    }
}

#[test]
fn a_long_chain_of_exchanges_leads_to_its_end() {
    let mut bench = bench_with(&["q"]);
    let mut client = bench.on(ONE);
    let name = |number: u32| format!("e{number}");
    client.exchange(&name(0), "fanout");
    for number in 1..200 {
        client.exchange(&name(number), "fanout");
        client.bind_exchange(&name(number - 1), "", &name(number));
    }
    client.bind(&name(199), "", "q");
    assert_eq!(client.route("e0", "k"), "q");
}

#[test]
fn an_internal_exchange_takes_messages_from_exchanges_only() {
    let mut bench = bench_with(&["q"]);
    let internal = ExchangeDeclare {
        internal: true,
        ..exchange("in", "fanout")
    };
    bench.on(ONE).send(Method::ExchangeDeclare(internal));
    bench.on(ONE).bind("in", "", "q");
    bench.on(ONE).bind_exchange("amq.fanout", "", "in");
    assert_eq!(bench.on(ONE).route("amq.fanout", "k"), "q");
    for name in ["in", "amq.rabbitmq.trace"] {
        assert_eq!(
            bench.on(ONE).publish_via(name, "k").wire(),
            [format!(
                "1.1 channel.close 403 ACCESS_REFUSED - cannot publish to internal exchange \
                 '{name}' in vhost '/' (60.40)"
            )]
        );
        bench.on(ONE).open();
    }
}

#[test]
fn an_alternate_exchange_takes_what_matches_no_binding() {
    let mut bench = bench_with(&["q", "spare"]);
    let mut client = bench.on(ONE);
    client.exchange("spare", "fanout");
    client.bind("spare", "", "spare");
    client.exchange_with_alternate("e", "direct", "spare");
    client.bind("e", "k", "q");
    assert_eq!(client.route("e", "k"), "q");
    assert_eq!(client.route("e", "other"), "spare");
    let left = client.publish_via("e", "other");
    assert!(left.wire().is_empty());
}

#[test]
fn alternates_are_followed_until_one_matches() {
    let mut bench = bench_with(&["q"]);
    let mut client = bench.on(ONE);
    client.exchange_with_alternate("a", "direct", "b");
    client.exchange_with_alternate("b", "direct", "c");
    client.exchange_with_alternate("c", "direct", "a");
    assert_eq!(client.route("a", "k"), "");
    client.bind("c", "k", "q");
    assert_eq!(client.route("a", "k"), "q");
    assert_eq!(client.route("b", "k"), "q");
}

#[test]
fn an_exchange_that_matches_another_has_matched_even_if_that_leads_nowhere() {
    let mut bench = bench_with(&["spare"]);
    let mut client = bench.on(ONE);
    client.exchange("spare", "fanout");
    client.bind("spare", "", "spare");
    client.exchange_with_alternate("outer", "fanout", "spare");
    client.exchange("inner", "direct");
    client.bind_exchange("outer", "", "inner");
    assert_eq!(client.route("outer", "k"), "");
    client.delete_exchange("inner");
    client.exchange_with_alternate("inner", "direct", "spare");
    client.bind_exchange("outer", "", "inner");
    assert_eq!(client.route("outer", "k"), "spare");
}

#[test]
fn an_alternate_exchange_that_is_not_there_takes_nothing_until_it_is() {
    let mut bench = bench_with(&["q"]);
    let mut client = bench.on(ONE);
    client.exchange_with_alternate("e", "direct", "later");
    assert_eq!(client.route("e", "k"), "");
    client.exchange("later", "fanout");
    client.bind("later", "", "q");
    assert_eq!(client.route("e", "k"), "q");
}

#[test]
fn the_default_exchange_as_an_alternate_takes_nothing() {
    let mut bench = bench_with(&["q"]);
    bench.on(ONE).exchange_with_alternate("e", "direct", "");
    assert_eq!(bench.on(ONE).route("e", "q"), "");
}

/// A broker with these queues.
fn bench_with(queues: &[&str]) -> Bench {
    let mut bench = Bench::new();
    for queue in queues {
        bench.on(ONE).declare(queue);
    }
    bench
}
