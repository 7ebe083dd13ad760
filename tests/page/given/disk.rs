//! A disk with something on every station.

use std::rc::Rc;

use leveret::{
    broker::Millis,
    projection::{
        ConfirmView, DiskView, Durability, DurabilityCost, RowChange, RowChangeKind,
        TransactionState, TransactionView,
    },
    ui::components::storage::DiskLaneProps,
};
use yew::Callback;

pub(crate) fn change(number: u64, summary: &str) -> RowChange {
    RowChange {
        number,
        store: "messages".to_owned(),
        key: format!("[order_queue, {number}]"),
        summary: summary.to_owned(),
        kind: RowChangeKind::Written,
    }
}

pub(crate) fn transaction(number: u64, state: TransactionState) -> TransactionView {
    TransactionView {
        number,
        rows: 1,
        changes: vec![change(number * 100, &format!("order_{number}"))],
        durability: Durability::Relaxed,
        state,
        confirms: Vec::new(),
        confirmed: 0,
    }
}

/// One change waits, transaction 3 is being written, 2 has failed, 1 is on disk and released a
/// confirm.
pub(crate) fn busy_disk() -> DiskView {
    let reason = "there is no room".to_owned();
    let on_disk = TransactionView {
        rows: 1000,
        confirms: vec![ConfirmView {
            publisher: "producer".to_owned(),
            publish_seq: 3,
            multiple: true,
        }],
        confirmed: 3,
        ..transaction(1, TransactionState::OnDisk { took_us: 2140 })
    };
    DiskView {
        waiting: 1,
        waiting_changes: vec![change(9, "order_9")],
        transactions: vec![
            transaction(3, TransactionState::Writing),
            transaction(2, TransactionState::Failed { reason }),
            on_disk,
        ],
        completed: 1,
        costs: vec![DurabilityCost {
            durability: Durability::Relaxed,
            transactions: 101,
            median_us: 2140,
        }],
        write_delay: Millis(1000),
        ..DiskView::default()
    }
}

pub(crate) fn lane(disk: DiskView) -> DiskLaneProps {
    DiskLaneProps {
        disk: Rc::new(disk),
        refusal: None,
        on_delay: Callback::noop(),
    }
}
