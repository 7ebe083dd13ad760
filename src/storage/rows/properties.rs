//! A message's properties in its row: those that are set, by their names in AMQP.

use serde::{Deserialize, Serialize};

use super::{field::TableRow, payload::ShortPayload, wide::Wide};
use crate::broker::Properties;

/// The properties that are set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct PropertiesRow {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_type: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_encoding: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    headers: Option<TableRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delivery_mode: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    priority: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    correlation_id: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_to: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expiration: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message_id: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp: Option<Wide<u64>>,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_id: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    app_id: Option<ShortPayload>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cluster_id: Option<ShortPayload>,
}

impl From<&Properties> for PropertiesRow {
    fn from(properties: &Properties) -> Self {
        let properties = properties.clone();
        Self {
            content_type: properties.content_type.map(ShortPayload),
            content_encoding: properties.content_encoding.map(ShortPayload),
            headers: properties.headers.as_ref().map(Into::into),
            delivery_mode: properties.delivery_mode,
            priority: properties.priority,
            correlation_id: properties.correlation_id.map(ShortPayload),
            reply_to: properties.reply_to.map(ShortPayload),
            expiration: properties.expiration.map(ShortPayload),
            message_id: properties.message_id.map(ShortPayload),
            timestamp: properties.timestamp.map(Wide),
            kind: properties.kind.map(ShortPayload),
            user_id: properties.user_id.map(ShortPayload),
            app_id: properties.app_id.map(ShortPayload),
            cluster_id: properties.cluster_id.map(ShortPayload),
        }
    }
}

impl From<PropertiesRow> for Properties {
    fn from(row: PropertiesRow) -> Self {
        Self {
            content_type: row.content_type.map(|text| text.0),
            content_encoding: row.content_encoding.map(|text| text.0),
            headers: row.headers.map(Into::into),
            delivery_mode: row.delivery_mode,
            priority: row.priority,
            correlation_id: row.correlation_id.map(|text| text.0),
            reply_to: row.reply_to.map(|text| text.0),
            expiration: row.expiration.map(|text| text.0),
            message_id: row.message_id.map(|text| text.0),
            timestamp: row.timestamp.map(|seconds| seconds.0),
            kind: row.kind.map(|text| text.0),
            user_id: row.user_id.map(|text| text.0),
            app_id: row.app_id.map(|text| text.0),
            cluster_id: row.cluster_id.map(|text| text.0),
        }
    }
}
