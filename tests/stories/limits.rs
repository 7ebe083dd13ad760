//! What the log says of exchanges, dead letters and limits, and what is counted of it.

use leveret::broker::{Destination, ExchangeName, FieldValue, Method, QueueDeclare};

use crate::telling::{
    Telling, declare, declare_exchange, edge, get, number, publish, queue_with, reject, send,
    to_queue,
};

#[test]
fn an_exchange_and_what_goes_by_it() {
    let mut telling = Telling::new();
    let logs = ExchangeName::new("logs").unwrap();
    let lines = telling.tell([
        declare_exchange("logs", "topic"),
        declare_exchange("all", "fanout"),
        declare("a", []),
        declare("b", []),
        Method::Bind(edge(
            "logs",
            Destination::Exchange(ExchangeName::new("all").unwrap()),
            "eu.#",
        )),
        Method::Bind(edge("logs", to_queue("a"), "eu.*")),
        Method::Bind(edge("logs", to_queue("a"), "eu.*")),
        Method::Bind(edge("all", to_queue("b"), "")),
        send("logs", "eu.nl", "hello"),
        send("logs", "us", "hello"),
        Method::Unbind(edge("logs", to_queue("a"), "eu.*")),
        Method::Unbind(edge("logs", to_queue("a"), "eu.*")),
        Method::ExchangeDelete {
            exchange: logs.clone(),
            if_unused: false,
        },
        Method::ExchangeDelete {
            exchange: logs,
            if_unused: false,
        },
    ]);
    assert_eq!(
        lines,
        [
            "the page connected",
            "exchange logs: declared by the page, new and without bindings",
            "exchange all: declared by the page, new and without bindings",
            "a: declared by the page, new and empty",
            "b: declared by the page, new and empty",
            "exchange logs to exchange all, key eu.#: bound by the page",
            "exchange logs to a, key eu.*: bound by the page",
            "exchange logs to a, key eu.*: bound by the page; it was bound so already",
            "exchange all to b: bound by the page",
            "hello from the page goes by exchange logs (routing key eu.nl) to a, b",
            "a: hello ready at position 1; the queue is not durable, so a restart loses it",
            "b: hello ready at position 1; the queue is not durable, so a restart loses it",
            "hello from the page finds no queue: exchange logs has no binding that matches (routing key us)",
            "exchange logs to a, key eu.*: unbound by the page",
            "exchange logs to a, key eu.*: the page unbinds it, and it was not bound so",
            "exchange logs to exchange all, key eu.#: unbound, because the exchange is gone",
            "exchange logs: deleted by the page",
            "exchange logs: the page deletes it, and there is none",
        ]
    );
}

#[test]
fn a_message_whose_time_ends_goes_to_the_dead_letters() {
    let mut telling = Telling::new();
    let lines = telling.tell([
        declare("late", []),
        declare(
            "short",
            [
                ("x-message-ttl", number(1_500)),
                ("x-dead-letter-exchange", FieldValue::text("")),
                ("x-dead-letter-routing-key", FieldValue::text("late")),
            ],
        ),
        send("", "short", "hello"),
    ]);
    assert_eq!(
        lines,
        [
            "the page connected",
            "late: declared by the page, new and empty",
            "short: declared by the page, new and empty",
            "short: hello ready at position 1; the queue is not durable, so a restart loses it; its time to \
             live is 1.5 s",
        ]
    );
    assert_eq!(
        telling.wait(2_000),
        [
            "short: hello dropped: its time to live ended at the head of the queue",
            "short: hello dead-lettered (expired) to the default exchange, and from there to late",
            "late: hello ready at position 1; the queue is not durable, so a restart loses it",
        ]
    );
    let totals = telling.totals;
    assert_eq!(
        (
            totals.published,
            totals.enqueued,
            totals.expired,
            totals.dead_lettered
        ),
        (1, 2, 1, 1)
    );
}

#[test]
fn a_dead_letter_without_a_way_on_is_gone() {
    let mut telling = Telling::new();
    let dead_letter = |exchange: &str, key: &str| {
        [
            ("x-message-ttl", number(0)),
            ("x-dead-letter-exchange", FieldValue::text(exchange)),
            ("x-dead-letter-routing-key", FieldValue::text(key)),
        ]
    };
    telling.tell([
        declare("nowhere", dead_letter("nope", "k")),
        declare("unbound", dead_letter("amq.direct", "k")),
        declare("round", dead_letter("", "round")),
    ]);
    assert_eq!(
        telling.tell([
            send("", "nowhere", "hello"),
            send("", "unbound", "hello"),
            send("", "round", "hello")
        ]),
        [
            "nowhere: hello ready at position 1; the queue is not durable, so a restart loses it; its time \
             to live is 0, so it is given up unless a consumer takes it at once",
            "nowhere: hello dropped: its time to live ended at the head of the queue",
            "nowhere: hello dead-lettered (expired) to exchange nope, which does not exist, so it is gone",
            "unbound: hello ready at position 1; the queue is not durable, so a restart loses it; its time \
             to live is 0, so it is given up unless a consumer takes it at once",
            "unbound: hello dropped: its time to live ended at the head of the queue",
            "unbound: hello dead-lettered (expired) to exchange amq.direct, where no binding matches, so it \
             is gone",
            "round: hello ready at position 1; the queue is not durable, so a restart loses it; its time to \
             live is 0, so it is given up unless a consumer takes it at once",
            "round: hello dropped: its time to live ended at the head of the queue",
            "round: hello dead-lettered (expired) to the default exchange; it has been in round before \
             without any consumer's refusing it, so it does not go there again, and is gone",
        ]
    );
    assert_eq!(
        (telling.totals.expired, telling.totals.dead_lettered),
        (3, 3)
    );
}

#[test]
fn a_full_queue_gives_up_or_refuses() {
    let mut telling = Telling::new();
    telling.tell([
        declare("ring", [("x-max-length", number(1))]),
        declare(
            "wall",
            [
                ("x-max-length", number(1)),
                ("x-overflow", FieldValue::text("reject-publish-dlx")),
                ("x-dead-letter-exchange", FieldValue::text("nope")),
            ],
        ),
        Method::ConfirmSelect,
    ]);
    assert_eq!(
        telling.tell([
            send("", "ring", "one"),
            send("", "ring", "two"),
            send("", "wall", "one"),
            send("", "wall", "two")
        ]),
        [
            "ring: one ready at position 1; the queue is not durable, so a restart loses it",
            "publish 1 of the page confirmed: transient, nothing to wait for",
            "ring: two ready at position 2; the queue is not durable, so a restart loses it",
            "publish 2 of the page confirmed: transient, nothing to wait for",
            "ring: one dropped: the queue is over its maximum length and gives up its oldest messages",
            "wall: one ready at position 1; the queue is not durable, so a restart loses it",
            "publish 3 of the page confirmed: transient, nothing to wait for",
            "wall: two refused, because the queue is full and is declared to refuse what is new",
            "publish 4 of the page nacked: a queue that it was routed to refused it",
            "wall: two dead-lettered (maximum length) to exchange nope, which does not exist, so it is gone",
        ]
    );
    let totals = telling.totals;
    assert_eq!(
        (totals.enqueued, totals.over_length, totals.refused),
        (3, 1, 1)
    );
}

#[test]
fn a_quorum_queue_gives_up_what_nobody_can_process() {
    let mut telling = Telling::new();
    let quorum = queue_with(
        "q",
        [
            ("x-queue-type", FieldValue::text("quorum")),
            ("x-delivery-limit", number(1)),
        ],
    );
    telling.tell([Method::QueueDeclare(QueueDeclare {
        durable: true,
        ..quorum
    })]);
    let mut poison = publish("", "q", "poison");
    poison.properties.delivery_mode = None;
    let lines = telling.tell([
        Method::Publish(poison),
        get("q"),
        reject(1, true),
        get("q"),
        reject(2, true),
    ]);
    assert_eq!(
        lines,
        [
            "q: poison ready at position 1; a quorum queue keeps every message, so a restart brings it back",
            "q: poison to the page: it asked with basic.get; 0 ready messages left",
            "q: poison requeued in place, at position 1, flagged redelivered: the page sent basic.reject \
             with requeue",
            "q: poison to the page, redelivered: it asked with basic.get; 0 ready messages left",
            "q: poison dropped: the quorum queue had handed it out as often as its delivery limit allows",
        ]
    );
    assert_eq!(telling.totals.over_deliveries, 1);
}
