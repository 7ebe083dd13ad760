//! Purge and delete: what cannot be undone asks first.

use crate::{
    actions::{held_by, publish, work_by_hand},
    harness::story,
};

#[test]
fn purge_asks_first_and_leaves_what_is_held() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "4").await;
        let queue = page.part("order_queue");
        queue.counts(&[("Ready", 3), ("Unacked", 1)]).await;

        queue.press("Purge order_queue").await;
        let question = page.part("Purge order_queue?");
        question
            .shows("3 ready messages will be gone for good.")
            .await;
        question.press("Cancel").await;
        queue.counts(&[("Ready", 3), ("Unacked", 1)]).await;

        queue.press("Purge order_queue").await;
        question.press("Purge").await;
        queue.counts(&[("Ready", 0), ("Unacked", 1)]).await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1"])
            .await;

        // The rows are gone, too.
        page.reload().await;
        page.shows("order_queue: 1 message restored").await;
    });
}

#[test]
fn delete_asks_first_and_cancels_the_consumers() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        let queue = page.part("order_queue");
        queue.counts(&[("Total", 2)]).await;

        queue.press("Delete order_queue").await;
        let question = page.part("Delete order_queue?");
        question
            .shows("The queue and 2 messages will be gone for good.")
            .await;
        question.shows("The broker cancels 1 consumer on it.").await;
        question.press("Cancel").await;
        queue.counts(&[("Total", 2)]).await;

        queue.press("Delete order_queue").await;
        question.press("Delete").await;
        page.shows("The broker has no queue.").await;
        page.part("consumer-1")
            .shows("Cancelled by the broker")
            .await;

        page.reload().await;
        // The producer's program declares its queue as it starts, as the course's does: a new,
        // empty one.
        queue
            .counts(&[("Ready", 0), ("Unacked", 0), ("Total", 0)])
            .await;
    });
}
