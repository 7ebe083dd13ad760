//! The store in the browser: rows in IndexedDB, made to be looked at in DevTools.
//!
//! One batch is one transaction with an explicit commit, and a write returns when the transaction's
//! `complete` event has fired, so what it returned for is in the database
//! (<https://www.w3.org/TR/IndexedDB-3/#transaction-lifecycle>). Rows are structured clones with
//! their keys in them. One worker writes to a database at a time, by a Web Lock of its name.
//!
//! What stands in a row is `rows`' to say, and what the rows add up to is `recovery`'s.

mod connection;
mod failure;
mod key;
mod lock;
mod schema;
mod text;
mod time_limit;
mod transaction;
mod write;

use std::{cell::OnceCell, rc::Rc};

use idb::{KeyRange, ObjectStore, Query};
use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::{Deserializer, Serializer};
use wasm_bindgen::JsValue;

use self::{
    connection::Connection,
    lock::HeldLock,
    transaction::{Access, Transaction},
    write::Request,
};
use super::{
    Change, ListedRow, Loaded, QuarantinedRow, RowListing, Store, StoreError, StoreName,
    change::condense,
    listed,
    recovery::Recovery,
    rows::{self, Row, RowError},
};

/// How long to wait for the browser. A test can be less patient than a page.
#[derive(Clone, Copy, Debug)]
pub struct TimeLimits {
    /// For the lock: on a reload the worker before this one may need a moment to die.
    pub lock_ms: u32,
    /// For the database to open. Some browsers never answer where they give no storage.
    pub open_ms: u32,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            lock_ms: 3_000,
            open_ms: 5_000,
        }
    }
}

/// Rows in a database of the browser, which nobody else writes to while this is alive.
#[derive(Debug)]
pub struct IndexedDbStore {
    // Dropped in this order: the connection closes before the next writer may come.
    connection: Connection,
    _lock: Option<HeldLock>,
}

impl IndexedDbStore {
    /// Opens the database of that name, and creates it if there is none.
    ///
    /// # Errors
    /// [`StoreError::HeldByAnotherTab`], [`StoreError::NewerSchema`], or
    /// [`StoreError::Unavailable`] where the browser refuses, throws, or does not answer in time.
    pub async fn open(name: &str, limits: TimeLimits) -> Result<Self, StoreError> {
        let closed = Rc::new(OnceCell::new());
        let lock = lock::take(name, limits.lock_ms, Rc::clone(&closed)).await?;
        let connection = Connection::open(name, limits.open_ms, closed).await?;
        Ok(Self {
            connection,
            _lock: lock,
        })
    }
}

impl Store for IndexedDbStore {
    async fn load(&self) -> Result<Loaded, StoreError> {
        let transaction = self.connection.begin(&StoreName::ALL, Access::ReadWrite)?;
        let mut recovery = Recovery::new();
        let mut strays = Vec::new();
        for store in StoreName::ALL {
            read_rows(&transaction, store, |key, row| {
                if let Err(error) = take(&mut recovery, store, &row) {
                    strays.push(Stray {
                        store,
                        key,
                        row,
                        reason: error.to_string(),
                    });
                }
            })
            .await?;
        }
        let quarantined = strays
            .into_iter()
            .map(|stray| stray.set_aside(&transaction))
            .collect::<Result<_, _>>()?;
        transaction.commit().await?;
        Ok(recovery.finish(quarantined))
    }

    async fn write(&self, batch: Vec<Change>) -> Result<(), StoreError> {
        // Before the transaction begins, so that a row that cannot be made leaves nothing half
        // done.
        let requests = condense(batch)
            .into_iter()
            .map(Request::try_from)
            .collect::<Result<Vec<_>, _>>()?;
        if requests.is_empty() {
            return Ok(());
        }
        let stores = Request::stores(&requests);
        let transaction = self.connection.begin(&stores, Access::ReadWrite)?;
        for request in requests {
            request.make(&transaction)?;
        }
        transaction.commit().await
    }

    async fn rows(&self, store: StoreName, limit: u32) -> Result<RowListing, StoreError> {
        let transaction = self.connection.begin(&[store], Access::ReadOnly)?;
        let object_store = transaction.store(store)?;
        let total = object_store.count(None)?.await?;
        let keys = object_store.get_all_keys(None, Some(limit))?.await?;
        let values = object_store.get_all(None, Some(limit))?.await?;
        transaction.commit().await?;
        let rows = keys.iter().zip(&values).map(|(key, value)| ListedRow {
            key: text::json(key),
            value: listed(text::json(value)),
        });
        Ok(RowListing {
            total: total.into(),
            rows: rows.collect(),
        })
    }

    async fn clear(&self) -> Result<(), StoreError> {
        let transaction = self.connection.begin(&StoreName::ALL, Access::ReadWrite)?;
        for store in StoreName::ALL {
            transaction.store(store)?.clear()?;
        }
        transaction.commit().await
    }
}

/// Rows read at once: enough that the requests cost little beside the rows, few enough that an
/// object store of any size never stands in memory twice.
const BATCH_ROWS: u32 = 500;

/// Hands over each row of an object store with its key, by ascending key. What was set aside stays
/// unread.
async fn read_rows(
    transaction: &Transaction,
    store: StoreName,
    mut each: impl FnMut(JsValue, JsValue),
) -> Result<(), StoreError> {
    let Some(path) = schema::key_path(store) else {
        return Ok(());
    };
    let object_store = transaction.store(store)?;
    let mut last_key = None;
    loop {
        let batch = next_batch(&object_store, last_key.as_ref()).await?;
        let is_last = batch.len() < BATCH_ROWS as usize;
        for row in batch {
            let key = path.of(&row);
            last_key = Some(key.clone());
            each(key, row);
        }
        if is_last {
            return Ok(());
        }
    }
}

async fn next_batch(
    store: &ObjectStore,
    after: Option<&JsValue>,
) -> Result<Vec<JsValue>, StoreError> {
    let range = after
        .map(|key| KeyRange::lower_bound(key, Some(true)))
        .transpose()?;
    Ok(store
        .get_all(range.map(Query::from), Some(BATCH_ROWS))?
        .await?)
}

fn take(recovery: &mut Recovery, store: StoreName, row: &JsValue) -> Result<(), RowError> {
    match store {
        StoreName::Exchanges => recovery.take_exchange(read(row)?),
        StoreName::Queues => recovery.take_queue(read(row)?),
        StoreName::Bindings => recovery.take_binding(read(row)?),
        StoreName::Messages => recovery.take_message(read(row)?),
        StoreName::Clients => {
            recovery.take_client(read(row)?);
            Ok(())
        }
        StoreName::Meta => recovery.take_meta(read(row)?),
        StoreName::Quarantine => Ok(()),
    }
}

fn read<R: Row>(row: &JsValue) -> Result<R, RowError> {
    rows::read(|| Deserializer::from(row.clone()))
}

/// A row that cannot be taken back.
struct Stray {
    store: StoreName,
    key: JsValue,
    row: JsValue,
    reason: String,
}

impl Stray {
    /// Moves it to the quarantine, as it is.
    fn set_aside(self, transaction: &Transaction) -> Result<QuarantinedRow, StoreError> {
        let entry = js_sys::Object::new();
        for (field, value) in [
            ("store", &self.store.as_str().into()),
            ("key", &self.key),
            ("row", &self.row),
            ("reason", &self.reason.as_str().into()),
        ] {
            Reflect::set(&entry, &field.into(), value).map_err(|error| failure::failed(&error))?;
        }
        transaction
            .store(StoreName::Quarantine)?
            .add(&entry, None)?;
        transaction
            .store(self.store)?
            .delete(Query::from(self.key.clone()))?;
        Ok(QuarantinedRow {
            store: self.store,
            key: text::json(&self.key),
            reason: self.reason,
        })
    }
}

/// A row as a structured clone: plain objects, as a person would write them.
fn to_js(row: &impl Serialize) -> Result<JsValue, StoreError> {
    row.serialize(&Serializer::new().serialize_maps_as_objects(true))
        .map_err(|error| StoreError::Failed {
            reason: format!("a row cannot be stored: {error}"),
        })
}
