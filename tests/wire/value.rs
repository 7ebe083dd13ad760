//! Field tables as bytes and as text.
//!
//! A test must be able to say every type of AMQP 0-9-1, section 4.2.5.5, with RabbitMQ's letters
//! (<https://www.rabbitmq.com/amqp-0-9-1-errata#section_3>), and to see which one came back. So a
//! value is written with its letter, `l 5`, and the four that nearly every table is made of go
//! without: `5` is `I`, `"text"` is `S`, `[..]` is `A` and `{..}` is `F`. This is written apart
//! from the code under test, so that a mistake has to be made twice to stay unseen.

use std::fmt;

use super::bytes::{Reader, quoted};

/// Names with values, in order.
pub(crate) type Table = Vec<(String, Value)>;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// `t`
    Bool(bool),
    /// `b B s u I i l`, by letter
    Integer(u8, i64),
    /// `f`
    Float(f32),
    /// `d`
    Double(f64),
    /// `D`: scale and value
    Decimal(u8, u32),
    /// `S`
    Text(Vec<u8>),
    /// `x`
    Bytes(Vec<u8>),
    /// `A`
    Array(Vec<Self>),
    /// `T`
    Time(u64),
    /// `F`
    Table(Table),
    /// `V`
    Void,
}

impl Value {
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Bool(value) => out.extend([b't', u8::from(*value)]),
            Self::Integer(letter, value) => {
                out.push(*letter);
                let bytes = value.to_be_bytes();
                out.extend(&bytes[8 - width(*letter).expect("an integer has a width")..]);
            }
            Self::Float(value) => {
                out.push(b'f');
                out.extend(value.to_be_bytes());
            }
            Self::Double(value) => {
                out.push(b'd');
                out.extend(value.to_be_bytes());
            }
            Self::Decimal(scale, value) => {
                out.extend([b'D', *scale]);
                out.extend(value.to_be_bytes());
            }
            Self::Text(text) => sized(b'S', text, out),
            Self::Bytes(bytes) => sized(b'x', bytes, out),
            Self::Array(values) => {
                let mut inside = Vec::new();
                values.iter().for_each(|value| value.encode(&mut inside));
                sized(b'A', &inside, out);
            }
            Self::Time(seconds) => {
                out.push(b'T');
                out.extend(seconds.to_be_bytes());
            }
            Self::Table(table) => {
                out.push(b'F');
                encode_table(table, out);
            }
            Self::Void => out.push(b'V'),
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Option<Self> {
        let letter = reader.octet()?;
        Some(match letter {
            b't' => Self::Bool(reader.octet()? != 0),
            b'f' => Self::Float(f32::from_be_bytes(reader.take(4)?.try_into().ok()?)),
            b'd' => Self::Double(f64::from_be_bytes(reader.take(8)?.try_into().ok()?)),
            b'D' => Self::Decimal(reader.octet()?, reader.long()?),
            b'S' => Self::Text(reader.long_string()?.to_vec()),
            b'x' => Self::Bytes(reader.long_string()?.to_vec()),
            b'T' => Self::Time(reader.long_long()?),
            b'F' => Self::Table(decode_table(reader)?),
            b'V' => Self::Void,
            b'A' => {
                let mut inside = Reader(reader.long_string()?);
                let mut values = Vec::new();
                while !inside.0.is_empty() {
                    values.push(Self::decode(&mut inside)?);
                }
                Self::Array(values)
            }
            _ => Self::Integer(letter, integer(letter, reader)?),
        })
    }
}

fn sized(letter: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(letter);
    out.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
    out.extend(bytes);
}

/// Bytes of an integer of this letter.
pub(crate) const fn width(letter: u8) -> Option<usize> {
    match letter {
        b'b' | b'B' => Some(1),
        b's' | b'u' => Some(2),
        b'I' | b'i' => Some(4),
        b'l' => Some(8),
        _ => None,
    }
}

fn integer(letter: u8, reader: &mut Reader<'_>) -> Option<i64> {
    let bytes = reader.take(width(letter)?)?;
    let is_signed = matches!(letter, b'b' | b's' | b'I' | b'l');
    let fill = if is_signed && bytes[0] >= 0x80 {
        0xff
    } else {
        0
    };
    let mut wide = [fill; 8];
    wide[8 - bytes.len()..].copy_from_slice(bytes);
    Some(i64::from_be_bytes(wide))
}

pub(crate) fn encode_table(table: &Table, out: &mut Vec<u8>) {
    let mut inside = Vec::new();
    for (name, value) in table {
        inside.push(u8::try_from(name.len()).unwrap());
        inside.extend(name.as_bytes());
        value.encode(&mut inside);
    }
    out.extend(u32::try_from(inside.len()).unwrap().to_be_bytes());
    out.extend(inside);
}

pub(crate) fn decode_table(reader: &mut Reader<'_>) -> Option<Table> {
    let mut inside = Reader(reader.long_string()?);
    let mut table = Table::new();
    while !inside.0.is_empty() {
        let name = String::from_utf8_lossy(inside.short_string()?).into_owned();
        table.push((name, Value::decode(&mut inside)?));
    }
    Some(table)
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(b'I', value) => write!(f, "{value}"),
            Self::Integer(letter, value) => write!(f, "{} {value}", char::from(*letter)),
            Self::Float(value) => write!(f, "f {value}"),
            Self::Double(value) => write!(f, "d {value}"),
            Self::Decimal(scale, value) => write!(f, "D {scale}/{value}"),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::Bytes(bytes) => write!(f, "x {}", quoted(bytes)),
            Self::Array(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", values.join(", "))
            }
            Self::Time(seconds) => write!(f, "T {seconds}"),
            Self::Table(table) => f.write_str(&table_text(table)),
            Self::Void => f.write_str("void"),
        }
    }
}

/// The moment of a death differs from run to run, so it is shown without its value.
pub(crate) fn table_text(table: &Table) -> String {
    let fields: Vec<String> = table
        .iter()
        .map(|(name, value)| {
            if name == "time" && matches!(value, Value::Time(_)) {
                format!("{name}: T <now>")
            } else if is_plain(name) {
                format!("{name}: {value}")
            } else {
                format!("{}: {value}", quoted(name.as_bytes()))
            }
        })
        .collect();
    format!("{{{}}}", fields.join(", "))
}

/// Whether a name can be written without quotes.
pub(crate) fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}
