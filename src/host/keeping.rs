//! Keeping: what a turn changed becomes one batch for the store.
//!
//! Three things are kept: the broker's records; the page's programs; and the census of what a
//! restart would lose, without which nobody could say after a reload what is missing. While one
//! batch is being written the next gathers. After a write that failed nothing is written any more,
//! and so nothing is confirmed.

use std::collections::BTreeMap;

use crate::{
    broker::{QueueStatus, Record, RecordSeq},
    storage::{Change, ClientRow, QueueCensus},
};

/// What is to be written, is being written, and was written last.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    gathered: Vec<Change>,
    /// The last record among what is gathered, or was gathered before.
    last_record: RecordSeq,
    /// The last record of the batch under way.
    writing: Option<RecordSeq>,
    has_failed: bool,
    census: Vec<QueueCensus>,
    clients: BTreeMap<String, ClientRow>,
}

impl Keeping {
    /// Begins with what the store holds, so that only differences are written.
    pub(super) fn new(clients: Vec<ClientRow>, census: Vec<QueueCensus>) -> Self {
        Self {
            clients: by_name(clients),
            census,
            ..Self::default()
        }
    }

    pub(super) fn gather_record(&mut self, seq: RecordSeq, record: Record) {
        self.last_record = seq;
        self.gather(record.into());
    }

    /// Gathers the programs that differ from those kept, and forgets those that are gone.
    pub(super) fn gather_clients(&mut self, clients: Vec<ClientRow>) {
        let before = std::mem::replace(&mut self.clients, by_name(clients));
        let changed: Vec<ClientRow> = self
            .clients
            .values()
            .filter(|row| before.get(&row.name) != Some(row))
            .cloned()
            .collect();
        for name in before.into_keys() {
            if !self.clients.contains_key(&name) {
                self.gather(Change::DeleteClient { name });
            }
        }
        for row in changed {
            self.gather(Change::PutClient(row));
        }
    }

    /// Gathers the count of what a restart would lose, if it has changed.
    pub(super) fn gather_census(&mut self, queues: impl Iterator<Item = QueueStatus>) {
        let census: Vec<QueueCensus> = queues
            .filter(|queue| queue.unkept > 0 || !queue.durable)
            .map(|queue| QueueCensus {
                queue: queue.name,
                durable: queue.durable,
                transient_messages: queue.unkept,
            })
            .collect();
        if census != self.census {
            self.gather(Change::PutCensus(census.clone()));
            self.census = census;
        }
    }

    /// Changes that no transaction has taken yet.
    pub(super) fn waiting(&self) -> std::slice::Iter<'_, Change> {
        self.gathered.iter()
    }

    pub(super) const fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// The next batch, if there is something to write and no batch is under way.
    pub(super) fn begin_write(&mut self) -> Option<Vec<Change>> {
        if self.has_failed || self.writing.is_some() || self.gathered.is_empty() {
            return None;
        }
        self.writing = Some(self.last_record);
        Some(std::mem::take(&mut self.gathered))
    }

    /// The batch under way is written: how far the broker may confirm.
    pub(super) fn written(&mut self) -> RecordSeq {
        self.writing
            .take()
            .expect("a write ends that was begun, once")
    }

    /// The batch under way was not written, and none will be after it.
    pub(super) fn failed(&mut self) {
        self.writing = None;
        self.has_failed = true;
        self.gathered.clear();
    }

    fn gather(&mut self, change: Change) {
        if !self.has_failed {
            self.gathered.push(change);
        }
    }
}

fn by_name(clients: Vec<ClientRow>) -> BTreeMap<String, ClientRow> {
    clients
        .into_iter()
        .map(|row| (row.name.clone(), row))
        .collect()
}
