//! One thing is looked at whole, where it is shown, and nothing is consumed by that.

use fantoccini::key::Key;

use crate::{
    access::{fits, is_accessible},
    actions::{held_by, publish, work_by_hand},
    harness::story,
    keyboard::press,
};

#[test]
fn a_message_tells_all_of_itself_and_what_happened_to_it() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        let held = held_by(&page, "consumer-1");
        held.lists(&["order_1 delivery tag 1"]).await;
        held.press("Inspect order_1").await;

        let message = page.part("Message 1 of order_queue");
        message
            .shows("order_queue, position 1: Unacked, delivery tag 1")
            .await;
        message.shows("delivery_mode").await;
        message.shows("order_1 ready at position 1").await;
        message.shows("order_1 to consumer-1").await;
        page.key(Key::Escape).await;
        page.shows_no_more("Message 1 of order_queue").await;

        let queue = page.part("order_queue");
        queue.press("order_2 persistent").await;
        queue.press("Inspect order_2").await;
        let message = page.part("Message 2 of order_queue");
        message.shows("order_queue, position 2: Ready").await;
        message.press("Close").await;
        queue.counts(&[("Ready", 1), ("Unacked", 1)]).await;

        // What is gone is still told of, as long as somebody looks.
        held.press("Inspect order_1").await;
        let message = page.part("Message 1 of order_queue");
        message.shows("position 1: Unacked").await;
        page.key(Key::Escape).await;
        held.press("Ack order_1, delivery tag 1").await;
        held.lists(&["order_2 delivery tag 2"]).await;
    });
}

#[test]
fn a_queue_and_a_consumer_tell_all_of_themselves_from_the_keyboard_alone() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("order_queue").counts(&[("Ready", 1)]).await;
        press(&page, "Inspect order_queue").await;
        let queue = page.part("Queue order_queue");
        queue.shows("messages_unacknowledged 1").await;
        queue.shows("(AMQP default) order_queue").await;
        queue.shows("Consumer consumer-1").await;

        is_accessible(&page).await;
        fits(&page).await;

        // The broker goes on behind it.
        page.key(Key::Escape).await;
        page.shows_no_more("messages_unacknowledged").await;
        press(&page, "Inspect consumer-1").await;
        page.part("Consumer consumer-1")
            .shows("in its hands 1")
            .await;
    });
}
