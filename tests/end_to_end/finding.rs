//! A message is found, looked at, changed and published again.

use fantoccini::key::Key;

use crate::{
    access::{fits, is_accessible},
    actions::{publish, work_by_hand},
    harness::story,
    keyboard::{press, tab_to},
};

#[test]
fn a_message_is_found_changed_and_published_again() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "30").await;
        let queues = page.part("Queues");
        queues.press("Find messages").await;
        queues.press("Find").await;
        queues.shows("Type a part of what a message says").await;
        queues.fill("Text", "ORDER_2").await;
        queues.press("Find").await;
        // order_2 and order_20 to order_29.
        queues
            .shows("11 messages match. Searched: 30 messages.")
            .await;
        queues
            .shows("position 2 of order_queue, ready; in its body")
            .await;

        is_accessible(&page).await;
        fits(&page).await;

        queues.press("Inspect order_27").await;
        let message = page.part("Message 27 of order_queue");
        message.press("Publish again…").await;
        page.shows_no_more("Message 27 of order_queue").await;
        page.shows("The message is in the publish form.").await;
        let producer = page.part("Producer");
        producer
            .fill("Body sent, as raw text", "{\"id\": \"order_99\"}")
            .await;
        producer.press("Publish order").await;
        let queue = page.part("order_queue");
        queue.counts(&[("Ready", 30), ("Unacked", 1)]).await;
        queues.fill("Text", "order_99").await;
        queues.press("Find").await;
        queues
            .shows("1 message matches. Searched: 31 messages.")
            .await;
    });
}

#[test]
fn what_is_held_is_found_and_published_again_from_the_keyboard_alone() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
        press(&page, "Find messages").await;
        tab_to(&page, "Text").await;
        page.type_text("john").await;
        page.key(Key::Enter).await;
        page.part("Queues").shows("unacked with consumer-1").await;
        press(&page, "Inspect order_1").await;
        press(&page, "Publish again…").await;
        page.shows("The message is in the publish form.").await;
        // The focus is in the body, and the button is on from there.
        press(&page, "Publish order").await;
        page.part("order_queue")
            .counts(&[("Ready", 1), ("Unacked", 1)])
            .await;
    });
}
