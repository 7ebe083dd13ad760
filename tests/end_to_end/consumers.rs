//! Consumers that stop and crash, and what becomes of what they held.

use crate::{
    actions::{add_consumer, change, held_by, publish, work_by_hand},
    harness::story,
};

#[test]
fn what_a_crashed_consumer_held_goes_to_another_flagged_redelivered() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        add_consumer(&page, "By hand").await;
        page.part("consumer-2").shows("Consuming").await;
        publish(&page, "order_1", "1").await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1 persistent"])
            .await;

        page.part("consumer-1").press("Crash consumer-1").await;

        held_by(&page, "consumer-2")
            .lists(&["order_1 delivery tag 1 ↻ redelivered"])
            .await;
        let crashed = page.part("consumer-1");
        crashed.shows("Crashed").await;
        crashed
            .shows("The broker put what it held back in the queue")
            .await;
        page.part("Log")
            .shows("Crashed. The broker requeues the message that it held.")
            .await;

        crashed.press("Start again consumer-1").await;
        crashed.shows("Consuming").await;
    });
}

#[test]
fn a_stopped_consumer_finishes_what_it_holds_and_gets_no_more() {
    story(async |_, page| {
        publish(&page, "order_1", "2").await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1"])
            .await;

        page.part("consumer-1").press("Stop consumer-1").await;

        page.part("Log")
            .shows("Stopped: basic.cancel. It finishes the message that it holds.")
            .await;
        page.part("Log").shows("Completed order: order_1").await;
        page.part("consumer-1").shows("Completed 1").await;
        page.part("consumer-1").shows("Stopped").await;
        page.part("order_queue")
            .counts(&[("Ready", 1), ("Unacked", 0)])
            .await;
        page.part("order_queue")
            .lists(&["order_2 persistent"])
            .await;
    });
}

#[test]
fn with_automatic_ack_a_crash_loses_what_was_not_processed() {
    story(async |_, page| {
        change(&page, "consumer-1", "Automatic", "0").await;
        page.part("consumer-1").shows("automatic ack").await;
        publish(&page, "order_1", "3").await;
        page.part("order_queue")
            .counts(&[("Ready", 0), ("Unacked", 0), ("Total", 0)])
            .await;
        page.part("consumer-1")
            .shows("received and not yet processed")
            .await;
        page.part("consumer-1")
            .shows("a crash now loses them")
            .await;

        page.part("consumer-1").press("Crash consumer-1").await;

        page.part("Log").shows("Lost for good: order_").await;
        page.part("order_queue").counts(&[("Total", 0)]).await;
    });
}
