//! Bytes in rows: text where they are UTF-8, so that a person can read them, and bytes where they
//! are not.

use std::{fmt, rc::Rc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

use crate::broker::ShortString;

/// A message's body, or a string of a field table. Shared, since a body is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Payload(pub(super) Rc<[u8]>);

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_bytes(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PayloadVisitor)
    }
}

/// A short string that the broker passes on without reading it: a property, or a field's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShortPayload(pub(super) ShortString);

impl Serialize for ShortPayload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_bytes(self.0.as_bytes(), serializer)
    }
}

impl<'de> Deserialize<'de> for ShortPayload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Payload(bytes) = Payload::deserialize(deserializer)?;
        ShortString::new(bytes).map(Self).map_err(D::Error::custom)
    }
}

fn serialize_bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => serializer.serialize_str(text),
        Err(_) => serializer.serialize_bytes(bytes),
    }
}

struct PayloadVisitor;

impl<'de> Visitor<'de> for PayloadVisitor {
    type Value = Payload;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or bytes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Payload, E> {
        Ok(Payload(text.as_bytes().into()))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Payload, E> {
        Ok(Payload(bytes.into()))
    }

    // JSON has no bytes; there they are a list of numbers.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Payload, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = list.next_element()? {
            bytes.push(byte);
        }
        Ok(Payload(bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn utf8_is_kept_as_text_and_all_else_as_bytes() {
        let text = Payload("{\"user\":\"jané\"}".as_bytes().into());
        assert_eq!(
            serde_json::to_value(&text).unwrap(),
            json!("{\"user\":\"jané\"}")
        );
        let bytes = Payload([0xff, 0x00].as_slice().into());
        let row = serde_json::to_value(&bytes).unwrap();
        assert_eq!(row, json!([255, 0]));
        assert_eq!(serde_json::from_value::<Payload>(row).unwrap(), bytes);
    }
}
