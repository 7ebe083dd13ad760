//! Field tables in rows: `[{name, value: {longstr: "…"}}, …]`, in order and with the wire type of
//! each value.
//!
//! The types have the names that RabbitMQ gives them. A JavaScript object would be shorter, but it
//! forgets order and duplicates, and a table has both.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{
    payload::{Payload, ShortPayload},
    real::Real,
    wide::Wide,
};
use crate::broker::{FieldValue, Table};

/// A field table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct TableRow(Vec<FieldRow>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct FieldRow {
    name: ShortPayload,
    value: ValueRow,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ValueRow {
    Bool(bool),
    Byte(i8),
    UnsignedByte(u8),
    Short(i16),
    UnsignedShort(u16),
    SignedInt(i32),
    UnsignedInt(u32),
    Long(Wide<i64>),
    Float(Real<f32>),
    Double(Real<f64>),
    Decimal { scale: u8, value: u32 },
    LongStr(Payload),
    Array(Vec<Self>),
    Timestamp(Wide<u64>),
    Table(TableRow),
    Void,
    Binary(Payload),
}

impl From<&Table> for TableRow {
    fn from(table: &Table) -> Self {
        let fields = table.0.iter().map(|(name, value)| FieldRow {
            name: ShortPayload(name.clone()),
            value: value.into(),
        });
        Self(fields.collect())
    }
}

impl From<TableRow> for Table {
    fn from(row: TableRow) -> Self {
        let fields = row.0.into_iter();
        Self(
            fields
                .map(|FieldRow { name, value }| (name.0, value.into()))
                .collect(),
        )
    }
}

impl From<&FieldValue> for ValueRow {
    fn from(value: &FieldValue) -> Self {
        match value {
            FieldValue::Bool(value) => Self::Bool(*value),
            FieldValue::Byte(value) => Self::Byte(*value),
            FieldValue::UnsignedByte(value) => Self::UnsignedByte(*value),
            FieldValue::Short(value) => Self::Short(*value),
            FieldValue::UnsignedShort(value) => Self::UnsignedShort(*value),
            FieldValue::Int(value) => Self::SignedInt(*value),
            FieldValue::UnsignedInt(value) => Self::UnsignedInt(*value),
            FieldValue::Long(value) => Self::Long(Wide(*value)),
            FieldValue::Float(value) => Self::Float(Real(*value)),
            FieldValue::Double(value) => Self::Double(Real(*value)),
            FieldValue::Decimal { scale, value } => Self::Decimal {
                scale: *scale,
                value: *value,
            },
            FieldValue::LongString(bytes) => Self::LongStr(Payload(Rc::clone(bytes))),
            FieldValue::Array(values) => Self::Array(values.iter().map(Into::into).collect()),
            FieldValue::Timestamp(seconds) => Self::Timestamp(Wide(*seconds)),
            FieldValue::Table(table) => Self::Table(table.into()),
            FieldValue::Void => Self::Void,
            FieldValue::Bytes(bytes) => Self::Binary(Payload(Rc::clone(bytes))),
        }
    }
}

impl From<ValueRow> for FieldValue {
    fn from(row: ValueRow) -> Self {
        match row {
            ValueRow::Bool(value) => Self::Bool(value),
            ValueRow::Byte(value) => Self::Byte(value),
            ValueRow::UnsignedByte(value) => Self::UnsignedByte(value),
            ValueRow::Short(value) => Self::Short(value),
            ValueRow::UnsignedShort(value) => Self::UnsignedShort(value),
            ValueRow::SignedInt(value) => Self::Int(value),
            ValueRow::UnsignedInt(value) => Self::UnsignedInt(value),
            ValueRow::Long(value) => Self::Long(value.0),
            ValueRow::Float(value) => Self::Float(value.0),
            ValueRow::Double(value) => Self::Double(value.0),
            ValueRow::Decimal { scale, value } => Self::Decimal { scale, value },
            ValueRow::LongStr(payload) => Self::LongString(payload.0),
            ValueRow::Array(values) => Self::Array(values.into_iter().map(Into::into).collect()),
            ValueRow::Timestamp(seconds) => Self::Timestamp(seconds.0),
            ValueRow::Table(table) => Self::Table(table.into()),
            ValueRow::Void => Self::Void,
            ValueRow::Binary(payload) => Self::Bytes(payload.0),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{broker::ShortString, storage::rows::samples};

    #[test]
    fn a_table_is_readable_and_keeps_its_wire_types() {
        let table = Table(vec![
            (ShortString::of("x-max-length"), FieldValue::Int(5)),
            (ShortString::of("x-overflow"), FieldValue::text("drop-head")),
            (ShortString::of("x-none"), FieldValue::Void),
        ]);
        assert_eq!(
            serde_json::to_value(TableRow::from(&table)).unwrap(),
            json!([
                {"name": "x-max-length", "value": {"signedint": 5}},
                {"name": "x-overflow", "value": {"longstr": "drop-head"}},
                {"name": "x-none", "value": "void"},
            ])
        );
    }

    #[test]
    fn a_type_has_the_name_that_rabbitmq_gives_it() {
        for value in samples::one_of_each_type() {
            let row = serde_json::to_value(ValueRow::from(&value)).unwrap();
            let named = row == json!("void") || row.get(value.type_name()).is_some();
            assert!(named, "{row} is a {}", value.type_name());
        }
    }

    proptest! {
        #[test]
        fn a_table_comes_back_as_it_was(table in samples::tables()) {
            let row = serde_json::to_value(TableRow::from(&table)).unwrap();
            let read: TableRow = serde_json::from_value(row).unwrap();
            prop_assert_eq!(Table::from(read), table);
        }
    }
}
