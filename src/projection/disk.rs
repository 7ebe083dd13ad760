//! The disk: rows on their way to the store, and the confirms that leave because they are there.
//!
//! A change waits, is in a transaction, and is on disk when the store says that the transaction has
//! completed. One transaction is under way at a time. Only the latest rows and transactions are
//! remembered; of all others there are counts.

use std::collections::{BTreeMap, VecDeque};

use super::view::{
    ConfirmView, DiskView, Durability, DurabilityCost, RowChange, RowChangeKind, TransactionState,
    TransactionView,
};

/// The latest transactions, and what they took.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Newest first; the first may be under way.
    transactions: VecDeque<TransactionView>,
    last_transaction: u64,
    last_change: u64,
    completed: u64,
    costs: BTreeMap<Durability, VecDeque<u64>>,
}

/// A row that is being written or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowWrite {
    /// The object store.
    pub store: String,
    /// The row's key, as text.
    pub key: String,
    /// What happens to it, as text.
    pub summary: String,
    /// Written or removed.
    pub kind: RowChangeKind,
}

impl Disk {
    /// A transaction begins with these changes, of which `row` says what each does.
    pub fn begin<T>(
        &mut self,
        durability: Durability,
        changes: impl ExactSizeIterator<Item = T>,
        row: impl Fn(T) -> RowWrite,
    ) {
        self.last_transaction += 1;
        let rows = changes.len() as u64;
        let shown = numbered(self.last_change, changes, row, TRANSACTION_CHANGES_MAX);
        self.last_change += rows;
        self.transactions.push_front(TransactionView {
            number: self.last_transaction,
            rows,
            changes: shown,
            durability,
            state: TransactionState::Writing,
            confirms: Vec::new(),
            confirmed: 0,
        });
        self.transactions.truncate(TRANSACTIONS_MAX);
    }

    /// The transaction under way has completed.
    pub fn complete(&mut self, took_us: u64) {
        self.completed += 1;
        let transaction = self.under_way();
        transaction.state = TransactionState::OnDisk { took_us };
        let durability = transaction.durability;
        self.measured(durability, took_us);
    }

    /// The transaction under way has failed: its rows are as they were, its changes wait again.
    pub fn fail(&mut self, reason: String) {
        self.under_way().state = TransactionState::Failed { reason };
    }

    /// These confirms, of so many publishes, leave because the transaction has completed that was
    /// under way last.
    pub fn confirm(&mut self, mut confirms: Vec<ConfirmView>, publishes: u64) {
        confirms.truncate(CONFIRMS_MAX);
        let transaction = self.under_way();
        transaction.confirms = confirms;
        transaction.confirmed = publishes;
    }

    /// Takes in what one transaction took.
    pub fn measured(&mut self, durability: Durability, took_us: u64) {
        let measured = self.costs.entry(durability).or_default();
        measured.push_back(took_us);
        if measured.len() > MEASURED_MAX {
            measured.pop_front();
        }
    }

    /// What the page shows, with the changes that wait; what the host alone knows is left at its
    /// default.
    #[must_use]
    pub fn view<T>(
        &self,
        waiting: impl ExactSizeIterator<Item = T>,
        row: impl Fn(T) -> RowWrite,
    ) -> DiskView {
        DiskView {
            waiting: waiting.len() as u64,
            waiting_changes: numbered(self.last_change, waiting, row, WAITING_CHANGES_MAX),
            transactions: self.transactions.iter().cloned().collect(),
            completed: self.completed,
            costs: self.costs.iter().map(cost).collect(),
            ..DiskView::default()
        }
    }

    fn under_way(&mut self) -> &mut TransactionView {
        self.transactions
            .front_mut()
            .expect("a transaction ends that was begun")
    }
}

/// The latest changes, newest first, numbered on from the last one. The others are never seen.
fn numbered<T>(
    last: u64,
    changes: impl ExactSizeIterator<Item = T>,
    row: impl Fn(T) -> RowWrite,
    shown_max: usize,
) -> Vec<RowChange> {
    let unseen = changes.len().saturating_sub(shown_max);
    let numbers = last + unseen as u64 + 1..;
    let mut shown: Vec<RowChange> = numbers
        .zip(changes.skip(unseen).map(row))
        .map(|(number, row)| RowChange {
            number,
            store: row.store,
            key: row.key,
            summary: row.summary,
            kind: row.kind,
        })
        .collect();
    shown.reverse();
    shown
}

fn cost((&durability, took_us): (&Durability, &VecDeque<u64>)) -> DurabilityCost {
    let mut sorted: Vec<u64> = took_us.iter().copied().collect();
    sorted.sort_unstable();
    DurabilityCost {
        durability,
        transactions: sorted.len() as u64,
        median_us: sorted.get(sorted.len() / 2).copied().unwrap_or(0),
    }
}

/// Transactions that the page shows.
const TRANSACTIONS_MAX: usize = 12;

/// Rows that it shows of each.
const TRANSACTION_CHANGES_MAX: usize = 8;

/// Changes that it shows of those that wait.
const WAITING_CHANGES_MAX: usize = 8;

/// Confirms that it shows of a transaction.
const CONFIRMS_MAX: usize = 3;

/// Transactions of one durability of which a median is taken.
const MEASURED_MAX: usize = 101;

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: usize) -> RowWrite {
        RowWrite {
            store: "messages".to_owned(),
            key: key.to_string(),
            summary: format!("order_{key}"),
            kind: RowChangeKind::Written,
        }
    }

    fn begin(disk: &mut Disk, keys: std::ops::Range<usize>) {
        disk.begin(Durability::Relaxed, keys, row);
    }

    fn states(disk: &Disk) -> Vec<(u64, TransactionState)> {
        let transactions = disk.view(0..0, row).transactions;
        transactions
            .into_iter()
            .map(|transaction| (transaction.number, transaction.state))
            .collect()
    }

    #[test]
    fn a_change_waits_is_in_a_transaction_and_is_on_disk() {
        let mut disk = Disk::default();
        let view = disk.view(0..2, row);
        assert_eq!((view.waiting, view.completed), (2, 0));
        assert_eq!(view.waiting_changes[0].summary, "order_1");
        begin(&mut disk, 0..2);
        assert_eq!(states(&disk), [(1, TransactionState::Writing)]);
        disk.complete(1_500);
        assert_eq!(
            states(&disk),
            [(1, TransactionState::OnDisk { took_us: 1_500 })]
        );
        assert_eq!(disk.view(0..0, row).completed, 1);
    }

    #[test]
    fn a_failed_transaction_is_shown_as_such_and_counts_for_nothing() {
        let mut disk = Disk::default();
        begin(&mut disk, 0..1);
        disk.fail("no room".to_owned());
        let view = disk.view(0..1, row);
        assert_eq!((view.completed, view.costs.len()), (0, 0));
        let reason = "no room".to_owned();
        assert_eq!(
            view.transactions[0].state,
            TransactionState::Failed { reason }
        );
    }

    #[test]
    fn a_confirm_stands_with_the_transaction_that_released_it() {
        let mut disk = Disk::default();
        begin(&mut disk, 0..1);
        disk.complete(1);
        let confirm = ConfirmView {
            publisher: "producer".to_owned(),
            publish_seq: 3,
            multiple: true,
        };
        disk.confirm(vec![confirm.clone()], 3);
        begin(&mut disk, 1..2);
        let transactions = disk.view(0..0, row).transactions;
        assert_eq!(
            (&transactions[1].confirms, transactions[1].confirmed),
            (&vec![confirm], 3)
        );
        assert_eq!(transactions[0].confirmed, 0);
    }

    #[test]
    fn what_a_durability_costs_is_the_median_of_its_latest_transactions() {
        let mut disk = Disk::default();
        for took_us in [900, 10, 30, 20, 40] {
            disk.measured(Durability::Strict, took_us);
        }
        let costs = disk.view(0..0, row).costs;
        assert_eq!(
            costs,
            [DurabilityCost {
                durability: Durability::Strict,
                transactions: 5,
                median_us: 30
            }]
        );
    }

    #[test]
    fn only_the_latest_rows_are_shown_and_their_numbers_go_on() {
        let mut disk = Disk::default();
        begin(&mut disk, 0..1000);
        let view = disk.view(1000..1002, row);
        let transaction = &view.transactions[0];
        assert_eq!(
            (transaction.rows, transaction.changes.len()),
            (1000, TRANSACTION_CHANGES_MAX)
        );
        assert_eq!(
            (transaction.changes[0].number, &*transaction.changes[0].key),
            (1000, "999")
        );
        assert_eq!(view.waiting_changes[0].number, 1002);
    }
}
