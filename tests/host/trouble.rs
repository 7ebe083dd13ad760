//! A store that takes nothing: nothing is confirmed, nothing is lost, and it is tried again.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{FieldValue, Method, Millis, QueueDeclare, QueueName, ShortString, Table},
    host::Refused,
    projection::{QueueView, StorageState},
    storage::{Change, StoreError},
    worker::message::{Call, ConsumerAction, Topology},
};

use crate::page::Page;

fn full() -> StoreError {
    StoreError::Full {
        reason: "QuotaExceededError".to_owned(),
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable {
        reason: "it did not open again in time".to_owned(),
    }
}

/// A page without a consumer whose write of one order has just failed.
fn after_failure(error: &StoreError) -> Page {
    let mut page = Page::open();
    page.stop_consumer();
    page.settle();
    page.publish("order_1", true);
    page.begin_write().unwrap();
    page.fail_write(error);
    page
}

fn is_blocked(page: &mut Page) -> bool {
    page.view().producer.blocked
}

#[test]
fn a_batch_that_failed_is_written_again_before_what_came_after_it() {
    let mut page = after_failure(&closed());
    let view = page.view();
    assert_eq!(view.producer.confirmed, 0);
    let reason = closed().to_string();
    assert_eq!(view.storage, StorageState::Interrupted { reason });
    page.publish("order_2", true);
    assert_eq!(page.begin_write(), None, "it is given time to come back");
    page.now = page.host.wake_at().unwrap();
    let batch = page.begin_write().unwrap();
    let labels: Vec<u64> = batch.changes.iter().filter_map(position).collect();
    assert_eq!(labels, [1, 2]);
    page.finish_write(&batch);
    let view = page.view();
    assert_eq!(
        (view.producer.confirmed, view.storage),
        (2, StorageState::Saved)
    );
    assert_eq!(page.reload().view().queues[0].ready, 2);
}

fn position(change: &Change) -> Option<u64> {
    if let Change::PutMessage { message, .. } = change {
        Some(message.position.0)
    } else {
        None
    }
}

#[test]
fn the_pause_grows_with_each_failure_and_a_person_can_cut_it_short() {
    let mut page = after_failure(&closed());
    let mut pauses = Vec::new();
    for _ in 0..7 {
        let due = page.host.wake_at().unwrap();
        pauses.push((due - page.now).0);
        page.now = due;
        page.begin_write().unwrap();
        page.fail_write(&closed());
    }
    assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    assert_eq!(page.begin_write(), None);
    page.call(Call::RetryStorage).unwrap();
    let batch = page.begin_write().unwrap();
    page.finish_write(&batch);
    assert_eq!(page.view().producer.confirmed, 1);
}

#[test]
fn a_full_store_is_the_disk_alarm_and_the_next_write_that_succeeds_ends_it() {
    let mut page = after_failure(&full());
    let reason = full().to_string();
    assert_eq!(page.view().storage, StorageState::Full { reason });
    // As RabbitMQ has it, the first publish after the alarm is still taken.
    page.publish("order_2", true);
    assert!(is_blocked(&mut page));
    page.publish("order_3", true);
    assert_eq!(page.view().producer.published, 2);
    page.now = page.host.wake_at().unwrap();
    page.settle();
    assert!(!is_blocked(&mut page));
    page.pass(Millis(10));
    let view = page.view();
    assert_eq!((view.producer.published, view.producer.confirmed), (3, 3));
}

#[test]
fn while_it_is_full_acks_are_written_ahead_so_that_room_can_come() {
    let mut page = Page::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.settle();
    page.publish("order_3", true);
    page.begin_write().unwrap();
    page.fail_write(&full());
    page.now = page.now + Millis(2_000);
    page.host.advance(page.now);
    assert_eq!(page.view().totals.acked, 1, "the consumer goes on");

    let batch = page.begin_write().unwrap();
    assert!(
        matches!(&batch.changes[..], [Change::DeleteMessage { position, .. }] if position.0 == 1),
        "{batch:?}"
    );
    page.finish_write(&batch);
    // Now that there may be room, everything is tried at once.
    let batch = page.begin_write().unwrap();
    assert!(
        batch
            .changes
            .iter()
            .filter_map(position)
            .any(|put| put == 3)
    );
    page.finish_write(&batch);
    assert_eq!(page.view().producer.confirmed, 3);
}

#[test]
fn removals_that_bring_no_room_are_not_written_over_and_over() {
    let mut page = after_failure(&full());
    page.call(Call::Topology(Topology::PurgeQueue {
        queue: queue("order_queue"),
    }))
    .unwrap();
    let removals = page.begin_write().unwrap();
    page.finish_write(&removals);
    let everything = page.begin_write().unwrap();
    assert_ne!(everything, removals);
    page.fail_write(&full());
    assert_eq!(page.begin_write(), None);
}

#[test]
fn a_removal_makes_the_pause_short_again() {
    let mut page = after_failure(&full());
    for _ in 0..4 {
        page.now = page.host.wake_at().unwrap();
        page.begin_write().unwrap();
        page.fail_write(&full());
    }
    page.call(Call::Topology(Topology::PurgeQueue {
        queue: queue("order_queue"),
    }))
    .unwrap();
    let removals = page.begin_write().unwrap();
    page.finish_write(&removals);
    page.begin_write().unwrap();
    page.fail_write(&full());
    let due = page.host.wake_at().unwrap();
    assert_eq!(
        due - page.now,
        Millis(1_000),
        "the room may not be counted yet"
    );
}

#[test]
fn a_store_that_refuses_even_removals_is_given_time() {
    let mut page = after_failure(&full());
    let due = page.host.wake_at();
    page.call(Call::Topology(Topology::PurgeQueue {
        queue: queue("order_queue"),
    }))
    .unwrap();
    page.begin_write().unwrap();
    page.fail_write(&full());
    assert_eq!(page.begin_write(), None);
    assert_eq!(page.host.wake_at(), due);
    page.now = due.unwrap();
    page.settle();
    assert_eq!(page.view().storage, StorageState::Saved);
}

#[test]
fn a_write_that_ends_after_a_take_over_confirms_nothing() {
    let mut page = Page::open();
    page.settle();
    page.publish("order_1", true);
    let batch = page.begin_write().unwrap();
    page.host.taken_over();
    let then = page.now;
    page.now = page.now + Millis(3_000);
    page.finish_write(&batch);
    let view = page.view();
    assert_eq!(view.producer.confirmed, 0);
    assert_eq!(view.now, then, "its clock stands still");
}

#[test]
fn a_database_that_turns_out_to_be_another_tabs_is_not_asked_again() {
    let mut page = after_failure(&StoreError::TakenOver);
    assert_eq!(page.view().storage, StorageState::TakenOver);
    assert_eq!(page.host.wake_at(), None);
}

#[test]
fn a_database_that_is_gone_is_not_asked_again_and_nothing_is_confirmed() {
    let gone = StoreError::Gone {
        reason: "its data was deleted".to_owned(),
    };
    let mut page = after_failure(&gone);
    let reason = gone.to_string();
    assert_eq!(page.view().storage, StorageState::Gone { reason });
    page.pass(Millis(60_000));
    page.call(Call::RetryStorage).unwrap();
    assert_eq!(page.begin_write(), None);
    page.publish("order_2", true);
    let view = page.view();
    assert_eq!((view.producer.published, view.producer.confirmed), (2, 0));
}

#[test]
fn a_dead_letter_is_never_written_by_halves() {
    let mut page = Page::open();
    page.stop_consumer();
    declare(&mut page, "dead", Table::default());
    let arguments = [
        ("x-message-ttl", FieldValue::Int(1_000)),
        ("x-dead-letter-exchange", FieldValue::text("")),
        ("x-dead-letter-routing-key", FieldValue::text("dead")),
    ]
    .map(|(name, value)| (ShortString::of(name), value));
    declare(&mut page, "late", Table(arguments.into()));
    page.publish_to("late", "order_1");
    page.settle();
    page.publish("order_2", true);
    page.begin_write().unwrap();
    page.fail_write(&full());

    page.now = page.now + Millis(1_000);
    page.host.advance(page.now);
    assert_eq!(page.view().totals.dead_lettered, 1);
    let batch = page.begin_write().unwrap();
    let rows = batch.changes.iter().filter(|change| {
        matches!(
            change,
            Change::PutMessage { .. } | Change::DeleteMessage { .. }
        )
    });
    assert_eq!(rows.count(), 3, "its removal stands beside its new place");
    page.finish_write(&batch);
    let view = page.reload().view();
    let total = |name: &str| {
        let queue = view.queues.iter().find(|queue| queue.name.as_str() == name);
        queue.map(QueueView::total)
    };
    assert_eq!((total("dead"), total("late")), (Some(1), Some(0)));
}

fn queue(name: &str) -> QueueName {
    QueueName::new(name).unwrap()
}

fn declare(page: &mut Page, name: &str, arguments: Table) {
    let declare = QueueDeclare {
        queue: queue(name),
        passive: false,
        durable: true,
        exclusive: false,
        auto_delete: false,
        arguments,
    };
    page.host
        .operate(page.now, Method::QueueDeclare(declare))
        .unwrap();
}

#[test]
fn a_purge_makes_a_full_store_want_no_room_any_more() {
    let mut page = after_failure(&full());
    page.call(Call::Topology(Topology::PurgeQueue {
        queue: queue("order_queue"),
    }))
    .unwrap();
    let batch = page.begin_write().unwrap();
    assert!(matches!(&batch.changes[..], [Change::DeleteMessage { .. }]));
    page.finish_write(&batch);
    page.settle();
    assert_eq!(page.view().storage, StorageState::Saved);
    assert_eq!(page.reload().view().queues[0].total(), 0);
}

#[test]
fn little_room_is_the_disk_alarm_before_the_store_is_full() {
    let mut page = Page::open();
    page.settle();
    page.host.note_room(page.now, 9_500_000, 10_000_000);
    page.publish("order_1", true);
    assert!(is_blocked(&mut page));
    assert!(page.host.is_short_of_room());
    let reason =
        "Of the 10000000 bytes that the browser gives this page, 500000 are left.".to_owned();
    assert_eq!(page.view().storage, StorageState::Full { reason });
    page.host.note_room(page.now, 2_000_000, 10_000_000);
    assert!(!is_blocked(&mut page));
    assert!(!page.host.is_short_of_room());
    assert_eq!(page.view().storage, StorageState::Saved);
}

#[test]
fn a_broker_that_another_tab_has_taken_over_can_only_be_looked_at() {
    let mut page = Page::open();
    page.settle();
    page.publish("order_1", true);
    page.host.taken_over();
    assert_eq!(page.begin_write(), None);
    assert_eq!(page.host.wake_at(), None);
    page.pass(Millis(5_000));
    let view = page.view();
    assert_eq!(view.storage, StorageState::TakenOver);
    assert_eq!(view.producer.confirmed, 0);
    for call in [
        Call::PublishCourseOrders,
        Call::RestartBroker,
        Call::Topology(Topology::PurgeQueue {
            queue: queue("order_queue"),
        }),
        Call::Consumer {
            name: "consumer-1".to_owned(),
            action: ConsumerAction::Stop,
        },
    ] {
        assert_eq!(page.call(call), Err(Refused::TakenOver));
    }
}
