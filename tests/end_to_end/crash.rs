//! The broker crashed at a chosen moment: what the page says, what is back, what is not, and why
//! that is right.

use crate::{
    actions::{Orders, crash, held_by, publish, publish_orders, remove, work_by_hand},
    harness::{Page, Role, story},
};

const BACK: &str = "back It was on disk, so it is ready again, as if nothing had happened.";

#[test]
fn a_crash_now_loses_what_was_transient_and_brings_back_the_rest() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        let transient = Orders {
            first_id: "order_91",
            count: "1",
            delivery_mode: "Transient",
        };
        publish_orders(&page, transient).await;
        page.part("Producer").counts(&[("Confirmed", 4)]).await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1"])
            .await;

        crash(&page, "Now").await;

        page.shows("The broker has crashed").await;
        // It can be read, but not used.
        assert!(!page.has(Role::Button, "Publish order").await);
        let aftermath = page.part("The broker crashed, and is back");
        aftermath
            .tabulates(&[
                "order_1 order_queue, position 1 ↻back, flagged redelivered",
                "order_2 order_queue, position 2 ✓back",
                "order_3 order_queue, position 3 ✓back",
                "order_91 order_queue, position 4 −gone, transient",
            ])
            .await;
        aftermath
            .lists(&[
                &format!("✓ 2 messages: {BACK}"),
                "↻ 1 message: back, flagged redelivered A consumer had it and had not acked it, so \
                 the broker has to assume that the work was not done",
                "− 1 message: gone, transient It was transient (delivery_mode 1)",
            ])
            .await;
        page.shows_no_more("The broker has crashed").await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1 ↻ redelivered persistent"])
            .await;
        page.part("order_queue")
            .lists(&["order_2", "order_3"])
            .await;
        aftermath.press("Dismiss").await;
        page.shows_no_more("The broker crashed, and is back").await;
    });
}

#[test]
fn a_crash_before_a_write_loses_the_order_that_no_confirm_had_promised() {
    story(async |_, page| {
        keep_two(&page).await;
        crash(&page, "Before the next write").await;
        page.shows("The broker will crash before its next write.")
            .await;

        publish(&page, "order_3", "1").await;

        page.shows("The broker has crashed").await;
        let aftermath = page.part("The broker crashed before a write, and is back");
        aftermath
            .lists(&[
                &format!("✓ 2 messages: {BACK}"),
                "− 1 message: gone, never confirmed It had not reached the disk, and no confirm had \
                 promised anything. Its publisher has no confirm for it and has to send it again.",
            ])
            .await;
        aftermath
            .tabulates(&[
                "order_1",
                "order_2 order_queue, position 2 ",
                "order_3 order_queue, position 3 −gone",
            ])
            .await;
        page.part("order_queue")
            .lists(&["order_1", "order_2"])
            .await;
    });
}

#[test]
fn a_crash_after_a_write_keeps_an_order_that_its_publisher_sends_again() {
    story(async |_, page| {
        keep_two(&page).await;
        crash(&page, "After the write, before the confirm").await;
        page.shows("The broker will crash after its next write of a message that a confirm")
            .await;

        publish(&page, "order_3", "1").await;

        let aftermath =
            page.part("The broker crashed after a write and before its confirm, and is back");
        aftermath
            .lists(&[
                &format!("✓ 2 messages: {BACK}"),
                "? 1 message: back, never confirmed It had reached the disk, but the crash came \
                 before its confirm left. A publisher that sends again what was not confirmed makes a \
                 second one of it: at-least-once, not exactly-once.",
            ])
            .await;
        let queue = page.part("order_queue");
        queue.lists(&["order_1", "order_2", "order_3"]).await;
        // It knows of no confirm, so it does what a publisher has to do.
        publish(&page, "order_3", "1").await;
        queue
            .lists(&["order_1", "order_2", "order_3", "order_3"])
            .await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
    });
}

#[test]
fn a_crash_between_an_ack_and_its_write_delivers_the_order_again() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        crash(&page, "Between ack and its write").await;
        page.shows("The broker will crash between the next ack and its write.")
            .await;
        // A publish is not the moment.
        publish(&page, "order_3", "1").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        let held = held_by(&page, "consumer-1");

        held.press("Ack order_1, delivery tag 1").await;

        let aftermath = page.part("The broker crashed between an ack and its write, and is back");
        aftermath
            .tabulates(&[
                "order_1 order_queue, position 1 ×2back although acked",
                "order_2 order_queue, position 2 ↺back, delivered before, not flagged",
                "order_3 order_queue, position 3 ✓back",
            ])
            .await;
        aftermath
            .shows(
                "The consumer had finished it and acked, but the ack had not reached the disk: it \
                 comes again and is processed twice. RabbitMQ promises at-least-once, not exactly-once",
            )
            .await;
        held.lists(&["order_1 delivery tag 1 ↻ redelivered persistent"])
            .await;
        held.press("Ack order_1, delivery tag 1").await;
        held.lists(&["order_2 delivery tag 2"]).await;
    });
}

#[test]
fn a_crash_that_is_to_come_can_be_called_off() {
    story(async |_, page| {
        keep_two(&page).await;
        crash(&page, "Before the next write").await;
        page.shows("The broker will crash before its next write.")
            .await;

        page.press("Cancel the crash").await;

        page.shows_no_more("The broker will crash").await;
        publish(&page, "order_3", "1").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        page.part("order_queue")
            .lists(&["order_1", "order_2", "order_3"])
            .await;
    });
}

/// Two confirmed orders, with no consumer to take them.
async fn keep_two(page: &Page) {
    remove(page, "consumer-1").await;
    publish(page, "order_1", "2").await;
    page.part("Producer").counts(&[("Confirmed", 2)]).await;
}
