//! The browser killed in the middle of a publish, and started again on the same profile.

mod audit;
mod chance;
mod half_record;
mod load;
mod rounds;
mod rows;
mod tally;
mod witness;

use std::time::Duration;

use serde_json::Value;

use crate::{
    actions::{publish, remove},
    harness::{Page, eventually, story},
};

/// So many that the kill comes in the middle.
const ORDERS: &str = "50000";
const CONFIRMED_BEFORE_KILL_MIN: u64 = 2_000;

#[test]
fn after_sigkill_every_confirmed_order_is_there_and_none_is_invented() {
    story(async |story, page| {
        // Without a consumer everything that was kept is still to be seen.
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", ORDERS).await;
        let producer = page.part("Producer");
        let confirmed = eventually(Duration::from_secs(30), "confirms", async || {
            let confirmed = producer.number("Confirmed").await;
            if confirmed >= CONFIRMED_BEFORE_KILL_MIN {
                Ok(confirmed)
            } else {
                Err(confirmed.to_string())
            }
        })
        .await;
        story.browser.kill().await;

        let page = story.visit().await;
        page.shows("The broker has started again from what was saved")
            .await;
        let stored = stored_ids(&page).await;

        let published: u64 = ORDERS.parse().expect("a number");
        let kept = stored.len() as u64;
        assert!(
            confirmed < published,
            "all were confirmed before the kill: publish more"
        );
        assert!(
            kept >= confirmed,
            "{confirmed} were confirmed and {kept} are there"
        );
        assert!(
            kept <= published,
            "{published} were published and {kept} are there"
        );
        // In order, without a gap, each once.
        for (index, id) in stored.iter().enumerate() {
            assert_eq!(*id, format!("order_{}", index + 1));
        }
        page.part("order_queue")
            .counts(&[("Ready", kept), ("Unacked", 0)])
            .await;
        page.part("order_queue").shows("order_1 ").await;
    });
}

/// The ids of the orders in the database, as the browser's developer tools would show them.
async fn stored_ids(page: &Page) -> Vec<String> {
    let read = "
        const done = arguments[0];
        const opening = indexedDB.open('leveret');
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('messages').objectStore('messages').getAll();
          reading.onsuccess = () => {
            database.close();
            done(reading.result.map((row) => JSON.parse(row.body).id));
          };
        };";
    let ids = page.run_async(read, &[]).await;
    let ids = ids.as_array().expect("an array of ids").iter();
    ids.filter_map(Value::as_str).map(str::to_owned).collect()
}
