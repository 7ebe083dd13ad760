//! Where nothing can be kept: the page says so, says why, and works.

use crate::{
    actions::{publish, remove},
    harness::{Options, Page, story_with},
};

#[test]
fn with_storage_blocked_the_page_says_so_and_works() {
    let options = Options {
        storage_blocked: true,
        ..Options::default()
    };
    story_with(options, async |story| {
        let page = story.visit().await;
        page.shows("Not saved here: The browser gives this page no storage")
            .await;
        it_works(&page).await;

        page.reload().await;
        page.shows("Not saved here").await;
        page.part("order_queue")
            .counts(&[("Ready", 0), ("Total", 0)])
            .await;
    });
}

async fn it_works(page: &Page) {
    remove(page, "consumer-1").await;
    publish(page, "order_1", "3").await;
    page.part("order_queue")
        .lists(&["order_1", "order_2", "order_3"])
        .await;
    page.part("Producer")
        .counts(&[("Published", 3), ("Confirmed", 3)])
        .await;
}
