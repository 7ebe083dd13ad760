//! A transaction that ends in one of two ways: its `complete` event, or the reason for its abort.
//!
//! The reason is on the transaction itself when its `abort` event fires, whether a request failed
//! or the commit, so it is taken there. A transaction that is dropped before its commit is aborted:
//! the browser's own habit is to commit it.

use std::{cell::Cell, rc::Rc};

use futures_channel::oneshot;
use idb::{Database, ObjectStore, TransactionMode};
use web_sys::IdbTransaction;

use super::{
    super::{StoreError, StoreName},
    failure,
};

/// What a transaction may do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Access {
    /// Look.
    ReadOnly,
    /// Look and change.
    ReadWrite,
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
        database: &Database,
        stores: &[StoreName],
        access: Access,
    ) -> Result<Self, StoreError> {
        let names: Vec<&str> = stores.iter().map(|store| store.as_str()).collect();
        let mode = match access {
            Access::ReadOnly => TransactionMode::ReadOnly,
            Access::ReadWrite => TransactionMode::ReadWrite,
        };
        let raw = IdbTransaction::from(database.transaction(&names, mode)?);
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

    /// Asks for no more, and waits until everything asked for is in the database.
    pub(super) async fn commit(mut self) -> Outcome {
        #[expect(deprecated, reason = "IndexedDB 3.0 has it again")]
        self.raw
            .commit()
            .map_err(|thrown| failure::failed(&thrown))?;
        let outcome = self.outcome.take().expect("commit takes the transaction");
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
