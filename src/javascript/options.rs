//! Options: the last argument of most methods, an object whose fields all have a default.

use js_sys::{Array, Object, Uint8Array};
use serde::{
    Deserialize,
    de::{DeserializeOwned, value::MapDeserializer},
};
use serde_wasm_bindgen::{Deserializer, preserve};
use tsify::Tsify;
use wasm_bindgen::{JsCast, JsValue};

use super::{refusal::Refusal, table::kind};
use crate::storage::Durability;

/// How to open a broker.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct BrokerOptions {
    /// The broker's name: of its database, and of nothing else. Without one it is `default`.
    #[tsify(optional)]
    pub(super) name: Option<String>,
    /// Where durable state is kept: nowhere but in memory, which is the default, or in IndexedDB,
    /// which browsers have and Node has not.
    #[tsify(optional, type = "\"memory\" | \"indexeddb\"")]
    pub(super) storage: Storage,
    /// What a transaction of IndexedDB waits for before a publish is confirmed: `relaxed`, the
    /// default, for the operating system; `strict` for the disk.
    #[tsify(optional, type = "\"relaxed\" | \"strict\"")]
    pub(super) durability: DurabilityOption,
    /// Whether the broker runs in a worker of its own. It has the same interface there.
    #[tsify(optional)]
    pub(super) worker: bool,
}

/// Where durable state is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Storage {
    #[default]
    Memory,
    IndexedDb,
}

/// What a transaction waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum DurabilityOption {
    #[default]
    Relaxed,
    Strict,
}

impl From<DurabilityOption> for Durability {
    fn from(option: DurabilityOption) -> Self {
        match option {
            DurabilityOption::Relaxed => Self::Relaxed,
            DurabilityOption::Strict => Self::Strict,
        }
    }
}

/// How to declare an exchange.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are the method's own bits"
)]
pub(super) struct ExchangeDeclareOptions {
    /// Only ask whether it exists.
    #[tsify(optional)]
    pub(super) passive: bool,
    /// Keep the exchange over a restart.
    #[tsify(optional)]
    pub(super) durable: bool,
    /// Delete it when the last binding from it goes.
    #[tsify(optional)]
    pub(super) auto_delete: bool,
    /// Take messages from other exchanges only.
    #[tsify(optional)]
    pub(super) internal: bool,
    /// RabbitMQ's `alternate-exchange`.
    #[serde(with = "preserve", default = "undefined")]
    #[tsify(optional, type = "Record<string, FieldValue>")]
    pub(super) arguments: JsValue,
}

/// How to delete an exchange.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct ExchangeDeleteOptions {
    /// Refuse if it has bindings as a source.
    #[tsify(optional)]
    pub(super) if_unused: bool,
}

/// How to declare a queue.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are the method's own bits"
)]
pub(super) struct QueueDeclareOptions {
    /// Only ask whether it exists.
    #[tsify(optional)]
    pub(super) passive: bool,
    /// Keep the queue, and the persistent messages in it, over a restart.
    #[tsify(optional)]
    pub(super) durable: bool,
    /// For this connection only; it goes with the connection.
    #[tsify(optional)]
    pub(super) exclusive: bool,
    /// Delete it when its last consumer goes.
    #[tsify(optional)]
    pub(super) auto_delete: bool,
    /// RabbitMQ's `x-` arguments, such as `x-message-ttl`.
    #[serde(with = "preserve", default = "undefined")]
    #[tsify(optional, type = "Record<string, FieldValue>")]
    pub(super) arguments: JsValue,
}

/// How to delete a queue.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct QueueDeleteOptions {
    /// Refuse if it has consumers.
    #[tsify(optional)]
    pub(super) if_unused: bool,
    /// Refuse if it has ready messages.
    #[tsify(optional)]
    pub(super) if_empty: bool,
}

/// How to publish.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct PublishOptions {
    /// Return the message if no queue takes it: see `Channel.onReturn`.
    #[tsify(optional)]
    pub(super) mandatory: bool,
}

/// How to limit what a consumer holds.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct QosOptions {
    /// Shared by all consumers of the channel; otherwise for each consumer started from now on.
    #[tsify(optional)]
    pub(super) global: bool,
}

/// How to consume.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct ConsumeOptions {
    /// The consumer's name, unique on the channel; without one the broker chooses.
    #[tsify(optional)]
    pub(super) consumer_tag: String,
    /// Automatic acknowledgement: a message counts as acked when it is sent.
    #[tsify(optional)]
    pub(super) no_ack: bool,
    /// Refuse if the queue has other consumers, and keep others off it.
    #[tsify(optional)]
    pub(super) exclusive: bool,
    /// RabbitMQ's `x-priority`.
    #[serde(with = "preserve", default = "undefined")]
    #[tsify(optional, type = "Record<string, FieldValue>")]
    pub(super) arguments: JsValue,
}

/// How to fetch one message.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct GetOptions {
    /// Automatic acknowledgement: the message counts as acked when it is sent.
    #[tsify(optional)]
    pub(super) no_ack: bool,
}

/// How to acknowledge.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct AckOptions {
    /// All outstanding up to this delivery.
    #[tsify(optional)]
    pub(super) multiple: bool,
}

/// How to give messages back.
#[derive(Clone, Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct NackOptions {
    /// All outstanding up to this delivery.
    #[tsify(optional)]
    pub(super) multiple: bool,
    /// Back to the queue, which is the default; otherwise dropped, or dead-lettered if the queue
    /// says so.
    #[tsify(optional)]
    pub(super) requeue: bool,
}

impl Default for NackOptions {
    fn default() -> Self {
        Self {
            multiple: false,
            requeue: true,
        }
    }
}

/// How to give one message back.
#[derive(Clone, Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct RejectOptions {
    /// Back to the queue, which is the default; otherwise dropped, or dead-lettered if the queue
    /// says so.
    #[tsify(optional)]
    pub(super) requeue: bool,
}

impl Default for RejectOptions {
    fn default() -> Self {
        Self { requeue: true }
    }
}

/// Reads options. Without any all have their defaults.
///
/// # Errors
/// A refusal that names the field which is unknown or is not what it has to be.
pub(super) fn read<T: DeserializeOwned + Default>(
    name: &str,
    value: &JsValue,
) -> Result<T, Refusal> {
    if value.is_undefined() {
        return Ok(T::default());
    }
    if !value.is_object() || Array::is_array(value) {
        let instead = format!("expected an object, got {}", kind(value));
        return Err(Refusal::argument(name, instead));
    }
    let object: &Object = value.unchecked_ref();
    // Entry by entry: read as a struct, a field that nobody knows would pass unseen.
    let entries = Object::entries(object).into_iter().filter_map(|entry| {
        let entry: Array = entry.unchecked_into();
        let (field, value) = (entry.get(0).as_string()?, entry.get(1));
        (!value.is_undefined()).then(|| (field, Deserializer::from(value)))
    });
    let read = serde_path_to_error::deserialize(MapDeserializer::new(entries));
    read.map_err(|error| {
        let path = error.path().to_string();
        let at = if path == "." || path == "?" {
            name.to_owned()
        } else {
            format!("{name}.{path}")
        };
        let error: js_sys::Error = JsValue::from(error.into_inner()).unchecked_into();
        Refusal::argument(at, String::from(error.message()))
    })
}

/// Reads a text.
///
/// # Errors
/// A refusal that says what it is instead.
pub(super) fn text(name: &str, value: &JsValue) -> Result<String, Refusal> {
    value
        .as_string()
        .ok_or_else(|| Refusal::argument(name, format!("expected a string, got {}", kind(value))))
}

/// Reads a body.
///
/// # Errors
/// A refusal that says how to make one of a text.
pub(super) fn body(value: &JsValue) -> Result<Vec<u8>, Refusal> {
    let bytes = value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    bytes.ok_or_else(|| {
        let instead = format!(
            "expected a Uint8Array, got {}; of a text, new TextEncoder().encode(text) makes one",
            kind(value)
        );
        Refusal::argument("body", instead)
    })
}

/// The largest whole number that JavaScript's numbers hold exactly.
pub(super) const SAFE_INTEGER_MAX: u64 = (1 << 53) - 1;

/// Reads a number of the wire that has no sign.
///
/// # Errors
/// A refusal that says what it has to be.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is out of bounds is refused before"
)]
pub(super) fn whole(name: &str, value: &JsValue, max: u64) -> Result<u64, Refusal> {
    let number = value.as_f64().filter(|number| {
        js_sys::Number::is_safe_integer(value) && *number >= 0.0 && (*number as u64) <= max
    });
    number
        .map(|number| number as u64)
        .ok_or_else(|| Refusal::argument(name, format!("expected a whole number from 0 to {max}")))
}

const fn undefined() -> JsValue {
    JsValue::UNDEFINED
}
