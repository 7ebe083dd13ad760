//! A client that says `no-wait` hears no answer, and only that is missing.

use leveret::{
    broker::Table,
    protocol::codec::{
        Method,
        method::{Exchange, Queue},
    },
};

use super::{client, hearing::closed, stage::Stage};

fn exchange_declare(exchange: &str, no_wait: bool) -> Method<'_> {
    Method::Exchange(Exchange::Declare {
        ticket: 0,
        exchange,
        kind: "fanout",
        passive: false,
        durable: false,
        auto_delete: false,
        internal: false,
        no_wait,
        arguments: Table::default(),
    })
}

fn bind(no_wait: bool) -> Method<'static> {
    Method::Queue(Queue::Bind {
        ticket: 0,
        queue: "q",
        exchange: "e",
        routing_key: "",
        no_wait,
        arguments: Table::default(),
    })
}

fn exchange_bind(no_wait: bool) -> Method<'static> {
    Method::Exchange(Exchange::Bind {
        ticket: 0,
        destination: "e",
        source: "e",
        routing_key: "",
        no_wait,
        arguments: Table::default(),
    })
}

fn exchange_unbind(no_wait: bool) -> Method<'static> {
    Method::Exchange(Exchange::Unbind {
        ticket: 0,
        destination: "e",
        source: "e",
        routing_key: "",
        no_wait,
        arguments: Table::default(),
    })
}

fn exchange_delete(no_wait: bool) -> Method<'static> {
    Method::Exchange(Exchange::Delete {
        ticket: 0,
        exchange: "e",
        if_unused: false,
        no_wait,
    })
}

fn purge(no_wait: bool) -> Method<'static> {
    Method::Queue(Queue::Purge {
        ticket: 0,
        queue: "q",
        no_wait,
    })
}

/// Everything that can be said with `no-wait`, in an order in which it works.
fn said(no_wait: bool) -> Vec<Method<'static>> {
    vec![
        client::declare_with("q", false, no_wait),
        exchange_declare("e", no_wait),
        bind(no_wait),
        exchange_bind(no_wait),
        exchange_unbind(no_wait),
        client::consume("q", "c", no_wait),
        client::cancel("c", no_wait),
        client::cancel("nobody", no_wait),
        purge(no_wait),
        client::queue_delete("q", no_wait),
        client::queue_delete("q", no_wait),
        exchange_delete(no_wait),
        exchange_delete(no_wait),
        client::confirm_select(no_wait),
    ]
}

#[test]
fn each_method_is_answered_unless_the_client_asked_not_to() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    for method in said(false) {
        let heard = stage.say(client, 1, &method);
        assert_eq!(heard.len(), 1, "{method:?}: {heard:?}");
        assert!(heard[0].contains("Ok"), "{method:?}: {heard:?}");
    }
    let mut stage = Stage::new();
    let client = stage.open_channel();
    for method in said(true) {
        let heard = stage.say(client, 1, &method);
        assert!(heard.is_empty(), "{method:?}: {heard:?}");
    }
}

#[test]
fn in_one_breath_each_keeps_its_own() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    let mut bytes = Vec::new();
    for (queue, no_wait) in [("a", false), ("b", true), ("c", false)] {
        bytes.extend(client::method(
            1,
            &client::declare_with(queue, false, no_wait),
        ));
    }
    let declared = |queue: &str| {
        format!("1 Queue(DeclareOk {{ queue: {queue:?}, message_count: 0, consumer_count: 0 }})")
    };
    assert_eq!(stage.send(client, &bytes), [declared("a"), declared("c")]);
}

#[test]
fn a_refusal_is_heard_all_the_same() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    let heard = stage.say(client, 1, &client::consume("nope", "c", true));
    let text = "NOT_FOUND - no queue 'nope' in vhost '/'";
    assert_eq!(heard, [closed(1, 404, text, 60, 20)]);
}

#[test]
fn messages_are_heard_all_the_same() {
    let mut stage = Stage::new();
    let client = stage.open_channel();
    stage.say(client, 1, &client::queue_declare("q"));
    stage.publish(client, "q", b"hello");
    let heard = stage.say(client, 1, &client::consume("q", "c", true));
    let deliver = concat!(
        r#"1 Basic(Deliver { consumer_tag: "c", delivery_tag: 1, redelivered: false, "#,
        r#"exchange: "", routing_key: "q" })"#
    );
    assert_eq!(heard, [deliver, "1 header 5, mode None", "1 body hello"]);
}
