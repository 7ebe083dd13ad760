//! The store in memory: for tests, and for a page that the browser gives no storage.
//!
//! It keeps the same rows as the one in IndexedDB and takes them back by the same rules, so what
//! holds for one holds for the other, until its process ends.

use std::{cell::RefCell, collections::BTreeMap};

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Change, Durability, ListedRow, LoadProgress, Loaded, QuarantinedRow, RowListing, Store,
    StoreError, StoreName,
    change::condense,
    listed,
    recovery::Recovery,
    rows::{
        BindingRow, BindingRowKey, CENSUS_KEY, CensusRow, ClientRow, ExchangeRow, MessageRow,
        QueueRow, RowError, SETTINGS_KEY, SettingsRow,
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
    async fn load(&self, mut progress: impl FnMut(LoadProgress)) -> Result<Loaded, StoreError> {
        let total = self.rows.borrow().counts().map(|(_, count)| count).sum();
        let loaded = self.rows.borrow_mut().recover();
        progress(LoadProgress { read: total, total });
        Ok(loaded)
    }

    async fn write(&self, batch: &[Change], _durability: Durability) -> Result<(), StoreError> {
        let mut rows = self.rows.borrow_mut();
        for change in condense(batch) {
            rows.apply(change.clone());
        }
        Ok(())
    }

    async fn replace(&self, batch: &[Change]) -> Result<(), StoreError> {
        let quarantine = std::mem::take(&mut self.rows.borrow_mut().quarantine);
        *self.rows.borrow_mut() = Rows {
            quarantine,
            ..Rows::default()
        };
        self.write(batch, Durability::Strict).await
    }

    async fn probe(&self, _durability: Durability) -> Result<(), StoreError> {
        Ok(())
    }

    async fn rows(
        &self,
        store: StoreName,
        offset: u64,
        limit: u32,
    ) -> Result<RowListing, StoreError> {
        let rows = self.rows.borrow();
        let page = Page { offset, limit };
        Ok(match store {
            StoreName::Meta => page.of(&rows.meta),
            StoreName::Exchanges => page.of(&rows.exchanges),
            StoreName::Bindings => page.of(&rows.bindings),
            StoreName::Queues => page.of(&rows.queues),
            StoreName::Messages => page.of(&rows.messages),
            StoreName::Clients => page.of(&rows.clients),
            StoreName::Quarantine => page.of(&rows.quarantine),
        })
    }

    async fn counts(&self) -> Result<Vec<(StoreName, u64)>, StoreError> {
        Ok(self.rows.borrow().counts().collect())
    }

    async fn clear(&self) -> Result<(), StoreError> {
        *self.rows.borrow_mut() = Rows::default();
        Ok(())
    }
}

/// The object stores.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rows {
    meta: BTreeMap<&'static str, MetaRow>,
    exchanges: BTreeMap<ExchangeName, ExchangeRow>,
    queues: BTreeMap<QueueName, QueueRow>,
    bindings: BTreeMap<BindingRowKey, BindingRow>,
    messages: BTreeMap<(QueueName, Position), MessageRow>,
    clients: BTreeMap<String, ClientRow>,
    quarantine: BTreeMap<u64, QuarantineRow>,
}

/// A row of `meta`, by what its key says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum MetaRow {
    Census(CensusRow),
    Settings(SettingsRow),
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
                let row = MetaRow::Census(CensusRow::new(queues));
                self.meta.insert(CENSUS_KEY, row);
            }
            Change::PutSettings(settings) => {
                let row = MetaRow::Settings(SettingsRow::new(settings));
                self.meta.insert(SETTINGS_KEY, row);
            }
        }
    }

    fn counts(&self) -> impl Iterator<Item = (StoreName, u64)> {
        StoreName::ALL.into_iter().map(|store| {
            let rows = match store {
                StoreName::Meta => self.meta.len(),
                StoreName::Exchanges => self.exchanges.len(),
                StoreName::Bindings => self.bindings.len(),
                StoreName::Queues => self.queues.len(),
                StoreName::Messages => self.messages.len(),
                StoreName::Clients => self.clients.len(),
                StoreName::Quarantine => self.quarantine.len(),
            };
            (store, rows as u64)
        })
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
            let taken = match row {
                MetaRow::Census(census) => recovery.take_census(census.clone()),
                MetaRow::Settings(settings) => {
                    recovery.take_settings(settings);
                    Ok(())
                }
            };
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

/// Which rows of an object store.
#[derive(Clone, Copy)]
struct Page {
    offset: u64,
    limit: u32,
}

impl Page {
    fn of<K: Serialize, R: Serialize>(self, rows: &BTreeMap<K, R>) -> RowListing {
        let offset = usize::try_from(self.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let asked = rows.iter().skip(offset).take(limit);
        let listing = asked.map(|(key, row)| ListedRow {
            key: json!(key).to_string(),
            value: listed(serde_json::to_string(row).expect("rows have text for keys")),
        });
        RowListing {
            total: rows.len() as u64,
            rows: listing.collect(),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
