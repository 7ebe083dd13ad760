//! Arguments and headers as a person reads them.

use std::fmt::{self, Write as _};

use crate::{
    broker::{FieldValue, ShortString, Table},
    simulation::one_line,
};

/// Names and values, in the order in which they came, each as long as a card has room for.
pub(super) fn shown(table: &Table) -> Vec<(String, String)> {
    cut(table, ARGUMENT_CHARS_MAX)
}

/// The same with as much of each value as a person might read.
pub(super) fn in_full(table: &Table) -> Vec<(String, String)> {
    cut(table, HEADER_CHARS_MAX)
}

fn cut(table: &Table, chars_max: usize) -> Vec<(String, String)> {
    let line = |(name, value): &(ShortString, FieldValue)| {
        let name = String::from_utf8_lossy(name.as_bytes());
        let value = one_line(&Shown(value).to_string(), chars_max);
        (one_line(&name, ARGUMENT_CHARS_MAX), value)
    };
    table.0.iter().map(line).collect()
}

/// Characters of an argument's name or value on screen.
const ARGUMENT_CHARS_MAX: usize = 100;

/// Characters of a header where one message is looked at: some ten deaths in `x-death`.
const HEADER_CHARS_MAX: usize = 2_000;

/// A value as a person says it: lists in brackets, tables in braces.
struct Shown<'a>(&'a FieldValue);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            FieldValue::Bool(is_so) => is_so.fmt(f),
            FieldValue::Byte(number) => number.fmt(f),
            FieldValue::UnsignedByte(number) => number.fmt(f),
            FieldValue::Short(number) => number.fmt(f),
            FieldValue::UnsignedShort(number) => number.fmt(f),
            FieldValue::Int(number) => number.fmt(f),
            FieldValue::UnsignedInt(number) => number.fmt(f),
            FieldValue::Long(number) => number.fmt(f),
            FieldValue::Timestamp(number) => number.fmt(f),
            FieldValue::Float(number) => number.fmt(f),
            FieldValue::Double(number) => number.fmt(f),
            FieldValue::Decimal { scale, value } => write!(f, "{value}e-{scale}"),
            FieldValue::LongString(bytes) => f.write_str(&String::from_utf8_lossy(bytes)),
            FieldValue::Array(values) => {
                f.write_char('[')?;
                separated(f, values, |f, value| Shown(value).fmt(f))?;
                f.write_char(']')
            }
            FieldValue::Table(Table(rows)) => {
                f.write_char('{')?;
                separated(f, rows, |f, (name, value)| {
                    write!(f, "{name}: {}", Shown(value))
                })?;
                f.write_char('}')
            }
            FieldValue::Void | FieldValue::Bytes(_) => write!(f, "({})", self.0.type_name()),
        }
    }
}

fn separated<'f, T>(
    f: &mut fmt::Formatter<'f>,
    items: &[T],
    show: impl Fn(&mut fmt::Formatter<'f>, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        show(f, item)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, value: FieldValue) -> (ShortString, FieldValue) {
        (ShortString::of(name), value)
    }

    #[test]
    fn every_value_is_shown_as_it_would_be_typed() {
        let death = Table(vec![
            named("count", FieldValue::Long(2)),
            named("reason", FieldValue::text("rejected")),
            named(
                "routing-keys",
                FieldValue::Array(vec![FieldValue::text("work"), FieldValue::text("more")]),
            ),
        ]);
        let table = Table(vec![
            named("x-max-length", FieldValue::Long(-5)),
            named("x-overflow", FieldValue::text("drop-\nhead")),
            named("flag", FieldValue::Bool(true)),
            named("rate", FieldValue::Double(0.5)),
            named(
                "price",
                FieldValue::Decimal {
                    scale: 2,
                    value: 9_999,
                },
            ),
            named("nothing", FieldValue::Void),
            named("x-death", FieldValue::Array(vec![FieldValue::Table(death)])),
        ]);
        let shown = shown(&table)
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"));
        let expected = [
            "x-max-length=-5",
            "x-overflow=drop- head",
            "flag=true",
            "rate=0.5",
            "price=9999e-2",
            "nothing=(void)",
            "x-death=[{count: 2, reason: rejected, routing-keys: [work, more]}]",
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_long_is_cut() {
        let many = vec![FieldValue::text("word"); 1_000];
        let table = Table(vec![named("many", FieldValue::Array(many))]);
        let [(_, value)] = &cut(&table, 20)[..] else {
            unreachable!("there is one")
        };
        assert_eq!(value, "[word, word, word, w…");
    }
}
