//! The disk as it can be watched, and how it is set.

use leveret::{
    broker::Millis,
    host::Refused,
    projection::{ConfirmView, Durability, TransactionState},
    storage,
    worker::message::Call,
};

use crate::page::{Page, WRITE_TOOK_US};

#[test]
fn a_transaction_shows_the_confirms_that_it_releases() {
    let mut page = Page::open();
    page.stop_consumer();
    page.settle();
    page.call(Call::PublishCourseOrders).unwrap();
    let view = page.view();
    assert_eq!((view.disk.waiting, view.disk.waiting_changes.len()), (2, 2));
    let batch = page.begin_write().unwrap();
    assert_eq!(page.view().disk.waiting, 0);
    page.finish_write(&batch);

    let disk = page.view().disk;
    let transaction = &disk.transactions[0];
    let took_us = WRITE_TOOK_US;
    assert_eq!(transaction.state, TransactionState::OnDisk { took_us });
    assert_eq!(transaction.rows, 2);
    let both = ConfirmView {
        publisher: "producer".to_owned(),
        publish_seq: 2,
        multiple: true,
    };
    assert_eq!(
        (&transaction.confirms, transaction.confirmed),
        (&vec![both], 2)
    );
    assert_eq!(disk.costs[0].median_us, WRITE_TOOK_US);
}

#[test]
fn changes_wait_as_long_as_they_are_told_to() {
    let mut page = Page::open();
    page.settle();
    page.call(Call::SetWriteDelay(Millis(3_000))).unwrap();
    page.publish("order_1", true);
    assert_eq!(page.begin_write(), None);
    let due = page.now + Millis(3_000);
    assert_eq!(page.view().disk.write_delay, Millis(3_000));
    page.now = page.now + Millis(1_000);
    page.host.advance(page.now);
    assert_eq!(page.begin_write(), None, "the oldest waits, not the latest");
    page.now = due;
    page.host.advance(page.now);
    let batch = page.begin_write().unwrap();
    page.finish_write(&batch);
    assert_eq!(page.view().producer.confirmed, 1);
}

#[test]
fn a_delay_that_nobody_would_watch_is_refused() {
    let mut page = Page::open();
    let refused = page.call(Call::SetWriteDelay(Millis(10_001)));
    assert!(matches!(refused, Err(Refused::WriteDelay { .. })));
    assert_eq!(page.view().disk.write_delay, Millis(0));
}

#[test]
fn durability_is_kept_over_a_reload() {
    let mut page = Page::open();
    page.settle();
    page.call(Call::SetDurability(Durability::Strict)).unwrap();
    let batch = page.begin_write().unwrap();
    assert_eq!(batch.durability, storage::Durability::Strict);
    page.finish_write(&batch);
    let mut page = page.reload();
    assert_eq!(page.view().disk.durability, Durability::Strict);
    page.call(Call::SetDurability(Durability::Strict)).unwrap();
    page.settle();
    page.call(Call::SetDurability(Durability::Strict)).unwrap();
    assert_eq!(page.begin_write(), None, "nothing has changed");
}
