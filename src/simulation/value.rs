//! Values of the types that a person can give to an argument or a header.

use serde::{Deserialize, Serialize};

use crate::broker::{FieldValue, ShortString, Table};

/// A value of one of the types that clients write most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A whole number, `l`.
    Number(i64),
    /// A number with decimals, `d`.
    Real(f64),
    /// A text, `S`.
    Text(String),
    /// That it is so, or is not, `t`.
    Bool(bool),
}

/// Which of them a text is to be read as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueKind {
    /// [`Value::Text`]
    #[default]
    Text,
    /// [`Value::Number`]
    Number,
    /// [`Value::Real`]
    Real,
    /// [`Value::Bool`]
    Bool,
}

impl Value {
    /// The value in a field table (AMQP 0-9-1, section 4.2.5.5).
    #[must_use]
    pub fn to_field(&self) -> FieldValue {
        match self {
            Self::Number(number) => FieldValue::Long(*number),
            Self::Real(number) => FieldValue::Double(*number),
            Self::Text(text) => FieldValue::text(text),
            Self::Bool(is_so) => FieldValue::Bool(*is_so),
        }
    }

    /// Bytes that it takes in a frame, with its type.
    pub(super) fn wire_bytes(&self) -> usize {
        match self {
            Self::Number(_) | Self::Real(_) => 9,
            Self::Text(text) => 5 + text.len(),
            Self::Bool(_) => 2,
        }
    }
}

impl ValueKind {
    /// All of them, the most common one first.
    pub const ALL: [Self; 4] = [Self::Text, Self::Number, Self::Real, Self::Bool];

    /// Reads a text as a value of this kind, or says what would be right.
    pub(super) fn parse(self, text: &str) -> Result<Value, &'static str> {
        let trimmed = text.trim();
        match self {
            Self::Text => Ok(Value::Text(text.to_owned())),
            Self::Number => (trimmed.parse().map(Value::Number)).map_err(|_| NUMBER_RIGHT),
            Self::Real => match trimmed.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Value::Real(number)),
                Ok(_) | Err(_) => Err(REAL_RIGHT),
            },
            Self::Bool => match trimmed {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                _ => Err(BOOL_RIGHT),
            },
        }
    }
}

/// Names with values as a field table.
pub(super) fn to_table<'a>(values: impl Iterator<Item = (ShortString, &'a Value)>) -> Table {
    Table(
        values
            .map(|(name, value)| (name, value.to_field()))
            .collect(),
    )
}

const NUMBER_RIGHT: &str = "A whole number has 64 bits, such as 42 or -1";

const REAL_RIGHT: &str = "A number with decimals is finite, such as 99.99";

const BOOL_RIGHT: &str = "It is either true or false";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_the_kind_that_was_chosen() {
        assert_eq!(ValueKind::Text.parse(" 5 "), Ok(Value::Text(" 5 ".into())));
        assert_eq!(ValueKind::Number.parse(" -5 "), Ok(Value::Number(-5)));
        assert_eq!(ValueKind::Real.parse("5"), Ok(Value::Real(5.0)));
        assert_eq!(ValueKind::Bool.parse("true"), Ok(Value::Bool(true)));
        assert_eq!(ValueKind::Number.parse("5.5"), Err(NUMBER_RIGHT));
        assert_eq!(ValueKind::Number.parse(""), Err(NUMBER_RIGHT));
        assert_eq!(ValueKind::Real.parse("NaN"), Err(REAL_RIGHT));
        assert_eq!(ValueKind::Real.parse("1e999"), Err(REAL_RIGHT));
        assert_eq!(ValueKind::Bool.parse("yes"), Err(BOOL_RIGHT));
    }

    #[test]
    fn what_goes_out_has_the_type_that_clients_write() {
        let values = [
            (Value::Number(5), FieldValue::Long(5)),
            (Value::Real(0.5), FieldValue::Double(0.5)),
            (Value::Text("a".into()), FieldValue::text("a")),
            (Value::Bool(false), FieldValue::Bool(false)),
        ];
        for (value, field) in values {
            assert_eq!(value.to_field(), field);
        }
    }
}
