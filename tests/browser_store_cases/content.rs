//! What is kept comes back as it was: messages with all that they carry, exchanges, bindings.

use std::rc::Rc;

use leveret::{
    broker::{
        Death, DeathReason, Deaths, DurableMessage, ExchangeName, FieldValue, Message, Properties,
        RoutingKey, ShortString, Table, Timestamp,
    },
    storage::{Change, Durability, Store, StoreName},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    binding, declare, exchange, fresh_name, kept, message, open, queue, raw, reload,
};

fn rejected_once() -> Deaths {
    let death = Death {
        queue: queue("order_queue"),
        reason: DeathReason::Rejected,
        count: u64::MAX,
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

#[wasm_bindgen_test]
async fn a_message_comes_back_as_it_was_published() {
    let name = fresh_name();
    let store = open(&name).await;
    let all_types = FieldValue::Array(vec![
        FieldValue::Bool(true),
        FieldValue::Byte(i8::MIN),
        FieldValue::UnsignedByte(u8::MAX),
        FieldValue::Short(i16::MIN),
        FieldValue::UnsignedShort(u16::MAX),
        FieldValue::Int(i32::MIN),
        FieldValue::UnsignedInt(u32::MAX),
        FieldValue::Long(i64::MIN),
        FieldValue::Float(f32::INFINITY),
        FieldValue::Double(-1.0),
        FieldValue::Decimal {
            scale: 2,
            value: 9_999,
        },
        FieldValue::text("jané \u{1f407}"),
        FieldValue::LongString([0xc3, 0x28].as_slice().into()),
        FieldValue::Timestamp(u64::MAX),
        FieldValue::Void,
        FieldValue::Bytes([0, 255].as_slice().into()),
    ]);
    let headers = Table(vec![
        (
            ShortString::of("10"),
            FieldValue::Table(Table(vec![(ShortString::of("t"), all_types)])),
        ),
        (ShortString::of("2"), FieldValue::Void),
        (ShortString::of("10"), FieldValue::Int(1)),
    ]);
    let published = Message {
        properties: Properties {
            content_type: Some(ShortString::of("application/octet-stream")),
            headers: Some(headers),
            timestamp: Some(1_763_800_000),
            kind: Some(ShortString::new([0xff, 0x00].as_slice()).unwrap()),
            ..message(b"").properties.clone()
        },
        copied_to: vec![RoutingKey::new("audit").unwrap()],
        deaths: Some(Rc::new(rejected_once())),
        ..(*message(&[0xff, 0x00, 0xfe])).clone()
    };
    let handed_out = DurableMessage {
        deliveries: 3,
        expires_at: Some(Timestamp(1_763_800_060_000)),
        message: published.into(),
        ..kept(1, b"")
    };
    store
        .write(
            &[
                declare("order_queue"),
                Change::PutMessage {
                    queue: queue("order_queue"),
                    message: handed_out.clone(),
                },
            ],
            Durability::Relaxed,
        )
        .await
        .unwrap();

    let loaded = reload(store, &name).await;

    assert_eq!(loaded.durable.queues[0].messages, [handed_out]);
}

#[wasm_bindgen_test]
async fn a_body_is_text_in_the_database_where_it_can_be() {
    let name = fresh_name();
    let store = open(&name).await;
    let with_body = |position, body| Change::PutMessage {
        queue: queue("order_queue"),
        message: kept(position, body),
    };
    store
        .write(
            &[with_body(1, b"{\"user\": \"john\"}"), with_body(2, b"\xff")],
            Durability::Relaxed,
        )
        .await
        .unwrap();

    let database = raw(&name, None).await;
    let transaction = database
        .transaction(&["messages"], idb::TransactionMode::ReadOnly)
        .unwrap();
    let rows = transaction.object_store("messages").unwrap();
    let rows = rows.get_all(None, None).unwrap().await.unwrap();
    let body = |row: &wasm_bindgen::JsValue| js_sys::Reflect::get(row, &"body".into()).unwrap();
    assert_eq!(body(&rows[0]), "{\"user\": \"john\"}");
    assert!(body(&rows[1]).is_instance_of::<js_sys::Uint8Array>());
    database.close();
}

#[wasm_bindgen_test]
async fn exchanges_and_bindings_come_back_until_they_are_removed() {
    let name = fresh_name();
    let store = open(&name).await;
    store
        .write(
            &[
                Change::PutExchange(exchange("orders")),
                Change::PutExchange(exchange("old")),
                declare("order_queue"),
                Change::PutBinding(binding("orders", "order_queue", "eu.#")),
                Change::PutBinding(binding("orders", "order_queue", "us.#")),
                Change::PutBinding(binding("amq.topic", "order_queue", "#")),
            ],
            Durability::Relaxed,
        )
        .await
        .unwrap();
    store
        .write(
            &[
                Change::DeleteExchange {
                    exchange: exchange("old").exchange,
                },
                Change::DeleteBinding(binding("orders", "order_queue", "us.#")),
            ],
            Durability::Relaxed,
        )
        .await
        .unwrap();
    let keys = store.rows(StoreName::Bindings, 0, 9).await.unwrap().rows;
    assert_eq!(
        keys[1].key,
        r#"["orders","queue","order_queue","eu.#","[{\"name\":\"x-match\",\"value\":{\"longstr\":\"any\"}}]"]"#
    );

    let loaded = reload(store, &name).await;

    assert_eq!(loaded.durable.exchanges, [exchange("orders")]);
    assert_eq!(
        loaded.durable.bindings,
        [
            binding("amq.topic", "order_queue", "#"),
            binding("orders", "order_queue", "eu.#"),
        ]
    );
    assert_eq!(loaded.quarantined, []);
}
