//! Why a consumer gets a message, keeps it, gives it back, or gets none.

use leveret::{
    broker::{Consume, ConsumerTag, DeliveryTag, FieldValue, Method, Millis, ShortString, Table},
    simulation::{Acknowledgement, ConsumerSettings},
};

use super::{ask, set_up, whys};
use crate::{
    stage::Stage,
    telling::{consume, declare, get, number, queue, reject, send},
};

#[test]
fn fair_dispatch_names_who_was_full_and_of_what() {
    let mut stage = Stage::course();
    stage.add_consumer(ConsumerSettings {
        sleep: Millis(500),
        ..ConsumerSettings::default()
    });
    stage.publish_orders(3);
    stage.wait(500);
    assert_eq!(
        whys(&mut stage, " to consumer-"),
        [
            "consumer-1 got order_1: it was its turn; the queue has 2 consumers and deals to those \
             with room one by one. consumer-1 now holds 1 of 1. [Consumer Priorities]",
            "consumer-2 got order_2: it was its turn; the queue has 2 consumers and deals to those \
             with room one by one. consumer-2 now holds 1 of 1. [Consumer Priorities]",
            "consumer-2 got order_3: consumer-1 already held 1 of 1 allowed by its prefetch. \
             consumer-2 now holds 1 of 1. [Consumer Prefetch]"
        ]
    );
}

#[test]
fn without_a_prefetch_limit_the_first_consumer_hoards() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| settings.prefetch_count = 0);
    stage.publish_orders(3);
    stage.add_consumer(ConsumerSettings::default());
    assert_eq!(
        whys(&mut stage, "order_3 to consumer-"),
        [
            "consumer-1 got order_3: the queue has no other consumer. consumer-1 has no prefetch \
             limit, so it is never full, however much it holds: now 3. [Consumer Prefetch]"
        ]
    );
}

#[test]
fn a_crash_is_why_an_order_comes_again() {
    let mut stage = Stage::course();
    stage.publish_orders(1);
    stage.take_log();
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    assert_eq!(
        whys(&mut stage, "order_1"),
        [
            "It is ready again because the channel of consumer-1 closed with delivery tag 1 \
             unacked, and nobody else can ack it. It goes back to its own place, position 1, \
             before all that was never handed out, so it is soon delivered again, flagged \
             redelivered, maybe to the same consumer. [Automatic Requeueing]",
            "consumer-1 got order_1: the queue has no other consumer. consumer-1 now holds 1 of 1. \
             It had been handed out before and was not acked, so it is flagged redelivered: \
             somebody may have processed it already. [Automatic Requeueing]"
        ]
    );
}

#[test]
fn automatic_acknowledgement_says_what_a_crash_would_lose() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::Automatic;
    });
    stage.take_log();
    stage.publish_orders(1);
    assert_eq!(
        whys(&mut stage, "order_queue: order_1"),
        [
            "The default exchange routes to the queue whose name is the routing key, order_queue. \
             First in, first out: at position 1 it stands behind all that came before it. Its \
             delivery_mode is 2 and the queue is durable, so it is written to disk. [Queue \
             Durability]",
            "consumer-1 got order_1: the queue has no other consumer. consumer-1 acknowledges \
             automatically: it holds nothing unacked, and no prefetch stops it. [Acknowledgement \
             Modes]",
            "With automatic acknowledgement (no_ack), as consumer-1 has it, sending order_1 was \
             enough, and the queue has forgotten it. If consumer-1 crashes before it is done, \
             order_1 is lost. [Acknowledgement Modes]"
        ]
    );
}

#[test]
fn a_requeued_message_goes_back_to_its_own_place() {
    let mut telling = set_up([
        declare("q", []),
        send("", "q", "first"),
        send("", "q", "second"),
        send("", "q", "third"),
        get("q"),
        get("q"),
    ]);
    assert_eq!(
        ask(&mut telling, [reject(2, true), get("q")], "second"),
        [
            "It is ready again because the page sent basic.reject with requeue set for delivery \
             tag 2. It goes back to its own place, position 2, before all that was never handed \
             out, so it is soon delivered again, flagged redelivered, maybe to the same consumer. \
             [Negative Acknowledgement and Requeuing of Deliveries]",
            "basic.get takes the message at the head, here second for the page, whoever consumes \
             from the queue and whatever its prefetch. Left ready: 1 message. It had been handed \
             out before and was not acked, so it is flagged redelivered. [Polling for Individual \
             Messages]"
        ]
    );
}

#[test]
fn a_single_active_consumer_gets_all_until_it_goes() {
    let single = [("x-single-active-consumer", FieldValue::Bool(true))];
    let mut telling = set_up([declare("q", single)]);
    let lines = ask(
        &mut telling,
        [
            Method::Consume(consume("q", "a")),
            Method::Consume(consume("q", "b")),
            Method::Consume(consume("q", "c")),
            send("", "q", "hello"),
            Method::Cancel {
                consumer_tag: ConsumerTag::new("a").unwrap(),
            },
        ],
        "q: ",
    );
    assert_eq!(
        lines,
        [
            "a set no prefetch, and 0 means no limit: the broker does not wait for its acks and \
             may hand it all that is ready at once, of which later consumers then find nothing. \
             [Consumer Prefetch]",
            "q has x-single-active-consumer: one consumer gets all its messages and the others \
             wait. a is the one, the first to have come of those with the highest priority, until \
             it goes; nobody else waits. [Single Active Consumer]",
            "b set no prefetch, and 0 means no limit: the broker does not wait for its acks and \
             may hand it all that is ready at once, of which later consumers then find nothing. \
             [Consumer Prefetch]",
            "c set no prefetch, and 0 means no limit: the broker does not wait for its acks and \
             may hand it all that is ready at once, of which later consumers then find nothing. \
             [Consumer Prefetch]",
            "The default exchange routes to the queue whose name is the routing key, q. First in, \
             first out: at position 1 it stands behind all that came before it. The queue is not \
             durable: a restart removes it with all that is in it. [Queue Durability]",
            "a got hello: the queue has x-single-active-consumer and this is it; 2 others wait. a \
             has no prefetch limit, so it is never full, however much it holds: now 1. [Single \
             Active Consumer]",
            "basic.cancel came from the page: no delivery follows. What a holds is neither \
             requeued nor dropped; it stays unacked and can still be acked on its channel. \
             [Cancelling a Consumer]",
            "q has x-single-active-consumer: one consumer gets all its messages and the others \
             wait. b is the one, the first to have come of those with the highest priority, until \
             it goes; 1 other waits. [Single Active Consumer]"
        ]
    );
}

#[test]
fn a_consumer_of_higher_priority_comes_first() {
    let mut telling = set_up([declare("q", [])]);
    let first = Consume {
        arguments: Table(vec![(ShortString::of("x-priority"), number(5))]),
        ..consume("q", "first")
    };
    let lines = ask(
        &mut telling,
        [
            Method::Consume(first),
            Method::Consume(consume("q", "second")),
            send("", "q", "hello"),
        ],
        "first",
    );
    assert_eq!(
        lines,
        [
            "first set no prefetch, and 0 means no limit: the broker does not wait for its acks \
             and may hand it all that is ready at once, of which later consumers then find \
             nothing. Its x-priority is 5; 0 is what a consumer has that does not say. [Consumer \
             Prefetch]",
            "first got hello: its x-priority is 5, the next is 0, and a lower one is asked only \
             when all higher ones are full. first has no prefetch limit, so it is never full, \
             however much it holds: now 1. [Consumer Priorities]"
        ]
    );
}

#[test]
fn an_ack_and_a_mistaken_one_say_what_they_mean() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(2_000);
    assert_eq!(
        whys(&mut stage, "acked by"),
        [
            "basic.ack came from consumer-1 for delivery tag 1 of its channel: order_123 is done. \
             Only now the queue forgets it; until now a crash of consumer-1 would have brought it \
             back. [Positively Acknowledging Deliveries]"
        ]
    );
    stage.ask(|clients, now| clients.ack_tag(now, "consumer-1", DeliveryTag(9), false));
    assert_eq!(
        whys(&mut stage, "closed: 406"),
        [
            "406 PRECONDITION_FAILED closes the channel on which it happened and nothing else: the \
             connection of consumer-1 stays. The channel's consumers go with it, what they held \
             unacked is requeued, and consumer-1 has to open a new channel to go on. [Channels and \
             Error Handling]"
        ]
    );
}

#[test]
fn of_many_that_are_full_one_is_named_and_the_rest_counted() {
    let mut telling = set_up([
        declare("q", []),
        Method::Qos {
            prefetch_size: 0,
            prefetch_count: 1,
            global: false,
        },
        Method::Consume(consume("q", "a")),
        Method::Consume(consume("q", "b")),
        Method::Consume(consume("q", "c")),
        send("", "q", "1"),
        send("", "q", "2"),
        send("", "q", "3"),
        Method::Qos {
            prefetch_size: 0,
            prefetch_count: 5,
            global: false,
        },
        Method::Consume(consume("q", "d")),
        send("", "q", "4"),
    ]);
    assert_eq!(
        ask(&mut telling, [send("", "q", "5")], "5 to d"),
        [
            "d got 5: a already held 1 of 1 allowed by its prefetch, and 2 more were full too. d \
             now holds 2 of 5. [Consumer Prefetch]"
        ]
    );
    let more = [Method::Consume(consume("q", "e")), send("", "q", "6")];
    assert_eq!(
        ask(&mut telling, more, "6 to "),
        [
            "d got 6: it was its turn; the queue has 5 consumers and deals to those with room one \
             by one. a already held 1 of 1 allowed by its prefetch, and 2 more were full too. d \
             now holds 3 of 5. [Consumer Prefetch]"
        ]
    );
}

#[test]
fn a_prefetch_of_the_whole_channel_is_called_so() {
    let mut telling = set_up([
        declare("q", []),
        declare("r", []),
        Method::Qos {
            prefetch_size: 0,
            prefetch_count: 1,
            global: true,
        },
        Method::Consume(consume("q", "mine")),
        Method::Consume(consume("r", "other")),
        send("", "r", "held"),
    ]);
    telling.stage.add_consumer(ConsumerSettings {
        queue: queue("q"),
        ..ConsumerSettings::default()
    });
    telling.stage.take_log();
    assert_eq!(
        ask(
            &mut telling,
            [send("", "q", "1"), send("", "q", "2")],
            "q: 1 to"
        ),
        [
            "consumer-1 got 1: mine already held 1 of 1 allowed by its channel's prefetch. \
             consumer-1 now holds 1 of 1. [Consumer Prefetch]"
        ]
    );
}

#[test]
fn an_empty_queue_answers_at_once() {
    let mut telling = set_up([declare("q", [])]);
    assert_eq!(
        ask(&mut telling, [get("q")], "nothing ready"),
        [
            "No message of the queue was ready, and basic.get does not wait: the page is told so \
             at once. What others hold unacked is not ready. [Polling for Individual Messages]"
        ]
    );
}
