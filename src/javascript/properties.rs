//! A message's properties, under the names that JavaScript has for them.

use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::preserve;
use tsify::Tsify;
use wasm_bindgen::JsValue;

use super::{options, refusal::Refusal, table};
use crate::broker::{Properties, ShortString};

/// What a publisher says about a message (AMQP 0-9-1, class `basic`).
#[derive(Clone, Debug, Default, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct BasicProperties {
    /// MIME type of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    content_type: Option<String>,
    /// MIME encoding of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    content_encoding: Option<String>,
    /// The application's own fields.
    #[serde(with = "preserve", skip_serializing_if = "JsValue::is_undefined")]
    #[tsify(optional, type = "Record<string, FieldValue>")]
    headers: JsValue,
    /// 2 for persistent; 1, or none, for transient.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    delivery_mode: Option<u8>,
    /// 0 to 255.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    priority: Option<u8>,
    /// Which request this answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    correlation_id: Option<String>,
    /// Where an answer should go.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    reply_to: Option<String>,
    /// Time to live in milliseconds, as decimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    expiration: Option<String>,
    /// The application's own identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    message_id: Option<String>,
    /// Seconds since the Unix epoch, as the application has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    timestamp: Option<u64>,
    /// The application's name for the kind of message.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    kind: Option<String>,
    /// The publisher's user name: `guest`, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    user_id: Option<String>,
    /// The publishing application.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    app_id: Option<String>,
    /// Reserved by AMQP 0-9-1, and passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    cluster_id: Option<String>,
}

/// Reads properties.
///
/// # Errors
/// A refusal that names the property.
pub(super) fn read(value: &JsValue) -> Result<Properties, Refusal> {
    if value.is_undefined() {
        return Ok(Properties::default());
    }
    let given: BasicProperties = options::read(PROPERTIES, value)?;
    let headers = (!given.headers.is_undefined())
        .then(|| table::read("properties.headers", &given.headers))
        .transpose()?;
    Ok(Properties {
        content_type: short("contentType", given.content_type)?,
        content_encoding: short("contentEncoding", given.content_encoding)?,
        headers,
        delivery_mode: given.delivery_mode,
        priority: given.priority,
        correlation_id: short("correlationId", given.correlation_id)?,
        reply_to: short("replyTo", given.reply_to)?,
        expiration: short("expiration", given.expiration)?,
        message_id: short("messageId", given.message_id)?,
        timestamp: given.timestamp,
        kind: short("type", given.kind)?,
        user_id: short("userId", given.user_id)?,
        app_id: short("appId", given.app_id)?,
        cluster_id: short("clusterId", given.cluster_id)?,
    })
}

/// Writes properties.
pub(super) fn write(properties: &Properties) -> BasicProperties {
    let text = |text: &Option<ShortString>| text.as_ref().map(ToString::to_string);
    BasicProperties {
        content_type: text(&properties.content_type),
        content_encoding: text(&properties.content_encoding),
        headers: properties
            .headers
            .as_ref()
            .map_or(JsValue::UNDEFINED, table::write),
        delivery_mode: properties.delivery_mode,
        priority: properties.priority,
        correlation_id: text(&properties.correlation_id),
        reply_to: text(&properties.reply_to),
        expiration: text(&properties.expiration),
        message_id: text(&properties.message_id),
        timestamp: properties.timestamp,
        kind: text(&properties.kind),
        user_id: text(&properties.user_id),
        app_id: text(&properties.app_id),
        cluster_id: text(&properties.cluster_id),
    }
}

fn short(name: &str, text: Option<String>) -> Result<Option<ShortString>, Refusal> {
    let short = text.map(|text| ShortString::new(text.into_bytes()));
    short
        .transpose()
        .map_err(|long| Refusal::argument(format!("{PROPERTIES}.{name}"), long))
}

const PROPERTIES: &str = "properties";
