//! Who writes where the browser has no locks: whoever's lease is renewed.

use std::pin::pin;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leveret::storage::{Claim, Durability, IndexedDbStore, Store, StoreError, StoreName};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    Changed, IMPATIENT, declare, eval, fresh_name, open_counting, positions, put_raw, try_open,
};

fn without_locks() -> Changed {
    Changed::property("navigator", "locks", "value: undefined")
}

/// The row of a writer who renewed its lease when the expression says.
fn writer(renewed_at_ms: &str) -> String {
    format!("{{version: 1, key: 'writer', id: 'another', renewed_at_ms: {renewed_at_ms}}}")
}

#[wasm_bindgen_test]
async fn a_lease_that_is_renewed_is_respected() {
    let _worse = without_locks();
    let name = fresh_name();
    let (first, losses) = open_counting(&name, Claim::IfFree).await;
    let first = first.unwrap();
    assert_eq!(
        try_open(&name).await.unwrap_err(),
        StoreError::HeldByAnotherTab
    );

    TimeoutFuture::new(IMPATIENT.lease_void_ms + 200).await;

    assert_eq!(
        try_open(&name).await.unwrap_err(),
        StoreError::HeldByAnotherTab
    );
    first
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();
    assert_eq!(losses.get(), 0);
}

#[wasm_bindgen_test]
async fn a_lease_that_was_long_not_renewed_is_void() {
    let _worse = without_locks();
    for renewed in ["0", "'yesterday'", "Date.now() - 1001"] {
        let name = fresh_name();
        drop(try_open(&name).await.unwrap());
        put_raw(&name, StoreName::Meta, &writer(renewed)).await;
        let store = try_open(&name).await.unwrap();
        store.probe(Durability::Relaxed).await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn a_lease_that_nobody_renews_becomes_void_while_one_waits() {
    let _worse = without_locks();
    for renewed in ["Date.now()", "Date.now() + 10 ** 9"] {
        let name = fresh_name();
        drop(try_open(&name).await.unwrap());
        put_raw(&name, StoreName::Meta, &writer(renewed)).await;
        let before = js_sys::Date::now();
        let store = try_open(&name).await.unwrap();
        let waited = js_sys::Date::now() - before;
        assert!(waited > 900.0, "it was void after {waited} ms");
        store.probe(Durability::Relaxed).await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn a_lease_can_be_taken_and_its_holder_finds_out_by_itself() {
    let _worse = without_locks();
    let name = fresh_name();
    let (first, losses) = open_counting(&name, Claim::IfFree).await;
    let first = first.unwrap();

    let (second, _) = open_counting(&name, Claim::TakeOver).await;
    let second = second.unwrap();
    for _ in 0..50 {
        if losses.get() == 0 {
            TimeoutFuture::new(IMPATIENT.lease_renewed_ms).await;
        }
    }

    assert_eq!(losses.get(), 1);
    let refused = first.write(&[declare("late")], Durability::Relaxed).await;
    assert_eq!(refused, Err(StoreError::TakenOver));
    assert_eq!(positions(&second.load(|_| ()).await.unwrap()), []);
}

#[wasm_bindgen_test]
async fn a_lease_is_handed_over_when_its_holder_goes() {
    let _worse = without_locks();
    let name = fresh_name();
    let (first, losses) = open_counting(&name, Claim::IfFree).await;
    let waiting = pin!(IndexedDbStore::open(
        &name,
        Claim::WhenFree,
        IMPATIENT,
        || ()
    ));
    let a_while = TimeoutFuture::new(IMPATIENT.lease_void_ms + 200);
    let Either::Right(((), waiting)) = select(waiting, a_while).await else {
        panic!("two have it");
    };

    drop(first);

    waiting
        .await
        .unwrap()
        .probe(Durability::Relaxed)
        .await
        .unwrap();
    assert_eq!(losses.get(), 0, "it went of its own accord");
    assert!(eval("navigator.locks").is_undefined());
}
