//! Setting rows aside that cannot be taken back.

use idb::Query;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::{
    super::{QuarantinedRow, StoreError, StoreName},
    failure, text,
    transaction::Transaction,
};

/// A row that cannot be taken back.
pub(super) struct Stray {
    pub(super) store: StoreName,
    pub(super) key: JsValue,
    /// What stands there; undefined if the browser cannot read it.
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
