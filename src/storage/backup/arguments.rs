//! Arguments as RabbitMQ's definitions have them: a plain JSON object.
//!
//! JSON has fewer types than the wire. What it cannot say is written as RabbitMQ 4.0.5 writes it: a
//! void as `"undefined"`, bytes that are no text as a text with their base64, a timestamp as its
//! seconds. So what is read back can differ: a whole number is a `long`, a fraction a `double`, and
//! order is that of the names. Where that matters the wire types stand beside it.

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Number, Value};

use super::strict::Strict;
use crate::{
    broker::{FieldValue, ShortString, Table},
    storage::rows::TableRow,
};

/// An object of arguments. RabbitMQ takes an empty list for an empty object, and so do we.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub(super) struct Arguments(pub(super) Map<String, Value>);

/// What is wrong with arguments, and where in them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// From the object that they are fields of: `arguments.x-max-length`.
    pub(super) path: String,
    pub(super) reason: String,
}

impl<'de> Deserialize<'de> for Arguments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Strict(value) = Strict::deserialize(deserializer)?;
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            Value::Array(list) if list.is_empty() => Ok(Self::default()),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Err(D::Error::custom(
                "arguments are an object, {\"x-max-length\": 5}",
            )),
        }
    }
}

impl Arguments {
    /// The arguments without their wire types.
    pub(super) fn plain(table: &Table) -> Self {
        Self(plain_table(table))
    }

    /// The wire types, if a reader of the plain object would make other ones of it.
    pub(super) fn typed(table: &Table) -> Option<TableRow> {
        let read = Self::plain(table).read();
        (read.as_ref() != Ok(table)).then(|| table.into())
    }

    /// The arguments that a file says, with the wire types beside them, if there are any.
    pub(super) fn table(&self, typed: Option<&TableRow>) -> Result<Table, Wrong> {
        let Some(typed) = typed else {
            return self.read();
        };
        let table = Table::from(typed.clone());
        if plain_table(&table) != self.0 {
            return Err(Wrong {
                path: "arguments_typed".to_owned(),
                reason: "it does not say what arguments says: change both alike, or remove it"
                    .to_owned(),
            });
        }
        Ok(table)
    }

    /// Whether they are those of a stream.
    pub(super) fn is_stream(&self) -> bool {
        self.0.get("x-queue-type").and_then(Value::as_str) == Some("stream")
    }

    fn read(&self) -> Result<Table, Wrong> {
        read_table("arguments", &self.0)
    }
}

fn plain_table(table: &Table) -> Map<String, Value> {
    // Of several fields of one name the last counts, as in RabbitMQ. A name that is no text has
    // nothing that it could be written as.
    let fields = table.0.iter().filter_map(|(name, value)| {
        let name = name.as_str()?;
        Some((name.to_owned(), plain(value)))
    });
    fields.collect()
}

/// A value without its wire type.
pub(super) fn plain(value: &FieldValue) -> Value {
    match value {
        FieldValue::Bool(value) => (*value).into(),
        FieldValue::Byte(number) => (*number).into(),
        FieldValue::UnsignedByte(number) => (*number).into(),
        FieldValue::Short(number) => (*number).into(),
        FieldValue::UnsignedShort(number) => (*number).into(),
        FieldValue::Int(number) => (*number).into(),
        FieldValue::UnsignedInt(number) => (*number).into(),
        FieldValue::Long(number) => (*number).into(),
        FieldValue::Timestamp(seconds) => (*seconds).into(),
        FieldValue::Float(number) => real(f64::from(*number)),
        FieldValue::Double(number) => real(*number),
        FieldValue::Decimal { scale, value } => {
            real(f64::from(*value) / 10_f64.powi(i32::from(*scale)))
        }
        FieldValue::LongString(bytes) | FieldValue::Bytes(bytes) => text(bytes).into(),
        FieldValue::Array(values) => values.iter().map(plain).collect(),
        FieldValue::Table(table) => plain_table(table).into(),
        FieldValue::Void => "undefined".into(),
    }
}

/// RabbitMQ takes no infinity from the wire, so it has no word for one. Ours is its name.
fn real(number: f64) -> Value {
    match Number::from_f64(number) {
        Some(number) => Value::Number(number),
        None => number.to_string().into(),
    }
}

fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("Not UTF-8, base64 is: {}", base64_lines(bytes)),
    }
}

/// Base64 (RFC 4648, section 4) in lines of 76 characters.
fn base64_lines(bytes: &[u8]) -> String {
    let mut encoded = String::new();
    for (place, three) in bytes.chunks(3).enumerate() {
        if place > 0 && place % (BASE64_LINE / 4) == 0 {
            encoded.push('\n');
        }
        let bits = (0..3).fold(0_u32, |bits, at| {
            bits << 8 | u32::from(three.get(at).copied().unwrap_or(0))
        });
        for digit in 0..4_usize {
            if digit > three.len() {
                encoded.push('=');
            } else {
                encoded.push(base64_digit(bits >> (18 - 6 * digit) & 63));
            }
        }
    }
    encoded
}

fn base64_digit(six_bits: u32) -> char {
    let digit = usize::try_from(six_bits)
        .ok()
        .and_then(|digit| BASE64_DIGITS.get(digit));
    char::from(*digit.expect("six bits are below 64"))
}

fn read_table(path: &str, fields: &Map<String, Value>) -> Result<Table, Wrong> {
    let fields = fields.iter().map(|(name, value)| {
        let path = format!("{path}.{name}");
        let name = ShortString::new(name.as_bytes()).map_err(|error| Wrong {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        Ok((name, read(path, value)?))
    });
    fields.collect::<Result<_, _>>().map(Table)
}

fn read(path: String, value: &Value) -> Result<FieldValue, Wrong> {
    Ok(match value {
        Value::Null => {
            let reason = "null is no argument: leave the name out, or give it a value".to_owned();
            return Err(Wrong { path, reason });
        }
        Value::Bool(value) => FieldValue::Bool(*value),
        // No other wire type holds a whole number that a long does not.
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => FieldValue::Long(whole),
            (None, Some(seconds)) => FieldValue::Timestamp(seconds),
            (None, None) => FieldValue::Double(number.as_f64().unwrap_or(f64::INFINITY)),
        },
        Value::String(text) => FieldValue::text(text),
        Value::Array(values) => {
            let values = values.iter().enumerate();
            let values = values.map(|(place, value)| read(format!("{path}[{place}]"), value));
            FieldValue::Array(values.collect::<Result<_, _>>()?)
        }
        Value::Object(fields) => FieldValue::Table(read_table(&path, fields)?),
    })
}

const BASE64_LINE: usize = 76;
const BASE64_DIGITS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::storage::rows::samples;

    fn refusal(arguments: Value) -> String {
        let read: Result<Arguments, _> = serde_json::from_value(arguments);
        let arguments = read.expect("they are an object");
        let wrong = arguments.table(None);
        let Wrong { path, reason } = wrong.expect_err("they are wrong");
        format!("{path}: {reason}")
    }

    #[test]
    fn what_json_cannot_say_is_written_as_rabbitmq_writes_it() {
        // Each beside what RabbitMQ 4.0.5 exports for it.
        let bytes = |bytes: &[u8]| FieldValue::LongString(bytes.into());
        for (value, written) in [
            (FieldValue::Void, json!("undefined")),
            (FieldValue::Float(0.1), json!(0.100_000_001_490_116_12)),
            (FieldValue::Double(1e30), json!(1e30)),
            (
                FieldValue::Timestamp(1_735_787_045),
                json!(1_735_787_045_u64),
            ),
            (
                bytes(b"\xff\x00ab"),
                json!("Not UTF-8, base64 is: /wBhYg=="),
            ),
            (
                bytes(&[0xff; 90]),
                json!(format!(
                    "Not UTF-8, base64 is: {}\n{}",
                    "/".repeat(76),
                    "/".repeat(44)
                )),
            ),
            (
                FieldValue::Array(vec![FieldValue::Int(1), FieldValue::Void]),
                json!([1, "undefined"]),
            ),
        ] {
            assert_eq!(plain(&value), written);
        }
    }

    #[test]
    fn what_rabbitmq_has_no_word_for_has_one_of_ours() {
        let decimal = FieldValue::Decimal { scale: 2, value: 9 };
        assert_eq!(plain(&decimal), json!(0.09));
        assert_eq!(plain(&FieldValue::Double(f64::INFINITY)), json!("inf"));
        assert_eq!(plain(&FieldValue::Float(f32::NAN)), json!("NaN"));
        let nameless = (
            ShortString::new([0xff].as_slice()).unwrap(),
            FieldValue::Void,
        );
        assert_eq!(
            Arguments::plain(&Table(vec![nameless])),
            Arguments::default()
        );
    }

    #[test]
    fn a_plain_object_is_read_as_rabbitmq_reads_it() {
        let arguments = json!({"b": [1, "x"], "a": 0.5, "t": {"z": true}});
        let arguments: Arguments = serde_json::from_value(arguments).unwrap();
        let inner = Table(vec![(ShortString::of("z"), FieldValue::Bool(true))]);
        let expected = Table(vec![
            (ShortString::of("a"), FieldValue::Double(0.5)),
            (
                ShortString::of("b"),
                FieldValue::Array(vec![FieldValue::Long(1), FieldValue::text("x")]),
            ),
            (ShortString::of("t"), FieldValue::Table(inner)),
        ]);
        assert_eq!(arguments.table(None), Ok(expected));
        for (number, value) in [
            ("9223372036854775807", FieldValue::Long(i64::MAX)),
            ("9223372036854775808", FieldValue::Timestamp(1 << 63)),
            (
                "18446744073709551616",
                FieldValue::Double(18_446_744_073_709_551_616.0),
            ),
        ] {
            let arguments: Arguments =
                serde_json::from_str(&format!("{{\"a\": {number}}}")).unwrap();
            let expected = Table(vec![(ShortString::of("a"), value)]);
            assert_eq!(arguments.table(None), Ok(expected));
        }
        let none: Arguments = serde_json::from_value(json!([])).unwrap();
        assert_eq!(none.table(None), Ok(Table::default()));
    }

    #[test]
    fn what_is_no_argument_is_named_by_its_path() {
        assert_eq!(
            refusal(json!({"a": {"b": [1, null]}})),
            "arguments.a.b[1]: null is no argument: leave the name out, or give it a value"
        );
        let long = "a".repeat(256);
        assert_eq!(
            refusal(json!({ &long: 1 })),
            format!("arguments.{long}: a name has at most 255 bytes, this one has 256")
        );
    }

    #[test]
    fn wire_types_that_say_something_else_are_refused() {
        let table = Table(vec![(ShortString::of("x-max-length"), FieldValue::Int(5))]);
        let arguments: Arguments = serde_json::from_value(json!({"x-max-length": 6})).unwrap();
        let wrong = arguments.table(Some(&(&table).into())).unwrap_err();
        assert_eq!(wrong.path, "arguments_typed");
    }

    proptest! {
        #[test]
        fn with_wire_types_where_they_are_needed_a_table_comes_back(table in samples::tables()) {
            let arguments = Arguments::plain(&table);
            let typed = Arguments::typed(&table);
            prop_assert_eq!(arguments.table(typed.as_ref()), Ok(table));
        }
    }
}
