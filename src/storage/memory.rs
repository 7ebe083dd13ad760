//! The store in memory: for tests, and for a page that the browser gives no storage.
//!
//! It keeps the same rows as the one in IndexedDB and takes them back by the same rules, so what
//! holds for one holds for the other, until its process ends.

use std::{cell::RefCell, collections::BTreeMap};

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Change, ListedRow, Loaded, QuarantinedRow, RowListing, Store, StoreError, StoreName,
    change::condense,
    listed,
    recovery::Recovery,
    rows::{
        BindingRow, BindingRowKey, CENSUS_KEY, CensusRow, ClientRow, ExchangeRow, MessageRow,
        QueueRow, RowError,
    },
};
use crate::broker::{ExchangeName, Position, QueueName};

/// Rows in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    // A store is shared by whoever writes and whoever looks at rows, on one thread; no borrow
    // outlives a call.
    rows: RefCell<Rows>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Store for MemoryStore {
    async fn load(&self) -> Result<Loaded, StoreError> {
        Ok(self.rows.borrow_mut().recover())
    }

    async fn write(&self, batch: Vec<Change>) -> Result<(), StoreError> {
        let mut rows = self.rows.borrow_mut();
        for change in condense(batch) {
            rows.apply(change);
        }
        Ok(())
    }

    async fn rows(&self, store: StoreName, limit: u32) -> Result<RowListing, StoreError> {
        let rows = self.rows.borrow();
        Ok(match store {
            StoreName::Meta => list(&rows.meta, limit),
            StoreName::Exchanges => list(&rows.exchanges, limit),
            StoreName::Bindings => list(&rows.bindings, limit),
            StoreName::Queues => list(&rows.queues, limit),
            StoreName::Messages => list(&rows.messages, limit),
            StoreName::Clients => list(&rows.clients, limit),
            StoreName::Quarantine => list(&rows.quarantine, limit),
        })
    }

    async fn clear(&self) -> Result<(), StoreError> {
        *self.rows.borrow_mut() = Rows::default();
        Ok(())
    }
}

/// The object stores.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rows {
    meta: BTreeMap<&'static str, CensusRow>,
    exchanges: BTreeMap<ExchangeName, ExchangeRow>,
    queues: BTreeMap<QueueName, QueueRow>,
    bindings: BTreeMap<BindingRowKey, BindingRow>,
    messages: BTreeMap<(QueueName, Position), MessageRow>,
    clients: BTreeMap<String, ClientRow>,
    quarantine: BTreeMap<u64, QuarantineRow>,
}

/// A row that was set aside.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct QuarantineRow {
    store: &'static str,
    key: Value,
    row: Value,
    reason: String,
}

impl Rows {
    fn apply(&mut self, change: Change) {
        match change {
            Change::PutExchange(exchange) => {
                let row = ExchangeRow::new(&exchange);
                self.exchanges.insert(exchange.exchange, row);
            }
            Change::DeleteExchange { exchange } => {
                self.exchanges.remove(&exchange);
            }
            Change::PutBinding(binding) => {
                let key = BindingRowKey::new(&binding);
                self.bindings.insert(key, BindingRow::new(&binding));
            }
            Change::DeleteBinding(binding) => {
                self.bindings.remove(&BindingRowKey::new(&binding));
            }
            Change::PutQueue {
                queue,
                auto_delete,
                arguments,
            } => {
                let row = QueueRow::new(queue.clone(), auto_delete, &arguments);
                self.queues.insert(queue, row);
            }
            Change::DeleteQueue { queue } => {
                self.messages.retain(|(of, _), _| *of != queue);
                self.queues.remove(&queue);
            }
            Change::PutMessage { queue, message } => {
                let row = MessageRow::new(queue.clone(), &message);
                self.messages.insert((queue, message.position), row);
            }
            Change::DeleteMessage { queue, position } => {
                self.messages.remove(&(queue, position));
            }
            Change::PutClient(row) => {
                self.clients.insert(row.name.clone(), row);
            }
            Change::DeleteClient { name } => {
                self.clients.remove(&name);
            }
            Change::PutCensus(queues) => {
                self.meta.insert(CENSUS_KEY, CensusRow::new(queues));
            }
        }
    }

    fn recover(&mut self) -> Loaded {
        let mut recovery = Recovery::new();
        let mut strays = Vec::new();
        self.exchanges.retain(|key, row| {
            let taken = recovery.take_exchange(row.clone());
            keep_or_stray(&mut strays, StoreName::Exchanges, key, row, taken)
        });
        self.queues.retain(|key, row| {
            let taken = recovery.take_queue(row.clone());
            keep_or_stray(&mut strays, StoreName::Queues, key, row, taken)
        });
        self.bindings.retain(|key, row| {
            let taken = recovery.take_binding(row.clone());
            keep_or_stray(&mut strays, StoreName::Bindings, key, row, taken)
        });
        self.messages.retain(|key, row| {
            let taken = recovery.take_message(row.clone());
            keep_or_stray(&mut strays, StoreName::Messages, key, row, taken)
        });
        for row in self.clients.values() {
            recovery.take_client(row.clone());
        }
        self.meta.retain(|key, row| {
            let taken = recovery.take_meta(row.clone());
            keep_or_stray(&mut strays, StoreName::Meta, key, row, taken)
        });
        let quarantined = strays.into_iter().map(|stray| self.quarantine(stray));
        let quarantined = quarantined.collect();
        recovery.finish(quarantined)
    }

    fn quarantine(&mut self, (store, stray): (StoreName, QuarantineRow)) -> QuarantinedRow {
        let quarantined = QuarantinedRow {
            store,
            key: stray.key.to_string(),
            reason: stray.reason.clone(),
        };
        let number = self
            .quarantine
            .last_key_value()
            .map_or(0, |(last, _)| *last)
            + 1;
        self.quarantine.insert(number, stray);
        quarantined
    }
}

/// Whether a row may stay; if not, it is put with the strays.
fn keep_or_stray(
    strays: &mut Vec<(StoreName, QuarantineRow)>,
    store: StoreName,
    key: &impl Serialize,
    row: &impl Serialize,
    taken: Result<(), RowError>,
) -> bool {
    let Err(error) = taken else { return true };
    let stray = QuarantineRow {
        store: store.as_str(),
        key: json!(key),
        row: json!(row),
        reason: error.to_string(),
    };
    strays.push((store, stray));
    false
}

fn list<K: Serialize, R: Serialize>(rows: &BTreeMap<K, R>, limit: u32) -> RowListing {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let listing = rows.iter().take(limit).map(|(key, row)| ListedRow {
        key: json!(key).to_string(),
        value: listed(serde_json::to_string(row).expect("rows have text for keys")),
    });
    RowListing {
        total: rows.len() as u64,
        rows: listing.collect(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
