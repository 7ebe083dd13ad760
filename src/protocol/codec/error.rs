//! What can be wrong with bytes that claim to be AMQP.

use std::fmt;

/// Why bytes could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// They end inside a value.
    Truncated,
    /// There are more of them than the values need.
    Trailing,
    /// A short string is not UTF-8.
    NotUtf8,
    /// A field table has a value of a type that does not exist.
    UnknownType(u8),
    /// Tables and arrays lie in each other deeper than
    /// [`NESTING_MAX`](super::NESTING_MAX).
    TooDeep,
    /// The property flags go on in a second word, which class `basic` does not have.
    TooManyFlags,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the bytes end inside a value"),
            Self::Trailing => f.write_str("bytes are left over"),
            Self::NotUtf8 => f.write_str("a short string is not UTF-8"),
            Self::UnknownType(tag) => write!(f, "no field type has the tag {tag}"),
            Self::TooDeep => f.write_str("tables are nested too deep"),
            Self::TooManyFlags => f.write_str("there are no properties beyond the first flags"),
        }
    }
}

impl std::error::Error for DecodeError {}
