//! Loading: every row read in batches and taken back, and those set aside that cannot be.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbKeyRange, IdbObjectStore};

use super::{
    super::{
        LoadProgress, Loaded, StoreError, StoreName,
        recovery::Recovery,
        rows::{RowError, SETTINGS_KEY, WRITER_KEY},
    },
    answer::Answer,
    failure, key, listing,
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
                let (row, reason) = match row {
                    Ok(row) => match take(&mut recovery, store, &row) {
                        Ok(()) => continue,
                        Err(error) => (row, error.to_string()),
                    },
                    Err(thrown) => (JsValue::UNDEFINED, unreadable(&thrown)),
                };
                strays.push(Stray {
                    store,
                    key,
                    row,
                    reason,
                });
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

fn unreadable(thrown: &JsValue) -> String {
    format!("the browser cannot read it: {}", failure::words(thrown))
}

/// How many rows there are to be read.
async fn count_all(transaction: &Transaction) -> Result<u64, StoreError> {
    let counts = listing::count_each(transaction).await?.into_iter();
    let read = counts.filter(|(store, _)| schema::key_path(*store).is_some());
    Ok(read.map(|(_, count)| count).sum())
}

/// A row with its key, or what the browser said when it was to read it.
type Keyed = (JsValue, Result<JsValue, JsValue>);

/// Hands over the rows of an object store with their keys, by ascending key, a batch at a time.
/// While one is taken in, the next is already being read. What was set aside stays unread.
async fn read_rows(
    transaction: &Transaction,
    store: StoreName,
    mut take: impl FnMut(Vec<Keyed>),
) -> Result<(), StoreError> {
    let Some(path) = schema::key_path(store) else {
        return Ok(());
    };
    let object_store = IdbObjectStore::from(transaction.store(store)?);
    let mut asked = Some((JsValue::UNDEFINED, ask(&object_store, &JsValue::UNDEFINED)?));
    while let Some((range, answer)) = asked.take() {
        let batch: Vec<Keyed> = match answer.await {
            Ok(rows) => Array::from(&rows)
                .iter()
                .map(|row| (path.of(&row), Ok(row)))
                .collect(),
            Err(_) => one_by_one(&object_store, &range).await?,
        };
        if batch.len() >= BATCH_ROWS as usize
            && let Some((last, _)) = batch.last()
        {
            let range = IdbKeyRange::lower_bound_with_open(last, true)
                .map_err(|thrown| failure::failed(&thrown))?;
            let answer = ask(&object_store, &range)?;
            asked = Some((range.into(), answer));
        }
        take(batch);
    }
    Ok(())
}

fn ask(store: &IdbObjectStore, range: &JsValue) -> Result<Answer, StoreError> {
    let request = store.get_all_with_key_and_limit(range, BATCH_ROWS);
    request
        .map(Answer::to)
        .map_err(|thrown| failure::failed(&thrown))
}

/// The rows of a batch that the browser could not read together, each by its key.
async fn one_by_one(store: &IdbObjectStore, range: &JsValue) -> Result<Vec<Keyed>, StoreError> {
    let failed = |thrown: JsValue| failure::failed(&thrown);
    let keys = store.get_all_keys_with_key_and_limit(range, BATCH_ROWS);
    let keys = Answer::to(keys.map_err(failed)?).await.map_err(failed)?;
    let mut batch = Vec::new();
    for key in Array::from(&keys) {
        let row = Answer::to(store.get(&key).map_err(failed)?).await;
        batch.push((key, row));
    }
    Ok(batch)
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
