//! Texts that would like to be more than text.

use crate::{actions::remove, harness::story};

const SCRIPT: &str = "<img src=x onerror=\"document.title='run'\">";

#[test]
fn markup_in_an_order_stays_text_wherever_it_is_shown() {
    story(async |story, page| {
        let title = page.client().title().await.expect("a title");
        let requests = story.server.requests().len();
        let producer = page.part("Producer");
        producer.fill("Order id", SCRIPT).await;
        producer.fill("User", SCRIPT).await;
        producer.press("Publish order").await;
        let held = page.part("consumer-1").part("Held by consumer-1");
        held.lists(&[&format!("{SCRIPT} delivery tag 1")]).await;
        page.part("Log")
            .shows(&format!("Completed order: {SCRIPT}"))
            .await;

        remove(&page, "consumer-1").await;
        producer.press("Edit as raw text").await;
        producer.fill("Body sent, as raw text", SCRIPT).await;
        producer.press("Publish order").await;
        let queue = page.part("order_queue");
        queue.lists(&[SCRIPT]).await;
        page.part("Storage").shows("onerror").await;

        page.part("Queues").press("Declare a queue").await;
        page.fill("Queue name", SCRIPT).await;
        page.press("Declare queue").await;
        page.part(SCRIPT).press(&format!("Delete {SCRIPT}")).await;
        page.part(&format!("Delete {SCRIPT}?"))
            .press("Delete")
            .await;

        let images = page
            .run("return document.querySelectorAll('img[src=x]').length", &[])
            .await;
        assert_eq!(images, 0);
        assert_eq!(page.client().title().await.expect("a title"), title);
        assert_eq!(
            story.server.requests().len(),
            requests,
            "markup fetched something"
        );
    });
}
