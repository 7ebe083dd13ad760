//! What becomes of orders, by their ids: fulfilled once, twice, lost, or still on the way.

use leveret::{
    broker::{DeliveryTag, FieldValue, Method, Millis, QueueName, RoutingKey},
    projection::OrderCounts,
    simulation::{Acknowledgement, ConsumerSettings, PublishOrders, Settlement, order_queue},
};

use crate::{
    stage::{Stage, delete_order_queue, order_1},
    telling::{declare, edge, number, to_queue},
};

/// What became of the orders: placed, then once, twice, lost, on the way.
pub(crate) fn fates(stage: &Stage) -> (u64, [u64; 4]) {
    let counts = stage.gathered.order_counts();
    assert!(counts.adds_up(), "{counts:?}");
    let OrderCounts {
        placed,
        fulfilled_once,
        fulfilled_twice,
        lost,
        on_the_way,
        not_orders: _,
    } = counts;
    (placed, [fulfilled_once, fulfilled_twice, lost, on_the_way])
}

/// A publish of `order_1` to that queue.
fn to(queue: &str) -> PublishOrders {
    PublishOrders {
        routing_key: RoutingKey::new(queue).expect("a short name"),
        ..PublishOrders::as_the_course_does(order_1())
    }
}

fn publish(stage: &mut Stage, publish: PublishOrders) {
    stage.ask(|clients, now| clients.publish(now, publish));
}

fn with(acknowledgement: Acknowledgement) -> ConsumerSettings {
    ConsumerSettings {
        acknowledgement,
        ..ConsumerSettings::default()
    }
}

fn on(queue: &str) -> ConsumerSettings {
    ConsumerSettings {
        queue: QueueName::new(queue).expect("a short name"),
        ..ConsumerSettings::default()
    }
}

#[test]
fn an_order_is_on_its_way_until_its_work_is_completed() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    assert_eq!(fates(&stage), (2, [0, 0, 0, 2]));
    stage.wait(2_000);
    assert_eq!(fates(&stage), (2, [1, 0, 0, 1]));
    stage.wait(2_000);
    assert_eq!(fates(&stage), (2, [2, 0, 0, 0]));
}

#[test]
fn a_dropped_order_is_lost_and_a_requeued_one_is_not() {
    let mut stage = Stage::producer_only();
    stage.add_consumer(with(Acknowledgement::ByHand));
    stage.publish_orders(2);
    let settle = |stage: &mut Stage, tag, how| {
        stage.ask(|clients, now| clients.settle(now, "consumer-1", DeliveryTag(tag), how));
    };
    settle(&mut stage, 1, Settlement::Requeue);
    assert_eq!(fates(&stage), (2, [0, 0, 0, 2]));
    settle(&mut stage, 2, Settlement::Drop);
    assert_eq!(fates(&stage), (2, [0, 0, 1, 1]));
    settle(&mut stage, 3, Settlement::Ack);
    assert_eq!(fates(&stage), (2, [1, 0, 1, 0]));
}

#[test]
fn a_crash_loses_what_was_acked_automatically_and_nothing_else() {
    for (acknowledgement, lost) in [
        (Acknowledgement::Automatic, 9),
        (Acknowledgement::AfterSleep, 0),
    ] {
        let mut stage = Stage::producer_only();
        stage.add_consumer(with(acknowledgement));
        stage.publish_orders(10);
        stage.wait(3_000);
        assert_eq!(fates(&stage), (10, [1, 0, 0, 9]));
        stage.ask(|clients, now| clients.crash(now, "consumer-1"));
        assert_eq!(fates(&stage), (10, [1, 0, lost, 9 - lost]));
    }
}

#[test]
fn what_was_sent_for_good_is_on_its_way_until_it_arrives_or_cannot() {
    for (is_healed, lost) in [(true, 0), (false, 3)] {
        let mut stage = Stage::producer_only();
        stage.add_consumer(with(Acknowledgement::Automatic));
        stage.ask(|clients, now| clients.pause_network(now, "consumer-1"));
        stage.publish_orders(3);
        assert_eq!(stage.counts(), (0, 0), "the broker has forgotten them");
        assert_eq!(fates(&stage), (3, [0, 0, 0, 3]));
        if is_healed {
            stage.ask(|clients, now| clients.heal_network(now, "consumer-1"));
        } else {
            stage.ask(|clients, now| clients.crash(now, "consumer-1"));
            stage.ask(|clients, now| clients.heal_network(now, "consumer-1"));
        }
        stage.wait(10_000);
        assert_eq!(fates(&stage), (3, [3 - lost, 0, lost, 0]));
    }
}

#[test]
fn a_consumer_that_leaves_takes_with_it_what_only_it_had() {
    let mut stage = Stage::producer_only();
    stage.add_consumer(with(Acknowledgement::Automatic));
    stage.publish_orders(3);
    stage.ask(|clients, now| clients.remove(now, "consumer-1"));
    assert_eq!(fates(&stage), (3, [0, 0, 3, 0]));
}

#[test]
fn an_order_that_no_queue_took_is_lost() {
    let mut stage = Stage::producer_only();
    publish(&mut stage, to("nowhere"));
    assert_eq!(fates(&stage), (1, [0, 0, 1, 0]));
}

#[test]
fn what_a_queue_gives_up_is_lost_whatever_the_reason() {
    let cases = [
        ("x-message-ttl", number(1_000), "drop-head", [0, 0, 2, 0]),
        ("x-max-length", number(1), "drop-head", [0, 0, 1, 1]),
        ("x-max-length", number(1), "reject-publish", [0, 0, 1, 1]),
    ];
    for (argument, value, overflow, expected) in cases {
        let mut stage = Stage::producer_only();
        let overflow = FieldValue::LongString(overflow.as_bytes().into());
        let declared = declare("q", [(argument, value), ("x-overflow", overflow)]);
        stage.operate(declared).unwrap();
        publish(
            &mut stage,
            PublishOrders {
                count: 2,
                ..to("q")
            },
        );
        stage.wait(1_000);
        assert_eq!(fates(&stage), (2, expected), "{argument}");
    }
}

#[test]
fn a_purge_loses_what_is_ready_and_leaves_what_is_held() {
    let mut stage = Stage::course();
    stage.publish_orders(5);
    stage
        .operate(Method::QueuePurge {
            queue: order_queue(),
        })
        .unwrap();
    assert_eq!(fates(&stage), (5, [0, 0, 4, 1]));
    stage.wait(2_000);
    assert_eq!(fates(&stage), (5, [1, 0, 4, 0]));
}

#[test]
fn a_held_order_of_a_deleted_queue_is_with_its_consumer() {
    let mut stage = Stage::course();
    stage.publish_orders(3);
    stage.operate(delete_order_queue()).unwrap();
    assert_eq!(fates(&stage), (3, [0, 0, 2, 1]));
    stage.wait(2_000);
    assert_eq!(fates(&stage), (3, [1, 0, 2, 0]));
}

#[test]
fn a_restart_loses_what_is_transient() {
    let mut stage = Stage::course();
    stage.publish_orders(3);
    let transient = PublishOrders {
        persistent: false,
        ..to("order_queue")
    };
    publish(&mut stage, transient);
    stage.restart();
    assert_eq!(fates(&stage), (4, [0, 0, 1, 3]));
    stage.wait(6_000);
    // The lost one had the id of one that is not: by its id an order is fulfilled or not.
    assert_eq!(fates(&stage), (4, [3, 0, 1, 0]));
}

#[test]
fn what_a_start_brings_back_was_placed_before() {
    let mut stage = Stage::course();
    stage.publish_orders(3);
    stage.wait(2_000);
    let mut stage = stage.reload();
    assert_eq!(fates(&stage), (2, [0, 0, 0, 2]));
    stage.wait(4_000);
    assert_eq!(fates(&stage), (2, [2, 0, 0, 0]));
}

#[test]
fn an_id_that_is_published_twice_is_placed_twice() {
    let mut stage = Stage::course();
    publish(&mut stage, to("order_queue"));
    publish(&mut stage, to("order_queue"));
    stage.wait(2_000);
    assert_eq!(fates(&stage), (2, [1, 0, 0, 1]));
    stage.wait(2_000);
    assert_eq!(fates(&stage), (2, [2, 0, 0, 0]));
}

#[test]
fn an_ack_that_does_not_reach_the_broker_makes_an_order_fulfilled_twice() {
    let mut stage = Stage::producer_only();
    stage.add_consumer(with(Acknowledgement::ByHand));
    stage.publish_orders(1);
    // The channel is closed for the first ack before the second arrives.
    stage.ask(|clients, now| {
        clients.ack_tag(now, "consumer-1", DeliveryTag(99), false)?;
        clients.settle(now, "consumer-1", DeliveryTag(1), Settlement::Ack)
    });
    assert_eq!(fates(&stage), (1, [1, 0, 0, 0]));
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    stage.ask(|clients, now| clients.settle(now, "consumer-1", DeliveryTag(1), Settlement::Ack));
    assert_eq!(fates(&stage), (1, [0, 1, 0, 0]));
}

#[test]
fn an_order_in_two_queues_is_lost_only_when_both_have_lost_it() {
    let mut stage = Stage::producer_only();
    for queue in ["a", "b"] {
        stage.operate(declare(queue, [])).unwrap();
        let bind = Method::Bind(edge("amq.fanout", to_queue(queue), ""));
        stage.operate(bind).unwrap();
    }
    let fanned = PublishOrders {
        exchange: leveret::broker::ExchangeName::new("amq.fanout").unwrap(),
        ..to("")
    };
    publish(&mut stage, fanned.clone());
    let purge = |stage: &mut Stage, queue| {
        let queue = QueueName::new(queue).expect("a short name");
        stage.operate(Method::QueuePurge { queue }).unwrap();
    };
    purge(&mut stage, "a");
    assert_eq!(fates(&stage), (1, [0, 0, 0, 1]));
    purge(&mut stage, "b");
    assert_eq!(fates(&stage), (1, [0, 0, 1, 0]));
    publish(&mut stage, fanned);
    stage.add_consumer(on("a"));
    stage.add_consumer(on("b"));
    stage.wait(2_000);
    // Two were placed under the id, and two completed.
    assert_eq!(fates(&stage), (2, [2, 0, 0, 0]));
}

#[test]
fn a_dead_letter_is_still_on_its_way() {
    let mut stage = Stage::producer_only();
    stage.operate(declare("dead", [])).unwrap();
    let to_dead = |text: &str| FieldValue::LongString(text.as_bytes().into());
    let dead_lettering = [
        ("x-dead-letter-exchange", to_dead("")),
        ("x-dead-letter-routing-key", to_dead("dead")),
    ];
    stage.operate(declare("q", dead_lettering)).unwrap();
    stage.add_consumer(ConsumerSettings {
        acknowledgement: Acknowledgement::ByHand,
        ..on("q")
    });
    publish(&mut stage, to("q"));
    stage.ask(|clients, now| clients.settle(now, "consumer-1", DeliveryTag(1), Settlement::Drop));
    assert_eq!(fates(&stage), (1, [0, 0, 0, 1]));
    stage.add_consumer(on("dead"));
    stage.wait(2_000);
    assert_eq!(fates(&stage), (1, [1, 0, 0, 0]));
}

#[test]
fn what_is_no_order_is_left_out_and_counted() {
    let mut stage = Stage::course();
    publish(
        &mut stage,
        PublishOrders {
            content: leveret::simulation::Content::Raw("hello".to_owned()),
            ..to("order_queue")
        },
    );
    stage.wait(2_000);
    assert_eq!(fates(&stage), (0, [0; 4]));
    assert_eq!(stage.gathered.order_counts().not_orders, 1);
}

#[test]
fn whatever_happens_it_adds_up() {
    for seed in 1..40 {
        let mut chance = Chance(seed);
        let mut stage = Stage::course();
        stage.add_consumer(with(Acknowledgement::Automatic));
        for _ in 0..60 {
            act(&mut stage, &mut chance);
            let (placed, [.., on_the_way]) = fates(&stage);
            let holding = |consumer: &leveret::simulation::Consumer| {
                consumer.held().count() + consumer.backlog_count()
            };
            let consumers = stage.world.clients().consumers();
            let held: usize = consumers.iter().map(holding).sum();
            // A consumer of a deleted queue holds what no queue has, so this may be less.
            let in_queues = stage.counts().0;
            assert!(on_the_way <= in_queues + held as u64, "seed {seed}");
            assert!(on_the_way <= placed, "seed {seed}");
            if in_queues + held as u64 == 0 {
                assert_eq!(on_the_way, 0, "seed {seed}");
            }
        }
        for name in ["consumer-1", "consumer-2"] {
            let _running_or_not = stage.try_ask(|clients, now| clients.start(now, name));
        }
        stage.wait(3_600_000);
        assert_eq!(fates(&stage).1[3], stage.counts().0, "seed {seed}");
    }
}

/// One thing that a person, or the world, may do.
fn act(stage: &mut Stage, chance: &mut Chance) {
    let name = if chance.below(2) == 0 {
        "consumer-1"
    } else {
        "consumer-2"
    };
    let tag = DeliveryTag(chance.below(6) + 1);
    match chance.below(11) {
        0 | 1 => stage.publish_orders(3),
        2 => publish(
            stage,
            PublishOrders {
                persistent: false,
                ..to("order_queue")
            },
        ),
        3 => drop(stage.try_ask(|clients, now| clients.crash(now, name))),
        4 => drop(stage.try_ask(|clients, now| clients.start(now, name))),
        5 => drop(stage.try_ask(|clients, now| clients.settle(now, name, tag, Settlement::Drop))),
        6 => drop(stage.try_ask(|clients, now| clients.ack_tag(now, name, tag, true))),
        7 => stage.restart(),
        8 => drop(stage.operate(Method::QueuePurge {
            queue: order_queue(),
        })),
        9 if chance.below(4) == 0 => drop(stage.operate(delete_order_queue())),
        _ => stage.wait(Millis(chance.below(5_000)).0),
    }
}

/// Chance with a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}
