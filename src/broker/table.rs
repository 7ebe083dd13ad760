//! Field tables: the typed, ordered dictionaries of arguments and headers (AMQP 0-9-1, section
//! 4.2.5.5).
//!
//! The value types are those that RabbitMQ puts on the wire
//! (<https://www.rabbitmq.com/amqp-0-9-1-errata#section_3>). Order and duplicates are kept, because
//! what the broker does not interpret it passes on as it came.

use std::rc::Rc;

use super::short_string::ShortString;

/// Names with values, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table(pub Vec<(ShortString, FieldValue)>);

impl Table {
    /// The first value of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&FieldValue> {
        self.0
            .iter()
            .find_map(|(key, value)| (*key == *name).then_some(value))
    }
}

/// A value with its wire type, which is part of it: `Long(1)` and `Int(1)` are encoded differently.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// `t`
    Bool(bool),
    /// `b`
    Byte(i8),
    /// `B`
    UnsignedByte(u8),
    /// `s`
    Short(i16),
    /// `u`
    UnsignedShort(u16),
    /// `I`
    Int(i32),
    /// `i`
    UnsignedInt(u32),
    /// `l`
    Long(i64),
    /// `f`
    Float(f32),
    /// `d`
    Double(f64),
    /// `D`: `value` divided by ten to the power of `scale`.
    Decimal {
        /// Digits after the decimal point.
        scale: u8,
        /// The number without its point.
        value: u32,
    },
    /// `S`: bytes that are usually, not always, UTF-8.
    LongString(Rc<[u8]>),
    /// `A`
    Array(Vec<Self>),
    /// `T`: seconds since the Unix epoch.
    Timestamp(u64),
    /// `F`
    Table(Table),
    /// `V`
    Void,
    /// `x`
    Bytes(Rc<[u8]>),
}

impl FieldValue {
    /// A text as `S`.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::LongString(text.as_bytes().into())
    }

    /// RabbitMQ's word for the wire type, as its refusals use it.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Bool(_) => "bool",
            Self::Byte(_) => "byte",
            Self::UnsignedByte(_) => "unsignedbyte",
            Self::Short(_) => "short",
            Self::UnsignedShort(_) => "unsignedshort",
            Self::Int(_) => "signedint",
            Self::UnsignedInt(_) => "unsignedint",
            Self::Long(_) => "long",
            Self::Float(_) => "float",
            Self::Double(_) => "double",
            Self::Decimal { .. } => "decimal",
            Self::LongString(_) => "longstr",
            Self::Array(_) => "array",
            Self::Timestamp(_) => "timestamp",
            Self::Table(_) => "table",
            Self::Void => "void",
            Self::Bytes(_) => "binary",
        }
    }
}
