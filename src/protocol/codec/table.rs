//! Field tables and arrays (AMQP 0-9-1, section 4.2.5.5), with the type tags that RabbitMQ uses:
//! <https://www.rabbitmq.com/amqp-0-9-1-errata#section_3>.
//!
//! Order, duplicates and the bits of floating point numbers are kept. `L`, which some clients write
//! for a signed 64-bit number, is read like `l`, as RabbitMQ does.

use super::{
    error::DecodeError,
    field::{Field, Reader, with_length},
};
use crate::broker::{FieldValue, ShortString, Table};

/// Tables and arrays in each other. RabbitMQ has no such limit; we have one, because a frame full
/// of opening tables would otherwise take the stack with it.
pub const NESTING_MAX: usize = 64;

/// Reads a table with its length before it.
///
/// # Errors
/// [`DecodeError`] if it is not one.
pub fn read_table(reader: &mut Reader<'_>) -> Result<Table, DecodeError> {
    let pairs = reader.long_bytes()?;
    read_pairs(pairs)
}

/// Reads a table that has no length before it, but goes to the end of `pairs`.
pub(in crate::protocol) fn read_pairs(pairs: &[u8]) -> Result<Table, DecodeError> {
    read_nested(pairs, NESTING_MAX)
}

fn read_nested(pairs: &[u8], depth_left: usize) -> Result<Table, DecodeError> {
    let mut reader = Reader::new(pairs);
    let mut table = Vec::new();
    while !reader.is_empty() {
        let name = ShortString::read(&mut reader)?;
        table.push((name, read_value(&mut reader, depth_left)?));
    }
    Ok(Table(table))
}

fn read_array(values: &[u8], depth_left: usize) -> Result<Vec<FieldValue>, DecodeError> {
    let mut reader = Reader::new(values);
    let mut array = Vec::new();
    while !reader.is_empty() {
        array.push(read_value(&mut reader, depth_left)?);
    }
    Ok(array)
}

fn read_value(reader: &mut Reader<'_>, depth_left: usize) -> Result<FieldValue, DecodeError> {
    let deeper = || depth_left.checked_sub(1).ok_or(DecodeError::TooDeep);
    Ok(match u8::read(reader)? {
        b't' => FieldValue::Bool(u8::read(reader)? != 0),
        b'b' => FieldValue::Byte(i8::read(reader)?),
        b'B' => FieldValue::UnsignedByte(u8::read(reader)?),
        b's' => FieldValue::Short(i16::read(reader)?),
        b'u' => FieldValue::UnsignedShort(u16::read(reader)?),
        b'I' => FieldValue::Int(i32::read(reader)?),
        b'i' => FieldValue::UnsignedInt(u32::read(reader)?),
        b'l' | b'L' => FieldValue::Long(i64::read(reader)?),
        b'f' => FieldValue::Float(f32::from_bits(u32::read(reader)?)),
        b'd' => FieldValue::Double(f64::from_bits(u64::read(reader)?)),
        b'D' => FieldValue::Decimal {
            scale: u8::read(reader)?,
            value: u32::read(reader)?,
        },
        b'S' => FieldValue::LongString(reader.long_bytes()?.into()),
        b'A' => FieldValue::Array(read_array(reader.long_bytes()?, deeper()?)?),
        b'T' => FieldValue::Timestamp(u64::read(reader)?),
        b'F' => FieldValue::Table(read_nested(reader.long_bytes()?, deeper()?)?),
        b'V' => FieldValue::Void,
        b'x' => FieldValue::Bytes(reader.long_bytes()?.into()),
        unknown => return Err(DecodeError::UnknownType(unknown)),
    })
}

/// Writes a table with its length before it.
pub fn write_table(table: &Table, out: &mut Vec<u8>) {
    with_length(out, |out| {
        for (name, value) in &table.0 {
            name.write(out);
            write_value(value, out);
        }
    });
}

fn write_value(value: &FieldValue, out: &mut Vec<u8>) {
    out.push(tag(value));
    match value {
        FieldValue::Bool(value) => out.push(u8::from(*value)),
        FieldValue::Byte(value) => value.write(out),
        FieldValue::UnsignedByte(value) => value.write(out),
        FieldValue::Short(value) => value.write(out),
        FieldValue::UnsignedShort(value) => value.write(out),
        FieldValue::Int(value) => value.write(out),
        FieldValue::UnsignedInt(value) => value.write(out),
        FieldValue::Long(value) => value.write(out),
        FieldValue::Float(value) => value.to_bits().write(out),
        FieldValue::Double(value) => value.to_bits().write(out),
        FieldValue::Decimal { scale, value } => {
            scale.write(out);
            value.write(out);
        }
        FieldValue::LongString(bytes) | FieldValue::Bytes(bytes) => (&**bytes).write(out),
        FieldValue::Array(values) => with_length(out, |out| {
            for value in values {
                write_value(value, out);
            }
        }),
        FieldValue::Timestamp(seconds) => seconds.write(out),
        FieldValue::Table(table) => write_table(table, out),
        FieldValue::Void => {}
    }
}

const fn tag(value: &FieldValue) -> u8 {
    match value {
        FieldValue::Bool(_) => b't',
        FieldValue::Byte(_) => b'b',
        FieldValue::UnsignedByte(_) => b'B',
        FieldValue::Short(_) => b's',
        FieldValue::UnsignedShort(_) => b'u',
        FieldValue::Int(_) => b'I',
        FieldValue::UnsignedInt(_) => b'i',
        FieldValue::Long(_) => b'l',
        FieldValue::Float(_) => b'f',
        FieldValue::Double(_) => b'd',
        FieldValue::Decimal { .. } => b'D',
        FieldValue::LongString(_) => b'S',
        FieldValue::Array(_) => b'A',
        FieldValue::Timestamp(_) => b'T',
        FieldValue::Table(_) => b'F',
        FieldValue::Void => b'V',
        FieldValue::Bytes(_) => b'x',
    }
}
