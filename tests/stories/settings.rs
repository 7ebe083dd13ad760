//! Consumers that are set anew while they run.

use leveret::{
    broker::{Millis, QueueName},
    simulation::{Acknowledgement, CONSUMERS_MAX, ClientError, ConsumerSettings, ConsumerState},
};

use crate::stage::Stage;

#[test]
fn a_new_prefetch_takes_effect_at_once_and_keeps_what_is_held() {
    let mut stage = Stage::course();
    stage.publish_orders(5);
    stage.wait(1_000);
    stage.skip();
    stage.change("consumer-1", |settings| settings.prefetch_count = 3);
    // The held one is not the new consumer's, so it may take three more: RabbitMQ counts for each
    // consumer.
    assert_eq!(stage.counts(), (1, 4));
    stage.wait(9_000);
    assert_eq!(
        stage.trace(),
        [
            "1.000 consumer-1: Now with prefetch 3: cancels and consumes again, since the broker takes these \
             only when a consumer starts.",
            "2.000 consumer-1: Completed order: order_1",
            "2.000 consumer-1: Processing order: order_2",
            "4.000 consumer-1: Completed order: order_2",
            "4.000 consumer-1: Processing order: order_3",
            "6.000 consumer-1: Completed order: order_3",
            "6.000 consumer-1: Processing order: order_4",
            "8.000 consumer-1: Completed order: order_4",
            "8.000 consumer-1: Processing order: order_5",
            "10.000 consumer-1: Completed order: order_5",
        ]
    );
}

#[test]
fn a_new_sleep_begins_with_the_next_order() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(1_000);
    stage.skip();
    stage.change("consumer-1", |settings| settings.sleep = Millis(500));
    stage.wait(5_000);
    assert_eq!(
        stage.trace(),
        [
            "1.000 consumer-1: Sleeps 0.5 s from the next order on.",
            "2.000 consumer-1: Completed order: order_123",
            "2.000 consumer-1: Processing order: order_124",
            "2.500 consumer-1: Completed order: order_124",
        ]
    );
}

#[test]
fn automatic_acknowledgement_begins_with_the_next_delivery() {
    let mut stage = Stage::course();
    stage.publish_orders(3);
    stage.wait(1_000);
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::Automatic;
    });
    // The one that was held before still waits for its ack.
    assert_eq!(stage.counts(), (0, 1));
    assert_eq!(stage.world.clients().consumers()[0].backlog_count(), 2);
    stage.wait(1_000);
    assert_eq!(stage.counts(), (0, 0));
    stage.wait(4_000);
    assert_eq!(stage.world.clients().consumers()[0].completed(), 3);
    assert_eq!(stage.world.clients().consumers()[0].backlog_count(), 0);
}

#[test]
fn a_consumer_can_move_to_another_queue_and_is_told_if_there_is_none() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(1_000);
    stage.skip();
    stage.change("consumer-1", |settings| {
        settings.queue = QueueName::new("other").unwrap();
    });
    assert_eq!(
        stage.trace(),
        [
            "1.000 consumer-1: Now with queue other: cancels and consumes again, since the broker takes these \
             only when a consumer starts.",
            "1.000 consumer-1: Channel closed by the broker: 404 NOT_FOUND - no queue 'other' in vhost \
             '/'. The program ends, and the broker requeues what it held.",
        ]
    );
    assert_eq!(stage.ready(), ["order_123*", "order_124"]);
}

#[test]
fn a_stopped_consumer_is_set_in_silence_and_starts_with_what_was_set() {
    let mut stage = Stage::course();
    stage.ask(|clients, now| clients.stop(now, "consumer-1"));
    stage.skip();
    stage.change("consumer-1", |settings| settings.prefetch_count = 2);
    assert_eq!(stage.trace(), Vec::<String>::new());
    stage.publish_orders(5);
    assert_eq!(stage.counts(), (5, 0));
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    assert_eq!(stage.counts(), (3, 2));
}

#[test]
fn settings_out_of_range_are_refused_and_change_nothing() {
    let mut stage = Stage::course();
    let wrong = ConsumerSettings {
        sleep: Millis(3_600_001),
        ..ConsumerSettings::default()
    };
    let changed = stage
        .try_ask(|clients, now| clients.change_consumer(now, "consumer-1", wrong.clone()))
        .expect_err("too long");
    assert!(matches!(changed, ClientError::Fields(errors) if errors.len() == 1));
    let added = stage.try_ask(|clients, now| clients.add_consumer(now, wrong));
    assert!(matches!(added, Err(ClientError::Fields(_))));
    let consumers = stage.world.clients().consumers();
    assert_eq!(consumers.len(), 1);
    assert_eq!(consumers[0].settings(), &ConsumerSettings::default());
}

#[test]
fn there_are_as_many_consumers_as_wanted_up_to_a_limit() {
    let mut stage = Stage::producer_only();
    for _ in 0..CONSUMERS_MAX {
        stage.add_consumer(ConsumerSettings::default());
    }
    let one_more =
        stage.try_ask(|clients, now| clients.add_consumer(now, ConsumerSettings::default()));
    assert_eq!(one_more, Err(ClientError::TooManyConsumers));
    let consumers = stage.world.clients().consumers();
    assert!(
        consumers
            .iter()
            .all(|consumer| consumer.state() == &ConsumerState::Consuming)
    );
    assert_eq!(consumers[CONSUMERS_MAX - 1].name(), "consumer-100");
}
