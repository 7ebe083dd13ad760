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
    failure,
    key::{self, KeyPath},
    listing,
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
        // What was set aside stays unread.
        let Some(path) = schema::key_path(store) else {
            continue;
        };
        read_rows(transaction, store, path, |batch| {
            told.read += batch.len() as u64;
            strays.extend(batch.into_iter().filter_map(|found| match found {
                Found::Row(row) => {
                    let error = take(&mut recovery, store, &row).err()?;
                    Some(Stray {
                        store,
                        key: path.of(&row),
                        row,
                        reason: error.to_string(),
                    })
                }
                Found::Unreadable { key, thrown } => Some(Stray {
                    store,
                    key,
                    row: JsValue::UNDEFINED,
                    reason: format!("the browser cannot read it: {}", failure::words(&thrown)),
                }),
            }));
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

/// A row, or the key of one with what the browser said when it was to read it.
enum Found {
    Row(JsValue),
    Unreadable { key: JsValue, thrown: JsValue },
}

impl Found {
    fn key(&self, path: KeyPath) -> JsValue {
        match self {
            Self::Row(row) => path.of(row),
            Self::Unreadable { key, .. } => key.clone(),
        }
    }
}

/// Hands over the rows of an object store by ascending key, a batch at a time. While one is taken
/// in, the next is already being read.
async fn read_rows(
    transaction: &Transaction,
    store: StoreName,
    path: KeyPath,
    mut take: impl FnMut(Vec<Found>),
) -> Result<(), StoreError> {
    let object_store = IdbObjectStore::from(transaction.store(store)?);
    let mut asked = Some((JsValue::UNDEFINED, ask(&object_store, &JsValue::UNDEFINED)?));
    while let Some((range, answer)) = asked.take() {
        let batch: Vec<Found> = match answer.await {
            Ok(rows) => Array::from(&rows).iter().map(Found::Row).collect(),
            Err(_) => one_by_one(&object_store, &range).await?,
        };
        if batch.len() >= BATCH_ROWS as usize
            && let Some(last) = batch.last()
        {
            let range = IdbKeyRange::lower_bound_with_open(&last.key(path), true)
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
async fn one_by_one(store: &IdbObjectStore, range: &JsValue) -> Result<Vec<Found>, StoreError> {
    let failed = |thrown: JsValue| failure::failed(&thrown);
    let keys = store.get_all_keys_with_key_and_limit(range, BATCH_ROWS);
    let keys = Answer::to(keys.map_err(failed)?).await.map_err(failed)?;
    let mut batch = Vec::new();
    for key in Array::from(&keys) {
        batch.push(match Answer::to(store.get(&key).map_err(failed)?).await {
            Ok(row) => Found::Row(row),
            Err(thrown) => Found::Unreadable { key, thrown },
        });
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
