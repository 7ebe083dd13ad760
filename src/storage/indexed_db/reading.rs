//! Reading: every row of the database, a batch at a time, and what becomes of one that cannot be
//! taken back.

use idb::{KeyRange, ObjectStore, Query};
use js_sys::Reflect;
use serde_wasm_bindgen::Deserializer;
use wasm_bindgen::JsValue;

use super::{
    super::{
        QuarantinedRow, StoreError, StoreName,
        recovery::Recovery,
        rows::{self, Row, RowError, SETTINGS_KEY},
    },
    failure, key, schema, text,
    transaction::Transaction,
    writer::WRITER_KEY,
};

/// Rows read at once: enough that the requests cost little beside the rows, few enough that an
/// object store of any size never stands in memory twice.
const BATCH_ROWS: u32 = 500;

/// How many rows each object store has.
pub(super) async fn count_each(
    transaction: &Transaction,
) -> Result<Vec<(StoreName, u64)>, StoreError> {
    let mut counts = Vec::new();
    for store in StoreName::ALL {
        let count = transaction.store(store)?.count(None)?.await?;
        counts.push((store, count.into()));
    }
    Ok(counts)
}

/// How many rows there are to be read.
pub(super) async fn count_all(transaction: &Transaction) -> Result<u64, StoreError> {
    let counts = count_each(transaction).await?.into_iter();
    let read = counts.filter(|(store, _)| schema::key_path(*store).is_some());
    Ok(read.map(|(_, count)| count).sum())
}

/// Hands over the rows of an object store with their keys, by ascending key, a batch at a time.
/// What was set aside stays unread.
pub(super) async fn read_rows(
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

/// Takes a row into what is recovered.
pub(super) fn take(
    recovery: &mut Recovery,
    store: StoreName,
    row: &JsValue,
) -> Result<(), RowError> {
    match store {
        StoreName::Exchanges => recovery.take_exchange(read(row)?),
        StoreName::Queues => recovery.take_queue(read(row)?),
        StoreName::Bindings => recovery.take_binding(read(row)?),
        StoreName::Messages => recovery.take_message(read(row)?),
        StoreName::Clients => {
            recovery.take_client(read(row)?);
            Ok(())
        }
        StoreName::Meta if key::read_field(row, "key") == WRITER_KEY => Ok(()),
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
pub(super) struct Stray {
    pub(super) store: StoreName,
    pub(super) key: JsValue,
    pub(super) row: JsValue,
    pub(super) reason: String,
}

impl Stray {
    /// Moves it to the quarantine, as it is.
    pub(super) fn set_aside(self, transaction: &Transaction) -> Result<QuarantinedRow, StoreError> {
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
