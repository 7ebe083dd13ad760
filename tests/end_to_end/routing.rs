//! Exchanges, bindings and what a queue is declared with, from the forms to where orders end.

use crate::{
    actions::{publish, remove},
    harness::{Page, story},
};

#[test]
fn what_expires_goes_to_the_queue_of_dead_letters() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        declare(&page, "dead").await;
        let queues = page.part("Queues");
        queues
            .press("Arguments: type, limits, dead letters, priorities")
            .await;
        queues.fill("Queue name", "late").await;
        queues.fill("Message TTL, in ms", "-1").await;
        queues.choose("Dead-letter what it gives up").await;
        queues.fill("Dead-letter routing key", "dead").await;

        queues.press("Declare queue").await;
        queues
            .shows("406 PRECONDITION_FAILED - invalid arg 'x-message-ttl' for queue 'late'")
            .await;
        queues.fill("Message TTL, in ms", "800").await;
        queues.press("Declare queue").await;

        let late = page.part("late");
        late.shows("x-message-ttl: 800").await;
        let producer = page.part("Producer");
        producer.fill("Routing key", "late").await;
        publish(&page, "order_1", "1").await;
        page.part("dead").lists(&["order_1 persistent"]).await;
        late.counts(&[("Total", 0)]).await;
        let balance = page.part("Where every message is");
        balance
            .shows("2 arrived since the page was opened, 1 of them again as dead letters")
            .await;
        balance
            .lists(&[
                "1 Ready in a queue",
                "1 Expired its time to live ended",
                "0 Fulfilled once",
                "0 Fulfilled twice or more",
                "0 Lost",
                "1 On the way in a queue or with a consumer",
            ])
            .await;

        page.reload().await;
        page.part("dead").lists(&["order_1 persistent"]).await;
        page.part("late").shows("x-message-ttl: 800").await;
    });
}

#[test]
fn an_exchange_routes_by_its_bindings_and_returns_what_fits_none() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        declare(&page, "german").await;
        let queues = page.part("Queues");
        queues.press("Declare an exchange").await;
        queues.fill("Exchange name", "orders").await;
        queues.pick("Type", "topic").await;
        queues.press("Declare exchange").await;
        page.part("Exchange orders")
            .shows("Nothing is bound to it")
            .await;
        queues.press("Bind to an exchange").await;
        bind(&page, "nowhere", "k").await;
        queues
            .shows("404 NOT_FOUND - no queue 'nowhere' in vhost '/'")
            .await;
        bind(&page, "order_queue", "eu.#").await;
        bind(&page, "german", "eu.de").await;
        let bindings = page.part("Exchange orders");
        bindings
            .lists(&["eu.de → german", "eu.# → order_queue"])
            .await;

        let producer = page.part("Producer");
        producer.fill("Exchange", "orders").await;
        producer.choose("Mandatory").await;
        producer.fill("Routing key", "eu.de").await;
        publish(&page, "order_1", "1").await;
        producer.fill("Routing key", "us").await;
        publish(&page, "order_2", "1").await;

        page.part("german").lists(&["order_1"]).await;
        page.part("order_queue").lists(&["order_1"]).await;
        producer.counts(&[("Published", 2), ("Returned", 1)]).await;
        page.part("Log")
            .shows("exchange orders has no binding for routing key “us”")
            .await;

        bindings
            .press("Unbind eu.# → order_queue from orders")
            .await;
        bindings.lists(&["eu.de → german"]).await;
        page.reload().await;
        page.part("Exchange orders")
            .lists(&["eu.de → german"])
            .await;
    });
}

async fn declare(page: &Page, name: &str) {
    let queues = page.part("Queues");
    queues.press("Declare a queue").await;
    queues.fill("Queue name", name).await;
    queues.press("Declare queue").await;
    page.part(name).counts(&[("Total", 0)]).await;
}

async fn bind(page: &Page, queue: &str, key: &str) {
    let queues = page.part("Queues");
    queues.fill("From exchange", "orders").await;
    queues.fill("To queue", queue).await;
    queues.fill("Binding key", key).await;
    queues.press("Bind").await;
}
