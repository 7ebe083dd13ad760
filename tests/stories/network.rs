//! The network between a program and the broker stands still, and comes back in time or too late.

use leveret::{
    broker::{Happening, Millis},
    simulation::{Acknowledgement, ClientError, ConsumerSettings, Link},
};

use crate::stage::{Stage, count};

fn pause(stage: &mut Stage, name: &str) {
    stage.ask(|clients, now| clients.pause_network(now, name));
}

fn heal(stage: &mut Stage, name: &str) {
    stage.ask(|clients, now| clients.heal_network(now, name));
}

fn link<'a>(stage: &'a Stage, name: &str) -> &'a Link {
    let link = stage.world.clients().paused_network(name);
    link.expect("it stands still")
}

fn acked(stage: &Stage) -> usize {
    count(&stage.events, |what| {
        matches!(what, Happening::Acked { .. })
    })
}

#[test]
fn deliveries_wait_in_the_network_and_arrive_in_their_order() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| settings.prefetch_count = 3);
    stage.skip();
    pause(&mut stage, "consumer-1");
    stage.publish_orders(5);
    assert_eq!(stage.counts(), (2, 3), "the broker has sent what it may");
    assert_eq!(link(&stage, "consumer-1").waiting().deliveries, 3);
    assert_eq!(stage.world.clients().consumers()[0].held().count(), 0);
    stage.wait(10_000);
    assert_eq!(acked(&stage), 0);
    stage.skip();
    heal(&mut stage, "consumer-1");
    let consumer = &stage.world.clients().consumers()[0];
    let held: Vec<(u64, u64)> = consumer
        .held()
        .map(|(work, _)| (work.delivery_tag.0, work.held_since.0))
        .collect();
    assert_eq!(held, [(1, 10_000), (2, 10_000), (3, 10_000)]);
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "10.000 network: The network between consumer-1 and the broker is back.",
            "10.000 consumer-1: Processing order: order_1",
            "12.000 consumer-1: Completed order: order_1",
            "12.000 consumer-1: Processing order: order_2",
            "14.000 consumer-1: Completed order: order_2",
            "14.000 consumer-1: Processing order: order_3",
            "16.000 consumer-1: Completed order: order_3",
            "16.000 consumer-1: Processing order: order_4",
            "18.000 consumer-1: Completed order: order_4",
            "18.000 consumer-1: Processing order: order_5",
            "20.000 consumer-1: Completed order: order_5",
        ]
    );
    assert_eq!(acked(&stage), 5);
}

#[test]
fn acks_wait_in_the_network_and_count_when_it_is_back() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| settings.prefetch_count = 2);
    stage.publish_orders(3);
    pause(&mut stage, "consumer-1");
    stage.wait(5_000);
    assert_eq!(stage.world.clients().consumers()[0].completed(), 2);
    assert_eq!(link(&stage, "consumer-1").waiting().answers, 2);
    assert_eq!(stage.counts(), (1, 2), "the broker knows of no ack");
    heal(&mut stage, "consumer-1");
    assert_eq!(acked(&stage), 2);
    assert_eq!(stage.counts(), (0, 1));
    stage.wait(2_000);
    assert_eq!(acked(&stage), 3);
    assert_eq!(stage.world.clients().consumers()[0].completed(), 3);
}

#[test]
fn after_the_heartbeat_timeout_the_orders_go_to_another_and_are_processed_twice() {
    let mut stage = Stage::course();
    stage.add_consumer(ConsumerSettings {
        queue: leveret::broker::QueueName::new("order_queue").unwrap(),
        ..ConsumerSettings::default()
    });
    stage.publish_orders(1);
    pause(&mut stage, "consumer-1");
    stage.skip();
    stage.wait(59_999);
    assert_eq!(stage.counts(), (0, 1));
    stage.take_log();
    stage.wait(1);
    assert_eq!(
        stage.trace(),
        [
            "2.000 consumer-1: Completed order: order_1",
            "60.000 network: The broker has heard no heartbeat of consumer-1 for 60 s and closes \
             its connection.",
            "60.000 consumer-2: Processing order: order_1",
        ]
    );
    let log = stage.take_log();
    let closed = log
        .iter()
        .find(|line| line.text.contains("missed heartbeats"));
    let why = closed
        .and_then(|line| line.why.as_ref())
        .expect("it is told");
    assert!(why.page.url().ends_with("docs/heartbeats"), "{why:?}");
    let link = link(&stage, "consumer-1");
    assert_eq!((link.waiting().answers, link.given_up_at()), (1, None));
    stage.wait(5_000);
    heal(&mut stage, "consumer-1");
    assert_eq!(
        stage.trace(),
        [
            "62.000 consumer-2: Completed order: order_1",
            "65.000 network: The network between consumer-1 and the broker is back.",
            "65.000 consumer-1: Connection lost: the broker has closed it meanwhile. The answer that \
             it sent for an order went nowhere, so that order comes again.",
            "65.000 consumer-1: Waiting for orders...",
        ]
    );
    assert_eq!(acked(&stage), 1, "the ack for the old tag went nowhere");
    let completed: Vec<u64> = stage
        .world
        .clients()
        .consumers()
        .iter()
        .map(leveret::simulation::Consumer::completed)
        .collect();
    assert_eq!(completed, [1, 1]);
}

#[test]
fn deliveries_that_were_on_their_way_when_the_broker_gave_up_never_arrive() {
    let mut stage = Stage::course();
    pause(&mut stage, "consumer-1");
    stage.publish_orders(2);
    stage.wait(61_000);
    assert_eq!(stage.ready(), ["order_1*", "order_2"]);
    assert_eq!(link(&stage, "consumer-1").waiting().deliveries, 0);
    stage.skip();
    heal(&mut stage, "consumer-1");
    stage.wait(2_000);
    assert_eq!(
        stage.trace(),
        [
            "61.000 network: The network between consumer-1 and the broker is back.",
            "61.000 consumer-1: Connection lost: the broker has closed it meanwhile.",
            "61.000 consumer-1: Waiting for orders...",
            "61.000 consumer-1: Processing order: order_1",
            "63.000 consumer-1: Completed order: order_1",
            "63.000 consumer-1: Processing order: order_2",
        ]
    );
}

#[test]
fn with_automatic_acknowledgement_what_was_on_its_way_is_lost_for_good() {
    let automatic = || {
        let mut stage = Stage::course();
        stage.change("consumer-1", |settings| {
            settings.acknowledgement = Acknowledgement::Automatic;
        });
        pause(&mut stage, "consumer-1");
        stage.publish_orders(12);
        stage
    };
    let lost = "network: Lost for good on the way to consumer-1: order_1, order_2, order_3, \
                order_4, order_5, order_6, order_7, order_8, order_9, order_10 and 2 more. With \
                automatic acknowledgement the broker had forgotten them on sending.";
    let mut stage = automatic();
    stage.wait(60_000);
    stage.skip();
    heal(&mut stage, "consumer-1");
    assert_eq!(
        stage.trace(),
        [
            "60.000 network: The network between consumer-1 and the broker is back.".to_owned(),
            format!("60.000 {lost}"),
            "60.000 consumer-1: Connection lost: the broker has closed it meanwhile.".to_owned(),
            "60.000 consumer-1: Waiting for orders...".to_owned(),
        ]
    );
    assert_eq!(stage.news.len(), 24, "each came and went");

    // To a program that died meanwhile nothing arrives, either.
    let mut stage = automatic();
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    stage.skip();
    heal(&mut stage, "consumer-1");
    assert_eq!(
        stage.trace(),
        [
            "0.000 network: The network between consumer-1 and the broker is back.".to_owned(),
            format!("0.000 {lost}"),
        ]
    );
    assert_eq!(stage.counts(), (0, 0));
}

#[test]
fn a_producers_publishes_and_its_confirms_wait_too() {
    let mut stage = Stage::producer_only();
    pause(&mut stage, "producer");
    stage.publish_orders(3);
    assert_eq!(stage.counts(), (0, 0));
    assert_eq!(link(&stage, "producer").waiting().publishes, 3);
    heal(&mut stage, "producer");
    assert_eq!(stage.ready(), ["order_1", "order_2", "order_3"]);
    assert_eq!(stage.world.clients().producer().confirmed(), 3);

    pause(&mut stage, "producer");
    stage.publish_orders(2);
    stage.wait(60_000);
    stage.skip();
    heal(&mut stage, "producer");
    assert_eq!(
        stage.trace(),
        [
            "60.000 network: The network between producer and the broker is back.",
            "60.000 producer: Connection lost: the broker has closed it meanwhile. 2 publishes were \
             unconfirmed; whether the broker kept them the program cannot know. Connects again.",
        ]
    );
    assert_eq!(stage.counts(), (3, 0), "they went nowhere");
    stage.publish_orders(1);
    assert_eq!(stage.counts(), (4, 0));
}

#[test]
fn a_crash_and_a_new_start_behind_a_still_network_come_through_in_their_order() {
    let mut stage = Stage::course();
    stage.publish_orders(1);
    pause(&mut stage, "consumer-1");
    stage.skip();
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    assert_eq!(stage.counts(), (0, 1), "the broker does not know");
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    stage.wait(3_000);
    heal(&mut stage, "consumer-1");
    assert_eq!(
        stage.trace(),
        [
            "0.000 consumer-1: Crashed. The broker requeues the message that it held.",
            "0.000 network: The broker does not know yet: what consumer-1 held is requeued when the \
             network is back, or heartbeats are missed.",
            "3.000 network: The network between consumer-1 and the broker is back.",
            "3.000 consumer-1: Waiting for orders...",
            "3.000 consumer-1: Processing order: order_1",
        ]
    );
    assert_eq!(stage.world.clients().attached_count(), 2);
}

#[test]
fn a_broker_that_restarts_behind_a_still_network_is_found_again() {
    let mut stage = Stage::course();
    stage.publish_orders(1);
    pause(&mut stage, "consumer-1");
    stage.wait(1_000);
    stage.restart();
    stage.wait(70_000);
    stage.skip();
    heal(&mut stage, "consumer-1");
    stage.wait(2_000);
    let lines = stage.trace();
    assert_eq!(
        lines.last().map(String::as_str),
        Some("73.000 consumer-1: Completed order: order_1")
    );
    assert_eq!(stage.counts(), (0, 0));
}

#[test]
fn a_consumer_that_is_removed_takes_its_network_with_it() {
    let mut stage = Stage::course();
    pause(&mut stage, "consumer-1");
    stage.publish_orders(2);
    stage.ask(|clients, now| clients.remove(now, "consumer-1"));
    assert_eq!(stage.ready(), ["order_1*", "order_2"]);
    assert!(stage.world.clients().paused_network("consumer-1").is_none());
    stage.wait(120_000);
}

#[test]
fn what_stands_still_can_wait_and_be_healed_again_and_again() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.acknowledgement = Acknowledgement::Automatic;
        settings.sleep = Millis(0);
    });
    stage.publish_orders(1);
    for _ in 0..5 {
        pause(&mut stage, "consumer-1");
        stage.publish_orders(10);
        stage.wait(59_000);
        heal(&mut stage, "consumer-1");
    }
    stage.wait(1);
    assert_eq!(stage.world.clients().consumers()[0].completed(), 51);
    let closed = count(&stage.events, |what| {
        matches!(what, Happening::ConnectionClosed { .. })
    });
    assert_eq!(closed, 0, "each time the clock begins anew");
}

#[test]
fn what_cannot_be_paused_or_healed_is_named() {
    let mut stage = Stage::course();
    let mut refusal = |request: fn(
        &mut leveret::simulation::Clients,
        leveret::broker::Timestamp,
    ) -> Result<(), ClientError>| {
        stage
            .try_ask(request)
            .expect_err("it cannot be")
            .to_string()
    };
    assert_eq!(
        refusal(|clients, now| clients.heal_network(now, "consumer-1")),
        "The network of consumer-1 does not stand still."
    );
    assert_eq!(
        refusal(|clients, now| clients.pause_network(now, "<b>nobody</b>")),
        "There is no program named “<b>nobody</b>”."
    );
    assert_eq!(
        refusal(|clients, now| {
            clients.pause_network(now, "consumer-1")?;
            clients.pause_network(now, "consumer-1")
        }),
        "The network of consumer-1 stands still already."
    );
    assert_eq!(
        refusal(|clients, now| {
            clients.heal_network(now, "consumer-1")?;
            clients.crash(now, "consumer-1")?;
            clients.pause_network(now, "consumer-1")
        }),
        "consumer-1 has no open channel; start it first."
    );
}
