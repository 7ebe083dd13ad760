//! A database of its own for each test, a way around the store into it, and a browser that can be
//! made worse.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::rc::Rc;

use idb::{Database, Factory, TransactionMode};
use js_sys::Function;
use leveret::{
    broker::{
        DELIVERY_MODE_PERSISTENT, ExchangeName, Message, Position, Properties, QueueName,
        RoutingKey, Table,
    },
    storage::{Change, IndexedDbStore, Loaded, Store, StoreName, TimeLimits},
};
use wasm_bindgen::JsValue;

/// Patience for what must fail: long enough for a slow machine to answer, short enough to wait for.
pub(crate) const IMPATIENT: TimeLimits = TimeLimits {
    lock_ms: 500,
    open_ms: 1_000,
};

/// A name that no other test has, nor an earlier run.
pub(crate) fn fresh_name() -> String {
    format!("leveret-test-{}", js_sys::Math::random())
}

pub(crate) async fn open(name: &str) -> IndexedDbStore {
    IndexedDbStore::open(name, TimeLimits::default())
        .await
        .unwrap()
}

/// Closes a store and loads what the next one finds.
pub(crate) async fn reload(store: IndexedDbStore, name: &str) -> Loaded {
    drop(store);
    open(name).await.load().await.unwrap()
}

pub(crate) fn queue(name: &str) -> QueueName {
    QueueName::new(name).unwrap()
}

pub(crate) fn declare(name: &str) -> Change {
    Change::PutQueue {
        queue: queue(name),
        arguments: Table::default(),
    }
}

pub(crate) fn message(body: &[u8]) -> Rc<Message> {
    Rc::new(Message {
        exchange: ExchangeName::default_exchange(),
        routing_key: RoutingKey::new("order_queue").unwrap(),
        properties: Properties {
            delivery_mode: Some(DELIVERY_MODE_PERSISTENT),
            ..Properties::default()
        },
        body: body.into(),
    })
}

pub(crate) fn put(name: &str, position: u64) -> Change {
    Change::PutMessage {
        queue: queue(name),
        position: Position(position),
        redelivered: false,
        message: message(b"{}"),
    }
}

/// The positions of the messages of each queue, by name.
pub(crate) fn positions(loaded: &Loaded) -> Vec<(&str, Vec<u64>)> {
    let queues = loaded.durable.queues.iter();
    queues
        .map(|queue| {
            let messages = queue.messages.iter();
            let positions = messages.map(|message| message.position.0).collect();
            (queue.queue.as_str(), positions)
        })
        .collect()
}

/// The database as anybody can open it, in the version that it has or another.
pub(crate) async fn raw(name: &str, version: Option<u32>) -> Database {
    let factory = Factory::new().unwrap();
    factory.open(name, version).unwrap().await.unwrap()
}

/// Puts a row into the database as another program might; it is a JavaScript expression.
pub(crate) async fn put_raw(name: &str, store: StoreName, row: &str) {
    let database = raw(name, None).await;
    let transaction = database
        .transaction(&[store.as_str()], TransactionMode::ReadWrite)
        .unwrap();
    let object_store = transaction.object_store(store.as_str()).unwrap();
    object_store.put(&eval(row), None).unwrap().await.unwrap();
    transaction.await.unwrap();
    database.close();
}

pub(crate) fn eval(expression: &str) -> JsValue {
    js_sys::eval(&format!("({expression})")).unwrap()
}

/// A browser with something changed, until this is dropped.
pub(crate) struct Changed {
    undo: Function,
}

impl Changed {
    /// Shadows a property, both given as JavaScript expressions, with what a descriptor describes.
    pub(crate) fn property(object: &str, name: &str, descriptor: &str) -> Self {
        let undo = eval(&format!(
            "(() => {{
                const object = {object};
                const before = Object.getOwnPropertyDescriptor(object, '{name}');
                Object.defineProperty(object, '{name}', {{ configurable: true, {descriptor} }});
                if (!before) return () => {{ delete object['{name}']; }};
                return () => {{ Object.defineProperty(object, '{name}', before); }};
            }})()"
        ));
        Self { undo: undo.into() }
    }
}

impl Drop for Changed {
    fn drop(&mut self) {
        self.undo.call0(&JsValue::UNDEFINED).unwrap();
    }
}
