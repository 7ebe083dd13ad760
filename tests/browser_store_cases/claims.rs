//! Who writes: the tab that has the lock, and from the moment that another takes it over only that
//! other.

use std::pin::pin;

use futures_util::future::{Either, join, select};
use gloo_timers::future::TimeoutFuture;
use leveret::storage::{Claim, Durability, IndexedDbStore, Store, StoreError, StoreName};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    IMPATIENT, declare, fresh_name, open, open_counting, positions, put, put_raw, reload, try_open,
};

#[wasm_bindgen_test]
async fn a_second_writer_is_turned_away_while_the_first_lives() {
    let name = fresh_name();
    let (first, losses) = open_counting(&name, Claim::IfFree).await;
    let first = first.unwrap();

    let second = try_open(&name).await;

    assert_eq!(second.unwrap_err(), StoreError::HeldByAnotherTab);
    first
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();
    assert_eq!(positions(&reload(first, &name).await), [("q", vec![])]);
    assert_eq!(losses.get(), 0, "it went of its own accord");
}

#[wasm_bindgen_test]
async fn a_writer_who_waits_gets_the_database_when_the_first_has_gone() {
    let name = fresh_name();
    let first = open(&name).await;
    let waiting = pin!(IndexedDbStore::open(
        &name,
        Claim::WhenFree,
        IMPATIENT,
        || ()
    ));
    let longer_than_others_wait = TimeoutFuture::new(IMPATIENT.lock_ms + 200);
    let Either::Right(((), waiting)) = select(waiting, longer_than_others_wait).await else {
        panic!("two have it");
    };
    first
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();
    drop(first);

    let second = waiting.await.unwrap();

    let loaded = second.load(|_| ()).await.unwrap();
    assert_eq!(positions(&loaded), [("q", vec![])]);
}

#[wasm_bindgen_test]
async fn a_claim_that_was_withdrawn_is_in_nobodys_way() {
    let name = fresh_name();
    let first = open(&name).await;
    let waiting = Box::pin(IndexedDbStore::open(
        &name,
        Claim::WhenFree,
        IMPATIENT,
        || (),
    ));
    let waited = select(waiting, TimeoutFuture::new(100)).await;
    assert!(matches!(&waited, Either::Right(_)));
    drop(waited);
    drop(first);

    assert!(try_open(&name).await.is_ok());
}

#[wasm_bindgen_test]
async fn a_writer_whose_place_is_taken_is_told_and_may_only_look() {
    let name = fresh_name();
    let (first, losses) = open_counting(&name, Claim::IfFree).await;
    let first = first.unwrap();
    first
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();

    let (second, _) = open_counting(&name, Claim::TakeOver).await;
    let second = second.unwrap();

    let batch = [declare("late")];
    let refused = first.write(&batch, Durability::Relaxed).await;
    assert_eq!(refused, Err(StoreError::TakenOver));
    assert_eq!(losses.get(), 1);
    let looked = first.rows(StoreName::Queues, 0, 9).await.unwrap();
    assert_eq!(looked.total, 1);
    second
        .write(&[put("q", 1)], Durability::Strict)
        .await
        .unwrap();
    assert_eq!(positions(&reload(second, &name).await), [("q", vec![1])]);
    assert_eq!(losses.get(), 1, "it is told once");
}

#[wasm_bindgen_test]
async fn a_place_that_was_taken_can_be_taken_back() {
    let name = fresh_name();
    let first = open(&name).await;
    let (second, losses) = open_counting(&name, Claim::TakeOver).await;
    let second = second.unwrap();
    drop(first);

    let (third, _) = open_counting(&name, Claim::TakeOver).await;

    let refused = second.probe(Durability::Relaxed).await;
    assert_eq!(refused, Err(StoreError::TakenOver));
    assert_eq!(losses.get(), 1);
    third.unwrap().probe(Durability::Relaxed).await.unwrap();
}

#[wasm_bindgen_test]
async fn what_was_under_way_when_the_place_was_taken_is_there_whole_or_not_at_all() {
    for messages in [1, 300, 3_000] {
        let name = fresh_name();
        let first = open(&name).await;
        let mut batch = vec![declare("q")];
        batch.extend((1..=messages).map(|position| put("q", position)));

        let (written, second) = join(
            first.write(&batch, Durability::Relaxed),
            open_counting(&name, Claim::TakeOver),
        )
        .await;

        let loaded = second.0.unwrap().load(|_| ()).await.unwrap();
        match written {
            Ok(()) => assert_eq!(loaded.durable.queues[0].messages.len() as u64, messages),
            Err(error) => {
                assert_eq!(error, StoreError::TakenOver);
                assert_eq!(positions(&loaded), []);
            }
        }
    }
}

/// A store whose place another took without its noticing, as when its tab was frozen.
async fn unaware(name: &str) -> IndexedDbStore {
    let store = open(name).await;
    store
        .write(&[declare("q")], Durability::Relaxed)
        .await
        .unwrap();
    let other = "{version: 1, key: 'writer', id: 'another', renewed_at_ms: 0}";
    put_raw(name, StoreName::Meta, other).await;
    store
}

#[wasm_bindgen_test]
async fn the_fence_stops_every_sort_of_write() {
    let name = fresh_name();
    let batch = [declare("late")];
    for attempt in 0..5 {
        let store = unaware(&name).await;
        let refused = match attempt {
            0 => store.write(&batch, Durability::Strict).await,
            1 => store.replace(&batch).await,
            2 => store.clear().await,
            3 => store.probe(Durability::Relaxed).await,
            _ => store.load(|_| ()).await.map(|_| ()),
        };
        assert_eq!(refused, Err(StoreError::TakenOver), "attempt {attempt}");
        assert_eq!(positions(&reload(store, &name).await), [("q", vec![])]);
    }
}

#[wasm_bindgen_test]
async fn a_store_that_was_emptied_is_still_its_writers() {
    let name = fresh_name();
    let store = open(&name).await;
    store.replace(&[declare("a")]).await.unwrap();
    store
        .write(&[put("a", 1)], Durability::Relaxed)
        .await
        .unwrap();
    store.clear().await.unwrap();
    store
        .write(&[declare("b")], Durability::Relaxed)
        .await
        .unwrap();
    assert_eq!(positions(&reload(store, &name).await), [("b", vec![])]);
}
