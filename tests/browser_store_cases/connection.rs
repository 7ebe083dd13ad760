//! Connections that go away, and other pages that are in the way.

use gloo_timers::future::TimeoutFuture;
use idb::Factory;
use leveret::storage::{Durability, Store, StoreError, StoreName};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    migration::of_version,
    support::{
        Changed, declare, eval, fresh_name, open, positions, put, put_raw, raw, reload, try_open,
    },
};

/// Why a store cannot be used whose data was deleted.
fn deleted() -> StoreError {
    StoreError::Gone {
        reason: "its data was deleted".to_owned(),
    }
}

async fn databases() -> Vec<String> {
    let names = eval("indexedDB.databases().then(all => all.map(database => database.name))");
    let names = JsFuture::from(js_sys::Promise::from(names)).await.unwrap();
    let names = js_sys::Array::from(&names);
    names.iter().map(|name| name.as_string().unwrap()).collect()
}

#[wasm_bindgen_test]
async fn a_store_gives_way_to_a_newer_page_and_writes_no_more() {
    let name = fresh_name();
    let store = open(&name).await;
    store
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();

    raw(&name, Some(4)).await.close();

    let late = [declare("late")];
    let refused = store.write(&late, Durability::Relaxed).await;
    let newer = StoreError::NewerSchema {
        found: 4,
        supported: 3,
    };
    assert_eq!(refused, Err(newer));
    put_raw(&name, StoreName::Queues, "{queue: 'theirs'}").await;
}

#[wasm_bindgen_test]
async fn a_connection_that_another_page_closed_for_nothing_is_opened_again() {
    let name = fresh_name();
    let store = open(&name).await;
    // An upgrade that the other page gives up.
    let gives_up = eval(&format!(
        "new Promise(done => {{
            const request = indexedDB.open('{name}', 9);
            request.onupgradeneeded = () => request.transaction.abort();
            request.onerror = event => {{ event.preventDefault(); done(); }};
        }})"
    ));
    JsFuture::from(js_sys::Promise::from(gives_up))
        .await
        .unwrap();

    let batch = [declare("q"), put("q", 1)];
    store.write(&batch, Durability::Relaxed).await.unwrap();

    assert_eq!(positions(&reload(store, &name).await), [("q", vec![1])]);
}

#[wasm_bindgen_test]
async fn a_database_that_was_deleted_is_not_made_anew() {
    let name = fresh_name();
    let store = open(&name).await;
    Factory::new()
        .unwrap()
        .delete(&name)
        .unwrap()
        .await
        .unwrap();

    for _ in 0..2 {
        let refused = store.write(&[declare("q")], Durability::Relaxed).await;
        assert_eq!(refused, Err(deleted()));
    }
    assert_eq!(store.counts().await, Err(deleted()));
    assert!(!databases().await.contains(&name));
    drop(store);
    let anew = open(&name).await.load(|_| ()).await.unwrap();
    assert_eq!(anew, leveret::storage::Loaded::default());
}

#[wasm_bindgen_test]
async fn a_database_that_another_page_made_anew_is_not_written_to() {
    let name = fresh_name();
    let store = open(&name).await;
    Factory::new()
        .unwrap()
        .delete(&name)
        .unwrap()
        .await
        .unwrap();
    let worse = Changed::property("navigator", "locks", "value: undefined");
    let other = try_open(&name).await.unwrap();
    drop(worse);

    let refused = store.write(&[declare("q")], Durability::Relaxed).await;

    assert_eq!(refused, Err(StoreError::TakenOver));
    assert_eq!(positions(&other.load(|_| ()).await.unwrap()), []);
}

#[wasm_bindgen_test]
async fn rows_that_were_cleared_away_take_the_writer_with_them() {
    let name = fresh_name();
    let store = open(&name).await;
    let database = raw(&name, None).await;
    let meta = [StoreName::Meta.as_str()];
    let transaction = database
        .transaction(&meta, idb::TransactionMode::ReadWrite)
        .unwrap();
    let rows = transaction.object_store(meta[0]).unwrap();
    rows.clear().unwrap().await.unwrap();
    transaction.await.unwrap();
    database.close();

    let refused = store.write(&[declare("q")], Durability::Relaxed).await;

    assert_eq!(refused, Err(deleted()));
}

#[wasm_bindgen_test]
async fn an_older_page_that_does_not_let_go_is_named() {
    let name = fresh_name();
    of_version(1, &name).await;
    let old = raw(&name, None).await;

    assert_eq!(try_open(&name).await.unwrap_err(), StoreError::Blocked);

    spawn_local(async move {
        TimeoutFuture::new(100).await;
        old.close();
    });
    let loaded = try_open(&name).await.unwrap().load(|_| ()).await.unwrap();
    assert_eq!(positions(&loaded), [("order_queue", vec![3, 4])]);
}

#[wasm_bindgen_test]
async fn an_older_page_that_listens_gives_way() {
    let name = fresh_name();
    of_version(1, &name).await;
    let mut old = raw(&name, None).await;
    old.on_version_change(|event| idb::DatabaseEvent::database(&event).unwrap().close());

    let loaded = try_open(&name).await.unwrap().load(|_| ()).await.unwrap();

    assert_eq!(positions(&loaded), [("order_queue", vec![3, 4])]);
}
