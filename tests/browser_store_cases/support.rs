//! A database of its own for each test, a way around the store into it, and a browser that can be
//! made worse.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::{cell::Cell, rc::Rc};

use idb::{Database, Factory, TransactionMode};
use js_sys::Function;
use leveret::{
    broker::{
        Binding, BindingKey, DELIVERY_MODE_PERSISTENT, Destination, DurableExchange,
        DurableMessage, ExchangeKind, ExchangeName, FieldValue, Message, Position, Properties,
        QueueName, RoutingKey, ShortString, Table,
    },
    storage::{
        Change, Claim, ClientAcknowledgement, ClientFailure, ClientKind, ClientRow, IndexedDbStore,
        Loaded, Store, StoreError, StoreName, TimeLimits,
    },
};
use wasm_bindgen::JsValue;

/// Patience for what must fail: long enough for a slow machine to answer, short enough to wait for.
pub(crate) const IMPATIENT: TimeLimits = TimeLimits {
    lock_ms: 500,
    open_ms: 1_000,
    lease_renewed_ms: 100,
    lease_void_ms: 1_000,
};

/// A name that no other test has, nor an earlier run.
pub(crate) fn fresh_name() -> String {
    format!("leveret-test-{}", js_sys::Math::random())
}

pub(crate) async fn open(name: &str) -> IndexedDbStore {
    let limits = TimeLimits::default();
    let opened = IndexedDbStore::open(name, Claim::IfFree, limits, || ()).await;
    opened.unwrap()
}

/// Opens a database of which nobody minds who has it.
pub(crate) async fn try_open(name: &str) -> Result<IndexedDbStore, StoreError> {
    IndexedDbStore::open(name, Claim::IfFree, IMPATIENT, || ()).await
}

/// Opens a database, and counts how often it is told that it has lost it.
pub(crate) async fn open_counting(
    name: &str,
    claim: Claim,
) -> (Result<IndexedDbStore, StoreError>, Rc<Cell<u32>>) {
    let losses = Rc::new(Cell::new(0));
    let counted = Rc::clone(&losses);
    let on_lost = move || counted.set(counted.get() + 1);
    let opened = IndexedDbStore::open(name, claim, IMPATIENT, on_lost).await;
    (opened, losses)
}

/// Closes a store and loads what the next one finds.
pub(crate) async fn reload(store: IndexedDbStore, name: &str) -> Loaded {
    drop(store);
    open(name).await.load(|_| ()).await.unwrap()
}

pub(crate) fn queue(name: &str) -> QueueName {
    QueueName::new(name).unwrap()
}

pub(crate) fn declare(name: &str) -> Change {
    Change::PutQueue {
        queue: queue(name),
        auto_delete: false,
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
        copied_to: Vec::new(),
        body: body.into(),
        deaths: None,
    })
}

pub(crate) fn put(name: &str, position: u64) -> Change {
    Change::PutMessage {
        queue: queue(name),
        message: kept(position, b"{}"),
    }
}

/// A message in its place, which nobody has had yet.
pub(crate) fn kept(position: u64, body: &[u8]) -> DurableMessage {
    DurableMessage {
        position: Position(position),
        deliveries: 0,
        expires_at: None,
        message: message(body),
    }
}

/// A durable topic exchange.
pub(crate) fn exchange(name: &str) -> DurableExchange {
    DurableExchange {
        exchange: ExchangeName::new(name).unwrap(),
        kind: ExchangeKind::Topic,
        auto_delete: false,
        internal: false,
        arguments: Table::default(),
    }
}

/// A consumer that works by hand.
pub(crate) fn consumer(name: &str, number: u64) -> ClientRow {
    ClientRow {
        version: ClientRow::VERSION,
        name: name.to_owned(),
        number,
        kind: ClientKind::Consumer,
        queue: Some(queue("order_queue")),
        prefetch_count: Some(0),
        sleep_ms: Some(2_000),
        acknowledgement: Some(ClientAcknowledgement::ByHand),
        on_failure: Some(ClientFailure::Crash),
        restart_after_ms: None,
        exclusive: None,
        priority: None,
        running: true,
        next_order_number: None,
    }
}

/// A binding from an exchange to a queue.
pub(crate) fn binding(source: &str, to: &str, key: &str) -> Rc<Binding> {
    Rc::new(Binding {
        source: ExchangeName::new(source).unwrap(),
        destination: Destination::Queue(queue(to)),
        key: BindingKey::new(key).unwrap(),
        arguments: Table(vec![(ShortString::of("x-match"), FieldValue::text("any"))]),
    })
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
