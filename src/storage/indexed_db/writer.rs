//! The writer: who may write to the database, as a row in it.
//!
//! A lock can be stolen while a transaction of its former holder is under way, and some browsers
//! have no locks. So every transaction that writes reads this row, too, and commits only if it is
//! its own writer's: two of them never both succeed, because the database lets one wait for the
//! other (<https://www.w3.org/TR/IndexedDB-3/#transaction-scheduling>).
//!
//! Where there are no locks the row is a lease as well: renewed by a heartbeat, and void when that
//! has stopped.

use idb::Query;
use js_sys::{Date, Math, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{
    super::{StoreError, StoreName},
    failure,
    key::read_field,
    lost::Lost,
    transaction::Transaction,
};

/// The key of the row in `meta`.
pub(super) const WRITER_KEY: &str = "writer";

/// The version of the row.
const VERSION: u32 = 1;

/// A writer, known by an id that no other has.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    id: String,
    lost: Lost,
}

impl Writer {
    pub(super) fn new(lost: Lost) -> Self {
        Self {
            id: format!(
                "{:x}-{:x}",
                Math::random().to_bits(),
                Math::random().to_bits()
            ),
            lost,
        }
    }

    /// # Errors
    /// [`StoreError::TakenOver`] if it is known already that another writes.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.lost.check()
    }

    /// Makes it this writer's database from this transaction on.
    pub(super) fn put(&self, transaction: &Transaction) -> Result<(), StoreError> {
        let row = Object::new();
        for (field, value) in [
            ("version", JsValue::from(VERSION)),
            ("key", WRITER_KEY.into()),
            ("id", self.id.as_str().into()),
            ("renewed_at_ms", Date::now().into()),
        ] {
            Reflect::set(&row, &field.into(), &value).map_err(|error| failure::failed(&error))?;
        }
        transaction.store(StoreName::Meta)?.put(&row, None)?;
        Ok(())
    }

    /// Makes sure, within the transaction, that it is still this writer's.
    pub(super) async fn confirm(&self, transaction: &Transaction) -> Result<(), StoreError> {
        match found(transaction).await? {
            Some(row) if read_field(&row, "id") == self.id.as_str() => Ok(()),
            Some(_) => {
                self.lost.say();
                Err(StoreError::TakenOver)
            }
            None => Err(StoreError::Closed {
                reason: "the data of this site was removed".to_owned(),
            }),
        }
    }

    /// Whether another writer has renewed its lease within that time.
    pub(super) async fn is_another_alive(
        transaction: &Transaction,
        lease_ms: f64,
    ) -> Result<bool, StoreError> {
        let renewed_at = found(transaction)
            .await?
            .and_then(|row| read_field(&row, "renewed_at_ms").as_f64());
        Ok(renewed_at.is_some_and(|at| (Date::now() - at).abs() < lease_ms))
    }
}

async fn found(transaction: &Transaction) -> Result<Option<JsValue>, StoreError> {
    let key = Query::from(JsValue::from(WRITER_KEY));
    Ok(transaction.store(StoreName::Meta)?.get(key)?.await?)
}
