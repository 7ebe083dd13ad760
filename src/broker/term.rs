//! Values as RabbitMQ prints them in its refusals: as terms of Erlang, with `~tp`
//! (<https://www.erlang.org/doc/apps/stdlib/io.html#fwrite/2>).

use super::table::{FieldValue, Table};

/// A value as a term.
pub(super) fn printed(value: &FieldValue) -> String {
    match value {
        FieldValue::Bool(value) => value.to_string(),
        FieldValue::Byte(value) => value.to_string(),
        FieldValue::UnsignedByte(value) => value.to_string(),
        FieldValue::Short(value) => value.to_string(),
        FieldValue::UnsignedShort(value) => value.to_string(),
        FieldValue::Int(value) => value.to_string(),
        FieldValue::UnsignedInt(value) => value.to_string(),
        FieldValue::Long(value) => value.to_string(),
        FieldValue::Timestamp(value) => value.to_string(),
        FieldValue::Float(value) => format!("{:?}", f64::from(*value)),
        FieldValue::Double(value) => format!("{value:?}"),
        FieldValue::Decimal { scale, value } => format!("{{{scale},{value}}}"),
        FieldValue::LongString(bytes) | FieldValue::Bytes(bytes) => printed_bytes(bytes),
        FieldValue::Array(values) => list(values.iter().map(typed)),
        FieldValue::Table(Table(fields)) => list(fields.iter().map(|(name, field)| {
            let name = printed_bytes(name.as_bytes());
            format!("{{{name},{},{}}}", field.type_name(), printed(field))
        })),
        FieldValue::Void => "undefined".to_owned(),
    }
}

/// Bytes as a term: a text if they are one that can be printed.
pub(super) fn printed_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok("") => "<<>>".to_owned(),
        Ok(text) if !text.chars().any(char::is_control) => {
            let encoding = if text.is_ascii() { "" } else { "/utf8" };
            let text = text.replace('\\', "\\\\").replace('"', "\\\"");
            format!("<<\"{text}\"{encoding}>>")
        }
        Ok(_) | Err(_) => {
            let bytes: Vec<String> = bytes.iter().map(u8::to_string).collect();
            format!("<<{}>>", bytes.join(","))
        }
    }
}

fn typed(field: &FieldValue) -> String {
    format!("{{{},{}}}", field.type_name(), printed(field))
}

fn list(terms: impl Iterator<Item = String>) -> String {
    let terms: Vec<String> = terms.collect();
    format!("[{}]", terms.join(","))
}
