//! Changes as the database's own requests: rows to put, keys and ranges of keys to delete.

use idb::{KeyRange, Query};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::{
    super::{
        Change, StoreError, StoreName,
        rows::{
            BindingRow, BindingRowKey, CensusRow, ExchangeRow, MessageRow, QueueRow, SettingsRow,
        },
    },
    key, to_js,
    transaction::Transaction,
};

/// A change made ready.
#[derive(Debug)]
pub(super) enum Request {
    Put { store: StoreName, row: JsValue },
    Delete { store: StoreName, key: JsValue },
    DeleteQueue { key: JsValue, messages: KeyRange },
}

impl TryFrom<&Change> for Request {
    type Error = StoreError;

    fn try_from(change: &Change) -> Result<Self, StoreError> {
        let store = change.store();
        match change {
            Change::PutExchange(exchange) => put(store, &ExchangeRow::new(exchange)),
            Change::PutQueue {
                queue,
                auto_delete,
                arguments,
            } => put(
                store,
                &QueueRow::new(queue.clone(), *auto_delete, arguments),
            ),
            Change::PutBinding(binding) => put(store, &BindingRow::new(binding)),
            Change::PutMessage { queue, message } => {
                put(store, &MessageRow::new(queue.clone(), message))
            }
            Change::PutClient(row) => put(store, row),
            Change::PutCensus(queues) => put(store, &CensusRow::new(queues.clone())),
            Change::PutSettings(settings) => put(store, &SettingsRow::new(*settings)),
            Change::DeleteQueue { queue } => {
                let (first, last) = key::messages_of(queue);
                Ok(Self::DeleteQueue {
                    key: queue.as_str().into(),
                    messages: KeyRange::bound(&first, &last, None, None)?,
                })
            }
            Change::DeleteExchange { exchange } => Ok(Self::Delete {
                store,
                key: exchange.as_str().into(),
            }),
            Change::DeleteBinding(binding) => Ok(Self::Delete {
                store,
                key: to_js(&BindingRowKey::new(binding))?,
            }),
            Change::DeleteMessage { queue, position } => Ok(Self::Delete {
                store,
                key: to_js(&(queue, position))?,
            }),
            Change::DeleteClient { name } => Ok(Self::Delete {
                store,
                key: name.as_str().into(),
            }),
        }
    }
}

impl Request {
    /// The object stores that these requests need, and no more, so that others stay free.
    pub(super) fn stores(requests: &[Self]) -> Vec<StoreName> {
        let mut stores: Vec<StoreName> = requests
            .iter()
            .flat_map(|request| match request {
                Self::Put { store, .. } | Self::Delete { store, .. } => vec![*store],
                Self::DeleteQueue { .. } => vec![StoreName::Queues, StoreName::Messages],
            })
            .collect();
        stores.sort();
        stores.dedup();
        stores
    }

    /// Makes the request. Nobody waits for its answer: the transaction's end speaks for all.
    pub(super) fn make(self, transaction: &Transaction) -> Result<(), StoreError> {
        match self {
            Self::Put { store, row } => {
                transaction.store(store)?.put(&row, None)?;
            }
            Self::Delete { store, key } => {
                transaction.store(store)?.delete(Query::from(key))?;
            }
            Self::DeleteQueue { key, messages } => {
                transaction
                    .store(StoreName::Queues)?
                    .delete(Query::from(key))?;
                transaction
                    .store(StoreName::Messages)?
                    .delete(Query::from(messages))?;
            }
        }
        Ok(())
    }
}

fn put(store: StoreName, row: &impl Serialize) -> Result<Request, StoreError> {
    Ok(Request::Put {
        store,
        row: to_js(row)?,
    })
}
