//! A persistent message as a row.

use std::rc::Rc;

use serde::{Deserialize, Deserializer, Serialize};

use super::{
    Row, RowError,
    death::DeathsRow,
    payload::Payload,
    properties::PropertiesRow,
    shaped,
    wide::{NUMBER_MAX, Wide},
};
use crate::broker::{
    DurableMessage, ExchangeName, Message, Position, QueueName, RoutingKey, Timestamp,
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
    deliveries: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Wide<u64>>,
    exchange: ExchangeName,
    routing_key: RoutingKey,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    copied_to: Vec<RoutingKey>,
    properties: PropertiesRow,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deaths: Option<DeathsRow>,
    body: Payload,
    /// The CRC-32 of the body's bytes, so that a body that was damaged or edited is not taken for
    /// the one that was published.
    body_crc32: u32,
}

/// What a row was before its body had a checksum.
#[derive(Deserialize)]
struct MessageRow2 {
    queue: QueueName,
    position: u64,
    deliveries: u32,
    expires_at: Option<Wide<u64>>,
    exchange: ExchangeName,
    routing_key: RoutingKey,
    #[serde(default)]
    copied_to: Vec<RoutingKey>,
    properties: PropertiesRow,
    deaths: Option<DeathsRow>,
    body: Payload,
}

impl From<MessageRow2> for MessageRow {
    fn from(row: MessageRow2) -> Self {
        Self {
            version: Self::VERSION,
            queue: row.queue,
            position: row.position,
            deliveries: row.deliveries,
            expires_at: row.expires_at,
            exchange: row.exchange,
            routing_key: row.routing_key,
            copied_to: row.copied_to,
            properties: row.properties,
            deaths: row.deaths,
            body_crc32: crc32fast::hash(&row.body.0),
            body: row.body,
        }
    }
}

/// What a row was before there was dead-lettering and time to live.
#[derive(Deserialize)]
struct MessageRow1 {
    queue: QueueName,
    position: u64,
    redelivered: bool,
    exchange: ExchangeName,
    routing_key: RoutingKey,
    properties: PropertiesRow,
    body: Payload,
}

impl From<MessageRow1> for MessageRow {
    fn from(row: MessageRow1) -> Self {
        Self {
            version: Self::VERSION,
            queue: row.queue,
            position: row.position,
            deliveries: u32::from(row.redelivered),
            expires_at: None,
            exchange: row.exchange,
            routing_key: row.routing_key,
            copied_to: Vec::new(),
            properties: row.properties,
            deaths: None,
            body_crc32: crc32fast::hash(&row.body.0),
            body: row.body,
        }
    }
}

impl Row for MessageRow {
    const VERSION: u32 = 3;

    fn read_earlier<'de, D: Deserializer<'de>>(
        version: u32,
        row: impl Fn() -> D,
    ) -> Option<Result<Self, RowError>> {
        match version {
            1 => Some(shaped::<MessageRow1, _>(row).map(Self::from)),
            2 => Some(shaped::<MessageRow2, _>(row).map(Self::from)),
            _ => None,
        }
    }
}

impl MessageRow {
    /// A message in its place.
    pub(in super::super) fn new(queue: QueueName, kept: &DurableMessage) -> Self {
        let message = &kept.message;
        Self {
            version: Self::VERSION,
            queue,
            position: kept.position.0,
            deliveries: kept.deliveries,
            expires_at: kept.expires_at.map(|moment| Wide(moment.0)),
            exchange: message.exchange.clone(),
            routing_key: message.routing_key.clone(),
            copied_to: message.copied_to.clone(),
            properties: (&message.properties).into(),
            deaths: message.deaths.as_deref().map(Into::into),
            body: Payload(Rc::clone(&message.body)),
            body_crc32: crc32fast::hash(&message.body),
        }
    }

    /// The queue that it says it stands in.
    pub(in super::super) const fn queue(&self) -> &QueueName {
        &self.queue
    }

    /// The place that it says it has there.
    pub(in super::super) const fn position(&self) -> Position {
        Position(self.position)
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
        let crc32 = crc32fast::hash(&self.body.0);
        if crc32 != self.body_crc32 {
            return Err(RowError::Content {
                field: "body",
                reason: format!(
                    "its CRC-32 is {crc32}, not the {} of what was published",
                    self.body_crc32
                ),
            });
        }
        let deaths = self.deaths.map(DeathsRow::into_deaths).transpose()?;
        let message = Message {
            exchange: self.exchange,
            routing_key: self.routing_key,
            copied_to: self.copied_to,
            properties: self.properties.into(),
            body: self.body.0,
            deaths: deaths.map(Rc::new),
        };
        Ok(DurableMessage {
            position: Position(self.position),
            deliveries: self.deliveries,
            expires_at: self.expires_at.map(|moment| Timestamp(moment.0)),
            message: Rc::new(message),
        })
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
                "version": 3,
                "queue": "order_queue",
                "position": 1,
                "deliveries": 0,
                "exchange": "",
                "routing_key": "order_queue",
                "properties": {"delivery_mode": 2},
                "body": "{\"order_id\": \"order_123\"}",
                "body_crc32": crc32fast::hash(order.as_bytes()),
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
    }

    #[test]
    fn what_a_message_went_through_can_be_read_in_its_row() {
        let mut message = (*samples::kept(1, 0, "{}").message).clone();
        message.exchange = ExchangeName::new("dead").unwrap();
        message.copied_to = vec![RoutingKey::new("audit").unwrap()];
        message.deaths = Some(Rc::new(samples::expired_once()));
        let kept = DurableMessage {
            position: Position(7),
            deliveries: 2,
            expires_at: Some(Timestamp(1_763_800_060_000)),
            message: Rc::new(message),
        };
        let death = json!({
            "queue": "order_queue", "reason": "expired", "count": 1, "first": 1_763_800_000_000_u64,
            "exchange": "", "routing_keys": ["order_queue"], "original_expiration": "60000",
        });
        assert_eq!(
            serde_json::to_value(MessageRow::new(QueueName::new("late").unwrap(), &kept)).unwrap(),
            json!({
                "version": 3, "queue": "late", "position": 7, "deliveries": 2,
                "expires_at": 1_763_800_060_000_u64, "exchange": "dead", "routing_key": "order_queue",
                "copied_to": ["audit"], "properties": {"delivery_mode": 2},
                "deaths": {"entries": [death], "first": death}, "body": "{}", "body_crc32": 2_745_614_147_u32,
            })
        );
    }

    #[test]
    fn a_row_of_the_first_version_is_still_read() {
        for (redelivered, deliveries) in [(false, 0), (true, 1)] {
            let row = json!({
                "version": 1, "queue": "order_queue", "position": 4, "redelivered": redelivered,
                "exchange": "", "routing_key": "order_queue",
                "properties": {"delivery_mode": 2}, "body": "{}",
            });
            let read = read::<MessageRow, _>(|| &row).unwrap();
            assert_eq!(
                read.into_message().unwrap(),
                samples::kept(4, deliveries, "{}")
            );
        }
    }

    #[test]
    fn a_row_of_the_second_version_is_still_read() {
        let row = json!({
            "version": 2, "queue": "order_queue", "position": 4, "deliveries": 7,
            "exchange": "", "routing_key": "order_queue",
            "properties": {"delivery_mode": 2}, "body": "{}",
        });
        let read = read::<MessageRow, _>(|| &row).unwrap();
        assert_eq!(read.into_message().unwrap(), samples::kept(4, 7, "{}"));
    }

    #[test]
    fn a_body_that_is_not_the_one_published_is_refused() {
        let mut row = serde_json::to_value(row("{}")).unwrap();
        row["body"] = json!("{ }");
        let read = read::<MessageRow, _>(|| &row).unwrap();
        let refusal = read.into_message().unwrap_err().to_string();
        assert!(
            refusal.starts_with("body: its CRC-32 is ")
                && refusal.ends_with(", not the 2745614147 of what was published"),
            "{refusal}"
        );
    }

    #[test]
    fn a_row_has_the_shape_of_its_own_version() {
        let mut row = serde_json::to_value(row("{}")).unwrap();
        row.as_object_mut().unwrap().remove("deliveries");
        row["redelivered"] = json!(true);
        let refusal = read::<MessageRow, _>(|| &row).unwrap_err().to_string();
        assert_eq!(refusal, "missing field `deliveries`");
        row["version"] = json!(1);
        assert!(read::<MessageRow, _>(|| &row).is_ok());
    }

    proptest! {
        #[test]
        fn a_message_comes_back_as_it_was(
            queue in samples::queue_names(),
            position in 1..=POSITION_MAX,
            deliveries: u32,
            expires_at: Option<u64>,
            message in samples::messages(),
        ) {
            let kept = DurableMessage {
                position: Position(position),
                deliveries,
                expires_at: expires_at.map(Timestamp),
                message,
            };
            let row = serde_json::to_value(MessageRow::new(queue, &kept)).unwrap();
            let back = read::<MessageRow, _>(|| &row).unwrap().into_message().unwrap();
            prop_assert_eq!(back, kept);
        }
    }
}
