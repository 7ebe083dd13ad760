//! Arguments as a person reads them.

use crate::{
    broker::{FieldValue, ShortString, Table},
    simulation::one_line,
};

/// Names and values, in the order in which they came.
pub(super) fn shown(table: &Table) -> Vec<(String, String)> {
    let line = |(name, value): &(ShortString, FieldValue)| {
        let name = String::from_utf8_lossy(name.as_bytes());
        (one_line(&name, ARGUMENT_CHARS_MAX), argument(value))
    };
    table.0.iter().map(line).collect()
}

/// A value as a person says it. What the page's forms cannot make is named by its type.
fn argument(value: &FieldValue) -> String {
    let number: i128 = match value {
        FieldValue::Bool(is_so) => return is_so.to_string(),
        FieldValue::LongString(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            return one_line(&text, ARGUMENT_CHARS_MAX);
        }
        FieldValue::Byte(number) => (*number).into(),
        FieldValue::UnsignedByte(number) => (*number).into(),
        FieldValue::Short(number) => (*number).into(),
        FieldValue::UnsignedShort(number) => (*number).into(),
        FieldValue::Int(number) => (*number).into(),
        FieldValue::UnsignedInt(number) => (*number).into(),
        FieldValue::Long(number) => (*number).into(),
        FieldValue::Timestamp(number) => (*number).into(),
        FieldValue::Float(_)
        | FieldValue::Double(_)
        | FieldValue::Decimal { .. }
        | FieldValue::Array(_)
        | FieldValue::Table(_)
        | FieldValue::Void
        | FieldValue::Bytes(_) => return format!("({})", value.type_name()),
    };
    number.to_string()
}

/// Characters of an argument's name or value on screen.
const ARGUMENT_CHARS_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_forms_can_set_is_shown_as_it_was_typed_and_the_rest_by_its_type() {
        let table = Table(vec![
            (ShortString::of("x-max-length"), FieldValue::Long(-5)),
            (
                ShortString::of("x-overflow"),
                FieldValue::text("drop-\nhead"),
            ),
            (ShortString::of("flag"), FieldValue::Bool(true)),
            (ShortString::of("rate"), FieldValue::Double(0.5)),
        ]);
        let shown = shown(&table)
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"));
        let expected = [
            "x-max-length=-5",
            "x-overflow=drop- head",
            "flag=true",
            "rate=(double)",
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }
}
