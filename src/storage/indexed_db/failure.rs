//! What the browser says when it does not do something, as a [`StoreError`].

use idb::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use super::super::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        Self::Failed {
            reason: error.to_string(),
        }
    }
}

/// For a database that does not open.
pub(super) fn unavailable(error: &Error) -> StoreError {
    let reason = if let Error::IndexedDbNotFound(found) = error {
        without_factory(found)
    } else {
        error.to_string()
    };
    StoreError::Unavailable { reason }
}

/// Whether an error is the exception of that name.
pub(super) fn is_named(error: &Error, name: &str) -> bool {
    matches!(error, Error::DomException(exception) if exception.name() == name)
}

/// For a call that threw.
pub(super) fn failed(thrown: &JsValue) -> StoreError {
    StoreError::Failed {
        reason: words(thrown),
    }
}

/// For a transaction that was aborted. There is no exception if somebody aborted it on purpose.
pub(super) fn aborted(exception: Option<DomException>) -> StoreError {
    let Some(exception) = exception else {
        return StoreError::Failed {
            reason: "the transaction was aborted".to_owned(),
        };
    };
    let reason = words(&exception);
    if exception.name() == "QuotaExceededError" {
        StoreError::Full { reason }
    } else {
        StoreError::Failed { reason }
    }
}

/// An exception in words: its name and its message.
pub(super) fn words(thrown: &JsValue) -> String {
    thrown
        .dyn_ref::<js_sys::Object>()
        .map_or_else(|| format!("{thrown:?}"), |object| object.to_string().into())
}

/// What was there instead of IndexedDB, or was thrown on the way to it.
fn without_factory(found: &JsValue) -> String {
    if found.is_undefined() || found.is_null() {
        "it has no IndexedDB here".to_owned()
    } else {
        words(found)
    }
}
