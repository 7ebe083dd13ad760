//! A database of schema version 1, as the first pages made it: it is brought to the present one and
//! keeps every row.

use idb::{
    DatabaseEvent, Factory, KeyPath, ObjectStoreParams, TransactionMode, event::VersionChangeEvent,
};
use leveret::storage::{Change, ClientKind, Durability, Store, StoreName};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{binding, declare, eval, exchange, fresh_name, open, positions, raw, reload};

/// The object stores of version 1 and where the keys of their rows stand.
const STORES: [(&str, &[&str]); 5] = [
    ("meta", &["key"]),
    ("queues", &["queue"]),
    ("messages", &["queue", "position"]),
    ("clients", &["name"]),
    ("quarantine", &[]),
];

const ROWS: [(&str, &str); 6] = [
    (
        "queues",
        "{version: 1, queue: 'order_queue', durable: true, arguments: [{name: 'x-max-length', \
         value: {signedint: 5}}]}",
    ),
    (
        "messages",
        "{version: 1, queue: 'order_queue', position: 3, redelivered: true, exchange: '', \
         routing_key: 'order_queue', properties: {delivery_mode: 2}, body: '{}'}",
    ),
    (
        "messages",
        "{version: 1, queue: 'order_queue', position: 4, redelivered: false, exchange: '', \
         routing_key: 'order_queue', properties: {delivery_mode: 2, type: 'order'}, body: '{}'}",
    ),
    (
        "clients",
        "{version: 1, name: 'producer', number: 0, kind: 'producer', running: true, \
         next_order_number: 124}",
    ),
    (
        "meta",
        "{version: 1, key: 'census', queues: [{queue: 'order_queue', durable: true, \
         transient_messages: 2}]}",
    ),
    (
        "quarantine",
        "{store: 'messages', key: ['lost', 1], row: {}, reason: 'version: ...'}",
    ),
];

fn create(event: &VersionChangeEvent) {
    let database = event.database().unwrap();
    for (store, path) in STORES {
        let mut params = ObjectStoreParams::new();
        match path {
            [] => params.auto_increment(true),
            [field] => params.key_path(Some(KeyPath::new_single(field))),
            fields => params.key_path(Some(KeyPath::new_array(fields.iter().copied()))),
        };
        database.create_object_store(store, params).unwrap();
    }
}

/// Makes a database as version 1 left it.
pub(crate) async fn of_version_1(name: &str) {
    let mut request = Factory::new().unwrap().open(name, Some(1)).unwrap();
    request.on_upgrade_needed(|event| create(&event));
    let database = request.await.unwrap();
    let names = STORES.map(|(store, _)| store);
    let transaction = database
        .transaction(&names, TransactionMode::ReadWrite)
        .unwrap();
    for (store, row) in ROWS {
        let store = transaction.object_store(store).unwrap();
        store.put(&eval(row), None).unwrap().await.unwrap();
    }
    transaction.await.unwrap();
    database.close();
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_version_keeps_every_row() {
    let name = fresh_name();
    of_version_1(&name).await;

    let store = open(&name).await;
    let loaded = store.load(|_| ()).await.unwrap();

    assert_eq!(positions(&loaded), [("order_queue", vec![3, 4])]);
    let queue = &loaded.durable.queues[0];
    assert!(queue.arguments.find("x-max-length").is_some());
    let deliveries = queue.messages.iter().map(|message| message.deliveries);
    assert_eq!(deliveries.collect::<Vec<_>>(), [1, 0]);
    let kind = queue.messages[1].message.properties.kind.as_ref();
    assert_eq!(kind.map(ToString::to_string).as_deref(), Some("order"));
    assert_eq!(loaded.clients[0].kind, ClientKind::Producer);
    assert_eq!(loaded.census.as_ref().unwrap()[0].transient_messages, 2);
    assert_eq!(loaded.quarantined, []);
    let set_aside = store.rows(StoreName::Quarantine, 0, 9).await.unwrap();
    assert_eq!(set_aside.total, 1, "what was set aside stays there");
    assert_eq!(raw(&name, None).await.version().unwrap(), 3);
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_version_takes_what_is_new() {
    let name = fresh_name();
    of_version_1(&name).await;
    let store = open(&name).await;
    store
        .write(
            &[
                Change::PutExchange(exchange("orders")),
                Change::PutBinding(binding("orders", "order_queue", "eu.#")),
                declare("late"),
            ],
            Durability::Relaxed,
        )
        .await
        .unwrap();

    let loaded = reload(store, &name).await;

    assert_eq!(loaded.durable.exchanges, [exchange("orders")]);
    assert_eq!(
        loaded.durable.bindings,
        [binding("orders", "order_queue", "eu.#")]
    );
    assert_eq!(
        positions(&loaded),
        [("late", vec![]), ("order_queue", vec![3, 4])]
    );
}
