//! Promises: those that are kept at once, and those that wait.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

use super::refusal::Refusal;

/// The promise of something that is done, or refused, already. Nothing is ever thrown.
pub(super) fn settled(result: Result<JsValue, Refusal>) -> Promise {
    match result {
        Ok(value) => Promise::resolve(&value),
        Err(refusal) => Promise::reject(&JsValue::from(&refusal)),
    }
}

/// The promise of nothing but that it was done.
pub(super) fn done(result: Result<(), Refusal>) -> Promise {
    settled(result.map(|()| JsValue::UNDEFINED))
}

/// Somebody who waits.
#[derive(Debug)]
pub(super) struct Waiting {
    resolve: Function,
    reject: Function,
}

impl Waiting {
    /// A promise, and by what to settle it.
    pub(super) fn new() -> (Promise, Self) {
        let mut waiting = None;
        let promise = Promise::new(&mut |resolve, reject| {
            waiting = Some(Self { resolve, reject });
        });
        let waiting = waiting.expect("a promise calls its executor at once");
        (promise, waiting)
    }

    /// It is done. Whoever awaits it hears of it when the caller has returned.
    pub(super) fn resolve(self) {
        drop(self.resolve.call0(&JsValue::UNDEFINED));
    }

    /// It will not be done.
    pub(super) fn reject(self, refusal: &Refusal) {
        drop(self.reject.call1(&JsValue::UNDEFINED, &refusal.into()));
    }
}
