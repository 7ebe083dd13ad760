//! What lies in the database, read beside the page's script and not with it.

use serde_json::{Value, json};

use crate::harness::{Page, Story};

/// A row of the object store `messages`, as far as it is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StoredOrder {
    pub(super) position: u64,
    pub(super) id: String,
    pub(super) deliveries: u64,
}

/// The orders as a killed browser left them: from the page's origin, without the page.
pub(super) async fn left_behind(story: &Story, page: &Page) -> Vec<StoredOrder> {
    page.goto(&format!("{}worker_loader.js", story.server.page()))
        .await;
    stored_orders(page).await
}

/// The orders as they are stored now, by position.
pub(super) async fn stored_orders(page: &Page) -> Vec<StoredOrder> {
    let rows = stored(page, "messages").await;
    rows.iter()
        .map(|row| {
            let body: Value = text(&row["body"]).parse().expect("an order is JSON");
            StoredOrder {
                position: number(&row["position"]),
                id: text(&body["id"]).to_owned(),
                deliveries: number(&row["deliveries"]),
            }
        })
        .collect()
}

/// All rows of an object store, by key.
pub(super) async fn stored(page: &Page, store: &str) -> Vec<Value> {
    let read = "
        const [store, done] = arguments;
        const opening = indexedDB.open('leveret');
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction(store).objectStore(store).getAll();
          reading.onsuccess = () => {
            database.close();
            done(reading.result);
          };
        };";
    let rows = page.run_async(read, &[json!(store)]).await;
    rows.as_array().expect("an array of rows").clone()
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a whole number")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
