//! Ready messages moved where they are shown.

use fantoccini::key::Key;

use crate::{
    actions::{publish, remove},
    harness::story,
    keyboard::press,
};

#[test]
fn one_message_and_then_all_are_moved_to_another_queue() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        let queues = page.part("Queues");
        queues.press("Declare a queue").await;
        queues.fill("Queue name", "spare").await;
        queues.press("Declare queue").await;
        page.part("spare").counts(&[("Total", 0)]).await;

        let queue = page.part("order_queue");
        queue.press("order_2 persistent").await;
        queue.press("Inspect order_2").await;
        let message = page.part("Message 2 of order_queue");
        message.pick("Move to", "spare").await;
        message.press("Move").await;
        message.shows("Moved it to spare.").await;
        message.shows("position 2: gone").await;
        page.key(Key::Escape).await;
        queue.lists(&["order_1 ↻", "order_3"]).await;
        let spare = page.part("spare");
        spare.lists(&["order_2"]).await;

        queue.press("Move messages of order_queue").await;
        queue.pick("Move to", "spare").await;
        queue.press("Move all 2").await;
        queue.shows("Moved 2 messages to spare.").await;
        spare.lists(&["order_2", "order_1", "order_3"]).await;
        queue.counts(&[("Total", 0)]).await;

        page.reload().await;
        spare.lists(&["order_2", "order_1", "order_3"]).await;
    });
}

#[test]
fn what_is_ready_is_moved_from_the_keyboard_alone() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        let queue = page.part("order_queue");
        queue.counts(&[("Ready", 2)]).await;

        press(&page, "Move messages of order_queue").await;
        queue.shows("To the tail of its own queue.").await;
        press(&page, "Move all 2").await;

        queue.shows("Moved 2 messages to order_queue.").await;
        queue.counts(&[("Ready", 2), ("Unacked", 0)]).await;
    });
}
