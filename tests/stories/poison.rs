//! Orders that fail whoever takes them, and programs that die at the worst moment.

use leveret::{
    broker::{FieldValue, Method, Millis, QueueDeclare, QueueName, ShortString, Table},
    simulation::{
        Acknowledgement, ClientError, ConsumerSettings, ConsumerState, OnFailure, PublishOrders,
        Settlement, is_poison, order_queue,
    },
};

use crate::stage::{Stage, count, delete_order_queue, order_1};

/// The course's set-up, its consumer restarted half a second after a crash.
fn with_restarts() -> Stage {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.restart_after = Some(Millis(500));
    });
    stage
}

fn publish_poison(stage: &mut Stage) {
    let poison = PublishOrders {
        poison: true,
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, poison));
}

/// `order_queue` as a quorum queue that gives a message up after two deliveries too many, and the
/// queue for those.
fn with_delivery_limit(stage: &mut Stage) {
    stage
        .operate(delete_order_queue())
        .expect("it may be deleted");
    let argument = |name: &str, value| (ShortString::of(name), value);
    let declare = |queue: &str, arguments| {
        Method::QueueDeclare(QueueDeclare {
            queue: QueueName::new(queue).expect("short"),
            passive: false,
            durable: true,
            exclusive: false,
            auto_delete: false,
            arguments: Table(arguments),
        })
    };
    let limited = vec![
        argument("x-queue-type", FieldValue::text("quorum")),
        argument("x-delivery-limit", FieldValue::Int(2)),
        argument("x-dead-letter-exchange", FieldValue::text("")),
        argument("x-dead-letter-routing-key", FieldValue::text("poison")),
    ];
    for declare in [declare("poison", Vec::new()), declare("limited", limited)] {
        stage.operate(declare).expect("it may be declared");
    }
}

fn limited() -> ConsumerSettings {
    ConsumerSettings {
        queue: QueueName::new("limited").expect("short"),
        restart_after: Some(Millis(500)),
        ..ConsumerSettings::default()
    }
}

#[test]
fn the_mark_is_a_header_that_travels_in_the_message() {
    let mut stage = Stage::producer_only();
    publish_poison(&mut stage);
    stage.publish_orders(1);
    let broker = stage.world.broker();
    let marks: Vec<(bool, Option<Table>)> = broker
        .ready(&order_queue())
        .map(|ready| {
            let headers = ready.message.properties.headers.clone();
            (is_poison(ready.message), headers)
        })
        .collect();
    let mark = Table(vec![(ShortString::of("x-poison"), FieldValue::Bool(true))]);
    assert_eq!(marks, [(true, Some(mark)), (false, None)]);
}

#[test]
fn poison_takes_one_consumer_after_the_other_down() {
    let mut stage = Stage::course();
    stage.add_consumer(ConsumerSettings::default());
    publish_poison(&mut stage);
    stage.skip();
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "2.000 consumer-1: Failed on order: order_1 (poison). Nothing catches the error.",
            "2.000 consumer-1: Crashed. The broker requeues the message that it held.",
            "2.000 consumer-2: Processing order: order_1",
            "4.000 consumer-2: Failed on order: order_1 (poison). Nothing catches the error.",
            "4.000 consumer-2: Crashed. The broker requeues the message that it held.",
        ]
    );
    assert_eq!(stage.ready(), ["order_1*"]);
    let consumers = stage.world.clients().consumers();
    assert!(
        consumers.iter().all(
            |consumer| *consumer.state() == ConsumerState::Crashed && consumer.completed() == 0
        )
    );
}

#[test]
fn a_program_that_is_started_again_dies_of_the_same_order_again_and_again() {
    let mut stage = with_restarts();
    publish_poison(&mut stage);
    stage.publish_orders(1);
    stage.skip();
    stage.wait(5_000);
    assert_eq!(
        stage.trace(),
        [
            "2.000 consumer-1: Failed on order: order_1 (poison). Nothing catches the error.",
            "2.000 consumer-1: Crashed. The broker requeues the message that it held. It is started \
             again in 0.5 s.",
            "2.500 consumer-1: Started again by itself after the crash.",
            "2.500 consumer-1: Waiting for orders...",
            "2.500 consumer-1: Processing order: order_1",
            "4.500 consumer-1: Failed on order: order_1 (poison). Nothing catches the error.",
            "4.500 consumer-1: Crashed. The broker requeues the message that it held. It is started \
             again in 0.5 s.",
            "5.000 consumer-1: Started again by itself after the crash.",
            "5.000 consumer-1: Waiting for orders...",
            "5.000 consumer-1: Processing order: order_1",
        ]
    );
    stage.wait(3_600_000);
    assert_eq!(stage.counts(), (1, 1), "nothing ends it");
}

#[test]
fn a_delivery_limit_ends_it_and_the_poison_lies_with_the_dead_letters() {
    let mut stage = Stage::producer_only();
    with_delivery_limit(&mut stage);
    stage.add_consumer(limited());
    let poison = PublishOrders {
        poison: true,
        routing_key: leveret::broker::RoutingKey::new("limited").unwrap(),
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, poison));
    stage.skip();
    stage.wait(60_000);
    let crashes = stage.trace();
    let crashes = crashes.iter().filter(|line| line.contains("Crashed."));
    assert_eq!(crashes.count(), 3);
    let dead = QueueName::new("poison").unwrap();
    let broker = stage.world.broker();
    assert_eq!(broker.queue(&dead).unwrap().ready, 1);
    let letter = broker.ready(&dead).next().unwrap().message;
    assert!(is_poison(letter), "the mark goes with it");
    assert_eq!(
        *stage.world.clients().consumers()[0].state(),
        ConsumerState::Consuming
    );
}

#[test]
fn a_nack_with_requeue_is_a_hot_loop_that_leaves_time_for_the_rest() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.on_failure = OnFailure::Requeue;
        settings.sleep = Millis(0);
    });
    publish_poison(&mut stage);
    stage.publish_orders(3);
    stage.skip();
    stage.wait(1_050);
    let lines = stage.trace();
    let failed: Vec<&String> = lines
        .iter()
        .filter(|line| line.contains("Failed"))
        .collect();
    assert_eq!(failed.len(), 10);
    assert_eq!(
        failed[0],
        "0.100 consumer-1: Failed on order: order_1 (poison). Requeued it: basic.nack."
    );
    assert_eq!(
        stage.counts(),
        (3, 1),
        "the head comes first again and again"
    );
}

#[test]
fn what_is_nacked_without_requeue_or_rejected_is_gone() {
    for (on_failure, how) in [
        (OnFailure::Discard, "basic.nack without requeue"),
        (OnFailure::Reject, "basic.reject"),
    ] {
        let mut stage = Stage::course();
        stage.change("consumer-1", |settings| settings.on_failure = on_failure);
        publish_poison(&mut stage);
        stage.publish_orders(1);
        stage.skip();
        stage.wait(4_000);
        assert_eq!(
            stage.trace(),
            [
                format!("2.000 consumer-1: Failed on order: order_1 (poison). Gave it up: {how}."),
                "2.000 consumer-1: Processing order: order_1".to_owned(),
                "4.000 consumer-1: Completed order: order_1".to_owned(),
            ]
        );
        assert_eq!(stage.counts(), (0, 0));
    }
}

#[test]
fn with_automatic_acknowledgement_poison_is_lost_and_takes_the_rest_with_it() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::Automatic;
    });
    publish_poison(&mut stage);
    stage.publish_orders(1);
    stage.skip();
    stage.wait(2_000);
    assert_eq!(
        stage.trace(),
        [
            "2.000 consumer-1: Failed on order: order_1 (poison). Nothing catches the error.",
            "2.000 consumer-1: Crashed. It held nothing unacked.",
            "2.000 consumer-1: Lost for good: order_1, order_1. With automatic acknowledgement the \
             broker had forgotten them on sending.",
        ]
    );

    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::Automatic;
        settings.on_failure = OnFailure::Reject;
    });
    publish_poison(&mut stage);
    stage.skip();
    stage.wait(2_000);
    assert_eq!(
        stage.trace(),
        [
            "2.000 consumer-1: Failed on order: order_1 (poison). It is lost: with automatic \
             acknowledgement there is nothing to nack."
        ]
    );
}

#[test]
fn an_order_that_is_acked_by_hand_fails_nobody() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::ByHand;
    });
    publish_poison(&mut stage);
    stage.wait(60_000);
    assert_eq!(stage.counts(), (0, 1));
    assert_eq!(
        *stage.world.clients().consumers()[0].state(),
        ConsumerState::Consuming
    );
}

#[test]
fn a_crash_before_the_ack_makes_an_order_be_processed_twice() {
    let mut stage = with_restarts();
    stage.publish_orders(1);
    stage.skip();
    stage.ask(|clients, now| clients.crash_before_ack(now, "consumer-1", true));
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "0.000 consumer-1: Will crash once: over the next order, processed and not yet acked.",
            "2.000 consumer-1: Completed order: order_1",
            "2.000 consumer-1: Crashed. The broker requeues the message that it held. It is started \
             again in 0.5 s.",
            "2.500 consumer-1: Started again by itself after the crash.",
            "2.500 consumer-1: Waiting for orders...",
            "2.500 consumer-1: Processing order: order_1",
            "4.500 consumer-1: Completed order: order_1",
        ]
    );
    let acked = count(&stage.events, |what| {
        matches!(what, leveret::broker::Happening::Acked { .. })
    });
    assert_eq!(acked, 1);
}

#[test]
fn a_crash_before_the_ack_can_be_taken_back_and_is_of_the_hand_too() {
    let mut stage = Stage::course();
    stage.ask(|clients, now| clients.crash_before_ack(now, "consumer-1", true));
    stage.ask(|clients, now| clients.crash_before_ack(now, "consumer-1", false));
    stage.publish_orders(1);
    stage.wait(2_000);
    assert_eq!(stage.counts(), (0, 0));

    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::ByHand;
    });
    stage.ask(|clients, now| clients.crash_before_ack(now, "consumer-1", true));
    stage.publish_orders(1);
    let tag = stage.world.clients().consumers()[0]
        .held()
        .next()
        .unwrap()
        .0
        .delivery_tag;
    stage.ask(|clients, now| clients.settle(now, "consumer-1", tag, Settlement::Ack));
    assert_eq!(stage.world.clients().consumers()[0].completed(), 2);
    assert_eq!(stage.ready(), ["order_1*"]);
    let stopped = stage.try_ask(|clients, now| clients.crash_before_ack(now, "consumer-1", true));
    assert_eq!(
        stopped,
        Err(ClientError::NotRunning {
            name: "consumer-1".into()
        })
    );
}

#[test]
fn a_restart_that_is_to_come_is_kept_and_can_be_called_off() {
    let mut stage = with_restarts();
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    let mut stage = stage.reload();
    stage.wait(1_000);
    let consumer = &stage.world.clients().consumers()[0];
    assert_eq!(consumer.state(), &ConsumerState::Consuming);
    assert_eq!(consumer.settings().restart_after, Some(Millis(500)));

    for call_off in [
        |stage: &mut Stage| stage.ask(|clients, now| clients.stop(now, "consumer-1")),
        |stage: &mut Stage| stage.change("consumer-1", |settings| settings.restart_after = None),
    ] {
        let mut stage = with_restarts();
        stage.ask(|clients, now| clients.crash(now, "consumer-1"));
        call_off(&mut stage);
        stage.wait(10_000);
        let consumer = &stage.world.clients().consumers()[0];
        assert_eq!(consumer.state(), &ConsumerState::Crashed);
        assert_eq!(consumer.restarts_at(), None);
    }
}
