//! The site's data cleared while the page is open, as a person can do in the browser's settings.

use serde_json::json;

use crate::{
    actions::{publish, remove},
    harness::{Page, story},
};

const LOST: &str = "This page has lost its storage";

#[test]
fn when_the_sites_data_is_cleared_nothing_more_is_confirmed_and_a_reload_begins_anew() {
    story(async |story, page| {
        keep_two(&page).await;

        let data = json!({ "origin": story.server.origin(), "storageTypes": "indexeddb" });
        page.devtools("Storage.clearDataForOrigin", data).await;

        it_says_so_and_a_reload_begins_anew(&page).await;
    });
}

#[test]
fn when_the_database_is_deleted_nothing_more_is_confirmed_and_a_reload_begins_anew() {
    story(async |_, page| {
        keep_two(&page).await;

        let delete = "
            const done = arguments[0];
            indexedDB.deleteDatabase('leveret').onsuccess = () => done();";
        page.run_async(delete, &[]).await;

        it_says_so_and_a_reload_begins_anew(&page).await;
    });
}

async fn keep_two(page: &Page) {
    remove(page, "consumer-1").await;
    publish(page, "order_1", "2").await;
    page.part("Producer").counts(&[("Confirmed", 2)]).await;
}

async fn it_says_so_and_a_reload_begins_anew(page: &Page) {
    // The next write is when the broker learns of it.
    publish(page, "order_3", "1").await;
    page.shows(LOST).await;
    page.shows("The broker goes on in memory, and confirms nothing any more.")
        .await;
    page.shows("Storage gone: nothing is confirmed").await;
    publish(page, "order_4", "1").await;
    let producer = page.part("Producer");
    producer.counts(&[("Published", 4), ("Confirmed", 2)]).await;
    page.part("order_queue")
        .lists(&["order_1", "order_2", "order_3", "order_4"])
        .await;

    page.reload().await;

    assert!(!page.text().await.contains("started again"));
    page.shows_no_more(LOST).await;
    page.shows("Saved in this browser").await;
    page.part("order_queue").counts(&[("Total", 0)]).await;
    page.press("Send the course's two orders").await;
    page.part("Producer").counts(&[("Confirmed", 2)]).await;
}
