//! Tables: a plain object becomes an AMQP table, and back.
//!
//! Numbers become the smallest of the wire's signed types that RabbitMQ's own clients use for them:
//! whole ones of 32 or 64 bits, others double. A text whose bytes are not UTF-8 comes back as
//! bytes.

use std::collections::BTreeSet;

use js_sys::{Array, BigInt, Date, JsString, Number, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::refusal::Refusal;
use crate::broker::{FieldValue, ShortString, Table};

#[wasm_bindgen(typescript_custom_section)]
const FIELD_VALUE: &str = r"
/** What can stand in a table of arguments or headers. `Date` is AMQP's timestamp, in whole seconds. */
export type FieldValue = boolean | number | bigint | string | Uint8Array | Date | null | FieldValue[]
  | { [name: string]: FieldValue };
";

/// How deep tables and lists may stand in each other; more than anybody means.
const DEPTH_MAX: usize = 64;

/// Reads a table. Nothing, or `undefined`, is the empty one.
///
/// # Errors
/// A refusal that names the field which cannot stand in a table.
pub(super) fn read(name: &str, value: &JsValue) -> Result<Table, Refusal> {
    if value.is_undefined() {
        return Ok(Table::default());
    }
    match plain_object(value) {
        Some(object) => read_object(name, object, 0),
        None => Err(Refusal::argument(
            name,
            "expected a plain object, with a field for each name",
        )),
    }
}

/// Writes a table as a plain object. Of two fields of one name the first counts, as it does for the
/// broker.
pub(super) fn write(table: &Table) -> JsValue {
    let object = Object::new();
    let mut written = BTreeSet::new();
    for (name, value) in &table.0 {
        if written.insert(name) {
            define(&object, &name.to_string(), &write_value(value));
        }
    }
    object.into()
}

/// Gives an object a field, whatever it is called: to set `__proto__` would be another matter.
fn define(object: &Object, name: &str, value: &JsValue) {
    let property = Object::new();
    for (attribute, of) in [
        ("value", value),
        ("enumerable", &JsValue::TRUE),
        ("configurable", &JsValue::TRUE),
        ("writable", &JsValue::TRUE),
    ] {
        drop(Reflect::set(&property, &attribute.into(), of));
    }
    drop(Reflect::define_property(object, &name.into(), &property));
}

/// The object, if it has no class of its own: the fields of a `Map` are not its entries.
fn plain_object(value: &JsValue) -> Option<&Object> {
    if !value.is_object() {
        return None;
    }
    let object: &Object = value.unchecked_ref();
    let prototype = Object::get_prototype_of(object);
    (prototype.is_null() || Object::get_prototype_of(&prototype).is_null()).then_some(object)
}

fn read_object(at: &str, object: &Object, depth: usize) -> Result<Table, Refusal> {
    let mut fields = Vec::new();
    for entry in Object::entries(object).iter() {
        let entry: Array = entry.unchecked_into();
        let (name, value) = (entry.get(0), entry.get(1));
        if value.is_undefined() {
            continue;
        }
        let name = name.as_string().unwrap_or_default();
        let at = format!("{at}.{name}");
        let key = ShortString::new(name.as_bytes()).map_err(|long| Refusal::argument(&at, long))?;
        fields.push((key, read_value(&at, &value, depth)?));
    }
    Ok(Table(fields))
}

fn read_value(at: &str, value: &JsValue, depth: usize) -> Result<FieldValue, Refusal> {
    if depth > DEPTH_MAX {
        let deep = format!("values stand in each other more than {DEPTH_MAX} deep");
        return Err(Refusal::argument(at, deep));
    }
    if value.is_null() {
        return Ok(FieldValue::Void);
    }
    if let Some(is) = value.as_bool() {
        return Ok(FieldValue::Bool(is));
    }
    if let Some(number) = value.as_f64() {
        return Ok(read_number(number));
    }
    if let Some(text) = value.as_string() {
        return Ok(FieldValue::text(&text));
    }
    if let Some(number) = value.dyn_ref::<BigInt>() {
        let whole = i64::try_from(number.clone());
        let large = "a bigint has at most 64 bits here";
        return whole
            .map(FieldValue::Long)
            .map_err(|_| Refusal::argument(at, large));
    }
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Ok(FieldValue::Bytes(bytes.to_vec().into()));
    }
    if let Some(date) = value.dyn_ref::<Date>() {
        return read_date(at, date);
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        let values = list
            .iter()
            .enumerate()
            .map(|(index, value)| read_value(&format!("{at}[{index}]"), &value, depth + 1));
        return values.collect::<Result<_, _>>().map(FieldValue::Array);
    }
    if let Some(object) = plain_object(value) {
        return read_object(at, object, depth + 1).map(FieldValue::Table);
    }
    let what = if value.is_object() {
        "only a plain object can stand in a table".to_owned()
    } else {
        format!("{} cannot stand in a table", kind(value))
    };
    Err(Refusal::argument(at, what))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a safe integer fits into 64 bits"
)]
fn read_number(number: f64) -> FieldValue {
    if !Number::is_safe_integer(&number.into()) {
        return FieldValue::Double(number);
    }
    let whole = number as i64;
    i32::try_from(whole).map_or(FieldValue::Long(whole), FieldValue::Int)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a date that is none, or before 1970, is refused before"
)]
fn read_date(at: &str, date: &Date) -> Result<FieldValue, Refusal> {
    let seconds = (date.get_time() / 1000.0).floor();
    if seconds.is_nan() || seconds < 0.0 {
        let early = "expected a valid date, of 1970 or later";
        return Err(Refusal::argument(at, early));
    }
    Ok(FieldValue::Timestamp(seconds as u64))
}

fn write_value(value: &FieldValue) -> JsValue {
    match value {
        FieldValue::Bool(is) => (*is).into(),
        FieldValue::Byte(number) => (*number).into(),
        FieldValue::UnsignedByte(number) => (*number).into(),
        FieldValue::Short(number) => (*number).into(),
        FieldValue::UnsignedShort(number) => (*number).into(),
        FieldValue::Int(number) => (*number).into(),
        FieldValue::UnsignedInt(number) => (*number).into(),
        FieldValue::Long(number) => write_long(*number),
        FieldValue::Float(number) => (*number).into(),
        FieldValue::Double(number) => (*number).into(),
        FieldValue::Decimal { scale, value } => {
            (f64::from(*value) / 10_f64.powi(i32::from(*scale))).into()
        }
        FieldValue::LongString(bytes) => std::str::from_utf8(bytes)
            .map_or_else(|_| Uint8Array::from(&bytes[..]).into(), JsValue::from_str),
        FieldValue::Array(values) => values.iter().map(write_value).collect::<Array>().into(),
        FieldValue::Timestamp(seconds) => {
            Date::new(&Number::from(seconds_as_milliseconds(*seconds)).into()).into()
        }
        FieldValue::Table(table) => write(table),
        FieldValue::Void => JsValue::NULL,
        FieldValue::Bytes(bytes) => Uint8Array::from(&bytes[..]).into(),
    }
}

/// A number where JavaScript's are exact, and a bigint where they are not.
#[expect(
    clippy::cast_precision_loss,
    reason = "only a safe integer is written as a number"
)]
fn write_long(number: i64) -> JsValue {
    let as_number = JsValue::from(number as f64);
    if Number::is_safe_integer(&as_number) {
        as_number
    } else {
        BigInt::from(number).into()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a date in JavaScript is no more exact"
)]
fn seconds_as_milliseconds(seconds: u64) -> f64 {
    seconds as f64 * 1000.0
}

/// What a value is, for a refusal.
pub(super) fn kind(value: &JsValue) -> String {
    match value.js_typeof().dyn_into::<JsString>() {
        Ok(kind) if kind == "undefined" => "undefined".to_owned(),
        Ok(_) if value.is_null() => "null".to_owned(),
        Ok(kind) if kind == "object" => "an object".to_owned(),
        Ok(kind) => format!("a {}", String::from(kind)),
        Err(_) => "this".to_owned(),
    }
}
