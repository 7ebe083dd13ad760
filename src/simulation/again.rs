//! A message that is to be published again: what of it the publish form can say.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    message_property::MessageProperty,
    publish::{Content, PublishOrders},
    table_form::NamedValues,
    value::Value,
};
use crate::broker::{FieldValue, Message, Millis, Properties, ShortString};

/// A message as the publish form can say it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Again {
    /// What would be published.
    pub orders: PublishOrders,
    /// Properties and headers that the form has no field for, by their names in RabbitMQ.
    pub left_out: Vec<String>,
}

/// Why a message cannot be put into the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAgain {
    /// Its body is no text.
    NotText,
    /// Its body is longer than a field of the page takes well.
    TooLong {
        /// How long, in bytes.
        bytes: usize,
    },
}

impl Again {
    /// Reads a message. A header whose value has no field is left out and named.
    ///
    /// # Errors
    /// [`NotAgain`] if the body cannot stand in a field.
    pub fn of(message: &Message) -> Result<Self, NotAgain> {
        let bytes = message.body.len();
        if bytes > BODY_BYTES_MAX {
            return Err(NotAgain::TooLong { bytes });
        }
        let body = std::str::from_utf8(&message.body).map_err(|_| NotAgain::NotText)?;
        let properties = &message.properties;
        let mut left_out = Vec::new();
        let expiration = expiration(properties, &mut left_out);
        for (name, is_set) in [
            ("timestamp", properties.timestamp.is_some()),
            ("cluster_id", properties.cluster_id.is_some()),
        ] {
            left_out.extend(is_set.then(|| name.to_owned()));
        }
        let texts = texts(properties, &mut left_out);
        let headers = headers(properties, &mut left_out);
        Ok(Self {
            orders: PublishOrders {
                exchange: message.exchange.clone(),
                routing_key: message.routing_key.clone(),
                content: Content::Raw(body.to_owned()),
                persistent: message.is_persistent(),
                mandatory: false,
                priority: properties.priority,
                expiration,
                properties: texts,
                headers,
                poison: false,
                count: 1,
            },
            left_out,
        })
    }
}

impl fmt::Display for NotAgain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText => {
                f.write_str("Its body is no text, and the form has no field for bytes.")
            }
            Self::TooLong { bytes } => write!(
                f,
                "Its body has {bytes} bytes, and the form takes at most {BODY_BYTES_MAX} well. Move the \
                 message instead."
            ),
        }
    }
}

impl std::error::Error for NotAgain {}

fn expiration(properties: &Properties, left_out: &mut Vec<String>) -> Option<Millis> {
    let text = properties.expiration.as_ref()?;
    let length = text.as_str().and_then(|text| text.parse::<u32>().ok());
    if length.is_none() {
        left_out.push("expiration".to_owned());
    }
    length.map(|length| Millis(length.into()))
}

fn texts(properties: &Properties, left_out: &mut Vec<String>) -> Vec<(MessageProperty, String)> {
    let mut texts = Vec::new();
    for property in MessageProperty::ALL {
        match property.of(properties).map(ShortString::as_str) {
            Some(Some(text)) => texts.push((property, text.to_owned())),
            Some(None) => left_out.push(property.name().to_owned()),
            None => {}
        }
    }
    texts
}

fn headers(properties: &Properties, left_out: &mut Vec<String>) -> NamedValues {
    let mut headers = NamedValues::new();
    for (name, field) in properties.headers.iter().flat_map(|table| &table.0) {
        let is_new = |name: &str| !headers.iter().any(|(taken, _)| taken == name);
        match (name.as_str(), value(field)) {
            (Some(name), Some(value)) if !name.is_empty() && is_new(name) => {
                headers.push((name.to_owned(), value));
            }
            _ => left_out.push(name.to_string()),
        }
    }
    headers
}

fn value(field: &FieldValue) -> Option<Value> {
    Some(match field {
        FieldValue::Bool(is_so) => Value::Bool(*is_so),
        FieldValue::Byte(number) => Value::Number((*number).into()),
        FieldValue::UnsignedByte(number) => Value::Number((*number).into()),
        FieldValue::Short(number) => Value::Number((*number).into()),
        FieldValue::UnsignedShort(number) => Value::Number((*number).into()),
        FieldValue::Int(number) => Value::Number((*number).into()),
        FieldValue::UnsignedInt(number) => Value::Number((*number).into()),
        FieldValue::Long(number) => Value::Number(*number),
        FieldValue::Float(number) if number.is_finite() => Value::Real((*number).into()),
        FieldValue::Double(number) if number.is_finite() => Value::Real(*number),
        FieldValue::LongString(bytes) => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
        FieldValue::Float(_)
        | FieldValue::Double(_)
        | FieldValue::Decimal { .. }
        | FieldValue::Array(_)
        | FieldValue::Timestamp(_)
        | FieldValue::Table(_)
        | FieldValue::Void
        | FieldValue::Bytes(_) => return None,
    })
}

/// A megabyte: more than anybody edits by hand.
const BODY_BYTES_MAX: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::{ExchangeName, RoutingKey, Table};

    fn message(body: &[u8], properties: Properties) -> Message {
        Message {
            exchange: ExchangeName::new("orders").expect("short"),
            routing_key: RoutingKey::new("eu.de").expect("short"),
            copied_to: Vec::new(),
            properties,
            body: body.into(),
            deaths: None,
        }
    }

    #[test]
    fn what_was_published_by_the_form_is_published_the_same_again() {
        let first = PublishOrders {
            exchange: ExchangeName::new("orders").expect("short"),
            routing_key: RoutingKey::new("eu.de").expect("short"),
            content: Content::Raw("tea".to_owned()),
            persistent: false,
            mandatory: false,
            priority: Some(5),
            expiration: Some(Millis(1_500)),
            properties: vec![(MessageProperty::Type, "order".to_owned())],
            headers: vec![
                ("region".to_owned(), Value::Text("eu".to_owned())),
                ("tries".to_owned(), Value::Number(3)),
                ("share".to_owned(), Value::Real(0.5)),
                ("urgent".to_owned(), Value::Bool(true)),
            ],
            poison: false,
            count: 1,
        };
        let again = Again::of(&message(b"tea", first.to_properties())).expect("it is text");
        assert_eq!(again.orders, first);
        assert_eq!(again.left_out, Vec::<String>::new());
    }

    #[test]
    fn what_has_no_field_is_left_out_by_name() {
        let headers = [
            ("x-death", FieldValue::Array(Vec::new())),
            ("blob", FieldValue::Bytes([1].as_slice().into())),
            ("region", FieldValue::text("eu")),
            ("region", FieldValue::text("us")),
        ];
        let headers = headers.map(|(name, value)| (ShortString::of(name), value));
        let properties = Properties {
            headers: Some(Table(headers.to_vec())),
            expiration: Some(ShortString::of("soon")),
            timestamp: Some(5),
            ..Properties::default()
        };
        let again = Again::of(&message(b"tea", properties)).expect("it is text");
        assert_eq!(
            again.left_out,
            ["expiration", "timestamp", "x-death", "blob", "region"]
        );
        assert_eq!(again.orders.headers.len(), 1);
    }

    #[test]
    fn what_cannot_stand_in_a_field_is_refused() {
        let of = |body: &[u8]| Again::of(&message(body, Properties::default()));
        assert_eq!(of(&[0xff]), Err(NotAgain::NotText));
        let long = vec![b'x'; BODY_BYTES_MAX + 1];
        let bytes = long.len();
        assert_eq!(of(&long), Err(NotAgain::TooLong { bytes }));
    }
}
