//! Everything is replaced or cleared at once, or stays as it is.

use leveret::storage::{Change, Durability, Store, StoreError, StoreName};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    Changed, binding, consumer, declare, exchange, fresh_name, open, positions, put, reload,
};

#[wasm_bindgen_test]
async fn everything_is_replaced_but_what_was_set_aside() {
    let name = fresh_name();
    let store = open(&name).await;
    let before = [declare("old"), put("old", 1), put("lost", 1)];
    store.write(&before, Durability::Relaxed).await.unwrap();
    assert_eq!(store.load(|_| ()).await.unwrap().quarantined.len(), 1);

    let after = [declare("new"), put("new", 3)];
    store.replace(&after).await.unwrap();

    let counts = store.counts().await.unwrap();
    assert!(counts.contains(&(StoreName::Quarantine, 1)), "{counts:?}");
    assert_eq!(positions(&reload(store, &name).await), [("new", vec![3])]);
}

#[wasm_bindgen_test]
async fn a_replacement_that_fails_half_way_leaves_all_as_it_was() {
    let name = fresh_name();
    let store = open(&name).await;
    let before = [declare("old"), put("old", 1)];
    store.write(&before, Durability::Relaxed).await.unwrap();

    let worse = Changed::property(
        "IDBObjectStore.prototype",
        "put",
        "value: ((put) => function (row) {
            if (this.name === 'messages') throw new DOMException('no more', 'DataError');
            return put.call(this, row);
        })(IDBObjectStore.prototype.put)",
    );
    let refused = store.replace(&[declare("new"), put("new", 3)]).await;
    drop(worse);

    assert!(matches!(refused, Err(StoreError::Failed { reason }) if reason.contains("no more")));
    store
        .write(&[declare("later")], Durability::Relaxed)
        .await
        .unwrap();
    let loaded = reload(store, &name).await;
    assert_eq!(positions(&loaded), [("later", vec![]), ("old", vec![1])]);
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
