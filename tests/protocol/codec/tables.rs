//! Tables: every type of value, in every type that can hold it, against the other codec.

use amq_protocol::{
    frame::AMQPFrame,
    protocol::{AMQPClass, queue},
};
use leveret::{
    broker::{FieldValue, ShortString, Table},
    protocol::codec::{Reader, read_table, write_table},
};

use super::{
    draw::{Draw, Theirs as _},
    parsed, written,
};

fn every_type() -> Vec<FieldValue> {
    let one = Table(vec![(ShortString::of("a"), FieldValue::Int(-1))]);
    vec![
        FieldValue::Bool(true),
        FieldValue::Byte(i8::MIN),
        FieldValue::UnsignedByte(u8::MAX),
        FieldValue::Short(i16::MIN),
        FieldValue::UnsignedShort(u16::MAX),
        FieldValue::Int(i32::MIN),
        FieldValue::UnsignedInt(u32::MAX),
        FieldValue::Long(i64::MIN),
        FieldValue::Float(-0.5),
        FieldValue::Double(f64::MIN_POSITIVE),
        FieldValue::Decimal {
            scale: 2,
            value: 12_345,
        },
        FieldValue::LongString(b"\xFF\x00text"[..].into()),
        FieldValue::Array(vec![FieldValue::Void, FieldValue::Bool(false)]),
        FieldValue::Timestamp(u64::MAX),
        FieldValue::Table(one),
        FieldValue::Void,
        FieldValue::Bytes(b"\0\xCE"[..].into()),
    ]
}

/// A table as the arguments of a method, written by the other codec.
fn written_by_them(table: &Table) -> Vec<u8> {
    let declare = queue::Declare {
        arguments: table.theirs(),
        ..queue::Declare::default()
    };
    let frame = AMQPFrame::Method(1, AMQPClass::Queue(queue::AMQPMethod::Declare(declare)));
    let bytes = written(&frame);
    assert_eq!(parsed(&bytes), frame, "the other codec reads what it wrote");
    // Before the arguments: the frame's head, class, method, ticket, an empty name, and the bits.
    bytes[7 + 2 + 2 + 2 + 1 + 1..bytes.len() - 1].to_vec()
}

fn assert_same(table: &Table) {
    let mut bytes = Vec::new();
    write_table(table, &mut bytes);
    assert_eq!(written_by_them(table), bytes, "{table:?}");
    let mut reader = Reader::new(&bytes);
    assert_eq!(read_table(&mut reader).as_ref(), Ok(table));
}

#[test]
fn each_type_is_the_same_in_a_table_in_an_array_and_deeper() {
    for value in every_type() {
        let alone = |value| Table(vec![(ShortString::of("key"), value)]);
        assert_same(&alone(value.clone()));
        let array = FieldValue::Array(vec![value.clone(), value.clone()]);
        assert_same(&alone(array.clone()));
        let inner = Table(vec![
            (ShortString::of("a"), value),
            (ShortString::of("b"), array),
        ]);
        assert_same(&alone(FieldValue::Table(inner)));
    }
}

#[test]
fn tables_by_chance_are_the_same() {
    for seed in 0..2000 {
        assert_same(&Draw::seeded(seed).value());
    }
}
