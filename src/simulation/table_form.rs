//! Field tables, parsed once from the rows that a person typed: the headers of a message, the
//! arguments of a binding.

use std::collections::BTreeSet;

use super::{
    field::{Field, FieldError, SHOWN_CHARS_MAX},
    label::one_line,
    value::{Value, ValueKind, to_table},
};
use crate::broker::{ShortString, Table, limits::SHORT_STRING_BYTES_MAX};

/// A row as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedRow {
    /// The name.
    pub name: String,
    /// What its value is to be read as.
    pub kind: ValueKind,
    /// The value.
    pub text: String,
}

impl TypedRow {
    /// A row for a value that there is.
    #[must_use]
    pub fn of(name: String, value: &Value) -> Self {
        let (kind, text) = match value {
            Value::Text(text) => (ValueKind::Text, text.clone()),
            Value::Number(number) => (ValueKind::Number, number.to_string()),
            Value::Real(number) => (ValueKind::Real, number.to_string()),
            Value::Bool(is_so) => (ValueKind::Bool, is_so.to_string()),
        };
        Self { name, kind, text }
    }
}

/// Names with values, in the order of the rows.
pub type NamedValues = Vec<(String, Value)>;

/// Reads rows. One that is all empty was never filled in and is passed over.
///
/// # Errors
/// One [`FieldError`] for each name or value that cannot be taken.
pub fn parse_rows(rows: &[TypedRow]) -> Result<NamedValues, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut values = NamedValues::new();
    let typed = (rows.iter().enumerate())
        .filter(|(_, row)| !(row.name.trim().is_empty() && row.text.trim().is_empty()));
    for (index, row) in typed {
        let error = |field, message: String| FieldError::new(field, message);
        match row.kind.parse(&row.text) {
            Ok(value) => values.push((row.name.trim().to_owned(), value)),
            Err(right) => {
                let shown = one_line(row.text.trim(), SHOWN_CHARS_MAX);
                let message = format!("{right}; “{shown}” is not.");
                errors.push(error(Field::TableValue(index), message));
            }
        }
        let before = rows.iter().take(index);
        let is_twice = before
            .map(|row| row.name.trim())
            .any(|name| name == row.name.trim());
        if let Some(message) = wrong_name(row.name.trim(), is_twice) {
            errors.push(error(Field::TableName(index), message));
        }
    }
    if errors.is_empty() {
        Ok(values)
    } else {
        Err(errors)
    }
}

/// Checks names and values that were not parsed here.
pub(super) fn check(values: &NamedValues) -> Vec<FieldError> {
    let mut seen = BTreeSet::new();
    let mut errors = Vec::new();
    for (index, (name, value)) in values.iter().enumerate() {
        if let Some(message) = wrong_name(name, !seen.insert(name)) {
            errors.push(FieldError::new(Field::TableName(index), message));
        }
        if matches!(value, Value::Real(number) if !number.is_finite()) {
            let message = "A number with decimals is finite; this one is not.";
            errors.push(FieldError::new(Field::TableValue(index), message));
        }
    }
    errors
}

/// Names with values that were checked, as a field table.
pub(super) fn table(values: &NamedValues) -> Table {
    to_table(values.iter().map(|(name, value)| {
        let name = ShortString::new(name.as_bytes()).expect("its length was checked");
        (name, value)
    }))
}

/// Bytes that they take in a frame.
pub(super) fn wire_bytes(values: &NamedValues) -> usize {
    let row = |(name, value): &(String, Value)| 1 + name.len() + value.wire_bytes();
    values.iter().map(row).sum()
}

fn wrong_name(name: &str, is_twice: bool) -> Option<String> {
    if name.is_empty() {
        Some("Name it, such as region.".to_owned())
    } else if name.len() > SHORT_STRING_BYTES_MAX {
        Some(format!(
            "A name has at most 255 bytes; this one has {}.",
            name.len()
        ))
    } else if is_twice {
        let shown = one_line(name, SHOWN_CHARS_MAX);
        Some(format!(
            "There is a row named {shown} already; each has a name of its own."
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::FieldValue;

    fn row(name: &str, kind: ValueKind, text: &str) -> TypedRow {
        TypedRow {
            name: name.to_owned(),
            kind,
            text: text.to_owned(),
        }
    }

    #[test]
    fn rows_become_a_table_in_their_order_and_empty_ones_nothing() {
        let rows = [
            row(" region ", ValueKind::Text, "eu"),
            row("", ValueKind::Text, " "),
            row("tries", ValueKind::Number, "3"),
            row("note", ValueKind::Text, ""),
        ];
        let values = parse_rows(&rows).expect("all are right");
        let expected = [
            ("region", FieldValue::text("eu")),
            ("tries", FieldValue::Long(3)),
            ("note", FieldValue::text("")),
        ];
        let expected = expected.map(|(name, value)| (ShortString::of(name), value));
        assert_eq!(table(&values).0, expected);
        assert_eq!(check(&values), []);
    }

    #[test]
    fn a_value_comes_back_from_its_row() {
        let values = [
            Value::Text(" a ".into()),
            Value::Number(-1),
            Value::Real(0.1),
            Value::Bool(false),
        ];
        for value in values {
            let row = TypedRow::of("name".to_owned(), &value);
            assert_eq!(parse_rows(&[row]), Ok(vec![("name".to_owned(), value)]));
        }
    }

    #[test]
    fn every_wrong_name_and_value_is_named_by_its_row() {
        let rows = [
            row("", ValueKind::Text, "eu"),
            row("region", ValueKind::Text, "eu"),
            row("region ", ValueKind::Number, "many"),
            row(&"é".repeat(128), ValueKind::Bool, "yes"),
        ];
        let told: Vec<(Field, String)> = parse_rows(&rows)
            .expect_err("all but one are wrong")
            .into_iter()
            .map(|error| (error.field, error.message))
            .collect();
        let expected = [
            (Field::TableName(0), "Name it, such as region."),
            (
                Field::TableValue(2),
                "A whole number has 64 bits, such as 42 or -1; “many” is not.",
            ),
            (
                Field::TableName(2),
                "There is a row named region already; each has a name of its own.",
            ),
            (
                Field::TableValue(3),
                "It is either true or false; “yes” is not.",
            ),
            (
                Field::TableName(3),
                "A name has at most 255 bytes; this one has 256.",
            ),
        ];
        assert_eq!(told, expected.map(|(field, text)| (field, text.to_owned())));
    }

    #[test]
    fn what_was_not_parsed_here_is_held_to_the_same_rules() {
        let values = vec![
            ("a".to_owned(), Value::Real(f64::NAN)),
            ("a".to_owned(), Value::Bool(true)),
        ];
        let fields: Vec<Field> = check(&values).iter().map(|error| error.field).collect();
        assert_eq!(fields, [Field::TableValue(0), Field::TableName(1)]);
    }
}
