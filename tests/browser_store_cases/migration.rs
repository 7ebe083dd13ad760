//! Databases of every schema version that there was, as the pages of their time left them: each is
//! brought to the present one and keeps every row.

use idb::{
    DatabaseEvent, Factory, KeyPath, ObjectStoreParams, TransactionMode, event::VersionChangeEvent,
};
use js_sys::{Array, JSON, Reflect};
use leveret::{
    broker::{DeathReason, DurableMessage},
    storage::{Change, ClientKind, Durability, Loaded, Store, StoreError, StoreName},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    binding, declare, eval, exchange, fresh_name, open, positions, queue, raw, reload, try_open,
};

/// What stood in a database of each version.
const FIXTURES: [&str; 3] = [
    include_str!("fixtures/schema_1.json"),
    include_str!("fixtures/schema_2.json"),
    include_str!("fixtures/schema_3.json"),
];

/// An object store of a fixture: its name, where the keys of its rows stand, and the rows.
struct Fixture {
    store: String,
    key: Vec<String>,
    rows: Vec<JsValue>,
}

/// A fixture is JSON, in which `{"$bytes": […]}` stands for bytes.
fn fixture(schema: usize) -> Vec<Fixture> {
    let revived = eval(&format!(
        "JSON.parse({}, (_, value) => value && value.$bytes ? new Uint8Array(value.$bytes) : value)",
        String::from(JSON::stringify(&FIXTURES[schema - 1].into()).unwrap())
    ));
    let field = |value: &JsValue, name: &str| Reflect::get(value, &name.into()).unwrap();
    let list = |value: &JsValue, name: &str| Array::from(&field(value, name)).to_vec();
    list(&revived, "stores")
        .iter()
        .map(|store| Fixture {
            store: field(store, "name").as_string().unwrap(),
            key: list(store, "key")
                .iter()
                .map(|field| field.as_string().unwrap())
                .collect(),
            rows: list(store, "rows"),
        })
        .collect()
}

fn create(event: &VersionChangeEvent, fixture: &[Fixture]) {
    let database = event.database().unwrap();
    for Fixture { store, key, .. } in fixture {
        let mut params = ObjectStoreParams::new();
        match key.as_slice() {
            [] => params.auto_increment(true),
            [field] => params.key_path(Some(KeyPath::new_single(field))),
            fields => params.key_path(Some(KeyPath::new_array(fields.iter().map(String::as_str)))),
        };
        database.create_object_store(store, params).unwrap();
    }
}

/// Makes a database as that schema version left it.
pub(crate) async fn of_version(schema: u32, name: &str) {
    let mut request = Factory::new().unwrap().open(name, Some(schema)).unwrap();
    request.on_upgrade_needed(move |event| create(&event, &fixture(schema as usize)));
    let database = request.await.unwrap();
    let fixture = fixture(schema as usize);
    let names: Vec<&str> = fixture.iter().map(|part| part.store.as_str()).collect();
    let transaction = database
        .transaction(&names, TransactionMode::ReadWrite)
        .unwrap();
    for part in &fixture {
        let store = transaction.object_store(&part.store).unwrap();
        for row in &part.rows {
            store.put(row, None).unwrap().await.unwrap();
        }
    }
    transaction.await.unwrap();
    database.close();
}

/// Everything that stands in some object stores, as text.
async fn dump(name: &str, stores: &[StoreName]) -> String {
    let database = raw(name, None).await;
    let mut text = database.version().unwrap().to_string();
    for store in stores {
        let names = [store.as_str()];
        let transaction = database
            .transaction(&names, TransactionMode::ReadOnly)
            .unwrap();
        let rows = transaction.object_store(names[0]).unwrap();
        let rows = rows.get_all(None, None).unwrap().await.unwrap();
        let rows: Array = rows.into_iter().collect();
        text.push_str(&String::from(JSON::stringify(&rows).unwrap()));
    }
    database.close();
    text
}

async fn loaded_from(schema: u32) -> Loaded {
    let name = fresh_name();
    of_version(schema, &name).await;
    let store = open(&name).await;
    let loaded = store.load(|_| ()).await.unwrap();
    let set_aside = store.rows(StoreName::Quarantine, 0, 9).await.unwrap();
    assert_eq!(set_aside.total, 1, "what was set aside stays there");
    assert_eq!(raw(&name, None).await.version().unwrap(), 3);
    loaded
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_version_keeps_every_row() {
    let loaded = loaded_from(1).await;

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
}

#[wasm_bindgen_test]
async fn databases_of_the_second_and_third_version_keep_every_row() {
    let loaded = loaded_from(2).await;

    assert_eq!(positions(&loaded), [("order_queue", vec![3, 4, 5])]);
    let message = &loaded.durable.queues[0].messages[2];
    let deliveries = (message.deliveries, &*message.message.body);
    assert_eq!(deliveries, (2, &[255, 0][..]));
    let deaths = message.message.deaths.as_ref().unwrap();
    assert_eq!(deaths.first.reason, DeathReason::Expired);
    assert_eq!(loaded.durable.exchanges[0].exchange.as_str(), "orders");
    assert_eq!(loaded.durable.bindings[0].key.as_str(), "eu.#");
    assert_eq!(loaded.clients.len(), 1);
    assert_eq!(loaded.census.as_ref().unwrap()[0].transient_messages, 2);
    assert_eq!(loaded.settings.durability, Durability::Strict);
    assert_eq!(loaded.quarantined, []);
    assert_eq!(loaded_from(3).await, loaded);
}

#[wasm_bindgen_test]
async fn messages_are_written_as_the_newest_version_has_them() {
    let name = fresh_name();
    of_version(3, &name).await;
    let before = dump(&name, &[StoreName::Messages]).await;
    let store = open(&name).await;
    let loaded = store.load(|_| ()).await.unwrap();
    let put = |message: &DurableMessage| Change::PutMessage {
        queue: queue("order_queue"),
        message: message.clone(),
    };
    let messages = loaded.durable.queues[0].messages.iter();
    let batch: Vec<Change> = messages.map(put).collect();
    store.write(&batch, Durability::Relaxed).await.unwrap();

    assert_eq!(dump(&name, &[StoreName::Messages]).await, before);
}

#[wasm_bindgen_test]
async fn a_newer_schema_is_refused_and_left_as_it_is() {
    let name = fresh_name();
    of_version(3, &name).await;
    raw(&name, Some(4)).await.close();
    let before = dump(&name, &StoreName::ALL).await;

    let newer = StoreError::NewerSchema {
        found: 4,
        supported: 3,
    };
    assert_eq!(try_open(&name).await.unwrap_err(), newer);

    assert_eq!(dump(&name, &StoreName::ALL).await, before);
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_version_takes_what_is_new() {
    let name = fresh_name();
    of_version(1, &name).await;
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
