//! The disk as the page shows it: a record on its way, the rows as they are, and the room.

use serde_json::json;

use crate::{
    actions::{import_text, publish, remove},
    harness::{Page, story},
};

#[test]
fn an_order_waits_is_in_a_transaction_is_on_disk_and_then_its_confirm_leaves() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        page.part("Storage").choose("1 s").await;
        for (id, number) in [("order_1", 1), ("order_2", 2)] {
            watch_on_its_way(&page, id, number).await;
        }
    });
}

/// Publishes an order, and holds the disk up so that each station can be seen.
async fn watch_on_its_way(page: &Page, id: &'static str, number: u64) {
    let storage = page.part("Storage");
    let (waiting, writing) = (storage.part("Waiting"), storage.part("In a transaction"));
    let on_disk = storage.part("On disk");
    waiting.shows("Nothing waits.").await;
    lock_the_rows(page).await;

    publish(page, id, "1").await;

    let order = format!("+ write messages [\"order_queue\",{number}] {id}");
    waiting.lists(&[&order]).await;
    writing.shows(&order).await;
    writing.shows("writing").await;
    waiting.shows("Nothing waits.").await;
    on_disk.shows_no_more(&order).await;
    page.part("Producer")
        .counts(&[("Published", number), ("Confirmed", number - 1)])
        .await;

    page.run("locker.terminate()", &[]).await;

    on_disk.shows(&order).await;
    let confirm = format!("confirm {number} → producer");
    on_disk.shows(&confirm).await;
    writing.shows("No transaction is under way.").await;
    page.part("Producer").counts(&[("Confirmed", number)]).await;
}

#[test]
fn the_rows_of_every_object_store_can_be_read_page_by_page() {
    story(async |story, page| {
        page.part("consumer-1").press("Stop consumer-1").await;
        publish(&page, "order_1", "120").await;
        import_text(story, &page, "definitions.json", DEFINITIONS).await;
        page.press("Import").await;
        page.shows("The file is imported.").await;
        damage_order(&page, 120).await;
        page.reload().await;
        page.shows("1 stored row could not be read.").await;

        let rows = page.part("Rows in IndexedDB now");
        rows.scroll_to().await;
        rows.shows("1 to 50 of 119").await;
        rows.shows("[\"order_queue\",1]").await;
        rows.press("Next rows").await;
        rows.shows("51 to 100 of 119").await;
        rows.shows("[\"order_queue\",51]").await;
        rows.press("Next rows").await;
        rows.shows("101 to 119 of 119").await;
        // There is nothing behind the end.
        rows.press("Next rows").await;
        rows.press("Previous rows").await;
        rows.shows("51 to 100 of 119").await;

        for (store, shown) in [
            ("queues", &["\"order_queue\""][..]),
            ("exchanges", &["\"orders\""]),
            ("bindings", &["[\"orders\",\"queue\",\"order_queue\""]),
            ("clients", &["\"consumer-1\"", "\"producer\""]),
            ("meta", &["\"settings\"", "\"writer\""]),
            ("quarantine", &["1"]),
        ] {
            rows.pick("Object store", store).await;
            rows.tabulates(shown).await;
        }
    });
}

#[test]
fn the_room_is_shown_and_the_browser_can_be_asked_to_keep_what_is_there() {
    story(async |_, page| {
        page.part("consumer-1").press("Stop consumer-1").await;
        publish(&page, "order_1", "10").await;
        let room = page.part("Room");
        room.scroll_to().await;
        // Besides the orders: two programs, the queue, and who writes.
        room.shows("14 rows in all").await;
        room.shows(" kB of ").await;
        room.shows(" GB used, less than 0.1 %").await;
        room.shows("it has promised nothing").await;

        room.press("Ask the browser to keep it").await;
        room.shows("Asked, the browser answered no.").await;

        let allowed = json!({ "permissions": ["durableStorage"] });
        page.devtools("Browser.grantPermissions", allowed).await;
        room.press("Ask the browser to keep it").await;
        room.shows("Asked, the browser answered yes.").await;
        room.shows("The browser has promised to keep the data")
            .await;
    });
}

/// Keeps every object store in a transaction of somebody else's, until its worker is terminated:
/// transactions that change the same rows wait for their turn.
async fn lock_the_rows(page: &Page) {
    let lock = "
        const done = arguments[0];
        const lock = () => {
          const opening = indexedDB.open('leveret');
          opening.onsuccess = () => {
            const database = opening.result;
            const transaction = database.transaction(database.objectStoreNames, 'readwrite');
            const ask = () => {
              transaction.objectStore('meta').count().onsuccess = ask;
            };
            transaction.objectStore('meta').count().onsuccess = () => {
              postMessage('locked');
              ask();
            };
          };
        };
        const code = new Blob([`(${lock})()`], { type: 'text/javascript' });
        window.locker = new Worker(URL.createObjectURL(code));
        window.locker.onmessage = () => done();";
    page.run_async(lock, &[]).await;
}

/// Makes something else of an order's row, as a bug or a curious hand might.
async fn damage_order(page: &Page, position: u64) {
    let damage = "
        const [position, done] = arguments;
        const opening = indexedDB.open('leveret');
        opening.onsuccess = () => {
          const database = opening.result;
          const transaction = database.transaction('messages', 'readwrite');
          transaction.objectStore('messages').put({ queue: 'order_queue', position, body: 7 });
          transaction.oncomplete = () => {
            database.close();
            done();
          };
        };";
    page.run_async(damage, &[json!(position)]).await;
}

const DEFINITIONS: &str = r#"{
  "queues": [],
  "exchanges": [
    { "name": "orders", "vhost": "/", "type": "direct", "durable": true, "auto_delete": false,
      "internal": false, "arguments": {} }
  ],
  "bindings": [
    { "source": "orders", "vhost": "/", "destination": "order_queue", "destination_type": "queue",
      "routing_key": "new", "arguments": {} }
  ]
}"#;
