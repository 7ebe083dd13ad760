//! What survives a reload and a restart, and what the page says of what does not.

use crate::{
    actions::{Orders, add_consumer, held_by, publish, publish_orders, work_by_hand},
    harness::{Page, story},
};

#[test]
fn after_a_reload_persistent_orders_are_back_in_order_and_the_page_says_what_is_lost() {
    story(async |_, page| {
        keep_three_and_risk_two(&page).await;

        page.reload().await;

        page.shows("The broker has started again from what was saved")
            .await;
        what_came_back(&page).await;
        page.shows("2 lost: transient messages (delivery_mode 1) are not written to disk.")
            .await;
        page.shows("programs have reattached").await;
        page.press("Dismiss").await;
        page.shows_no_more("The broker has started again").await;
    });
}

#[test]
fn restarting_the_broker_does_the_same_without_a_reload() {
    story(async |_, page| {
        keep_three_and_risk_two(&page).await;

        page.press("Restart broker").await;

        page.shows("The broker was restarted").await;
        what_came_back(&page).await;
        page.shows("2 lost: transient messages (delivery_mode 1) are not written to disk.")
            .await;
        // Nothing is lost twice.
        page.press("Restart broker").await;
        page.shows_no_more("2 lost").await;
        what_came_back(&page).await;
    });
}

/// A consumer holds the first of three persistent orders; behind them are two transient ones.
async fn keep_three_and_risk_two(page: &Page) {
    work_by_hand(page, "consumer-1").await;
    publish(page, "order_1", "3").await;
    let transient = Orders {
        first_id: "order_91",
        count: "2",
        delivery_mode: "Transient",
    };
    publish_orders(page, transient).await;
    page.part("Producer").counts(&[("Confirmed", 5)]).await;
    held_by(page, "consumer-1")
        .lists(&["order_1 delivery tag 1 persistent"])
        .await;
    page.part("order_queue")
        .lists(&[
            "order_2",
            "order_3",
            "order_91 transient",
            "order_92 transient",
        ])
        .await;
    add_consumer(page, "By hand").await;
    page.part("consumer-2").press("Stop consumer-2").await;
    held_by(page, "consumer-2")
        .lists(&["order_2 delivery tag 1"])
        .await;
    held_by(page, "consumer-2")
        .press("Requeue order_2, delivery tag 1")
        .await;
    page.part("order_queue")
        .lists(&["order_2 ↻ redelivered", "order_3", "order_91", "order_92"])
        .await;
}

/// The consumers are there as they were set, and the running one has the first order again.
async fn what_came_back(page: &Page) {
    page.shows("order_queue: 3 messages restored, 2 of them flagged redelivered")
        .await;
    held_by(page, "consumer-1")
        .lists(&["order_1 delivery tag 1 ↻ redelivered persistent"])
        .await;
    page.part("order_queue")
        .lists(&["order_2 ↻ redelivered persistent", "order_3 persistent"])
        .await;
    page.part("consumer-1").shows("acked by hand").await;
    page.part("consumer-2").shows("Stopped").await;
}
