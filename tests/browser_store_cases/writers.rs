//! One writer at a time, whatever happens to the one before.

use std::{cell::Cell, rc::Rc};

use futures_util::FutureExt;
use gloo_timers::future::TimeoutFuture;
use leveret::storage::{
    Claim, Durability, IndexedDbStore, Store, StoreError, StoreName, TimeLimits,
};
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    Changed, IMPATIENT, declare, delete_database, eval, fresh_name, open, positions, put_raw,
};

/// A store that notes whether it was told that it has lost the database.
async fn watched(name: &str, claim: Claim) -> (IndexedDbStore, Rc<Cell<bool>>) {
    let is_lost = Rc::new(Cell::new(false));
    let noted = Rc::clone(&is_lost);
    let store = IndexedDbStore::open(name, claim, IMPATIENT, move || noted.set(true)).await;
    (store.unwrap(), is_lost)
}

async fn write(store: &IndexedDbStore, queue: &str) -> Result<(), StoreError> {
    store.write(&[declare(queue)], Durability::Relaxed).await
}

/// Lets the browser say what it has to say.
async fn a_moment() {
    TimeoutFuture::new(50).await;
}

#[wasm_bindgen_test]
async fn who_is_taken_over_is_told_and_writes_no_more() {
    let name = fresh_name();
    let (first, is_lost) = watched(&name, Claim::IfFree).await;
    write(&first, "mine").await.unwrap();

    let (second, _) = watched(&name, Claim::TakeOver).await;

    a_moment().await;
    assert!(is_lost.get());
    assert_eq!(write(&first, "late").await, Err(StoreError::TakenOver));
    assert_eq!(first.replace(&[]).await, Err(StoreError::TakenOver));
    assert_eq!(first.clear().await, Err(StoreError::TakenOver));
    write(&second, "yours").await.unwrap();
    let loaded = second.load(|_| ()).await.unwrap();
    assert_eq!(positions(&loaded), [("mine", vec![]), ("yours", vec![])]);
}

#[wasm_bindgen_test]
async fn a_writer_that_does_not_know_yet_is_stopped_by_the_database() {
    let name = fresh_name();
    let (store, is_lost) = watched(&name, Claim::IfFree).await;
    let row = "{version: 1, key: 'writer', id: 'another', renewed_at_ms: 0}";
    put_raw(&name, StoreName::Meta, row).await;

    assert_eq!(write(&store, "late").await, Err(StoreError::TakenOver));

    assert!(is_lost.get());
    let rows = store.rows(StoreName::Queues, 0, 9).await.unwrap();
    assert_eq!(rows.total, 0, "the transaction was aborted");
}

#[wasm_bindgen_test]
async fn who_waits_gets_the_database_when_it_is_let_go() {
    let name = fresh_name();
    let first = open(&name).await;
    let waiting = Rc::new(Cell::new(true));
    let still = Rc::clone(&waiting);
    let of = name.clone();
    spawn_local(async move {
        a_moment().await;
        assert!(still.get(), "the first one lives");
        drop(first);
    });
    let (second, _) = watched(&of, Claim::WhenFree).await;
    waiting.set(false);
    write(&second, "q").await.unwrap();
}

#[wasm_bindgen_test]
async fn who_no_longer_waits_does_not_get_it() {
    let name = fresh_name();
    let first = open(&name).await;
    let waiting = IndexedDbStore::open(&name, Claim::WhenFree, TimeLimits::default(), || ());
    assert!(waiting.now_or_never().is_none());
    drop(first);
    drop(open(&name).await);
}

#[wasm_bindgen_test]
async fn without_locks_a_silent_writer_is_taken_for_dead_and_a_living_one_is_not() {
    let worse = Changed::property("navigator", "locks", "value: undefined");
    let name = fresh_name();
    let (first, is_lost) = watched(&name, Claim::IfFree).await;
    // Longer than the lease: only a heartbeat keeps it.
    TimeoutFuture::new(IMPATIENT.lease_ms + 200).await;
    let second = IndexedDbStore::open(&name, Claim::IfFree, IMPATIENT, || ()).await;
    assert_eq!(second.unwrap_err(), StoreError::HeldByAnotherTab);
    write(&first, "mine").await.unwrap();

    drop(first);
    let (second, _) = watched(&name, Claim::WhenFree).await;
    write(&second, "yours").await.unwrap();
    let (third, _) = watched(&name, Claim::TakeOver).await;
    assert_eq!(write(&second, "late").await, Err(StoreError::TakenOver));
    write(&third, "theirs").await.unwrap();
    assert!(!is_lost.get(), "the first one left by itself");
    drop(worse);
}

#[wasm_bindgen_test]
async fn a_connection_that_was_closed_is_opened_again_and_the_batch_written() {
    let name = fresh_name();
    let store = open(&name).await;
    write(&store, "before").await.unwrap();
    let close = "IDBDatabase.prototype.close.call(globalThis.lastDatabase)";
    let spy = Changed::property(
        "IDBDatabase.prototype",
        "transaction",
        "value: (() => { const real = IDBDatabase.prototype.transaction; return function (...all) {
            globalThis.lastDatabase = this;
            return real.apply(this, all);
        }; })()",
    );
    write(&store, "again").await.unwrap();
    eval(&format!(
        "(globalThis.lastDatabase.dispatchEvent(new Event('close')), {close})"
    ));
    drop(spy);

    write(&store, "after").await.unwrap();

    let rows = store.rows(StoreName::Queues, 0, 9).await.unwrap();
    assert_eq!(rows.total, 3);
}

#[wasm_bindgen_test]
async fn a_database_that_was_deleted_is_not_quietly_begun_anew() {
    let name = fresh_name();
    let store = open(&name).await;
    write(&store, "before").await.unwrap();

    delete_database(&name).await;

    let refused = write(&store, "after").await;
    assert!(
        matches!(&refused, Err(StoreError::Closed { reason }) if reason.contains("was removed")),
        "{refused:?}"
    );
    let rows = store.rows(StoreName::Queues, 0, 9).await.unwrap();
    assert_eq!(rows.total, 0, "nothing half written");
}
