//! The shovel: ready messages moved, removed and rejected as a client can do it, and what remains
//! when it goes wrong on the way.

use leveret::{
    broker::{Alarm, FieldValue, Happening, Message, Position, QueueName, RoutingKey},
    projection::OrderCounts,
    simulation::{
        ClientError, Clients, ConsumerSettings, Label, PASSED_OVER_MAX, Progress, PublishOrders,
        Shovel, ShovelSettings, Treatment, Which, order_queue,
    },
};

use crate::{
    stage::{Keeping, Stage, count, delete_order_queue, order_1},
    telling::{declare, number, queue},
};

/// `order_queue` with so many orders, and a queue `other`.
fn stage(orders: u32) -> Stage {
    let mut stage = Stage::producer_only();
    stage
        .operate(declare("other", []))
        .expect("the broker takes it");
    if orders > 0 {
        stage.publish_orders(orders);
    }
    stage.wait(u64::from(orders / 500));
    stage.skip();
    stage
}

fn to_other() -> Treatment {
    Treatment::Move { to: queue("other") }
}

fn begin(stage: &mut Stage, which: Which, treatment: Treatment) {
    let settings = ShovelSettings {
        queue: order_queue(),
        which,
        treatment,
    };
    stage.ask(|clients, now| clients.begin_moving(now, settings));
}

fn shovel(stage: &Stage) -> &Shovel {
    stage.world.clients().shovel().expect("it was used")
}

/// The ready messages by what they are called, with a `*` for redelivered.
fn ready(stage: &Stage, queue: &QueueName) -> Vec<String> {
    let ready = stage.world.broker().ready(queue);
    ready
        .map(|ready| {
            let mark = if ready.redelivered { "*" } else { "" };
            format!("{}{mark}", Label::of(&ready.message.body).text)
        })
        .collect()
}

fn messages(stage: &Stage, queue: &QueueName) -> Vec<Message> {
    let ready = stage.world.broker().ready(queue);
    ready.map(|ready| ready.message.clone()).collect()
}

#[test]
fn all_that_is_ready_moves_in_its_order_with_all_that_it_says() {
    let mut stage = stage(0);
    let poison = PublishOrders {
        count: 3,
        poison: true,
        priority: Some(4),
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, poison));
    let before = messages(&stage, &order_queue());
    stage.skip();

    begin(&mut stage, Which::All, to_other());

    assert_eq!(stage.counts(), (0, 0));
    let moved = messages(&stage, &queue("other"));
    assert_eq!(moved.len(), before.len());
    for (moved, before) in moved.iter().zip(&before) {
        assert_eq!(moved.body, before.body);
        assert_eq!(moved.properties, before.properties);
    }
    assert_eq!(
        stage.trace(),
        ["0.000 shovel: Moved 3 messages from order_queue to other."]
    );
    assert!(!shovel(&stage).is_running());
    assert_eq!(shovel(&stage).progress(), Progress { sent: 3, total: 3 });
    // Its connection is closed, and another one can be opened.
    begin(&mut stage, Which::All, to_other());
    assert_eq!(
        stage.trace(),
        ["0.000 shovel: Moved nothing from order_queue to other."]
    );
}

#[test]
fn one_moves_and_what_was_before_it_goes_back_flagged_redelivered() {
    let mut stage = stage(4);

    begin(&mut stage, Which::One(Position(3)), to_other());

    assert_eq!(stage.ready(), ["order_1*", "order_2*", "order_4"]);
    assert_eq!(ready(&stage, &queue("other")), ["order_3"]);
    assert_eq!(
        stage.trace(),
        ["0.000 shovel: Moved order_3 from order_queue to other."]
    );
}

#[test]
fn a_moved_order_was_placed_once_and_a_removed_one_is_lost() {
    let mut stage = stage(2);
    begin(&mut stage, Which::One(Position(1)), to_other());
    let on_the_way = OrderCounts {
        placed: 2,
        on_the_way: 2,
        ..OrderCounts::default()
    };
    assert_eq!(stage.gathered.order_counts(), on_the_way);

    begin(&mut stage, Which::All, Treatment::Remove);

    assert_eq!(stage.counts(), (0, 0));
    let lost = OrderCounts {
        on_the_way: 1,
        lost: 1,
        ..on_the_way
    };
    assert_eq!(stage.gathered.order_counts(), lost);
    assert_eq!(
        stage.trace()[1..],
        ["0.000 shovel: Removed 1 message from order_queue."]
    );
}

#[test]
fn what_is_rejected_goes_to_the_dead_letters_and_comes_back_from_there() {
    let mut stage = stage(0);
    let text = FieldValue::text;
    stage
        .operate(declare(
            "work",
            [
                ("x-dead-letter-exchange", text("")),
                ("x-dead-letter-routing-key", text("other")),
            ],
        ))
        .expect("the broker takes it");
    let publish = PublishOrders {
        routing_key: RoutingKey::from(&queue("work")),
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, publish));
    stage.skip();
    let shovel = |stage: &mut Stage, from: &str, treatment| {
        let settings = ShovelSettings {
            queue: queue(from),
            which: Which::All,
            treatment,
        };
        stage.ask(|clients, now| clients.begin_moving(now, settings));
    };

    shovel(&mut stage, "work", Treatment::Reject);
    assert_eq!(ready(&stage, &queue("other")), ["order_1"]);

    let redrive = Treatment::Move { to: queue("work") };
    shovel(&mut stage, "other", redrive);
    assert_eq!(ready(&stage, &queue("work")), ["order_1"]);
    assert_eq!(
        stage.trace(),
        [
            "0.000 shovel: Rejected 1 message from work.",
            "0.000 shovel: Moved 1 message from other to work.",
        ]
    );
}

#[test]
fn what_cannot_arrive_stays_where_it_is() {
    let mut stage = stage(3);
    let nowhere = Treatment::Move {
        to: queue("nowhere"),
    };
    begin(&mut stage, Which::All, nowhere);
    assert_eq!(stage.ready(), ["order_1*", "order_2*", "order_3"]);
    assert_eq!(
        stage.trace(),
        [
            "0.000 shovel: The queue to move to is not there. Moved nothing from order_queue to nowhere."
        ]
    );

    let full = declare(
        "full",
        [
            ("x-max-length", number(1)),
            ("x-overflow", FieldValue::text("reject-publish")),
        ],
    );
    stage.operate(full).expect("the broker takes it");
    begin(
        &mut stage,
        Which::All,
        Treatment::Move { to: queue("full") },
    );
    assert_eq!(ready(&stage, &queue("full")), ["order_1"]);
    assert_eq!(stage.ready(), ["order_2*", "order_3*"]);
    assert_eq!(
        shovel(&stage).problem(),
        Some("The queue to move to is full and refuses more.")
    );
    assert!(!shovel(&stage).is_running());
}

#[test]
fn what_is_not_there_is_said() {
    let mut stage = stage(1);
    begin(&mut stage, Which::One(Position(7)), to_other());
    assert_eq!(stage.ready(), ["order_1*"]);
    stage
        .operate(delete_order_queue())
        .expect("the broker takes it");
    begin(&mut stage, Which::All, to_other());
    assert_eq!(
        stage.trace(),
        [
            "0.000 shovel: It is not ready any more. Moved nothing from order_queue to other.",
            "0.000 shovel: 404 NOT_FOUND - no queue 'order_queue' in vhost '/'. Moved nothing from \
             order_queue to other.",
        ]
    );
    assert!(!shovel(&stage).is_running());
}

#[test]
fn one_is_looked_for_only_so_far_from_the_head() {
    let far = u32::try_from(PASSED_OVER_MAX).expect("a small number");
    let mut stage = stage(far + 1);
    let last = Which::One(Position(PASSED_OVER_MAX));
    begin(&mut stage, last, to_other());
    assert_eq!(shovel(&stage).problem(), None);
    assert_eq!(stage.counts(), (PASSED_OVER_MAX, 0));

    stage.publish_orders(1);
    stage.wait(1);
    let beyond = Which::One(Position(PASSED_OVER_MAX + 2));
    begin(&mut stage, beyond, to_other());

    assert_eq!(
        shovel(&stage).problem(),
        Some("It is not among the first 1000 ready messages.")
    );
    assert_eq!(stage.counts(), (PASSED_OVER_MAX + 1, 0));
}

#[test]
fn many_move_in_portions_and_can_be_stopped_between_them() {
    let mut stage = stage(1_800);
    begin(&mut stage, Which::All, to_other());
    assert_eq!(shovel(&stage).progress().sent, 500);
    let other = |clients: &mut Clients, now| {
        let settings = ShovelSettings {
            queue: queue("other"),
            which: Which::All,
            treatment: Treatment::Remove,
        };
        clients.begin_moving(now, settings)
    };
    assert_eq!(
        stage.try_ask(other),
        Err(ClientError::StillMoving {
            done: 500,
            total: 1_800
        })
    );
    stage.wait(1);
    stage.ask(Clients::stop_moving);
    stage.wait(10);
    assert_eq!(stage.counts(), (800, 0));
    assert_eq!(ready(&stage, &queue("other")).len(), 1_000);
    assert_eq!(
        stage.trace(),
        ["0.004 shovel: Stopped. Moved 1000 messages from order_queue to other."]
    );
    assert!(shovel(&stage).is_stopped());
    assert_eq!(
        stage.try_ask(Clients::stop_moving),
        Err(ClientError::NothingMoves)
    );
}

#[test]
fn a_message_is_acked_only_when_its_copy_is_kept() {
    let mut stage = Stage::producer_only();
    let durable = PublishOrders::as_the_course_does(order_1());
    stage.ask(|clients, now| clients.publish(now, durable));
    stage.keeping = Keeping::Later;
    stage.skip();
    // To the end of its own queue, which is durable.
    let to_tail = Treatment::Move { to: order_queue() };
    begin(&mut stage, Which::One(Position(1)), to_tail);
    assert_eq!(stage.counts(), (1, 1));
    assert_eq!(
        count(&stage.events, |what| matches!(
            what,
            Happening::Acked { .. }
        )),
        0
    );
    assert!(shovel(&stage).is_running());
    stage.keep();
    assert_eq!(stage.counts(), (1, 0));
    assert_eq!(
        stage.trace(),
        ["0.000 shovel: Moved order_1 from order_queue to order_queue."]
    );
}

#[test]
fn a_restart_in_between_leaves_it_twice_and_not_lost() {
    let mut stage = stage(2);
    stage.keeping = Keeping::Later;
    begin(
        &mut stage,
        Which::All,
        Treatment::Move { to: order_queue() },
    );
    assert_eq!(stage.counts(), (2, 2));

    stage.restart();

    assert_eq!(
        stage.ready(),
        ["order_1*", "order_2*", "order_1", "order_2"]
    );
    let problem = shovel(&stage).problem().expect("it says so");
    assert!(problem.starts_with("320 CONNECTION_FORCED"), "{problem}");
    assert!(
        problem.ends_with("2 copies were unconfirmed: these messages may be in both queues now."),
        "{problem}"
    );
    assert!(!shovel(&stage).is_running());
    assert_eq!(stage.world.poll_timeout(), None);
}

#[test]
fn a_broker_short_of_disk_makes_it_wait() {
    let mut stage = stage(600);
    stage.set_alarm(Alarm::Disk, true);
    begin(&mut stage, Which::All, to_other());
    stage.wait(1_000);
    assert!(shovel(&stage).is_running());
    // What it had asked for by the time it was told.
    assert_eq!(shovel(&stage).progress().sent, 2);
    stage.set_alarm(Alarm::Disk, false);
    stage.wait(1_000);
    assert_eq!(stage.counts(), (0, 0));
    assert_eq!(shovel(&stage).progress().sent, 600);
}

#[test]
fn what_others_take_meanwhile_is_not_waited_for() {
    let mut stage = stage(1_200);
    begin(&mut stage, Which::All, to_other());
    stage.add_consumer(ConsumerSettings {
        prefetch_count: 300,
        ..ConsumerSettings::default()
    });
    stage.wait(100);
    assert_eq!(stage.counts(), (0, 300));
    assert_eq!(
        shovel(&stage).progress(),
        Progress {
            sent: 900,
            total: 900
        }
    );
    assert!(!shovel(&stage).is_running());
}
