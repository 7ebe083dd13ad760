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
    Change, Durability, ListedRow, LoadProgress, Loaded, QuarantinedRow, RowListing, Store,
    StoreError, StoreName,
    change::condense,
    listed,
    recovery::Recovery,
    rows::{self, Row, RowError, SETTINGS_KEY},
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
    async fn load(&self, mut progress: impl FnMut(LoadProgress)) -> Result<Loaded, StoreError> {
        let access = Access::ReadWrite(Durability::Relaxed);
        let transaction = self.connection.begin(&StoreName::ALL, access)?;
        let mut recovery = Recovery::new();
        let mut strays = Vec::new();
        let mut told = LoadProgress {
            read: 0,
            total: count_all(&transaction).await?,
        };
        for store in StoreName::ALL {
            read_rows(&transaction, store, |batch| {
                told.read += batch.len() as u64;
                for (key, row) in batch {
                    if let Err(error) = take(&mut recovery, store, &row) {
                        strays.push(Stray {
                            store,
                            key,
                            row,
                            reason: error.to_string(),
                        });
                    }
                }
                progress(told);
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

    async fn write(&self, batch: &[Change], durability: Durability) -> Result<(), StoreError> {
        let requests = requests(batch)?;
        if requests.is_empty() {
            return Ok(());
        }
        let stores = Request::stores(&requests);
        let access = Access::ReadWrite(durability);
        let transaction = self.connection.begin(&stores, access)?;
        for request in requests {
            request.make(&transaction)?;
        }
        transaction.commit().await
    }

    async fn replace(&self, batch: &[Change]) -> Result<(), StoreError> {
        let requests = requests(batch)?;
        let access = Access::ReadWrite(Durability::Strict);
        let transaction = self.connection.begin(&StoreName::ALL, access)?;
        let replaced = StoreName::ALL.into_iter();
        for store in replaced.filter(|store| *store != StoreName::Quarantine) {
            transaction.store(store)?.clear()?;
        }
        for request in requests {
            request.make(&transaction)?;
        }
        transaction.commit().await
    }

    async fn probe(&self, durability: Durability) -> Result<(), StoreError> {
        let access = Access::ReadWrite(durability);
        let transaction = self.connection.begin(&[StoreName::Meta], access)?;
        let meta = transaction.store(StoreName::Meta)?;
        let row = js_sys::Object::new();
        Reflect::set(&row, &"key".into(), &PROBE_KEY.into())
            .map_err(|error| failure::failed(&error))?;
        meta.put(&row, None)?;
        meta.delete(Query::from(JsValue::from(PROBE_KEY)))?;
        transaction.commit().await
    }

    async fn rows(
        &self,
        store: StoreName,
        offset: u64,
        limit: u32,
    ) -> Result<RowListing, StoreError> {
        let transaction = self.connection.begin(&[store], Access::ReadOnly)?;
        let object_store = transaction.store(store)?;
        let total: u64 = object_store.count(None)?.await?.into();
        if offset >= total {
            transaction.commit().await?;
            return Ok(RowListing {
                total,
                rows: Vec::new(),
            });
        }
        let from = first_after(&object_store, offset).await?;
        let keys = object_store
            .get_all_keys(from.clone().map(Query::from), Some(limit))?
            .await?;
        let values = object_store
            .get_all(from.map(Query::from), Some(limit))?
            .await?;
        transaction.commit().await?;
        let rows = keys.iter().zip(&values).map(|(key, value)| ListedRow {
            key: text::json(key),
            value: listed(text::json(value)),
        });
        Ok(RowListing {
            total,
            rows: rows.collect(),
        })
    }

    async fn counts(&self) -> Result<Vec<(StoreName, u64)>, StoreError> {
        let transaction = self.connection.begin(&StoreName::ALL, Access::ReadOnly)?;
        let counts = count_each(&transaction).await?;
        transaction.commit().await?;
        Ok(counts)
    }

    async fn clear(&self) -> Result<(), StoreError> {
        let access = Access::ReadWrite(Durability::Strict);
        let transaction = self.connection.begin(&StoreName::ALL, access)?;
        for store in StoreName::ALL {
            transaction.store(store)?.clear()?;
        }
        transaction.commit().await
    }
}

/// Rows read at once: enough that the requests cost little beside the rows, few enough that an
/// object store of any size never stands in memory twice.
const BATCH_ROWS: u32 = 500;

/// The key of the row that is written only to see what writing costs. It never outlives its
/// transaction.
const PROBE_KEY: &str = "probe";

/// The requests of a batch, made before its transaction begins, so that a row that cannot be made
/// leaves nothing half done.
fn requests(batch: &[Change]) -> Result<Vec<Request>, StoreError> {
    condense(batch).into_iter().map(Request::try_from).collect()
}

async fn count_each(transaction: &Transaction) -> Result<Vec<(StoreName, u64)>, StoreError> {
    let mut counts = Vec::new();
    for store in StoreName::ALL {
        let count = transaction.store(store)?.count(None)?.await?;
        counts.push((store, count.into()));
    }
    Ok(counts)
}

/// How many rows there are to be read.
async fn count_all(transaction: &Transaction) -> Result<u64, StoreError> {
    let counts = count_each(transaction).await?.into_iter();
    let read = counts.filter(|(store, _)| schema::key_path(*store).is_some());
    Ok(read.map(|(_, count)| count).sum())
}

/// The keys from the one that has so many before it; all of them if it is the first.
async fn first_after(store: &ObjectStore, offset: u64) -> Result<Option<KeyRange>, StoreError> {
    let Some(passed_over) = u32::try_from(offset).ok().filter(|offset| *offset > 0) else {
        return Ok(None);
    };
    let Some(cursor) = store.open_key_cursor(None, None)?.await? else {
        return Ok(None);
    };
    let mut cursor = cursor.into_managed();
    cursor.advance(passed_over).await?;
    let first = cursor.key()?;
    Ok(first
        .map(|key| KeyRange::lower_bound(&key, Some(false)))
        .transpose()?)
}

/// Hands over the rows of an object store with their keys, by ascending key, a batch at a time.
/// What was set aside stays unread.
async fn read_rows(
    transaction: &Transaction,
    store: StoreName,
    mut take: impl FnMut(Vec<(JsValue, JsValue)>),
) -> Result<(), StoreError> {
    let Some(path) = schema::key_path(store) else {
        return Ok(());
    };
    let object_store = transaction.store(store)?;
    let mut last_key = None;
    loop {
        let batch = next_batch(&object_store, last_key.as_ref()).await?;
        let is_last = batch.len() < BATCH_ROWS as usize;
        let keyed: Vec<_> = batch.into_iter().map(|row| (path.of(&row), row)).collect();
        last_key = keyed.last().map(|(key, _)| key.clone());
        take(keyed);
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
        StoreName::Meta if key::read_field(row, "key") == SETTINGS_KEY => {
            recovery.take_settings(&read(row)?);
            Ok(())
        }
        StoreName::Meta => recovery.take_census(read(row)?),
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
