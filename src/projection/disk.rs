//! The disk: rows on their way to the store.
//!
//! One transaction is under way at a time. Its rows are shown as being written, and as done when
//! the store says that it has completed; only the latest rows are remembered.

use std::collections::VecDeque;

use super::view::{DiskView, RowChange, RowChangeKind};

/// The latest rows, and how many transactions there were.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Newest first.
    changes: VecDeque<RowChange>,
    last_number: u64,
    /// Rows of the transaction under way.
    writing: u64,
    transactions: u64,
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
        changes: impl ExactSizeIterator<Item = T>,
        row: impl Fn(T) -> RowWrite,
    ) {
        let count = changes.len();
        self.writing = count as u64;
        self.last_number += self.writing;
        // Of a large transaction the rest is never seen.
        let unseen = count.saturating_sub(CHANGES_MAX);
        let first_number = self.last_number - self.writing + unseen as u64 + 1;
        for (number, row) in (first_number..).zip(changes.skip(unseen).map(row)) {
            self.changes.push_front(RowChange {
                number,
                store: row.store,
                key: row.key,
                summary: row.summary,
                kind: row.kind,
                done: false,
            });
        }
        self.changes.truncate(CHANGES_MAX);
    }

    /// The transaction under way has completed.
    pub fn complete(&mut self) {
        self.writing = 0;
        self.transactions += 1;
        for change in &mut self.changes {
            change.done = true;
        }
    }

    /// The transaction under way has failed: its rows are as they were.
    pub fn fail(&mut self) {
        self.writing = 0;
        self.changes.retain(|change| change.done);
    }

    /// What the page shows; `gathered` changes wait for the next transaction.
    #[must_use]
    pub fn view(&self, gathered: usize) -> DiskView {
        DiskView {
            waiting: self.writing + gathered as u64,
            transactions: self.transactions,
            changes: self.changes.iter().cloned().collect(),
        }
    }
}

/// Rows that the page shows.
const CHANGES_MAX: usize = 50;

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

    fn shown(disk: &Disk) -> Vec<(u64, bool)> {
        let changes = disk.view(0).changes;
        changes
            .iter()
            .map(|change| (change.number, change.done))
            .collect()
    }

    #[test]
    fn rows_are_done_when_their_transaction_has_completed() {
        let mut disk = Disk::default();
        disk.begin(0..2, row);
        assert_eq!(shown(&disk), [(2, false), (1, false)]);
        assert_eq!(disk.view(3).waiting, 5);
        disk.complete();
        disk.begin(2..3, row);
        assert_eq!(shown(&disk), [(3, false), (2, true), (1, true)]);
        assert_eq!(disk.view(0).transactions, 1);
    }

    #[test]
    fn rows_of_a_failed_transaction_are_not_shown_as_kept() {
        let mut disk = Disk::default();
        disk.begin(0..1, row);
        disk.complete();
        disk.begin(1..3, row);
        disk.fail();
        assert_eq!(shown(&disk), [(1, true)]);
        assert_eq!(disk.view(0).waiting, 0);
        assert_eq!(disk.view(0).transactions, 1);
    }

    #[test]
    fn only_the_latest_rows_are_shown() {
        let mut disk = Disk::default();
        disk.begin(0..1000, row);
        let view = disk.view(0);
        assert_eq!(view.waiting, 1000);
        assert_eq!(view.changes.len(), CHANGES_MAX);
        let (first, last) = (&view.changes[0], &view.changes[CHANGES_MAX - 1]);
        assert_eq!((first.number, &*first.key), (1000, "999"));
        assert_eq!((last.number, &*last.key), (951, "950"));
    }
}
