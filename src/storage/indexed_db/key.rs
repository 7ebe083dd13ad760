//! Keys: where they stand in a row, and ranges of them.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

use crate::broker::QueueName;

/// Where the key stands in the rows of an object store.
#[derive(Clone, Copy, Debug)]
pub(super) enum KeyPath {
    /// In one field.
    Field(&'static str),
    /// In several, together.
    Fields(&'static [&'static str]),
}

impl KeyPath {
    /// The key of a row.
    pub(super) fn of(self, row: &JsValue) -> JsValue {
        match self {
            Self::Field(field) => read_field(row, field),
            Self::Fields(fields) => fields
                .iter()
                .map(|field| read_field(row, field))
                .collect::<Array>()
                .into(),
        }
    }
}

/// The least and the greatest key that the messages of a queue can have, also those that are none
/// of ours: an array is greater than any other key
/// (<https://www.w3.org/TR/IndexedDB-3/#compare-two-keys>).
pub(super) fn messages_of(queue: &QueueName) -> (JsValue, JsValue) {
    let queue = JsValue::from(queue.as_str());
    (
        Array::of1(&queue).into(),
        Array::of2(&queue, &Array::new()).into(),
    )
}

/// A field of a row.
pub(super) fn read_field(row: &JsValue, field: &str) -> JsValue {
    Reflect::get(row, &field.into())
        .expect("a row with its key in it is an object: the database checks that when it is put")
}
