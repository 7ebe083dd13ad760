//! A persistent message as a row.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{
    Row, RowError,
    field::TableRow,
    payload::{Payload, ShortPayload},
    wide::{NUMBER_MAX, Wide},
};
use crate::broker::{
    DurableMessage, ExchangeName, Message, Position, Properties, QueueName, RoutingKey,
    limits::MESSAGE_BYTES_MAX,
};

/// The last position that a row can have: it is part of the key, and JavaScript's numbers end
/// there.
const POSITION_MAX: u64 = NUMBER_MAX.unsigned_abs();

/// A row of the object store `messages`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct MessageRow {
    version: u32,
    queue: QueueName,
    position: u64,
    redelivered: bool,
    exchange: ExchangeName,
    routing_key: RoutingKey,
    properties: PropertiesRow,
    body: Payload,
}

/// The properties that are set, by their names in AMQP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct PropertiesRow {
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

impl Row for MessageRow {
    const VERSION: u32 = 1;
}

impl MessageRow {
    /// A message in its place.
    pub(in super::super) fn new(queue: QueueName, kept: &DurableMessage) -> Self {
        let message = &kept.message;
        Self {
            version: Self::VERSION,
            queue,
            position: kept.position.0,
            redelivered: kept.deliveries > 0,
            exchange: message.exchange.clone(),
            routing_key: message.routing_key.clone(),
            properties: (&message.properties).into(),
            body: Payload(Rc::clone(&message.body)),
        }
    }

    /// The queue that it says it stands in.
    pub(in super::super) const fn queue(&self) -> &QueueName {
        &self.queue
    }

    /// The message in its place.
    pub(in super::super) fn into_message(self) -> Result<DurableMessage, RowError> {
        if self.position == 0 || self.position > POSITION_MAX {
            return Err(RowError::Content {
                field: "position",
                reason: format!("{} is not from 1 to {POSITION_MAX}", self.position),
            });
        }
        if self.body.0.len() > MESSAGE_BYTES_MAX {
            return Err(RowError::Content {
                field: "body",
                reason: format!("it has more than {MESSAGE_BYTES_MAX} bytes"),
            });
        }
        let message = Message {
            exchange: self.exchange,
            routing_key: self.routing_key,
            copied_to: Vec::new(),
            properties: self.properties.into(),
            body: self.body.0,
            deaths: None,
        };
        if !message.is_persistent() {
            return Err(RowError::Content {
                field: "properties.delivery_mode",
                reason: "only persistent messages, with delivery_mode 2, are kept".to_owned(),
            });
        }
        Ok(DurableMessage {
            position: Position(self.position),
            deliveries: u32::from(self.redelivered),
            expires_at: None,
            message: Rc::new(message),
        })
    }
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::storage::rows::{read, samples};

    fn row(body: &str) -> MessageRow {
        let queue = QueueName::new("order_queue").expect("a short name");
        MessageRow::new(queue, &samples::kept(1, 0, body))
    }

    #[test]
    fn an_order_can_be_read_in_its_row() {
        let order = r#"{"order_id": "order_123"}"#;
        assert_eq!(
            serde_json::to_value(row(order)).unwrap(),
            json!({
                "version": 1,
                "queue": "order_queue",
                "position": 1,
                "redelivered": false,
                "exchange": "",
                "routing_key": "order_queue",
                "properties": {"delivery_mode": 2},
                "body": "{\"order_id\": \"order_123\"}",
            })
        );
    }

    #[test]
    fn a_row_that_says_what_cannot_be_is_refused() {
        let mut misplaced = row("{}");
        misplaced.position = 0;
        assert_eq!(
            misplaced.into_message().unwrap_err().to_string(),
            "position: 0 is not from 1 to 9007199254740991"
        );
        let mut transient = row("{}");
        transient.properties.delivery_mode = Some(1);
        let refusal = transient.into_message().unwrap_err().to_string();
        assert!(refusal.starts_with("properties.delivery_mode: only persistent messages"));
    }

    proptest! {
        #[test]
        fn a_message_comes_back_as_it_was(
            queue in samples::queue_names(),
            position in 1..=POSITION_MAX,
            redelivered: bool,
            message in samples::messages(),
        ) {
            let kept = DurableMessage {
                position: Position(position),
                deliveries: u32::from(redelivered),
                expires_at: None,
                message,
            };
            let row = serde_json::to_value(MessageRow::new(queue, &kept)).unwrap();
            let back = read::<MessageRow, _>(|| &row).unwrap().into_message().unwrap();
            prop_assert_eq!(back, kept);
        }
    }
}
