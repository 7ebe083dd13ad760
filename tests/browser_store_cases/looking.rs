//! What is there can be looked at: rows a page at a time, how many there are, how far reading is.

use leveret::storage::{Change, Durability, MemoryStore, Store, StoreName};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{
    binding, consumer, declare, eval, exchange, fresh_name, kept, open, put, queue,
};

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
async fn rows_are_listed_a_page_at_a_time() {
    let store = open(&fresh_name()).await;
    let batch: Vec<Change> = (1..=7).map(|position| put("q", position)).collect();
    store.write(&batch, Durability::Relaxed).await.unwrap();
    let page = async |offset| {
        let listing = store.rows(StoreName::Messages, offset, 3).await.unwrap();
        assert_eq!(listing.total, 7);
        let keys = listing.rows.into_iter().map(|row| row.key);
        keys.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(page(0).await, r#"["q",1] ["q",2] ["q",3]"#);
    assert_eq!(page(6).await, r#"["q",7]"#);
    assert_eq!(page(7).await, "");
    assert_eq!(page(u64::MAX).await, "");
}

#[wasm_bindgen_test]
async fn reading_tells_how_far_it_is() {
    let store = open(&fresh_name()).await;
    let messages = 12_000;
    let mut batch: Vec<Change> = (1..=messages).map(|position| put("q", position)).collect();
    batch.push(declare("q"));
    store.write(&batch, Durability::Relaxed).await.unwrap();
    let mut told = Vec::new();
    store.load(|progress| told.push(progress)).await.unwrap();
    assert!(told.is_sorted_by_key(|progress| progress.read));
    let halves = told.iter().filter(|progress| progress.read > 1);
    assert!(halves.count() > 1, "it is told on the way: {told:?}");
    let last = told.last().unwrap();
    let rows = messages + 2;
    assert_eq!((last.read, last.total), (rows, rows), "with the writer's");
}
