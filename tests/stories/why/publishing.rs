//! Why a publish went where it went, or came back.

use leveret::broker::{Destination, ExchangeName, Method, Publish};

use super::{ask, set_up};
use crate::telling::{declare, declare_exchange, edge, publish, send, to_queue};

fn to_exchange(name: &str) -> Destination {
    Destination::Exchange(ExchangeName::new(name).expect("a story's names are short"))
}

#[test]
fn each_kind_of_exchange_says_its_rule() {
    let mut telling = set_up([
        declare("q", []),
        declare("r", []),
        declare_exchange("direct", "direct"),
        declare_exchange("fanout", "fanout"),
        declare_exchange("topic", "topic"),
        declare_exchange("headers", "headers"),
        Method::Bind(edge("direct", to_queue("q"), "key")),
        Method::Bind(edge("fanout", to_queue("q"), "")),
        Method::Bind(edge("fanout", to_queue("r"), "")),
        Method::Bind(edge("topic", to_queue("q"), "eu.#")),
        Method::Bind(edge("headers", to_queue("q"), "")),
    ]);
    let lines = ask(
        &mut telling,
        [
            send("direct", "key", "m"),
            send("fanout", "", "m"),
            send("topic", "eu.orders.new", "m"),
            send("headers", "", "m"),
        ],
        "goes by",
    );
    assert_eq!(
        lines,
        [
            "direct is a direct exchange: it routes by the bindings whose key is exactly the \
             routing key, key. So it went to 1 queue. [Exchange Types]",
            "fanout is a fanout exchange: it routes by every binding and does not look at the \
             routing key. So it went to 2 queues. [Exchange Types]",
            "topic is a topic exchange: it routes by the bindings whose pattern matches the words \
             of the routing key, eu.orders.new; * stands for one word, # for any number. So it \
             went to 1 queue. [Exchange Types]",
            "headers is a headers exchange: it routes by the bindings whose arguments match the \
             message's headers and does not look at the routing key. So it went to 1 queue. \
             [Exchange Types]"
        ]
    );
}

#[test]
fn what_finds_no_queue_is_dropped_or_returned() {
    let mut telling = set_up([declare_exchange("direct", "direct")]);
    let mandatory = Publish {
        mandatory: true,
        ..publish("direct", "key", "m")
    };
    let lines = ask(
        &mut telling,
        [
            send("", "nobody", "m"),
            send("direct", "key", "m"),
            Method::Publish(mandatory),
        ],
        "m ",
    );
    assert_eq!(
        lines,
        [
            "The default exchange routes to the queue whose name is the routing key, nobody. That \
             found no queue; it was not published as mandatory, so it is dropped and nobody is \
             told. [Unroutable Message Handling]",
            "direct is a direct exchange: it routes by the bindings whose key is exactly the \
             routing key, key. That found no queue; it was not published as mandatory, so it is \
             dropped and nobody is told. [Unroutable Message Handling]",
            "direct is a direct exchange: it routes by the bindings whose key is exactly the \
             routing key, key. That found no queue; it was published as mandatory, so it goes back \
             to its publisher. [Unroutable Message Handling]",
            "m was published as mandatory, and no queue was found for its routing key, key: \
             basic.return brings it back whole, with 312 NO_ROUTE. Without mandatory it would have \
             been dropped in silence. [Unroutable Message Handling]"
        ]
    );
}

#[test]
fn exchanges_behind_an_exchange_are_spoken_of() {
    let mut telling = set_up([
        declare("q", []),
        declare_exchange("first", "direct"),
        declare_exchange("second", "fanout"),
        Method::Bind(edge("first", to_exchange("second"), "key")),
        Method::Bind(edge("second", to_queue("q"), "")),
    ]);
    assert_eq!(
        ask(&mut telling, [send("first", "key", "m")], "goes by"),
        [
            "first is a direct exchange: it routes by the bindings whose key is exactly the \
             routing key, key. Exchanges that this one hands messages on to, by a binding or as \
             its alternate exchange, routed as well; a queue gets one copy, whatever the number of \
             ways to it. So it went to 1 queue. [Exchange Types]"
        ]
    );
}
