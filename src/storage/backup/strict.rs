//! JSON values in which no name stands twice.
//!
//! RFC 8259 leaves open what a second value of the same name means, and readers differ. Here it is
//! a fault, because one of the two would get lost.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use crate::broker::limits::MESSAGE_BYTES_MAX;

/// A value.
#[derive(Clone, Debug)]
pub(super) struct Strict(pub(super) Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        let number = Number::from_f64(number);
        number
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number has an end"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = list.next_element()? {
            if values.len() == MESSAGE_BYTES_MAX {
                return Err(A::Error::custom(format_args!(
                    "a list has at most {MESSAGE_BYTES_MAX} entries, as many as a body has bytes"
                )));
            }
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if map.contains_key(&name) {
                let twice = format_args!("the name \"{name}\" stands here twice");
                return Err(A::Error::custom(twice));
            }
            let Strict(value) = fields.next_value()?;
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_has_every_name_once_is_read_as_it_is() {
        let text = r#"{"a": [1, -1, 0.5, null, true, "x"], "__proto__": {"a": {}}}"#;
        let Strict(value) = serde_json::from_str(text).unwrap();
        let expected = json!({"a": [1, -1, 0.5, null, true, "x"], "__proto__": {"a": {}}});
        assert_eq!(value, expected);
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_at_any_depth() {
        let read: Result<Strict, _> = serde_json::from_str(r#"[{"a": {"b": 1, "b": 1}}]"#);
        let refusal = read.unwrap_err().to_string();
        assert!(
            refusal.contains("the name \"b\" stands here twice"),
            "{refusal}"
        );
    }
}
