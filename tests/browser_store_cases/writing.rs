//! What is written is there after a reload, in order, whole or not at all.

use leveret::{
    broker::Position,
    storage::{
        Change, ClientAcknowledgement, ClientKind, ClientRow, Durability, MemoryStore, QueueCensus,
        Store, StoreError, StoreName,
    },
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    Changed, binding, declare, eval, exchange, fresh_name, kept, open, positions, put, queue,
    reload,
};

fn consumer(name: &str, number: u64) -> ClientRow {
    ClientRow {
        version: ClientRow::VERSION,
        name: name.to_owned(),
        number,
        kind: ClientKind::Consumer,
        queue: Some(queue("order_queue")),
        prefetch_count: Some(0),
        sleep_ms: Some(2_000),
        acknowledgement: Some(ClientAcknowledgement::ByHand),
        running: true,
        next_order_number: None,
    }
}

#[wasm_bindgen_test]
async fn a_new_database_is_empty_and_was_never_counted() {
    let loaded = open(&fresh_name()).await.load(|_| ()).await.unwrap();
    assert_eq!(loaded, leveret::storage::Loaded::default());
}

#[wasm_bindgen_test]
async fn what_was_written_is_there_after_a_reload() {
    let name = fresh_name();
    let store = open(&name).await;
    let census = vec![QueueCensus {
        queue: queue("order_queue"),
        durable: true,
        transient_messages: 4,
    }];
    let producer = ClientRow {
        kind: ClientKind::Producer,
        prefetch_count: None,
        sleep_ms: None,
        acknowledgement: None,
        next_order_number: Some(u64::MAX),
        ..consumer("producer", 0)
    };
    store
        .write(
            &[
                declare("order_queue"),
                put("order_queue", 1),
                Change::PutClient(consumer("a", 1)),
                Change::PutClient(producer.clone()),
                Change::PutCensus(census.clone()),
            ],
            Durability::Relaxed,
        )
        .await
        .unwrap();

    let loaded = reload(store, &name).await;

    assert_eq!(positions(&loaded), [("order_queue", vec![1])]);
    assert_eq!(loaded.clients, [producer, consumer("a", 1)]);
    assert_eq!(loaded.census, Some(census));
    assert_eq!(loaded.quarantined, []);
}

#[wasm_bindgen_test]
async fn positions_come_back_in_order_also_beyond_32_bits_and_a_batch_of_reading() {
    let name = fresh_name();
    let store = open(&name).await;
    let last = (1 << 53) - 1;
    let expected: Vec<u64> = (1..=1_200)
        .chain([(1 << 32) + 1, (1 << 40) + 1, last])
        .collect();
    let mut batch = vec![declare("a"), declare("b"), put("b", 7)];
    batch.extend(expected.iter().rev().map(|position| put("a", *position)));
    store.write(&batch, Durability::Relaxed).await.unwrap();

    let loaded = reload(store, &name).await;

    assert_eq!(positions(&loaded), [("a", expected), ("b", vec![7])]);
}

#[wasm_bindgen_test]
async fn a_batch_that_throws_half_way_leaves_nothing() {
    let name = fresh_name();
    let store = open(&name).await;
    let worse = Changed::property(
        "IDBObjectStore.prototype",
        "put",
        "value: ((put, left) => function (row) {
            if (left-- === 0) throw new DOMException('no more', 'DataError');
            return put.call(this, row);
        })(IDBObjectStore.prototype.put, 1)",
    );
    let refused = store
        .write(&[declare("a"), declare("b")], Durability::Relaxed)
        .await;
    drop(worse);

    let error = refused.unwrap_err();
    assert!(matches!(&error, StoreError::Failed { reason } if reason.contains("no more")));
    assert_eq!(positions(&reload(store, &name).await), []);
}

#[wasm_bindgen_test]
async fn a_batch_of_which_one_request_fails_leaves_nothing_and_says_why() {
    let name = fresh_name();
    let store = open(&name).await;
    store
        .write(&[declare("a")], Durability::Relaxed)
        .await
        .unwrap();
    let worse = Changed::property(
        "IDBObjectStore.prototype",
        "put",
        "value: IDBObjectStore.prototype.add",
    );
    let refused = store
        .write(&[declare("b"), declare("a")], Durability::Relaxed)
        .await;
    drop(worse);

    let error = refused.unwrap_err();
    assert!(
        matches!(&error, StoreError::Failed { reason } if reason.contains("ConstraintError")),
        "{error}"
    );
    store
        .write(&[declare("c")], Durability::Relaxed)
        .await
        .unwrap();
    let loaded = reload(store, &name).await;
    assert_eq!(positions(&loaded), [("a", vec![]), ("c", vec![])]);
}

#[wasm_bindgen_test]
async fn a_full_disk_is_told_from_other_failures() {
    let name = fresh_name();
    let store = open(&name).await;
    let worse = Changed::property(
        "IDBTransaction.prototype",
        "error",
        "get() { return new DOMException('no room', 'QuotaExceededError'); }",
    );
    let abort = Changed::property(
        "IDBTransaction.prototype",
        "commit",
        "value: IDBTransaction.prototype.abort",
    );
    let refused = store.write(&[declare("a")], Durability::Relaxed).await;
    drop((worse, abort));

    assert!(matches!(refused, Err(StoreError::Full { reason }) if reason.contains("no room")));
}

#[wasm_bindgen_test]
async fn a_row_that_cannot_be_made_leaves_nothing_of_its_batch() {
    let name = fresh_name();
    let store = open(&name).await;
    let batch = vec![declare("a"), put("a", 1 << 53)];
    let error = store.write(&batch, Durability::Relaxed).await.unwrap_err();
    assert!(error.to_string().contains("9007199254740992"), "{error}");
    assert_eq!(positions(&reload(store, &name).await), []);
}

#[wasm_bindgen_test]
async fn deleting_a_queue_takes_its_messages_and_no_others() {
    let name = fresh_name();
    let store = open(&name).await;
    let (declared, messages) = (
        ["order", "order_queue", "orders"].map(declare),
        ["order", "order_queue", "orders"].map(|name| [put(name, 1), put(name, 1 << 40)]),
    );
    let mut batch = declared.to_vec();
    batch.extend(messages.into_iter().flatten());
    store.write(&batch, Durability::Relaxed).await.unwrap();

    let deleted = Change::DeleteQueue {
        queue: queue("order_queue"),
    };
    store.write(&[deleted], Durability::Relaxed).await.unwrap();

    let both = vec![1, 1 << 40];
    let loaded = reload(store, &name).await;
    assert_eq!(
        positions(&loaded),
        [("order", both.clone()), ("orders", both)]
    );
    assert_eq!(loaded.quarantined, []);
}

#[wasm_bindgen_test]
async fn a_deleted_message_and_a_deleted_client_are_gone() {
    let name = fresh_name();
    let store = open(&name).await;
    let client = Change::PutClient(consumer("a", 1));
    let batch = vec![declare("q"), put("q", 1), put("q", 2), client];
    store.write(&batch, Durability::Relaxed).await.unwrap();
    let message = Change::DeleteMessage {
        queue: queue("q"),
        position: Position(1),
    };
    let client = Change::DeleteClient {
        name: "a".to_owned(),
    };
    store
        .write(&[message, client], Durability::Relaxed)
        .await
        .unwrap();

    let loaded = reload(store, &name).await;

    assert_eq!(positions(&loaded), [("q", vec![2])]);
    assert_eq!(loaded.clients, []);
}

#[wasm_bindgen_test]
async fn rows_are_listed_as_they_are_and_as_memory_lists_them() {
    let store = open(&fresh_name()).await;
    let memory = MemoryStore::new();
    let batch = vec![
        declare("order_queue"),
        put("order_queue", 10),
        put("order_queue", 9),
        put("order_queue", 1 << 40),
        Change::PutClient(consumer("a", 1)),
        Change::PutCensus(Vec::new()),
        Change::PutExchange(exchange("orders")),
        Change::PutBinding(binding("orders", "order_queue", "eu.#")),
        Change::PutMessage {
            queue: queue("order_queue"),
            message: kept(11, &[0xff]),
        },
    ];
    store.write(&batch, Durability::Relaxed).await.unwrap();
    memory.write(&batch, Durability::Relaxed).await.unwrap();

    for name in StoreName::ALL {
        let mut listing = store.rows(name, 0, 3).await.unwrap();
        if name == StoreName::Meta {
            let writer = listing.rows.pop().unwrap();
            assert_eq!(writer.key, r#""writer""#, "memory has no other tab to tell");
            listing.total -= 1;
        }
        assert_eq!(listing, memory.rows(name, 0, 3).await.unwrap(), "{name}");
    }
    let listing = store.rows(StoreName::Messages, 0, 1).await.unwrap();
    assert_eq!(listing.total, 4);
    assert_eq!(listing.rows[0].key, r#"["order_queue",9]"#);
    let row = eval(&listing.rows[0].value);
    assert_eq!(js_sys::Reflect::get(&row, &"body".into()).unwrap(), "{}");
}

#[wasm_bindgen_test]
async fn clearing_forgets_everything() {
    let name = fresh_name();
    let store = open(&name).await;
    let batch = vec![
        declare("q"),
        put("q", 1),
        put("lost", 1),
        Change::PutExchange(exchange("orders")),
        Change::PutBinding(binding("orders", "q", "eu.#")),
        Change::PutClient(consumer("a", 1)),
        Change::PutCensus(Vec::new()),
    ];
    store.write(&batch, Durability::Relaxed).await.unwrap();
    assert_eq!(store.load(|_| ()).await.unwrap().quarantined.len(), 1);

    store.clear().await.unwrap();

    for (name, rows) in store.counts().await.unwrap() {
        let writers = u64::from(name == StoreName::Meta);
        assert_eq!(rows, writers, "{name}");
    }
    let loaded = reload(store, &name).await;
    assert_eq!(loaded, leveret::storage::Loaded::default());
}
