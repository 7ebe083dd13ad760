//! Why a queue's arguments did what they did: time to live, length limits, dead letters, delivery
//! limits, priorities.

use leveret::broker::{FieldValue, Method, QueueDeclare, ShortString};

use super::{ask, set_up, whys};
use crate::telling::{consume, declare, get, number, publish, queue_with, reject, send};

fn text(text: &str) -> FieldValue {
    FieldValue::LongString(text.as_bytes().into())
}

#[test]
fn a_message_expires_only_at_the_head() {
    let mut telling = set_up([declare("q", [])]);
    let [long, short] = ["1500", "100"].map(|expiration| {
        let mut message = publish("", "q", expiration);
        message.properties.expiration = Some(ShortString::of(expiration));
        Method::Publish(message)
    });
    assert_eq!(
        ask(&mut telling, [long, short], "100 ready"),
        [
            "The default exchange routes to the queue whose name is the routing key, q. First in, \
             first out: at position 2 it stands behind all that came before it. The queue is not \
             durable: a restart removes it with all that is in it. It expires after 100 ms, as its \
             expiration says; then it goes when it stands at the head. [Time-to-Live and \
             Expiration]"
        ]
    );
    telling.stage.wait(2_000);
    assert_eq!(
        whys(&mut telling.stage, "dropped"),
        [
            "Its time to live ended at this moment, and it stood at the head of its queue. The \
             queue has no x-dead-letter-exchange, so it is gone for good. [Per-Message TTL and \
             Dead Lettering]",
            "Its time to live had ended 1.4 s ago. A queue looks only at its head, so the message \
             still counted as ready behind others, and goes now that it is at the head. The queue \
             has no x-dead-letter-exchange, so it is gone for good. [Per-Message TTL and Dead \
             Lettering]"
        ]
    );
}

#[test]
fn a_full_queue_drops_its_head_or_refuses_the_newest() {
    let mut telling = set_up([
        declare("dropping", [("x-max-length", number(2))]),
        declare(
            "refusing",
            [
                ("x-max-length-bytes", number(10)),
                ("x-overflow", text("reject-publish")),
            ],
        ),
        send("", "dropping", "one"),
        send("", "dropping", "two"),
        send("", "refusing", "12345678"),
        Method::ConfirmSelect,
    ]);
    let lines = ask(
        &mut telling,
        [send("", "dropping", "three"), send("", "refusing", "four")],
        "",
    );
    assert_eq!(
        lines,
        [
            "The default exchange routes to the queue whose name is the routing key, dropping. \
             First in, first out: at position 3 it stands behind all that came before it. The \
             queue is not durable: a restart removes it with all that is in it. [Queue Durability]",
            "Every queue that publish 1 was routed to has it, and none of them writes it to disk: \
             there is nothing to wait for, and nothing that would survive a restart. [When Will \
             Published Messages Be Confirmed]",
            "dropping had 3 ready messages and its x-max-length is 2; unacked ones do not count. \
             Its x-overflow is drop-head, so it gives up the message at its head. The queue has no \
             x-dead-letter-exchange, so it is gone for good. [Queue Length Limit]",
            "With this one the bodies of the ready messages of refusing would have 12 bytes and \
             its x-max-length-bytes is 10. It is declared with an x-overflow that refuses what is \
             new instead of dropping the oldest; a publisher that asked for confirms gets \
             basic.nack. [Queue Overflow Behaviour]",
            "Publish 2 was routed to a queue that refused it or was gone by then. The publisher \
             has to take it for not accepted, even if other queues have it. [Negative \
             Acknowledgments for Publishes]"
        ]
    );
}

#[test]
fn a_dead_letter_says_by_which_rule_and_how_often_it_died() {
    let mut telling = set_up([
        declare(
            "work",
            [
                ("x-dead-letter-exchange", text("")),
                ("x-dead-letter-routing-key", text("retry")),
            ],
        ),
        declare(
            "retry",
            [
                ("x-dead-letter-exchange", text("")),
                ("x-dead-letter-routing-key", text("work")),
                ("x-message-ttl", number(1_000)),
            ],
        ),
        send("", "work", "job"),
        get("work"),
    ]);
    assert_eq!(
        ask(&mut telling, [reject(1, false)], "job"),
        [
            "basic.reject came from the page for delivery tag 1 without requeue. The queue has an \
             x-dead-letter-exchange, so it goes on there. [Negative Acknowledgement and Requeuing \
             of Deliveries]",
            "x-dead-letter-exchange of work is the default exchange, so what the queue gives up is \
             published there, with the routing key retry. The reason in its x-death header is \
             rejected. That found 1 queue. [Routing Dead-Lettered Messages]",
            "The default exchange routes to the queue whose name is the routing key, retry. First \
             in, first out: at position 1 it stands behind all that came before it. The queue is \
             not durable: a restart removes it with all that is in it. It expires after 1 s, as \
             the queue's x-message-ttl says; then it goes when it stands at the head. \
             [Time-to-Live and Expiration]"
        ]
    );
    telling.wait(1_000);
    assert_eq!(
        ask(
            &mut telling,
            [get("work"), reject(2, false)],
            "dead-lettered"
        ),
        [
            "x-dead-letter-exchange of work is the default exchange, so what the queue gives up is \
             published there, with the routing key retry. The reason in its x-death header is \
             rejected. It has died there for that reason 2 times by now. That found 1 queue. \
             [Routing Dead-Lettered Messages]"
        ]
    );
    let nowhere = [("x-dead-letter-exchange", text("nowhere"))];
    let lines = ask(
        &mut telling,
        [
            declare("q", nowhere),
            send("", "q", "job"),
            get("q"),
            reject(3, false),
        ],
        "dead-lettered",
    );
    assert_eq!(
        lines,
        [
            "x-dead-letter-exchange of q is exchange nowhere, so what the queue gives up is \
             published there, with the routing key q. The reason in its x-death header is \
             rejected. No such exchange exists; a dead letter that cannot be routed is dropped in \
             silence. [Dead Letter Exchanges]"
        ]
    );
}

#[test]
fn a_quorum_queue_says_how_often_it_tried() {
    let quorum = [
        ("x-queue-type", text("quorum")),
        ("x-delivery-limit", number(1)),
    ];
    let mut telling = set_up([
        Method::QueueDeclare(QueueDeclare {
            durable: true,
            ..queue_with("q", quorum)
        }),
        send("", "q", "poison"),
        get("q"),
        reject(1, true),
        get("q"),
    ]);
    assert_eq!(
        ask(&mut telling, [reject(2, true)], "poison"),
        [
            "It was handed out 2 times and never acked, and the delivery limit of q lets it come \
             back 1 time: it may be what makes its consumers fail. The queue has no \
             x-dead-letter-exchange, so it is gone for good. [Poison Message Handling]"
        ]
    );
}

#[test]
fn a_message_of_higher_priority_overtakes() {
    let mut telling = set_up([declare("q", [("x-max-priority", number(5))])]);
    let [low, high] = [1, 9].map(|priority| {
        let mut message = publish("", "q", &format!("p{priority}"));
        message.properties.priority = Some(priority);
        Method::Publish(message)
    });
    let consume = Method::Consume(consume("q", "c"));
    assert_eq!(
        ask(&mut telling, [low, high, consume], "p9"),
        [
            "The default exchange routes to the queue whose name is the routing key, q. Its \
             priority counts as 5 of at most 5: at position 2 it stands before every message of a \
             lower priority, and behind those of a higher one and what came before it with the \
             same. The queue is not durable: a restart removes it with all that is in it. \
             [Priority Queue Behaviour]",
            "c got p9: the queue has no other consumer. c has no prefetch limit, so it is never \
             full, however much it holds: now 1. Of what was ready it was the oldest of the \
             highest priority, 5 of at most 5. [Priority Queue Behaviour]"
        ]
    );
}

#[test]
fn an_unused_queue_says_for_how_long() {
    let mut telling = set_up([declare("q", [("x-expires", number(1_500))])]);
    telling.stage.wait(1_500);
    assert_eq!(
        whys(&mut telling.stage, "gone by itself"),
        [
            "x-expires of q is 1.5 s: for so long it had no consumer, nobody declared it again and \
             nobody asked it for a message; publishes do not count as use. [Queue TTL]"
        ]
    );
}

#[test]
fn a_quorum_queue_says_how_it_shares_between_high_and_normal() {
    let quorum = [("x-queue-type", text("quorum"))];
    let mut telling = set_up([Method::QueueDeclare(QueueDeclare {
        durable: true,
        ..queue_with("q", quorum)
    })]);
    let mut high = publish("", "q", "high");
    high.properties.priority = Some(5);
    high.properties.delivery_mode = None;
    let sent = [send("", "q", "normal"), Method::Publish(high)];
    assert_eq!(
        ask(&mut telling, sent, "ready"),
        [
            "The default exchange routes to the queue whose name is the routing key, q. First in, \
             first out: at position 1 it stands behind all that came before it; a priority above 4 \
             would be served twice as often in a quorum queue. Its delivery_mode is 2 and the \
             queue is durable, so it is written to disk. [Queue Durability]",
            "The default exchange routes to the queue whose name is the routing key, q. Its \
             priority is above 4, which is high in a quorum queue: two high messages are served \
             for each normal one. Among the high ones it stands behind those that came before \
             position 2. A quorum queue writes every message to disk. [Message Priorities of \
             Quorum Queues]"
        ]
    );
    let consume = [Method::Consume(consume("q", "c"))];
    assert_eq!(
        ask(&mut telling, consume, " to c"),
        [
            "c got high: the queue has no other consumer. c has no prefetch limit, so it is never \
             full, however much it holds: now 1. It was the oldest of the high priority, of which \
             a quorum queue serves two for each normal one. [Message Priorities of Quorum Queues]",
            "c got normal: the queue has no other consumer. c has no prefetch limit, so it is \
             never full, however much it holds: now 2. It was the oldest of the normal priority, \
             of which a quorum queue serves one for two high ones, if it has any. [Consumer \
             Prefetch]"
        ]
    );
}

#[test]
fn a_dead_letter_that_only_time_sends_round_is_cut_off() {
    let round = |name, to| {
        declare(
            name,
            [
                ("x-dead-letter-exchange", text("")),
                ("x-dead-letter-routing-key", text(to)),
                ("x-message-ttl", number(1_000)),
            ],
        )
    };
    let mut telling = set_up([round("a", "b"), round("b", "a"), send("", "a", "m")]);
    telling.stage.wait(2_000);
    assert_eq!(
        whys(&mut telling.stage, "does not go there again"),
        [
            "x-dead-letter-exchange of b is the default exchange, so what the queue gives up is \
             published there, with the routing key a. The reason in its x-death header is expired. \
             It would have come back to a by time or length alone, and would do so for ever: \
             without a consumer's rejection on the way round the broker cuts the circle. [Routing \
             Dead-Lettered Messages]"
        ]
    );
}

#[test]
fn the_shorter_time_to_live_counts_and_is_named() {
    let mut telling = set_up([declare("q", [("x-message-ttl", number(500))])]);
    let mut message = publish("", "q", "m");
    message.properties.expiration = Some(ShortString::of("60000"));
    assert_eq!(
        ask(&mut telling, [Method::Publish(message)], "m ready"),
        [
            "The default exchange routes to the queue whose name is the routing key, q. First in, \
             first out: at position 1 it stands behind all that came before it. The queue is not \
             durable: a restart removes it with all that is in it. It expires after 500 ms, as the \
             queue's x-message-ttl says, which is shorter than its expiration of 60000; then it \
             goes when it stands at the head. [Time-to-Live and Expiration]"
        ]
    );
}
