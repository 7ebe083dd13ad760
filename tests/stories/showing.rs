//! What the page shows of it all: the log in plain words, the counts, the views.

use std::collections::BTreeMap;

use leveret::{
    broker::{DeliveryTag, Millis, QueueName},
    projection::{HELD_MESSAGES, LogKind, Totals, WINDOW_MESSAGES, consumers, producer, queues},
    simulation::{
        Acknowledgement, ConsumerSettings, ConsumerState, Content, PublishOrders, Settlement,
        order_queue,
    },
};

use crate::stage::{Stage, delete_order_queue, order_1};

/// What the broker has to say of everything since this was last asked.
fn broker_lines(stage: &mut Stage) -> Vec<String> {
    stage
        .take_log()
        .into_iter()
        .filter(|line| line.kind == LogKind::Broker)
        .map(|line| line.text)
        .collect()
}

#[test]
fn the_log_tells_the_courses_program_from_both_sides() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(4_000);
    let lines: Vec<String> = stage
        .take_log()
        .into_iter()
        .map(|line| {
            format!(
                "{} {} {}: {}",
                line.number, line.at.0, line.source, line.text
            )
        })
        .collect();
    let persistent = "persistent in a durable queue, so a restart brings it back";
    assert_eq!(
        lines,
        [
            "1 0 broker: producer connected",
            "2 0 broker: consumer-1 connected",
            "3 0 broker: order_queue: declared by producer, new and empty",
            "4 0 broker: order_queue: declared by consumer-1; it exists, with 0 ready messages and 0 \
             consumers",
            "5 0 broker: order_queue: consumer-1 consumes, prefetch 1",
            "6 0 consumer-1: Waiting for orders...",
            "7 0 producer: Sent order: order_123",
            "8 0 producer: Sent order: order_124",
            &format!("9 0 broker: order_queue: order_123 ready at position 1; {persistent}"),
            "10 0 broker: order_queue: order_123 to consumer-1: the only consumer",
            "11 0 consumer-1: Processing order: order_123",
            &format!("12 0 broker: order_queue: order_124 ready at position 2; {persistent}"),
            "13 0 broker: all publishes up to 2 of producer confirmed: written to storage",
            "14 2000 consumer-1: Completed order: order_123",
            "15 2000 broker: order_queue: order_123 acked by consumer-1, and gone",
            "16 2000 broker: order_queue: order_124 to consumer-1: the only consumer",
            "17 2000 consumer-1: Processing order: order_124",
            "18 4000 consumer-1: Completed order: order_124",
            "19 4000 broker: order_queue: order_124 acked by consumer-1, and gone",
        ]
    );
}

#[test]
fn a_delivery_says_why_this_consumer_and_no_other() {
    let mut stage = Stage::course();
    stage.add_consumer(ConsumerSettings {
        sleep: Millis(500),
        ..ConsumerSettings::default()
    });
    stage.publish_orders(3);
    stage.wait(500);
    let said: Vec<String> = broker_lines(&mut stage)
        .into_iter()
        .filter(|line| line.contains(" to consumer-"))
        .collect();
    assert_eq!(
        said,
        [
            "order_queue: order_1 to consumer-1: its turn",
            "order_queue: order_2 to consumer-2: its turn",
            "order_queue: order_3 to consumer-2: consumer-1 already holds 1 of 1 allowed by its prefetch",
        ]
    );
    stage.ask(|clients, now| clients.crash(now, "consumer-2"));
    assert_eq!(
        broker_lines(&mut stage),
        [
            "order_queue: consumer-2 cancelled: its channel closed",
            "order_queue: order_3 requeued in place, at position 3, flagged redelivered: the channel of \
             consumer-2 closed",
            "the connection of consumer-2 broke: its process is gone",
        ]
    );
}

#[test]
fn what_a_hand_does_is_told_with_its_method() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| {
        settings.prefetch_count = 0;
        settings.acknowledgement = Acknowledgement::ByHand;
    });
    stage.publish_orders(3);
    broker_lines(&mut stage);
    for (tag, settlement) in [
        (1, Settlement::Ack),
        (2, Settlement::Drop),
        (3, Settlement::Requeue),
    ] {
        let tag = DeliveryTag(tag);
        stage.ask(|clients, now| clients.settle(now, "consumer-1", tag, settlement));
    }
    assert_eq!(
        broker_lines(&mut stage),
        [
            "order_queue: order_1 acked by consumer-1, and gone",
            "order_queue: order_2 dropped: consumer-1 sent basic.reject without requeue",
            "order_queue: order_3 requeued in place, at position 3, flagged redelivered: consumer-1 sent \
             basic.nack",
            "order_queue: order_3 to consumer-1, redelivered: the only consumer",
        ]
    );
    stage.ask(|clients, now| clients.ack_tag(now, "consumer-1", DeliveryTag(9), false));
    assert_eq!(
        broker_lines(&mut stage)[0],
        "the channel of consumer-1 is closed: 406 PRECONDITION_FAILED - unknown delivery tag 9"
    );
}

#[test]
fn a_restart_is_told_queue_by_queue() {
    let mut stage = Stage::producer_only();
    stage.publish_course_orders();
    let transient = PublishOrders {
        persistent: false,
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, transient));
    broker_lines(&mut stage);
    stage.restart();
    let said = broker_lines(&mut stage);
    assert_eq!(
        said[1],
        "started; order_queue is back with 2 messages, 0 of them flagged redelivered, without 1 transient \
         message that a restart loses"
    );
}

#[test]
fn the_counts_add_up_whatever_happens() {
    let mut stage = Stage::course();
    let mut totals = Totals::default();
    let check = |stage: &mut Stage, totals: &mut Totals| {
        for event in std::mem::take(&mut stage.events) {
            totals.count(&event);
        }
        let (ready, unacked) = stage.counts();
        let gone = totals.acked + totals.dropped + totals.purged + totals.unroutable + totals.lost;
        assert_eq!(totals.published + totals.restored, ready + unacked + gone);
    };
    stage.publish_orders(20);
    check(&mut stage, &mut totals);
    stage.wait(3_000);
    stage.ask(|clients, now| clients.crash(now, "consumer-1"));
    check(&mut stage, &mut totals);
    stage.ask(|clients, now| clients.start(now, "consumer-1"));
    stage.change("consumer-1", |settings| settings.prefetch_count = 0);
    let transient = PublishOrders {
        persistent: false,
        count: 3,
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, transient));
    stage.wait(3_000);
    let held = stage.world.clients().consumers()[0].held().next();
    let tag = held.expect("it holds some").0.delivery_tag;
    stage.ask(|clients, now| clients.settle(now, "consumer-1", tag, Settlement::Drop));
    check(&mut stage, &mut totals);
    stage.restart();
    check(&mut stage, &mut totals);
    assert_eq!((totals.lost, totals.dropped), (3, 1));
    stage.ask(|clients, now| clients.stop(now, "consumer-1"));
    stage.publish_orders(5);
    stage
        .operate(delete_order_queue())
        .expect("it may be deleted");
    check(&mut stage, &mut totals);
    // Acks of what it still holds change nothing.
    stage.wait(60_000);
    check(&mut stage, &mut totals);
    stage.publish_orders(2);
    check(&mut stage, &mut totals);
    assert_eq!(totals.unroutable, 2);

    let mut stage = stage.reload();
    let mut totals = Totals::default();
    check(&mut stage, &mut totals);
    assert_eq!(totals.restored, 0);
}

#[test]
fn messages_from_before_a_reload_count_as_restored() {
    let mut stage = Stage::producer_only();
    stage.publish_orders(4);
    let mut stage = stage.reload();
    let mut totals = Totals::default();
    for event in std::mem::take(&mut stage.events) {
        totals.count(&event);
    }
    assert_eq!((totals.restored, totals.published), (4, 0));
    stage.restart();
    for event in std::mem::take(&mut stage.events) {
        totals.count(&event);
    }
    assert_eq!((totals.restored, totals.lost), (4, 0));
}

#[test]
fn a_queue_is_looked_at_through_a_window() {
    let mut stage = Stage::producer_only();
    stage.publish_orders(50);
    let look = |stage: &Stage, offset| {
        let windows = BTreeMap::from([(order_queue(), offset)]);
        let view = queues(stage.world.broker(), stage.world.clients(), &windows).remove(0);
        let first = view.window.first().map(|message| message.label.clone());
        assert_eq!(view.window.len(), WINDOW_MESSAGES);
        assert_eq!((view.ready, view.total(), view.consumers), (50, 50, 0));
        (view.window_offset, first.expect("a full window"))
    };
    assert_eq!(look(&stage, 0), (0, "order_1".to_owned()));
    assert_eq!(look(&stage, 7), (7, "order_8".to_owned()));
    assert_eq!(look(&stage, 1_000), (30, "order_31".to_owned()));
    // Looking takes nothing away and flags nothing.
    let head = &queues(
        stage.world.broker(),
        stage.world.clients(),
        &BTreeMap::new(),
    )[0]
    .window[0];
    assert!(!head.redelivered && head.persistent);
    assert_eq!(
        head.body,
        r#"{"id": "order_1", "user": "john", "total": 9.5}"#
    );
    assert_eq!(head.body_bytes, 47);
}

#[test]
fn a_queue_is_shown_with_who_holds_what_of_it() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| settings.prefetch_count = 2);
    stage.publish_orders(3);
    stage.wait(10);
    let view = queues(
        stage.world.broker(),
        stage.world.clients(),
        &BTreeMap::new(),
    )
    .remove(0);
    let held: Vec<_> = view
        .unacked_window
        .iter()
        .map(|unacked| {
            (
                &*unacked.message.label,
                &*unacked.holder,
                unacked.delivery_tag,
            )
        })
        .collect();
    assert_eq!(
        held,
        [
            ("order_1", "consumer-1", DeliveryTag(1)),
            ("order_2", "consumer-1", DeliveryTag(2)),
        ]
    );
    // What is left of a deleted queue is no message of the one that has its name now.
    stage.operate(delete_order_queue()).expect("it may go");
    stage.publish_orders(1);
    let views = queues(
        stage.world.broker(),
        stage.world.clients(),
        &BTreeMap::new(),
    );
    assert!(views.iter().all(|queue| queue.unacked_window.is_empty()));
}

#[test]
fn a_consumer_is_shown_with_what_it_holds() {
    let mut stage = Stage::course();
    stage.change("consumer-1", |settings| settings.prefetch_count = 0);
    stage.publish_orders(30);
    stage.wait(3_000);
    let view = consumers(stage.world.clients()).remove(0);
    assert_eq!(view.state, ConsumerState::Consuming);
    assert_eq!((view.held_count, view.completed, view.backlog), (29, 1, 0));
    assert_eq!(view.held.len(), HELD_MESSAGES);
    let first = &view.held[0];
    assert_eq!(first.message.label, "order_2");
    assert_eq!(first.held_since + Millis(3_000), stage.now);
    assert_eq!(first.done_at, Some(stage.now + Millis(1_000)));
    assert_eq!(view.held[1].done_at, None);
    let view = producer(stage.world.clients());
    assert_eq!(
        (&*view.name, view.published, view.confirmed),
        ("producer", 30, 30)
    );
    assert_eq!(view.job, None);
}

#[test]
fn hostile_names_and_bodies_stay_in_their_line() {
    let mut stage = Stage::course();
    let publish = PublishOrders {
        content: Content::Raw("\u{1b}[2J\n\u{202e}backwards\0".to_owned()),
        ..PublishOrders::as_the_course_does(order_1())
    };
    stage.ask(|clients, now| clients.publish(now, publish));
    stage.add_consumer(ConsumerSettings {
        queue: QueueName::new("no\nsuch\u{7}queue").unwrap(),
        ..ConsumerSettings::default()
    });
    for line in stage.take_log() {
        assert!(!line.text.contains(char::is_control), "{:?}", line.text);
    }
}
