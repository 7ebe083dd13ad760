//! What the broker can do and no form shows at first sight: headers, lifetimes, ranks.

use crate::{
    access::{fits, is_accessible},
    actions::{publish, remove},
    harness::{Page, Role, story},
    keyboard::press,
};

#[test]
fn a_headers_exchange_routes_by_what_a_message_was_given() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        let queues = page.part("Queues");
        queues.press("Declare an exchange").await;
        queues.fill("Exchange name", "orders").await;
        queues.pick("Type", "headers").await;
        queues.press("Declare exchange").await;
        queues.press("Bind to an exchange").await;
        queues.fill("From exchange", "orders").await;
        queues.fill("To queue", "order_queue").await;
        queues.press("Arguments, for a headers exchange").await;
        queues.pick("x-match", "any").await;
        queues.press("Add a header").await;
        queues.fill("Name", "region").await;
        queues.fill("Value", "eu").await;
        queues.press("Bind").await;
        let exchange = page.part("Exchange orders");
        exchange.shows("x-match: any").await;
        exchange.shows("region: eu").await;

        let producer = page.part("Producer");
        producer.fill("Exchange", "orders").await;
        producer.choose("Mandatory").await;
        producer.press("Properties and headers").await;
        producer.press("Add a header").await;
        producer.fill("Name", "region").await;
        producer.fill("Value", "eu").await;
        producer.fill("app_id", "<b>shop</b>").await;
        publish(&page, "order_1", "1").await;
        producer.fill("Value", "us").await;
        publish(&page, "order_2", "1").await;
        producer.counts(&[("Published", 2), ("Returned", 1)]).await;

        let queue = page.part("order_queue");
        queue.lists(&["order_1 persistent"]).await;
        queue.press("order_1 persistent").await;
        queue.press("Inspect order_1").await;
        let message = page.part("Message 1 of order_queue");
        message.shows("header region eu").await;
        message.shows("app_id <b>shop</b>").await;
        message.press("Close").await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn queues_are_named_by_the_broker_locked_and_gone_with_their_consumers() {
    story(async |_, page| {
        let queues = page.part("Queues");
        queues.press("Declare a queue").await;
        queues
            .press("Lifetime: exclusive, auto-delete, named by the broker")
            .await;
        queues.choose("Exclusive").await;
        queues.choose("Named by the broker").await;
        queues.press("Declare queue").await;
        page.shows("Queue amq.gen-").await;
        queues.shows("exclusive").await;

        queues.choose("Exclusive").await;
        queues.choose("Named by the broker").await;
        queues.choose("Auto-delete").await;
        queues.fill("Queue name", "brief").await;
        queues.press("Declare queue").await;
        page.part("brief").shows("auto-delete").await;
        let consumers = page.part("Consumers");
        if !consumers.has(Role::Button, "Add consumer").await {
            consumers.press("Add a consumer").await;
        }
        consumers.fill("Queue", "brief").await;
        consumers
            .press("Sharing the queue: priority, exclusive")
            .await;
        consumers.fill("Priority, x-priority", "10").await;
        consumers.press("Add consumer").await;
        page.part("consumer-2").shows("priority 10").await;
        page.part("consumer-2").press("Stop consumer-2").await;
        let gone = "document.getElementById('queue-card-brief') === null";
        page.part("Log").shows("brief").await;
        is_so(&page, gone).await;
    });
}

#[test]
fn a_refusal_puts_the_focus_on_its_field_from_the_keyboard_alone() {
    story(async |_, page| {
        press(&page, "Declare a queue").await;
        press(&page, "Declare queue").await;
        page.shows("Name a queue, such as order_queue.").await;
        page.type_text("amq.mine").await;
        press(&page, "Declare queue").await;
        page.shows("403 ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix")
            .await;
        is_so(&page, "document.activeElement.id === 'new-queue'").await;
    });
}

/// Waits until a condition in the page holds.
async fn is_so(page: &Page, condition: &str) {
    let holds = format!(
        "const done = arguments[0];
        const look = () => ({condition}) ? done(true) : setTimeout(look, 50);
        look();"
    );
    assert_eq!(page.run_async(&holds, &[]).await, true);
}
