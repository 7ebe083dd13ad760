//! Loading: every row read in batches and taken back, and those set aside that cannot be.

use idb::{KeyRange, ObjectStore, Query};
use wasm_bindgen::JsValue;

use super::{
    super::{
        LoadProgress, Loaded, StoreError, StoreName,
        recovery::Recovery,
        rows::{RowError, SETTINGS_KEY, WRITER_KEY},
    },
    key, listing,
    quarantine::Stray,
    read, schema,
    transaction::Transaction,
};

/// Reads what the object stores hold, and sets aside what cannot be taken back.
pub(super) async fn load(
    transaction: &Transaction,
    mut progress: impl FnMut(LoadProgress),
) -> Result<Loaded, StoreError> {
    let mut recovery = Recovery::new();
    let mut strays = Vec::new();
    let mut told = LoadProgress {
        read: 0,
        total: count_all(transaction).await?,
    };
    for store in StoreName::ALL {
        read_rows(transaction, store, |batch| {
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
        .map(|stray| stray.set_aside(transaction))
        .collect::<Result<_, _>>()?;
    Ok(recovery.finish(quarantined))
}

/// Rows read at once: enough that the requests cost little beside the rows, few enough that an
/// object store of any size never stands in memory twice.
const BATCH_ROWS: u32 = 500;

/// How many rows there are to be read.
async fn count_all(transaction: &Transaction) -> Result<u64, StoreError> {
    let counts = listing::count_each(transaction).await?.into_iter();
    let read = counts.filter(|(store, _)| schema::key_path(*store).is_some());
    Ok(read.map(|(_, count)| count).sum())
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
        StoreName::Meta => take_meta(recovery, row),
        StoreName::Quarantine => Ok(()),
    }
}

/// The row that names the writer is no part of what was kept.
fn take_meta(recovery: &mut Recovery, row: &JsValue) -> Result<(), RowError> {
    let row_key = key::read_field(row, "key");
    if row_key == WRITER_KEY {
        Ok(())
    } else if row_key == SETTINGS_KEY {
        recovery.take_settings(&read(row)?);
        Ok(())
    } else {
        recovery.take_census(read(row)?)
    }
}
