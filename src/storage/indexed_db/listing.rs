//! Rows as they are, for people to look at.

use idb::{KeyRange, ObjectStore, Query};

use super::{
    super::{ListedRow, RowListing, StoreError, StoreName, listed},
    text,
    transaction::Transaction,
};

/// So many rows of an object store from the one at `offset` on.
pub(super) async fn list(
    transaction: &Transaction,
    store: StoreName,
    offset: u64,
    limit: u32,
) -> Result<RowListing, StoreError> {
    let object_store = transaction.store(store)?;
    let total: u64 = object_store.count(None)?.await?.into();
    if offset >= total {
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
    let rows = keys.iter().zip(&values).map(|(key, value)| ListedRow {
        key: text::json(key),
        value: listed(text::json(value)),
    });
    Ok(RowListing {
        total,
        rows: rows.collect(),
    })
}

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
