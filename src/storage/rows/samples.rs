//! Broker values for the tests of this layer, single ones and strategies.

#![expect(
    clippy::unwrap_used,
    reason = "a sample that cannot be made has failed its test"
)]

use std::rc::Rc;

use proptest::{collection::vec, option, prelude::*};

use super::{ClientAcknowledgement, ClientFailure, ClientKind, ClientRow};
use crate::broker::{
    Binding, BindingKey, DELIVERY_MODE_PERSISTENT, Death, DeathReason, Deaths, Destination,
    DurableExchange, DurableMessage, ExchangeKind, ExchangeName, FieldValue, Message, Position,
    Properties, QueueName, RoutingKey, ShortString, Table, Timestamp,
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

/// What the course's order remembers after its `expiration` has ended in `order_queue`.
pub(super) fn expired_once() -> Deaths {
    let death = Death {
        queue: QueueName::new("order_queue").unwrap(),
        reason: DeathReason::Expired,
        count: 1,
        first: Timestamp(1_763_800_000_000),
        exchange: ExchangeName::default_exchange(),
        routing_keys: vec![RoutingKey::new("order_queue").unwrap()],
        original_expiration: Some(ShortString::of("60000")),
    };
    Deaths {
        entries: vec![death.clone()],
        first: Rc::new(death),
    }
}

/// A binding without arguments, from an exchange to a queue.
pub(in super::super) fn binding(source: &str, queue: &str, key: &str) -> Binding {
    Binding {
        source: ExchangeName::new(source).unwrap(),
        destination: Destination::Queue(QueueName::new(queue).unwrap()),
        key: BindingKey::new(key).unwrap(),
        arguments: Table::default(),
    }
}

/// A durable exchange without arguments.
pub(in super::super) fn exchange(name: &str, kind: ExchangeKind) -> DurableExchange {
    DurableExchange {
        exchange: ExchangeName::new(name).unwrap(),
        kind,
        auto_delete: false,
        internal: false,
        arguments: Table::default(),
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
        on_failure: Some(ClientFailure::Crash),
        restart_after_ms: None,
        exclusive: None,
        priority: None,
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
        (prop::num::f32::NORMAL | prop::num::f32::INFINITE).prop_map(FieldValue::Float),
        (prop::num::f64::NORMAL | prop::num::f64::INFINITE).prop_map(FieldValue::Double),
        (any::<u8>(), any::<u32>()).prop_map(|(scale, value)| FieldValue::Decimal { scale, value }),
        bytes().prop_map(FieldValue::LongString),
        any::<u64>().prop_map(FieldValue::Timestamp),
        Just(FieldValue::Void),
        bytes().prop_map(FieldValue::Bytes),
    ]
}

pub(in super::super) fn tables() -> impl Strategy<Value = Table> {
    let values = scalars().prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(FieldValue::Array),
            vec((short_strings(), inner), 0..4).prop_map(|fields| FieldValue::Table(Table(fields))),
        ]
    });
    vec((short_strings(), values), 0..5).prop_map(Table)
}

fn exchange_names() -> impl Strategy<Value = ExchangeName> {
    "[a-zé_]{1,9}".prop_map(|name| ExchangeName::new(&name).unwrap())
}

fn routing_keys() -> impl Strategy<Value = RoutingKey> {
    ".{0,9}".prop_map(|key| RoutingKey::new(&key).unwrap())
}

pub(in super::super) fn exchanges() -> impl Strategy<Value = DurableExchange> {
    let kinds = prop_oneof![
        Just(ExchangeKind::Direct),
        Just(ExchangeKind::Fanout),
        Just(ExchangeKind::Headers),
        Just(ExchangeKind::Topic),
    ];
    (exchange_names(), kinds, any::<[bool; 2]>(), tables()).prop_map(
        |(exchange, kind, [auto_delete, internal], arguments)| DurableExchange {
            exchange,
            kind,
            auto_delete,
            internal,
            arguments,
        },
    )
}

pub(in super::super) fn bindings() -> impl Strategy<Value = Binding> {
    let destinations = prop_oneof![
        queue_names().prop_map(Destination::Queue),
        exchange_names().prop_map(Destination::Exchange),
    ];
    (exchange_names(), destinations, ".{0,9}", tables()).prop_map(
        |(source, destination, key, arguments)| Binding {
            source,
            destination,
            key: BindingKey::new(&key).unwrap(),
            arguments,
        },
    )
}

fn death() -> impl Strategy<Value = Death> {
    let reasons = prop_oneof![
        Just(DeathReason::Rejected),
        Just(DeathReason::Expired),
        Just(DeathReason::MaxLength),
        Just(DeathReason::DeliveryLimit),
    ];
    (
        queue_names(),
        reasons,
        any::<[u64; 2]>(),
        exchange_names(),
        vec(routing_keys(), 0..3),
        option::of(short_strings()),
    )
        .prop_map(
            |(queue, reason, [count, first], exchange, routing_keys, original_expiration)| Death {
                queue,
                reason,
                count,
                first: Timestamp(first),
                exchange,
                routing_keys,
                original_expiration,
            },
        )
}

fn deaths() -> impl Strategy<Value = Deaths> {
    (vec(death(), 1..3), death()).prop_map(|(entries, first)| Deaths {
        entries,
        first: Rc::new(first),
    })
}

pub(in super::super) fn messages() -> impl Strategy<Value = Rc<Message>> {
    let text = || option::of(short_strings());
    let texts = (text(), text(), text(), text(), text(), text(), text());
    let numbers = any::<(Option<u8>, Option<u8>, Option<u64>)>();
    let keys = (routing_keys(), vec(routing_keys(), 0..3));
    (
        "[a-z]{0,9}",
        keys,
        texts,
        numbers,
        text(),
        text(),
        text(),
        (option::of(tables()), bytes(), option::of(deaths())),
    )
        .prop_map(
            |(
                exchange,
                (routing_key, copied_to),
                texts,
                (delivery_mode, priority, timestamp),
                user_id,
                app_id,
                cluster_id,
                (headers, body, deaths),
            )| {
                Rc::new(Message {
                    exchange: ExchangeName::new(&exchange).unwrap(),
                    routing_key,
                    properties: Properties {
                        content_type: texts.0,
                        content_encoding: texts.1,
                        headers,
                        delivery_mode,
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
                    copied_to,
                    deaths: deaths.map(Rc::new),
                })
            },
        )
}
