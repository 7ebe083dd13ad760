//! Broker values for the tests of this layer, single ones and strategies.

#![expect(
    clippy::unwrap_used,
    reason = "a sample that cannot be made has failed its test"
)]

use std::rc::Rc;

use proptest::{collection::vec, option, prelude::*};

use super::{ClientAcknowledgement, ClientKind, ClientRow};
use crate::broker::{
    DELIVERY_MODE_PERSISTENT, DurableMessage, ExchangeName, FieldValue, Message, Position,
    Properties, QueueName, RoutingKey, ShortString, Table,
};

/// A persistent order as the course's producer sends it.
fn order(body: &str) -> Rc<Message> {
    Rc::new(Message {
        exchange: ExchangeName::default_exchange(),
        routing_key: RoutingKey::new("order_queue").unwrap(),
        properties: Properties {
            delivery_mode: Some(DELIVERY_MODE_PERSISTENT),
            ..Properties::default()
        },
        body: body.as_bytes().into(),
        copied_to: Vec::new(),
        deaths: None,
    })
}

/// An order in its place, handed out so many times.
pub(in super::super) fn kept(position: u64, deliveries: u32, body: &str) -> DurableMessage {
    DurableMessage {
        position: Position(position),
        deliveries,
        expires_at: None,
        message: order(body),
    }
}

/// A consumer as the course has it.
pub(in super::super) fn consumer(name: &str, number: u64) -> ClientRow {
    ClientRow {
        version: ClientRow::VERSION,
        name: name.to_owned(),
        number,
        kind: ClientKind::Consumer,
        queue: Some(QueueName::new("order_queue").unwrap()),
        prefetch_count: Some(1),
        sleep_ms: Some(2000),
        acknowledgement: Some(ClientAcknowledgement::AfterSleep),
        running: true,
        next_order_number: None,
    }
}

pub(super) fn one_of_each_type() -> Vec<FieldValue> {
    vec![
        FieldValue::Bool(true),
        FieldValue::Byte(-1),
        FieldValue::UnsignedByte(1),
        FieldValue::Short(-1),
        FieldValue::UnsignedShort(1),
        FieldValue::Int(-1),
        FieldValue::UnsignedInt(1),
        FieldValue::Long(-1),
        FieldValue::Float(0.5),
        FieldValue::Double(0.5),
        FieldValue::Decimal { scale: 2, value: 9 },
        FieldValue::text("text"),
        FieldValue::Array(vec![FieldValue::Void]),
        FieldValue::Timestamp(1),
        FieldValue::Table(Table::default()),
        FieldValue::Void,
        FieldValue::Bytes([0xff].as_slice().into()),
    ]
}

pub(in super::super) fn queue_names() -> impl Strategy<Value = QueueName> {
    "[a-zé_.]{1,20}".prop_map(|name| QueueName::new(&name).unwrap())
}

/// Texts and what is none: the broker passes both on.
fn short_strings() -> impl Strategy<Value = ShortString> {
    prop_oneof![
        3 => ".{0,8}".prop_map(|text| ShortString::of(&text)),
        1 => vec(any::<u8>(), 0..8).prop_map(|bytes| ShortString::new(bytes).unwrap()),
    ]
}

fn bytes() -> impl Strategy<Value = Rc<[u8]>> {
    prop_oneof![
        ".{0,20}".prop_map(|text| text.as_bytes().into()),
        vec(any::<u8>(), 0..20).prop_map(Rc::from),
    ]
}

// JSON has no infinities; the browser's tests have them.
fn scalars() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        any::<bool>().prop_map(FieldValue::Bool),
        any::<i8>().prop_map(FieldValue::Byte),
        any::<u8>().prop_map(FieldValue::UnsignedByte),
        any::<i16>().prop_map(FieldValue::Short),
        any::<u16>().prop_map(FieldValue::UnsignedShort),
        any::<i32>().prop_map(FieldValue::Int),
        any::<u32>().prop_map(FieldValue::UnsignedInt),
        any::<i64>().prop_map(FieldValue::Long),
        prop::num::f32::NORMAL.prop_map(FieldValue::Float),
        prop::num::f64::NORMAL.prop_map(FieldValue::Double),
        (any::<u8>(), any::<u32>()).prop_map(|(scale, value)| FieldValue::Decimal { scale, value }),
        bytes().prop_map(FieldValue::LongString),
        any::<u64>().prop_map(FieldValue::Timestamp),
        Just(FieldValue::Void),
        bytes().prop_map(FieldValue::Bytes),
    ]
}

pub(super) fn tables() -> impl Strategy<Value = Table> {
    let values = scalars().prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(FieldValue::Array),
            vec((short_strings(), inner), 0..4).prop_map(|fields| FieldValue::Table(Table(fields))),
        ]
    });
    vec((short_strings(), values), 0..5).prop_map(Table)
}

pub(in super::super) fn messages() -> impl Strategy<Value = Rc<Message>> {
    let text = || option::of(short_strings());
    let texts = (text(), text(), text(), text(), text(), text(), text());
    let numbers = (any::<Option<u8>>(), any::<Option<u64>>());
    let names = ("[a-z]{0,9}", ".{0,9}");
    (
        names,
        texts,
        numbers,
        text(),
        text(),
        text(),
        option::of(tables()),
        bytes(),
    )
        .prop_map(
            |(names, texts, (priority, timestamp), user_id, app_id, cluster_id, headers, body)| {
                Rc::new(Message {
                    exchange: ExchangeName::new(&names.0).unwrap(),
                    routing_key: RoutingKey::new(&names.1).unwrap(),
                    properties: Properties {
                        content_type: texts.0,
                        content_encoding: texts.1,
                        headers,
                        delivery_mode: Some(DELIVERY_MODE_PERSISTENT),
                        priority,
                        correlation_id: texts.2,
                        reply_to: texts.3,
                        expiration: texts.4,
                        message_id: texts.5,
                        timestamp,
                        kind: texts.6,
                        user_id,
                        app_id,
                        cluster_id,
                    },
                    body,
                    copied_to: Vec::new(),
                    deaths: None,
                })
            },
        )
}
