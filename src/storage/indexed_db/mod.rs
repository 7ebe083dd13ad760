//! The store in the browser: rows in IndexedDB, made to be looked at in DevTools.
//!
//! One batch is one transaction with an explicit commit, and a write returns when the transaction's
//! `complete` event has fired, so what it returned for is in the database
//! (<https://www.w3.org/TR/IndexedDB-3/#transaction-lifecycle>). Rows are structured clones with
//! their keys in them. One worker writes to a database at a time: it holds a Web Lock of its name,
//! or a lease, and a fence in each transaction stops one that has lost it.
//!
//! What stands in a row is `rows`' to say, and what the rows add up to is `recovery`'s.

mod answer;
mod claim;
mod connection;
mod database;
mod failure;
mod key;
mod lease;
mod listing;
mod load;
mod lock;
mod quarantine;
mod schema;
mod text;
mod time_limit;
mod transaction;
mod write;
mod writer;

use std::rc::Rc;

use idb::Query;
use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::{Deserializer, Serializer};
use wasm_bindgen::JsValue;

pub use self::claim::Claim;
use self::{
    database::Database,
    lease::HeldLease,
    lock::HeldLock,
    transaction::{Access, Transaction},
    write::Request,
    writer::{Fence, Writer},
};
use super::{
    Change, Durability, LoadProgress, Loaded, RowListing, Store, StoreError, StoreName,
    change::condense,
    rows::{self, Row, RowError},
};

/// How long to wait for the browser, and for other tabs. A test can be less patient than a page.
#[derive(Clone, Copy, Debug)]
pub struct TimeLimits {
    /// For the lock: on a reload the worker before this one may need a moment to die.
    pub lock_ms: u32,
    /// For the database to open. Some browsers never answer where they give no storage.
    pub open_ms: u32,
    /// How often a lease is renewed, where there are no locks.
    pub lease_renewed_ms: u32,
    /// For how long one that is not renewed holds.
    pub lease_void_ms: u32,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            lock_ms: 3_000,
            open_ms: 5_000,
            lease_renewed_ms: LEASE_RENEWED_MS,
            lease_void_ms: LEASE_VOID_MS,
        }
    }
}

/// Rows in a database of the browser, which nobody else writes to while this may.
#[derive(Debug)]
pub struct IndexedDbStore {
    // Dropped in this order: the connection closes before the next writer may come.
    _lease: Option<HeldLease>,
    database: Rc<Database>,
    writer: Rc<Writer>,
    _lock: Option<HeldLock>,
}

impl IndexedDbStore {
    /// Opens the database of that name to write to it, and creates it if there is none. `on_lost`
    /// is called, once, when another tab has taken it over.
    ///
    /// Dropping the future withdraws the claim.
    ///
    /// # Errors
    /// [`StoreError::HeldByAnotherTab`], [`StoreError::NewerSchema`], [`StoreError::Blocked`], or
    /// [`StoreError::Unavailable`] where the browser refuses, throws, or does not answer in time.
    pub async fn open(
        name: &str,
        claim: Claim,
        limits: TimeLimits,
        on_lost: impl FnOnce() + 'static,
    ) -> Result<Self, StoreError> {
        let writer = Rc::new(Writer::new(on_lost));
        let lock = lock::take(name, claim, &limits, &writer).await?;
        let database = Rc::new(Database::open(name, limits.open_ms).await?);
        let lease = if lock.is_some() {
            take_place(&database, &writer, claim).await?;
            None
        } else {
            Some(lease::take(&database, &writer, claim, &limits).await?)
        };
        Ok(Self {
            _lease: lease,
            database,
            writer,
            _lock: lock,
        })
    }

    /// Begins a transaction that changes something, unless this store may not.
    async fn begin(
        &self,
        stores: &[StoreName],
        durability: Durability,
    ) -> Result<(Transaction, Fence), StoreError> {
        if self.writer.is_taken_over() {
            return Err(StoreError::TakenOver);
        }
        let connection = self.database.connection().await?;
        self.writer.begin(&connection, stores, durability)
    }

    /// Begins a transaction that only looks. Everybody may.
    async fn look(&self, stores: &[StoreName]) -> Result<Transaction, StoreError> {
        let connection = self.database.connection().await?;
        connection.begin(stores, Access::ReadOnly)
    }
}

impl Store for IndexedDbStore {
    async fn load(&self, progress: impl FnMut(LoadProgress)) -> Result<Loaded, StoreError> {
        let (transaction, fence) = self.begin(&StoreName::ALL, Durability::Relaxed).await?;
        let loaded = load::load(&transaction, progress).await?;
        self.writer.commit(transaction, fence).await?;
        Ok(loaded)
    }

    async fn write(&self, batch: &[Change], durability: Durability) -> Result<(), StoreError> {
        let requests = requests(batch)?;
        if requests.is_empty() {
            return Ok(());
        }
        let stores = Request::stores(&requests);
        let (transaction, fence) = self.begin(&stores, durability).await?;
        for request in requests {
            request.make(&transaction)?;
        }
        self.writer.commit(transaction, fence).await
    }

    async fn replace(&self, batch: &[Change]) -> Result<(), StoreError> {
        let requests = requests(batch)?;
        let (transaction, fence) = self.begin(&StoreName::ALL, Durability::Strict).await?;
        let replaced = StoreName::ALL.into_iter();
        for store in replaced.filter(|store| *store != StoreName::Quarantine) {
            transaction.store(store)?.clear()?;
        }
        self.writer.put_row(&transaction)?;
        for request in requests {
            request.make(&transaction)?;
        }
        self.writer.commit(transaction, fence).await
    }

    async fn probe(&self, durability: Durability) -> Result<(), StoreError> {
        let (transaction, fence) = self.begin(&[StoreName::Meta], durability).await?;
        let meta = transaction.store(StoreName::Meta)?;
        let row = js_sys::Object::new();
        Reflect::set(&row, &"key".into(), &PROBE_KEY.into())
            .map_err(|error| failure::failed(&error))?;
        meta.put(&row, None)?;
        meta.delete(Query::from(JsValue::from(PROBE_KEY)))?;
        self.writer.commit(transaction, fence).await
    }

    async fn rows(
        &self,
        store: StoreName,
        offset: u64,
        limit: u32,
    ) -> Result<RowListing, StoreError> {
        let transaction = self.look(&[store]).await?;
        let listing = listing::list(&transaction, store, offset, limit).await?;
        transaction.commit().await?;
        Ok(listing)
    }

    async fn counts(&self) -> Result<Vec<(StoreName, u64)>, StoreError> {
        let transaction = self.look(&StoreName::ALL).await?;
        let counts = listing::count_each(&transaction).await?;
        transaction.commit().await?;
        Ok(counts)
    }

    async fn clear(&self) -> Result<(), StoreError> {
        let (transaction, fence) = self.begin(&StoreName::ALL, Durability::Strict).await?;
        for store in StoreName::ALL {
            transaction.store(store)?.clear()?;
        }
        self.writer.put_row(&transaction)?;
        self.writer.commit(transaction, fence).await
    }
}

/// The key of the row that is written only to see what writing costs. It never outlives its
/// transaction.
const PROBE_KEY: &str = "probe";

/// How often a lease is renewed: seldom beside what a broker writes.
const LEASE_RENEWED_MS: u32 = 2_000;

/// How long a lease holds that is not renewed: a renewal or two may come late.
const LEASE_VOID_MS: u32 = 6_000;

/// Puts the name of whoever holds the lock into the database, so that every transaction of the one
/// before is too late from now on.
///
/// A full database has no room even for that, and is to be read all the same. Then the name that
/// stands there is taken on, as long as the lock was free: who went by it has gone.
async fn take_place(database: &Database, writer: &Writer, claim: Claim) -> Result<(), StoreError> {
    let connection = database.connection().await?;
    let access = Access::ReadWrite(Durability::Relaxed);
    let transaction = connection.begin(&[StoreName::Meta], access)?;
    writer.put_row(&transaction)?;
    let placed = transaction.commit().await;
    if claim == Claim::TakeOver || !matches!(placed, Err(StoreError::Full { .. })) {
        return placed;
    }
    let transaction = connection.begin(&[StoreName::Meta], Access::ReadOnly)?;
    let row = writer::row(&transaction)?.await;
    let row = row.map_err(|thrown| failure::failed(&thrown))?;
    if writer.go_by_name_of(&row) {
        Ok(())
    } else {
        placed
    }
}

/// The requests of a batch, made before its transaction begins, so that a row that cannot be made
/// leaves nothing half done.
fn requests(batch: &[Change]) -> Result<Vec<Request>, StoreError> {
    condense(batch).into_iter().map(Request::try_from).collect()
}

fn read<R: Row>(row: &JsValue) -> Result<R, RowError> {
    rows::read(|| Deserializer::from(row.clone()))
}

/// A row as a structured clone: plain objects, as a person would write them.
fn to_js(row: &impl Serialize) -> Result<JsValue, StoreError> {
    row.serialize(&Serializer::new().serialize_maps_as_objects(true))
        .map_err(|error| StoreError::Failed {
            reason: format!("a row cannot be stored: {error}"),
        })
}
