//! What is kept when, what a confirm waits for, and what a reload brings back.

use leveret::{
    broker::{DeliveryTag, Millis, QueueName, ReplyCode, Timestamp},
    host::Refused,
    projection::{LogKind, StartKind, StorageState, TransactionState},
    simulation::{Acknowledgement, ConsumerSettings},
    storage::{Change, ClientKind, ClientRow, Durability, Loaded, MemoryStore, Store},
    worker::message::Call,
};

use crate::page::{Page, at_once};

#[test]
fn a_first_visit_opens_on_the_courses_set_up() {
    let mut page = Page::open();
    let view = page.view();
    assert_eq!(view.storage, StorageState::Saved);
    assert_eq!(view.start.kind, StartKind::Fresh);
    assert_eq!(view.queues.len(), 1);
    assert_eq!(view.queues[0].name.as_str(), "order_queue");
    assert!(view.queues[0].durable);
    assert_eq!(view.consumers.len(), 1);
    assert_eq!(view.consumers[0].settings, ConsumerSettings::default());
}

#[test]
fn an_order_is_confirmed_when_its_transaction_has_completed_and_not_before() {
    let mut page = Page::open();
    page.settle();
    page.call(Call::PublishCourseOrders).unwrap();
    assert_eq!(page.view().producer.published, 2);
    let batch = page.begin_write().unwrap();
    let view = page.view();
    assert_eq!(view.producer.confirmed, 0);
    assert_eq!(view.disk.transactions[0].state, TransactionState::Writing);
    page.finish_write(&batch);
    let view = page.view();
    assert_eq!(view.producer.confirmed, 2);
    assert_eq!(view.disk.waiting, 0);
    assert!(matches!(
        view.disk.transactions[0].state,
        TransactionState::OnDisk { .. }
    ));
}

#[test]
fn while_a_write_is_under_way_the_next_one_gathers() {
    let mut page = Page::open();
    page.settle();
    page.publish("order_1", true);
    let first = page.begin_write().unwrap();
    page.publish("order_2", true);
    assert_eq!(page.begin_write(), None);
    page.finish_write(&first);
    assert_eq!(page.view().producer.confirmed, 1);
    page.settle();
    assert_eq!(page.view().producer.confirmed, 2);
}

#[test]
fn a_reload_brings_back_what_was_durable_and_says_what_was_not() {
    let mut page = Page::open();
    page.call(Call::PublishCourseOrders).unwrap();
    page.publish("order_125", false);
    page.settle();
    let mut page = page.reload();
    let view = page.view();
    assert_eq!(view.start.kind, StartKind::Reload);
    assert_eq!(view.start.clients, 2);
    let report = &view.start.queues[0];
    assert_eq!(report.restored, 2);
    assert_eq!(report.redelivered, 1, "the consumer held order_123");
    assert_eq!(report.lost, 1, "order_125 was transient");
    let held = &view.consumers[0].held[0].message;
    assert_eq!((&*held.label, held.redelivered), ("order_123", true));
    let waiting = &view.queues[0].window[0];
    assert_eq!((&*waiting.label, waiting.redelivered), ("order_124", false));
}

#[test]
fn what_was_not_yet_written_is_lost_with_the_page_and_was_not_confirmed() {
    let mut page = Page::open();
    page.settle();
    page.stop_consumer();
    page.settle();
    page.publish("order_1", true);
    page.settle();
    page.publish("order_2", true);
    assert_eq!(page.view().producer.confirmed, 1);
    let mut page = page.reload();
    assert_eq!(page.view().queues[0].ready, 1);
}

#[test]
fn programs_come_back_as_they_were_set_and_left() {
    let mut page = Page::open();
    let settings = ConsumerSettings {
        prefetch_count: 5,
        acknowledgement: Acknowledgement::ByHand,
        ..ConsumerSettings::default()
    };
    page.call(Call::AddConsumer(settings.clone())).unwrap();
    page.stop_consumer();
    page.settle();
    let mut page = page.reload();
    let view = page.view();
    let names: Vec<_> = view
        .consumers
        .iter()
        .map(|consumer| &*consumer.name)
        .collect();
    assert_eq!(names, ["consumer-1", "consumer-2"]);
    assert_eq!(view.consumers[1].settings, settings);
    assert_eq!(view.queues[0].consumers, 1, "the stopped one stays stopped");
}

#[test]
fn a_reload_writes_nothing_that_is_there_already() {
    let mut page = Page::open();
    page.stop_consumer();
    page.settle();
    let mut page = page.reload();
    assert_eq!(page.begin_write(), None);
}

#[test]
fn a_program_that_cannot_be_read_is_named_and_its_row_left_alone() {
    let store = MemoryStore::default();
    let row = ClientRow {
        version: ClientRow::VERSION,
        name: "consumer-1".to_owned(),
        number: 1,
        kind: ClientKind::Consumer,
        queue: Some(QueueName::new("order_queue").unwrap()),
        prefetch_count: Some(1),
        sleep_ms: Some(u64::MAX),
        acknowledgement: None,
        on_failure: None,
        restart_after_ms: None,
        exclusive: None,
        priority: None,
        running: true,
        next_order_number: None,
    };
    at_once(store.write(&[Change::PutClient(row.clone())], Durability::Relaxed)).unwrap();
    let mut page = Page::reopen(store, Timestamp(0));
    let view = page.view();
    assert!(view.consumers.is_empty());
    assert_eq!(view.start.quarantined.len(), 1);
    assert_eq!(view.start.quarantined[0].key, "consumer-1");
    page.settle();
    let Loaded { clients, .. } = at_once(page.store.load(|_| ())).unwrap();
    assert!(clients.contains(&row));
}

#[test]
fn a_restart_in_the_page_reports_what_it_lost() {
    let mut page = Page::open();
    page.stop_consumer();
    page.publish("order_1", true);
    page.publish("order_2", false);
    page.settle();
    page.call(Call::RestartBroker).unwrap();
    let view = page.view();
    assert_eq!(view.start.kind, StartKind::Restart);
    assert_eq!(view.start.queues[0].restored, 1);
    assert_eq!(view.start.queues[0].lost, 1);
    assert_eq!(view.totals.lost, 1);
}

#[test]
fn an_ack_of_an_unknown_tag_is_refused_in_rabbitmqs_words() {
    let mut page = Page::open();
    let refused = page
        .call(Call::AckTag {
            name: "consumer-1".to_owned(),
            delivery_tag: DeliveryTag(99),
            multiple: false,
        })
        .unwrap_err();
    let Refused::Broker(exception) = refused else {
        panic!("the broker refuses, not {refused:?}");
    };
    assert_eq!(exception.code, ReplyCode::PreconditionFailed);
    assert_eq!(
        exception.to_string(),
        "PRECONDITION_FAILED - unknown delivery tag 99"
    );
}

#[test]
fn the_courses_lines_come_out_in_their_order_and_time() {
    let mut page = Page::open();
    let started = page.now;
    page.call(Call::PublishCourseOrders).unwrap();
    for _ in 0..5 {
        page.pass(Millis(1_000));
    }
    let lines: Vec<(u64, String)> = page
        .view()
        .log
        .into_iter()
        .filter(|line| line.kind == LogKind::Program)
        .map(|line| ((line.at - started).0, line.text))
        .collect();
    let said = |at: u64, text: &str| assert!(lines.contains(&(at, text.to_owned())), "{lines:?}");
    said(0, "Waiting for orders...");
    said(0, "Sent order: order_123");
    said(0, "Processing order: order_123");
    said(2_000, "Completed order: order_123");
    said(4_000, "Completed order: order_124");
}
