//! A transaction that ends in one of two ways: its `complete` event, or the reason for its abort.
//!
//! The reason is on the transaction itself when its `abort` event fires, whether a request failed
//! or the commit, so it is taken there. A transaction that is dropped before its commit is aborted:
//! the browser's own habit is to commit it.

use std::{cell::Cell, rc::Rc};

use futures_channel::oneshot;
use idb::ObjectStore;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{IdbDatabase, IdbObjectStore, IdbTransaction};

use super::{
    super::{Durability, StoreError, StoreName},
    answer::Answer,
    failure,
};

/// What a transaction may do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Access {
    /// Look.
    ReadOnly,
    /// Look and change, and be complete when that is so durable.
    ReadWrite(Durability),
}

type Outcome = Result<(), StoreError>;

/// A transaction that is under way.
#[derive(Debug)]
pub(super) struct Transaction {
    inner: idb::Transaction,
    raw: IdbTransaction,
    outcome: Option<oneshot::Receiver<Outcome>>,
}

impl Transaction {
    pub(super) fn begin(
        database: &IdbDatabase,
        stores: &[StoreName],
        access: Access,
    ) -> Result<Self, StoreError> {
        let names: Array = stores
            .iter()
            .map(|store| JsValue::from(store.as_str()))
            .collect();
        let (mode, durability) = match access {
            Access::ReadOnly => ("readonly", "default"),
            Access::ReadWrite(Durability::Relaxed) => ("readwrite", "relaxed"),
            Access::ReadWrite(Durability::Strict) => ("readwrite", "strict"),
        };
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &durability.into())
            .map_err(|thrown| failure::failed(&thrown))?;
        let raw = database
            .unchecked_ref::<DurableDatabase>()
            .transaction(&names, mode, &options)
            .map_err(|thrown| failure::failed(&thrown))?;
        let mut inner = idb::Transaction::from(raw.clone());
        let (sender, outcome) = oneshot::channel();
        let sender = Rc::new(Cell::new(Some(sender)));
        let completed = Rc::clone(&sender);
        inner.on_complete(move |_| end(&completed, Ok(())));
        let aborted = raw.clone();
        inner.on_abort(move |_| end(&sender, Err(failure::aborted(aborted.error()))));
        Ok(Self {
            inner,
            raw,
            outcome: Some(outcome),
        })
    }

    pub(super) fn store(&self, store: StoreName) -> Result<ObjectStore, StoreError> {
        Ok(self.inner.object_store(store.as_str())?)
    }

    /// Asks for one row.
    pub(super) fn get(&self, store: StoreName, key: &JsValue) -> Result<Answer, StoreError> {
        let store = IdbObjectStore::from(self.store(store)?);
        let request = store.get(key).map_err(|thrown| failure::failed(&thrown))?;
        Ok(Answer::to(request))
    }

    /// Asks for no more, and waits until everything asked for is in the database.
    pub(super) async fn commit(self) -> Outcome {
        // It throws if a request that failed has ended the transaction. How it ended is then told
        // all the same.
        #[expect(deprecated, reason = "IndexedDB 3.0 has it again")]
        self.raw.commit().ok();
        self.ended().await
    }

    /// Why a request failed: because of the transaction, if that has failed.
    pub(super) async fn failure(self, thrown: &JsValue) -> StoreError {
        // As above.
        self.raw.abort().ok();
        if self.raw.error().is_none() {
            return failure::failed(thrown);
        }
        match self.ended().await {
            Ok(()) => failure::failed(thrown),
            Err(error) => error,
        }
    }

    async fn ended(mut self) -> Outcome {
        let outcome = self
            .outcome
            .take()
            .expect("whoever waits takes the transaction");
        outcome
            .await
            .expect("a transaction completes or aborts while its handlers live")
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        self.raw.set_oncomplete(None);
        self.raw.set_onabort(None);
        if self.outcome.is_some() {
            // It throws if a failed request has aborted it already; whoever made that has the
            // error.
            self.raw.abort().ok();
        }
    }
}

fn end(sender: &Cell<Option<oneshot::Sender<Outcome>>>, outcome: Outcome) {
    let sender = sender.take().expect("a transaction ends once");
    // Whoever waited may have gone: the page is closing.
    sender.send(outcome).ok();
}

#[wasm_bindgen]
extern "C" {
    /// A database that takes the options of a transaction
    /// (<https://www.w3.org/TR/IndexedDB-3/#dom-idbdatabase-transaction>), which neither web-sys
    /// nor idb pass on.
    type DurableDatabase;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &DurableDatabase,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}
