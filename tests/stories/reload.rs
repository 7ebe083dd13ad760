//! Reloading the page: the programs' memory is gone, their set-up and the broker's durable part are
//! not.

use leveret::{
    broker::Millis,
    simulation::{
        Acknowledgement, ClientDefinition, Clients, Consumer, ConsumerSettings, PublishOrders,
        RefusedDefinition,
    },
};

use crate::stage::{Stage, order_1};

#[test]
fn ready_and_unacked_orders_come_back_and_transient_ones_do_not() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.publish_orders(1);
    let transient = PublishOrders {
        persistent: false,
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, transient));
    stage.wait(1_000);
    stage.ask(|clients, now| clients.stop(now, "consumer-1"));
    assert_eq!(stage.counts(), (3, 1));

    let mut stage = stage.reload();
    assert_eq!(stage.ready(), ["order_123*", "order_124", "order_1"]);
    assert_eq!(stage.trace(), Vec::<String>::new());
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "0.000 consumer-1: Waiting for orders...",
            "0.000 consumer-1: Processing order: order_123",
            "2.000 consumer-1: Completed order: order_123",
            "2.000 consumer-1: Processing order: order_124",
            "4.000 consumer-1: Completed order: order_124",
            "4.000 consumer-1: Processing order: order_1",
            "6.000 consumer-1: Completed order: order_1",
        ]
    );
}

#[test]
fn programs_that_ran_run_again_as_they_were_set() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.change("consumer-1", |settings| settings.sleep = Millis(500));
    stage.add_consumer(ConsumerSettings {
        acknowledgement: Acknowledgement::ByHand,
        prefetch_count: 7,
        ..ConsumerSettings::default()
    });
    stage.ask(|clients, now| clients.stop(now, "consumer-2"));
    let before = stage.world.clients().definitions();
    let stage = stage.reload();
    assert_eq!(stage.world.clients().definitions(), before);
    assert_eq!(stage.world.clients().attached_count(), 2);
}

#[test]
fn definitions_are_told_once_for_each_change() {
    let mut stage = Stage::course();
    let poll = |stage: &mut Stage| {
        let told = stage.ask(|clients, _| Ok(clients.poll_definitions()));
        told.map(|definitions| definitions.len())
    };
    assert_eq!(poll(&mut stage), Some(2));
    assert_eq!(poll(&mut stage), None);
    stage.publish_course_orders();
    stage.wait(1_000);
    assert_eq!(poll(&mut stage), None);
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    assert_eq!(poll(&mut stage), Some(2));
    stage.add_consumer(ConsumerSettings::default());
    assert_eq!(poll(&mut stage), Some(3));
    let mut stage = stage.reload();
    assert_eq!(poll(&mut stage), None);
}

#[test]
fn kept_definitions_that_make_no_sense_are_left_out_and_named() {
    let consumer = |name: &str, sleep| ClientDefinition::Consumer {
        name: name.to_owned(),
        settings: ConsumerSettings {
            sleep: Millis(sleep),
            ..ConsumerSettings::default()
        },
        running: true,
    };
    let (clients, refused) = Clients::restore(vec![
        consumer("consumer-7", 2_000),
        consumer("consumer-7", 2_000),
        consumer("consumer-007", 2_000),
        consumer("producer", 2_000),
        consumer("consumer-8", 999_999_999),
    ]);
    let names: Vec<&str> = clients.consumers().iter().map(Consumer::name).collect();
    assert_eq!(names, ["consumer-7"]);
    let said: Vec<String> = refused
        .iter()
        .map(|RefusedDefinition { name, reason }| format!("{name}: {reason}"))
        .collect();
    assert_eq!(
        said,
        [
            "consumer-7: there is one of that name already",
            "consumer-007: a consumer is called consumer- and a number from 1",
            "producer: a consumer is called consumer- and a number from 1",
            "consumer-8: The sleep is from 0 to 3600 seconds (an hour), such as 2 or 0.5; 999999.999 is \
             too long.",
        ]
    );
}
