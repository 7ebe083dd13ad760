//! What the log says of consumers, replies, transactions, and queues that go by themselves.

use leveret::broker::{
    Consume, ConsumerTag, DeliveryTag, FieldValue, Method, QueueDeclare, ShortString, Table,
};

use crate::telling::{
    Telling, consume, declare, edge, get, number, publish, queue, queue_with, send, to_queue,
};

#[test]
fn consumers_say_how_they_take_part() {
    let mut telling = Telling::new();
    telling.tell([
        declare("q", []),
        declare("s", [("x-single-active-consumer", FieldValue::Bool(true))]),
    ]);
    let first = Consume {
        arguments: Table(vec![(ShortString::of("x-priority"), number(5))]),
        ..consume("q", "first")
    };
    let alone = Consume {
        exclusive: true,
        no_ack: true,
        ..consume("order_queue", "alone")
    };
    let lines = telling.tell([
        Method::Consume(first),
        Method::Consume(consume("q", "second")),
        Method::Consume(alone),
        Method::Consume(consume("s", "s1")),
        Method::Consume(consume("s", "s2")),
        send("", "q", "hello"),
        Method::Cancel {
            consumer_tag: ConsumerTag::new("s1").unwrap(),
        },
        send("", "s", "hello"),
        Method::Cancel {
            consumer_tag: ConsumerTag::new("s1").unwrap(),
        },
        Method::Recover { requeue: true },
    ]);
    assert_eq!(
        lines,
        [
            "q: first consumes, no prefetch limit, priority 5",
            "q: second consumes, no prefetch limit",
            "order_queue: alone consumes, automatic acknowledgement, exclusive",
            "s: s1 consumes, no prefetch limit",
            "s: s1 is now the one that gets messages: the queue has a single active consumer",
            "s: s2 consumes, no prefetch limit",
            "q: hello ready at position 1; the queue is not durable, so a restart loses it",
            "q: hello to first: the highest priority with room",
            "s: s1 cancelled: it asked to",
            "s: s2 is now the one that gets messages: the queue has a single active consumer",
            "s: hello ready at position 1; the queue is not durable, so a restart loses it",
            "s: hello to s2: the single active consumer",
            "the page cancels s1, which is no consumer of its channel",
            "q: hello requeued in place, at position 1, flagged redelivered: the page sent basic.recover",
            "q: hello to first, redelivered: the highest priority with room",
            "s: hello requeued in place, at position 1, flagged redelivered: the page sent basic.recover",
            "s: hello to s2, redelivered: the single active consumer",
        ]
    );
}

#[test]
fn a_reply_needs_no_queue() {
    let mut telling = Telling::new();
    let waiting = Consume {
        no_ack: true,
        ..consume("amq.rabbitmq.reply-to", "waiting")
    };
    let mut request = publish("", "order_queue", "request");
    request.properties.reply_to = Some(ShortString::of("amq.rabbitmq.reply-to"));
    telling.tell([Method::Consume(waiting), Method::Publish(request)]);
    let broker = telling.stage.world.broker();
    let request = broker.ready(&queue("order_queue")).next();
    let properties = &request.expect("it was published").message.properties;
    let reply_to = properties.reply_to.as_ref().unwrap().to_string();
    let lines = telling.tell([send("", &reply_to, "reply")]);
    assert_eq!(
        lines,
        [
            &*format!("reply from the page finds no queue named {reply_to}"),
            "reply handed straight to waiting of the page, which waited for this reply: no queue was needed",
        ]
    );
    assert_eq!(
        (
            telling.totals.published,
            telling.totals.replied,
            telling.totals.unroutable
        ),
        (2, 1, 0)
    );
}

#[test]
fn queues_that_go_by_themselves_say_why() {
    let mut telling = Telling::new();
    telling.tell([
        Method::QueueDeclare(QueueDeclare {
            auto_delete: true,
            ..queue_with("auto", [])
        }),
        Method::QueueDeclare(QueueDeclare {
            exclusive: true,
            ..queue_with("mine", [])
        }),
        declare("unused", [("x-expires", number(1_000))]),
        send("", "auto", "hello"),
        Method::Bind(edge("amq.topic", to_queue("auto"), "a.#")),
    ]);
    let lines = telling.tell([
        Method::Consume(consume("auto", "c")),
        Method::Cancel {
            consumer_tag: ConsumerTag::new("c").unwrap(),
        },
    ]);
    assert_eq!(
        lines,
        [
            "auto: c consumes, no prefetch limit",
            "auto: hello to c: the only consumer",
            "auto: c cancelled: it asked to",
            "exchange amq.topic to auto, key a.#: unbound, because auto is gone",
            "auto: gone by itself, because it is auto-delete and its last consumer went, and with it 0 \
             ready messages and 1 unacked",
        ]
    );
    assert_eq!(
        telling.wait(1_000),
        [
            "unused: gone by itself, because nobody had used it for as long as its x-expires says, and with \
             it 0 ready messages and 0 unacked",
        ]
    );
    telling.stage.restart();
    telling.count();
    assert_eq!(
        telling.lines(),
        [
            "mine: gone by itself, because it was exclusive to the connection of the page, which closed, \
             and with it 0 ready messages and 0 unacked",
            "the connection of the page is closed: 320 CONNECTION_FORCED - broker forced connection closure \
             with reason 'shutdown'",
            "the connection of producer is closed: 320 CONNECTION_FORCED - broker forced connection closure \
             with reason 'shutdown'",
            "started; order_queue is back with 0 messages, 0 of them flagged redelivered",
            "producer connected",
            "order_queue: declared by producer; it exists, with 0 ready messages and 0 consumers",
        ]
    );
}

#[test]
fn a_transaction_happens_or_not() {
    let mut telling = Telling::new();
    telling.tell([
        declare("q", []),
        send("", "q", "first"),
        get("q"),
        Method::TxSelect,
    ]);
    let ack = Method::Ack {
        delivery_tag: DeliveryTag(1),
        multiple: false,
    };
    assert_eq!(
        telling.tell([send("", "q", "second"), ack.clone(), Method::TxRollback]),
        ["the page rolled back: what it published is forgotten, what it acked is unacked again",]
    );
    assert_eq!(
        telling.tell([send("", "q", "third"), ack, Method::TxCommit]),
        [
            "q: third ready at position 2; the queue is not durable, so a restart loses it",
            "the page committed: what it published and acked takes effect",
            "q: first acked by the page, and gone",
        ]
    );
}
