//! What is written is there after a reload, in order, whole or not at all.

use leveret::{
    broker::Position,
    storage::{
        Change, ClientKind, ClientRow, Durability, QueueCensus, Settings, Store, StoreError,
        StoreName,
    },
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Changed, consumer, declare, fresh_name, open, positions, put, queue, reload};

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
async fn settings_come_back_and_a_probe_leaves_nothing() {
    let name = fresh_name();
    let store = open(&name).await;
    let settings = Settings {
        durability: Durability::Strict,
    };
    let batch = [Change::PutSettings(settings)];
    store.write(&batch, Durability::Strict).await.unwrap();
    for durability in [Durability::Relaxed, Durability::Strict] {
        store.probe(durability).await.unwrap();
    }
    let meta = store.rows(StoreName::Meta, 0, 9).await.unwrap();
    assert_eq!(meta.total, 2, "the settings and the writer");
    let loaded = reload(store, &name).await;
    assert_eq!(loaded.settings, settings);
    assert_eq!(loaded.quarantined, []);
}
