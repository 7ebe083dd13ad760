//! JavaScript values as JSON text, for people: bytes as a list of numbers, long integers as their
//! digits.

use js_sys::{Array, BigInt, Function, JSON, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

use super::failure;

/// The value as JSON. Rows that are none of ours may have values that JSON cannot say; then it says
/// why.
pub(super) fn json(value: &JsValue) -> String {
    let replacer = Closure::<dyn Fn(JsValue, JsValue) -> JsValue>::new(|_, value| plain(value));
    let replacer: &Function = replacer.as_ref().unchecked_ref();
    match JSON::stringify_with_replacer(value, replacer) {
        Ok(text) => text
            .as_string()
            .unwrap_or_else(|| "(nothing that JSON can say)".to_owned()),
        Err(thrown) => format!("(cannot be shown as JSON: {})", failure::words(&thrown)),
    }
}

fn plain(value: JsValue) -> JsValue {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Array::from(bytes).into();
    }
    match value.dyn_into::<BigInt>() {
        Ok(integer) => integer.to_string(10).map_or_else(Into::into, JsValue::from),
        Err(value) => value,
    }
}
