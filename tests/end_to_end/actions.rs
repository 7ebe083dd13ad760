//! What a person does in several steps, by the labels on the page.

use std::{fs, path::Path};

use fantoccini::Locator;
use serde_json::json;

use crate::harness::{Page, Part, Role, Story};

/// An order, or many whose ids count up, as the form takes them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Orders {
    pub(crate) first_id: &'static str,
    pub(crate) count: &'static str,
    pub(crate) delivery_mode: &'static str,
}

/// Publishes persistent orders.
pub(crate) async fn publish(page: &Page, first_id: &'static str, count: &'static str) {
    let delivery_mode = "Persistent";
    publish_orders(
        page,
        Orders {
            first_id,
            count,
            delivery_mode,
        },
    )
    .await;
}

/// Publishes orders to the course's queue.
pub(crate) async fn publish_orders(page: &Page, orders: Orders) {
    let producer = page.part("Producer");
    producer.fill("Order id", orders.first_id).await;
    producer.fill("How many", orders.count).await;
    producer.choose(orders.delivery_mode).await;
    let button = if orders.count == "1" {
        "Publish order"
    } else {
        "Publish orders"
    };
    producer.press(button).await;
}

/// Sets a consumer so that nothing is acked but by hand.
pub(crate) async fn work_by_hand(page: &Page, consumer: &str) {
    change(page, consumer, "By hand", "1").await;
    page.part(consumer).shows("acked by hand").await;
}

/// Changes how a consumer acks and how many messages it may hold.
pub(crate) async fn change(page: &Page, consumer: &str, acknowledge: &str, prefetch: &str) {
    let card = page.part(consumer);
    card.press(&format!("Settings of {consumer}")).await;
    card.fill("Prefetch", prefetch).await;
    card.choose(acknowledge).await;
    card.press("Apply").await;
    card.press(&format!("Settings of {consumer}")).await;
}

/// Attaches one more consumer.
pub(crate) async fn add_consumer(page: &Page, acknowledge: &str) {
    let consumers = page.part("Consumers");
    if !consumers.has(Role::Button, "Add consumer").await {
        consumers.press("Add a consumer").await;
    }
    consumers.choose(acknowledge).await;
    consumers.press("Add consumer").await;
    consumers.press("Add a consumer").await;
}

/// Sends a consumer away.
pub(crate) async fn remove(page: &Page, consumer: &str) {
    page.part(consumer)
        .press(&format!("Remove {consumer}"))
        .await;
    page.shows("No consumer is attached").await;
}

/// What a consumer holds.
pub(crate) fn held_by(page: &Page, consumer: &str) -> Part {
    page.part(consumer).part(&format!("Held by {consumer}"))
}

/// Chooses a file to import, as the browser's own dialog would.
pub(crate) async fn import_file(page: &Page, file: &Path) {
    let input = Locator::Css("input[type=file]");
    let input = page.client().find(input).await.expect("files are taken");
    let path = file.to_str().expect("a path that is text");
    input.send_keys(path).await.expect("the file is taken");
}

/// Chooses a file of that name and text to import. It is kept beside the browser's profile.
pub(crate) async fn import_text(story: &Story, page: &Page, name: &str, text: &str) {
    let file = story.browser.folder().join(name);
    fs::write(&file, text).expect("the folder can be written to");
    import_file(page, &file).await;
}

/// Chooses when the broker is to crash.
pub(crate) async fn crash(page: &Page, moment: &str) {
    page.press("Break things").await;
    page.part("Crash the broker").press(moment).await;
}

/// Opens the page where it may use so many bytes. What a site may use is asked for seldom once it
/// writes, so it is made small before.
pub(crate) async fn visit_with_room(story: &mut Story, bytes: u64) -> Page {
    let page = Page::new(story.browser.start().await);
    give_room(story, &page, bytes).await;
    story.visit().await
}

pub(crate) async fn give_room(story: &Story, page: &Page, bytes: u64) {
    let quota = json!({ "origin": story.server.origin(), "quotaSize": bytes });
    page.devtools("Storage.overrideQuotaForOrigin", quota).await;
}
