//! Poison: an order that fails whoever takes it.
//!
//! Real orders are poison by what is in them. Here the mark is a header, `x-poison: true`, so that
//! it can be seen, and it is this page's consumers that look at it: to the broker it is a header
//! like any other, and it travels on with a dead letter.

use serde::{Deserialize, Serialize};

use crate::broker::{FieldValue, Message, Properties, ShortString, Table};

/// The header that makes an order poison.
pub const POISON_HEADER: &str = "x-poison";

/// What a consumer's program does when it fails on a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnFailure {
    /// Nothing catches the error, so its process dies and its connection breaks.
    #[default]
    Crash,
    /// `basic.nack` with requeue
    Requeue,
    /// `basic.nack` without requeue
    Discard,
    /// `basic.reject` without requeue
    Reject,
}

/// Whether the page's consumers fail on it: the header is there, a boolean, and true.
#[must_use]
pub fn is_poison(message: &Message) -> bool {
    let headers = message.properties.headers.as_ref();
    headers.and_then(|headers| headers.find(POISON_HEADER)) == Some(&FieldValue::Bool(true))
}

/// The properties with the mark of poison, and no other value of that name.
pub(super) fn poisoned(properties: Properties) -> Properties {
    let Table(mut headers) = properties.headers.unwrap_or_default();
    headers.retain(|(name, _)| *name != *POISON_HEADER);
    headers.push((ShortString::of(POISON_HEADER), FieldValue::Bool(true)));
    Properties {
        headers: Some(Table(headers)),
        ..properties
    }
}
