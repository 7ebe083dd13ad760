//! What the course says that a queue is good for, each claim as a story.

use leveret::{
    broker::{Happening, Millis},
    simulation::ConsumerSettings,
};

use crate::stage::{Stage, count};

#[test]
fn decoupling_a_producer_needs_no_consumer() {
    let mut stage = Stage::producer_only();
    stage.publish_course_orders();
    assert_eq!(stage.counts(), (2, 0));
    stage.wait(3_600_000);
    stage.add_consumer(ConsumerSettings::default());
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "0.000 producer: Sent order: order_123",
            "0.000 producer: Sent order: order_124",
            "3600.000 consumer-1: Waiting for orders...",
            "3600.000 consumer-1: Processing order: order_123",
            "3602.000 consumer-1: Completed order: order_123",
            "3602.000 consumer-1: Processing order: order_124",
            "3604.000 consumer-1: Completed order: order_124",
        ]
    );
}

#[test]
fn buffering_a_burst_waits_in_the_queue() {
    let mut stage = Stage::course();
    stage.publish_orders(50);
    assert_eq!(stage.counts(), (49, 1));
    stage.wait(20_000);
    assert_eq!(stage.counts(), (39, 1));
    stage.wait(80_000);
    assert_eq!(stage.counts(), (0, 0));
    let consumers = stage.world.clients().consumers();
    assert_eq!(consumers[0].completed(), 50);
}

#[test]
fn resilience_what_a_crashed_consumer_held_comes_again() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(1_000);
    stage.skip();
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    assert_eq!(stage.ready(), ["order_123*", "order_124"]);
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "1.000 consumer-1: Crashed. The broker requeues the message that it held.",
            "1.000 consumer-1: Waiting for orders...",
            "1.000 consumer-1: Processing order: order_123",
            "3.000 consumer-1: Completed order: order_123",
            "3.000 consumer-1: Processing order: order_124",
            "5.000 consumer-1: Completed order: order_124",
        ]
    );
}

#[test]
fn scalability_two_consumers_take_half_the_time() {
    let seconds_for = |consumers: usize| {
        let mut stage = Stage::producer_only();
        for _ in 0..consumers {
            stage.add_consumer(ConsumerSettings::default());
        }
        stage.publish_orders(20);
        let mut seconds = 0;
        while stage.counts() != (0, 0) {
            stage.wait(1_000);
            seconds += 1;
        }
        seconds
    };
    assert_eq!(seconds_for(1), 40);
    assert_eq!(seconds_for(2), 20);
    assert_eq!(seconds_for(4), 10);
}

#[test]
fn ordering_orders_are_processed_in_the_order_of_their_publishing() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| settings.sleep = Millis(0));
    stage.skip();
    stage.publish_orders(100);
    stage.wait(1);
    let completed: Vec<String> = stage
        .trace()
        .into_iter()
        .filter_map(|line| Some(line.split_once("Completed order: ")?.1.to_owned()))
        .collect();
    let published: Vec<String> = (1..=100).map(|number| format!("order_{number}")).collect();
    assert_eq!(completed, published);
}

#[test]
fn fair_dispatch_a_slow_consumer_gets_less_with_prefetch_1() {
    let mut stage = Stage::course();
    stage.add_consumer(ConsumerSettings {
        sleep: Millis(10_000),
        ..ConsumerSettings::default()
    });
    stage.publish_orders(12);
    stage.wait(20_000);
    let consumers = stage.world.clients().consumers();
    assert_eq!(consumers[0].completed(), 10);
    assert_eq!(consumers[1].completed(), 2);
}

#[test]
fn a_consumer_without_prefetch_limit_hoards_what_another_could_do() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| settings.prefetch_count = 0);
    stage.publish_orders(10);
    stage.add_consumer(ConsumerSettings::default());
    assert_eq!(stage.counts(), (0, 10));
    stage.wait(10_000);
    let consumers = stage.world.clients().consumers();
    assert_eq!(consumers[0].completed(), 5);
    assert_eq!(consumers[1].completed(), 0);
    assert_eq!(consumers[0].held().count(), 5);

    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    let redelivered = count(&stage.events, |what| {
        matches!(
            what,
            Happening::Delivered {
                redelivered: true,
                ..
            }
        )
    });
    assert_eq!(redelivered, 1);
    stage.wait(10_000);
    assert_eq!(stage.world.clients().consumers()[1].completed(), 5);
}
