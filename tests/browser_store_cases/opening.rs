//! Which databases open, and what is said of those that do not.

use leveret::storage::{Durability, Store, StoreError, StoreName};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Changed, declare, fresh_name, open, raw, try_open};

/// What opening says in a browser whose `indexedDB` is as described.
async fn refusal(descriptor: &str) -> String {
    let worse = Changed::property("globalThis", "indexedDB", descriptor);
    let opened = try_open(&fresh_name()).await;
    drop(worse);
    match opened.unwrap_err() {
        StoreError::Unavailable { reason } => reason,
        other => panic!("another refusal: {other}"),
    }
}

#[wasm_bindgen_test]
async fn a_browser_without_storage_says_so() {
    for missing in ["value: undefined", "value: null"] {
        assert_eq!(refusal(missing).await, "it has no IndexedDB here");
    }
}

#[wasm_bindgen_test]
async fn storage_that_is_refused_says_why() {
    let throws = "get() { throw new DOMException('denied', 'SecurityError'); }";
    let reason = refusal(throws).await;
    assert!(reason.contains("SecurityError: denied"), "{reason}");

    let opens_not = "value: Object.assign(Object.create(IDBFactory.prototype), {
        open() { throw new DOMException('denied', 'SecurityError'); }
    })";
    let reason = refusal(opens_not).await;
    assert!(reason.contains("SecurityError: denied"), "{reason}");
}

#[wasm_bindgen_test]
async fn storage_that_never_answers_is_given_up() {
    let hangs = "value: Object.assign(Object.create(IDBFactory.prototype), {
        open() { return new EventTarget(); }
    })";
    let reason = refusal(hangs).await;
    assert_eq!(
        reason,
        "the browser did not open the database within 1000 ms"
    );
}

#[wasm_bindgen_test]
async fn a_newer_schema_is_named_and_left_alone() {
    let name = fresh_name();
    let store = open(&name).await;
    store
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();
    drop(store);
    raw(&name, Some(4)).await.close();

    let refused = try_open(&name).await;

    assert_eq!(
        refused.unwrap_err(),
        StoreError::NewerSchema {
            found: 4,
            supported: 3
        }
    );
    let database = raw(&name, None).await;
    assert_eq!(database.version().unwrap(), 4);
    assert_eq!(database.store_names().len(), StoreName::ALL.len());
    database.close();
}

#[wasm_bindgen_test]
async fn a_database_that_is_not_ours_is_left_alone() {
    let name = fresh_name();
    raw(&name, Some(1)).await.close();

    let error = try_open(&name).await.unwrap_err();

    assert!(
        error
            .to_string()
            .contains("lacks the object store 'queues'"),
        "{error}"
    );
    let database = raw(&name, None).await;
    assert!(!database.store_names().contains(&"queues".to_owned()));
}
