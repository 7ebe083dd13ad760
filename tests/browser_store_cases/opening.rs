//! Which databases open, and what is said of those that do not.

use leveret::storage::{Durability, IndexedDbStore, Store, StoreError, StoreName, TimeLimits};
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    Changed, IMPATIENT, declare, eval, fresh_name, open, positions, put_raw, raw,
};

/// What opening says in a browser whose `indexedDB` is as described.
async fn refusal(descriptor: &str) -> String {
    let worse = Changed::property("globalThis", "indexedDB", descriptor);
    let opened = IndexedDbStore::open(&fresh_name(), IMPATIENT).await;
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
    raw(&name, Some(3)).await.close();

    let refused = IndexedDbStore::open(&name, IMPATIENT).await;

    assert_eq!(
        refused.unwrap_err(),
        StoreError::NewerSchema {
            found: 3,
            supported: 2
        }
    );
    let database = raw(&name, None).await;
    assert_eq!(database.version().unwrap(), 3);
    assert_eq!(database.store_names().len(), StoreName::ALL.len());
    database.close();
}

#[wasm_bindgen_test]
async fn a_database_that_is_not_ours_is_left_alone() {
    let name = fresh_name();
    raw(&name, Some(1)).await.close();

    let error = IndexedDbStore::open(&name, IMPATIENT).await.unwrap_err();

    assert!(
        error
            .to_string()
            .contains("lacks the object store 'queues'"),
        "{error}"
    );
    let database = raw(&name, None).await;
    assert!(!database.store_names().contains(&"queues".to_owned()));
}

#[wasm_bindgen_test]
async fn a_second_writer_is_turned_away_while_the_first_lives() {
    let name = fresh_name();
    let first = open(&name).await;

    let second = IndexedDbStore::open(&name, IMPATIENT).await;

    assert_eq!(second.unwrap_err(), StoreError::HeldByAnotherTab);
    first
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();
    drop(first);
    let third = open(&name).await;
    assert_eq!(
        positions(&third.load(|_| ()).await.unwrap()),
        [("q", vec![])]
    );
}

#[wasm_bindgen_test]
async fn a_second_writer_waits_for_a_first_that_is_about_to_go() {
    let name = fresh_name();
    let first = open(&name).await;
    spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(200).await;
        drop(first);
    });
    let second = IndexedDbStore::open(&name, TimeLimits::default()).await;
    assert!(second.is_ok());
}

#[wasm_bindgen_test]
async fn a_writer_whose_lock_was_stolen_writes_no_more() {
    let name = fresh_name();
    let store = open(&name).await;
    let steal = eval(&format!(
        "navigator.locks.request('{name}', {{ steal: true }}, () => {{}})"
    ));
    wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(steal))
        .await
        .unwrap();

    let refused = store.write(&[declare("q")], Durability::Relaxed).await;

    assert!(
        matches!(refused, Err(StoreError::Closed { reason }) if reason.contains("taken it over"))
    );
}

#[wasm_bindgen_test]
async fn without_web_locks_the_store_still_opens() {
    let worse = Changed::property("navigator", "locks", "value: undefined");
    let opened = IndexedDbStore::open(&fresh_name(), IMPATIENT).await;
    drop(worse);
    opened
        .unwrap()
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();
}

#[wasm_bindgen_test]
async fn a_store_gives_way_to_a_newer_page_and_writes_no_more() {
    let name = fresh_name();
    let store = open(&name).await;
    store
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();

    raw(&name, Some(3)).await.close();

    let error = store
        .write(&[declare("late")], Durability::Relaxed)
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Closed { .. }), "{error}");
    assert!(error.to_string().contains("deletes or upgrades"), "{error}");
    put_raw(&name, StoreName::Queues, "{queue: 'theirs'}").await;
}
