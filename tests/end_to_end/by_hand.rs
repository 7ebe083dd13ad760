//! Messages settled by hand: ack, requeue and drop.

use crate::{
    actions::{held_by, publish, work_by_hand},
    harness::story,
};

#[test]
fn a_person_acks_requeues_and_drops_each_message() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_7", "4").await;
        let (queue, held) = (page.part("order_queue"), held_by(&page, "consumer-1"));
        held.lists(&["order_7 delivery tag 1 persistent"]).await;
        queue.lists(&["order_8", "order_9", "order_10"]).await;
        queue
            .counts(&[("Ready", 3), ("Unacked", 1), ("Total", 4)])
            .await;

        // It goes back to the head, so the same consumer, which has room again, gets it again.
        held.press("Requeue order_7, delivery tag 1").await;
        held.lists(&["order_7 delivery tag 2 ↻ redelivered"]).await;
        queue.lists(&["order_8", "order_9", "order_10"]).await;

        held.press("Ack order_7, delivery tag 2").await;
        held.lists(&["order_8 delivery tag 3 persistent"]).await;

        held.press("Drop order_8, delivery tag 3").await;
        held.lists(&["order_9 delivery tag 4 persistent"]).await;
        queue
            .counts(&[("Ready", 1), ("Unacked", 1), ("Total", 2)])
            .await;
        for line in [
            "Requeued order: order_7 (basic.nack)",
            "Completed order: order_7",
            "Dropped order: order_8 (basic.reject)",
        ] {
            page.part("Log").shows(line).await;
        }
    });
}

#[test]
fn a_requeued_message_goes_back_to_its_old_place() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_7", "3").await;
        let (queue, held) = (page.part("order_queue"), held_by(&page, "consumer-1"));
        held.lists(&["order_7 delivery tag 1"]).await;

        page.part("consumer-1").press("Stop consumer-1").await;
        held.press("Requeue order_7, delivery tag 1").await;

        queue
            .lists(&[
                "order_7 ↻ redelivered persistent",
                "order_8 persistent",
                "order_9 persistent",
            ])
            .await;
        queue
            .counts(&[("Ready", 3), ("Unacked", 0), ("Total", 3)])
            .await;
    });
}
