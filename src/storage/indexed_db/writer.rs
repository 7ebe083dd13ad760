//! The one that writes, and the fence that keeps it the only one.
//!
//! A lock can be stolen and a lease can be void while a transaction is under way. So everybody who
//! opens the database to write puts a row that names them, and every transaction that changes
//! anything reads that row and is committed only if it names the one who began it. Transactions on
//! the same object store come one after the other, so of two writers the later one is the only one
//! (<https://www.w3.org/TR/IndexedDB-3/#transaction-scheduling>).

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use js_sys::{Date, Math};
use wasm_bindgen::JsValue;

use super::{
    super::{
        Durability, StoreError, StoreName,
        rows::{WRITER_KEY, WriterRow},
    },
    answer::Answer,
    connection::Connection,
    key::read_field,
    to_js,
    transaction::{Access, Transaction},
};

/// Somebody who opened the database to write.
pub(super) struct Writer {
    id: RefCell<String>,
    is_taken_over: Cell<bool>,
    on_lost: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("id", &self.id.borrow())
            .field("is_taken_over", &self.is_taken_over)
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// A new one, who is told once if another takes its place.
    pub(super) fn new(on_lost: impl FnOnce() + 'static) -> Self {
        let id = format!("{}-{}", Math::random(), Math::random()).replace("0.", "");
        Self {
            id: RefCell::new(id),
            is_taken_over: Cell::new(false),
            on_lost: RefCell::new(Some(Box::new(on_lost))),
        }
    }

    /// Another has the database now: this one may not write any more.
    pub(super) fn lose(&self) {
        self.is_taken_over.set(true);
        let on_lost = self.on_lost.borrow_mut().take();
        if let Some(on_lost) = on_lost {
            on_lost();
        }
    }

    /// This one goes by itself, and need not be told any more.
    pub(super) fn retire(&self) {
        self.on_lost.borrow_mut().take();
    }

    /// Whether another has the database now.
    pub(super) const fn is_taken_over(&self) -> bool {
        self.is_taken_over.get()
    }

    /// Begins a transaction that changes something. The fence is its first request, so that the
    /// answer is there by the time the others are made.
    pub(super) fn begin(
        &self,
        connection: &Connection,
        stores: &[StoreName],
        durability: Durability,
    ) -> Result<(Transaction, Fence), StoreError> {
        let mut scope = stores.to_vec();
        if !scope.contains(&StoreName::Meta) {
            scope.push(StoreName::Meta);
        }
        let transaction = connection.begin(&scope, Access::ReadWrite(durability))?;
        let fence = Fence(row(&transaction)?);
        Ok((transaction, fence))
    }

    /// Commits what was asked for if the database is still this writer's; else nothing happens.
    pub(super) async fn commit(
        &self,
        transaction: Transaction,
        fence: Fence,
    ) -> Result<(), StoreError> {
        let row = match fence.0.await {
            Ok(row) => row,
            Err(thrown) => return Err(transaction.failure(&thrown).await),
        };
        if self.is_named_by(&row) {
            return transaction.commit().await;
        }
        // The transaction is dropped and so aborted.
        if row.is_undefined() {
            return Err(deleted());
        }
        self.lose();
        Err(StoreError::TakenOver)
    }

    /// Puts the row that names this writer, as it is there now.
    pub(super) fn put_row(&self, transaction: &Transaction) -> Result<(), StoreError> {
        let row = to_js(&WriterRow::new(&self.id.borrow(), now_ms()))?;
        transaction.store(StoreName::Meta)?.put(&row, None)?;
        Ok(())
    }

    /// Goes by the name in a row from now on, and says whether there is one.
    pub(super) fn go_by_name_of(&self, row: &JsValue) -> bool {
        let name = row.is_object().then(|| read_field(row, "id").as_string());
        let Some(name) = name.flatten() else {
            return false;
        };
        self.id.replace(name);
        true
    }

    /// Whether a row is the one that names this writer.
    pub(super) fn is_named_by(&self, row: &JsValue) -> bool {
        row.is_object() && read_field(row, "id") == self.id.borrow().as_str()
    }
}

/// The row that names the writer, asked for within a transaction.
#[derive(Debug)]
pub(super) struct Fence(Answer);

/// Asks for the row that names the writer.
pub(super) fn row(transaction: &Transaction) -> Result<Answer, StoreError> {
    transaction.get(StoreName::Meta, &WRITER_KEY.into())
}

/// What to say of a database without its data.
pub(super) fn deleted() -> StoreError {
    StoreError::Gone {
        reason: "its data was deleted".to_owned(),
    }
}

/// The time by which leases are kept: that of this machine, on which all tabs are.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since the epoch are a whole positive number for ages to come"
)]
pub(super) fn now_ms() -> u64 {
    Date::now() as u64
}
