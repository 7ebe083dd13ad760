//! The course's two programs, line by line.

use leveret::broker::{Happening, Kept, RoutingKey};

use crate::stage::Stage;

#[test]
fn the_courses_lines_at_the_courses_times() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.wait(10_000);
    assert_eq!(
        stage.trace(),
        [
            "0.000 consumer-1: Waiting for orders...",
            "0.000 producer: Sent order: order_123",
            "0.000 producer: Sent order: order_124",
            "0.000 consumer-1: Processing order: order_123",
            "2.000 consumer-1: Completed order: order_123",
            "2.000 consumer-1: Processing order: order_124",
            "4.000 consumer-1: Completed order: order_124",
        ]
    );
    assert_eq!(stage.counts(), (0, 0));
    assert_eq!(stage.store_message_count(), 0);
}

#[test]
fn the_courses_messages_byte_for_byte() {
    let mut stage = Stage::producer_only();
    stage.publish_course_orders();
    let enqueued: Vec<_> = stage
        .events
        .iter()
        .filter_map(|event| {
            let Happening::Enqueued { message, kept, .. } = &event.what else {
                return None;
            };
            Some((message, *kept))
        })
        .collect();
    let bodies: Vec<&str> = enqueued
        .iter()
        .map(|(message, _)| std::str::from_utf8(&message.body).expect("text"))
        .collect();
    assert_eq!(
        bodies,
        [
            r#"{"id": "order_123", "user": "john", "total": 99.99}"#,
            r#"{"id": "order_124", "user": "jane", "total": 149.5}"#,
        ]
    );
    for (message, kept) in enqueued {
        assert_eq!(message.exchange.as_str(), "");
        assert_eq!(message.routing_key, RoutingKey::new("order_queue").unwrap());
        assert_eq!(message.properties.delivery_mode, Some(2));
        assert_eq!(kept, Kept::Yes);
    }
    let producer = stage.world.clients().producer();
    assert_eq!((producer.published(), producer.confirmed()), (2, 2));
}

#[test]
fn a_host_that_wakes_late_sees_the_same_lines_at_the_same_times() {
    let mut stage = Stage::course();
    stage.publish_course_orders();
    stage.skip();
    stage.oversleep(60_000);
    assert_eq!(
        stage.trace(),
        [
            "2.000 consumer-1: Completed order: order_123",
            "2.000 consumer-1: Processing order: order_124",
            "4.000 consumer-1: Completed order: order_124",
        ]
    );
}

#[test]
fn a_second_run_gives_the_same_events() {
    let run = || {
        let mut stage = Stage::course();
        stage.publish_course_orders();
        stage.publish_orders(30);
        stage.wait(5_000);
        stage.ask(|clients, now| clients.crash(now, "consumer-1"));
        stage.ask(|clients, now| clients.start(now, "consumer-1"));
        stage.wait(60_000);
        (stage.trace(), std::mem::take(&mut stage.events))
    };
    assert_eq!(run(), run());
}
