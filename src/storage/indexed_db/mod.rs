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
mod lease;
mod lock;
mod lost;
mod reading;
mod schema;
mod text;
mod time_limit;
mod transaction;
mod write;
mod writer;

use std::{cell::RefCell, rc::Rc};

use gloo_timers::callback::Interval;
use idb::{KeyRange, ObjectStore, Query};
use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use self::{
    connection::Connection,
    lock::HeldLock,
    lost::Lost,
    reading::{Stray, count_all, count_each, read_rows, take},
    transaction::{Access, Transaction},
    write::Request,
    writer::Writer,
};
use super::{
    Change, Durability, ListedRow, LoadProgress, Loaded, RowListing, Store, StoreError, StoreName,
    condense, listed, recovery::Recovery,
};

/// How long to wait for the browser. A test can be less patient than a page.
#[derive(Clone, Copy, Debug)]
pub struct TimeLimits {
    /// For the lock: on a reload the worker before this one may need a moment to die.
    pub lock_ms: u32,
    /// For the database to open. Some browsers never answer where they give no storage.
    pub open_ms: u32,
    /// For a writer that says nothing, where there are no locks: then it is taken for dead. It
    /// speaks three times as often.
    pub lease_ms: u32,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            lock_ms: 3_000,
            open_ms: 5_000,
            lease_ms: 6_000,
        }
    }
}

/// How to come by a database that another may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// At once, or not at all.
    IfFree,
    /// However long it takes.
    WhenFree,
    /// At once, also from who holds it.
    TakeOver,
}

/// Rows in a database of the browser, which nobody else writes to while this is alive.
#[derive(Debug)]
pub struct IndexedDbStore {
    name: String,
    limits: TimeLimits,
    writer: Writer,
    // Dropped in this order: the connection closes before the next writer may come.
    _heartbeat: Option<Interval>,
    connection: RefCell<Rc<Connection>>,
    _lock: Option<HeldLock>,
}

impl IndexedDbStore {
    /// Opens the database of that name, and creates it if there is none. `on_lost` is called if
    /// another writer takes it over later; then nothing is written any more.
    ///
    /// # Errors
    /// [`StoreError::HeldByAnotherTab`] if it is not free and was claimed only if it is,
    /// [`StoreError::NewerSchema`], [`StoreError::Blocked`], or [`StoreError::Unavailable`] where
    /// the browser refuses, throws, or does not answer in time.
    pub async fn open(
        name: &str,
        claim: Claim,
        limits: TimeLimits,
        on_lost: impl FnOnce() + 'static,
    ) -> Result<Self, StoreError> {
        let lost = Lost::new(on_lost);
        let lock = lock::take(name, claim, limits.lock_ms, lost.clone()).await?;
        let connection = Rc::new(Connection::open(name, limits.open_ms).await?);
        let writer = Writer::new(lost);
        let heartbeat = if lock.is_some() {
            let access = Access::ReadWrite(Durability::Relaxed);
            let transaction = connection.begin(&[StoreName::Meta], access)?;
            writer.put(&transaction)?;
            transaction.commit().await?;
            None
        } else {
            lease::take(&connection, &writer, claim, limits).await?;
            Some(lease::keep(&connection, &writer, limits))
        };
        Ok(Self {
            name: name.to_owned(),
            limits,
            writer,
            _heartbeat: heartbeat,
            connection: RefCell::new(connection),
            _lock: lock,
        })
    }

    /// Begins a transaction that looks, on a new connection if the browser has closed the last one.
    async fn read(&self, stores: &[StoreName]) -> Result<Transaction, StoreError> {
        self.connected().await?.begin(stores, Access::ReadOnly)
    }

    /// Begins a transaction that changes; it ends with [`commit`](Self::commit).
    async fn change(
        &self,
        stores: &[StoreName],
        durability: Durability,
    ) -> Result<Transaction, StoreError> {
        self.writer.check()?;
        let mut stores = stores.to_vec();
        stores.push(StoreName::Meta);
        stores.sort();
        stores.dedup();
        let connection = self.connected().await?;
        connection.begin(&stores, Access::ReadWrite(durability))
    }

    /// Commits if this is still who may write; else nothing has happened.
    async fn commit(&self, transaction: Transaction) -> Result<(), StoreError> {
        match self.writer.confirm(&transaction).await {
            Ok(()) => transaction.commit().await,
            // A request before it has failed, and its reason is the better one.
            Err(StoreError::Failed { .. }) => transaction.aborted().await,
            Err(refused) => Err(refused),
        }
    }

    async fn connected(&self) -> Result<Rc<Connection>, StoreError> {
        let connection = Rc::clone(&self.connection.borrow());
        if !connection.is_closed() {
            return Ok(connection);
        }
        let connection = Rc::new(Connection::open(&self.name, self.limits.open_ms).await?);
        self.connection.replace(Rc::clone(&connection));
        Ok(connection)
    }
}

impl Store for IndexedDbStore {
    async fn load(&self, mut progress: impl FnMut(LoadProgress)) -> Result<Loaded, StoreError> {
        let transaction = self.change(&StoreName::ALL, Durability::Relaxed).await?;
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
        self.commit(transaction).await?;
        Ok(recovery.finish(quarantined))
    }

    async fn write(&self, batch: &[Change], durability: Durability) -> Result<(), StoreError> {
        let requests = requests(batch)?;
        if requests.is_empty() {
            return Ok(());
        }
        let stores = Request::stores(&requests);
        let transaction = self.change(&stores, durability).await?;
        for request in requests {
            request.make(&transaction)?;
        }
        self.commit(transaction).await
    }

    async fn replace(&self, batch: &[Change]) -> Result<(), StoreError> {
        let requests = requests(batch)?;
        let transaction = self.change(&StoreName::ALL, Durability::Strict).await?;
        self.writer.confirm(&transaction).await?;
        let replaced = StoreName::ALL.into_iter();
        for store in replaced.filter(|store| *store != StoreName::Quarantine) {
            transaction.store(store)?.clear()?;
        }
        self.writer.put(&transaction)?;
        for request in requests {
            request.make(&transaction)?;
        }
        transaction.commit().await
    }

    async fn probe(&self, durability: Durability) -> Result<(), StoreError> {
        let transaction = self.change(&[StoreName::Meta], durability).await?;
        let meta = transaction.store(StoreName::Meta)?;
        let row = js_sys::Object::new();
        Reflect::set(&row, &"key".into(), &PROBE_KEY.into())
            .map_err(|error| failure::failed(&error))?;
        meta.put(&row, None)?;
        meta.delete(Query::from(JsValue::from(PROBE_KEY)))?;
        self.commit(transaction).await
    }

    async fn rows(
        &self,
        store: StoreName,
        offset: u64,
        limit: u32,
    ) -> Result<RowListing, StoreError> {
        let transaction = self.read(&[store]).await?;
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
        let transaction = self.read(&StoreName::ALL).await?;
        let counts = count_each(&transaction).await?;
        transaction.commit().await?;
        Ok(counts)
    }

    async fn clear(&self) -> Result<(), StoreError> {
        let transaction = self.change(&StoreName::ALL, Durability::Strict).await?;
        self.writer.confirm(&transaction).await?;
        for store in StoreName::ALL {
            transaction.store(store)?.clear()?;
        }
        self.writer.put(&transaction)?;
        transaction.commit().await
    }
}

/// The key of the row that is written only to see what writing costs. It never outlives its
/// transaction.
const PROBE_KEY: &str = "probe";

/// The requests of a batch, made before its transaction begins, so that a row that cannot be made
/// leaves nothing half done.
fn requests(batch: &[Change]) -> Result<Vec<Request>, StoreError> {
    condense(batch).into_iter().map(Request::try_from).collect()
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

/// A row as a structured clone: plain objects, as a person would write them.
fn to_js(row: &impl Serialize) -> Result<JsValue, StoreError> {
    row.serialize(&Serializer::new().serialize_maps_as_objects(true))
        .map_err(|error| StoreError::Failed {
            reason: format!("a row cannot be stored: {error}"),
        })
}
