//! Two set-ups on the same orders, side by side.

use crate::{
    access::{fits, is_accessible},
    actions::{publish, remove},
    harness::{Role, story},
    keyboard::press,
};

#[test]
fn automatic_ack_loses_what_manual_ack_does_not() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "1").await;
        let panel = page.part("Compare two set-ups");
        panel.press("Manual and automatic ack").await;
        panel.shows("orders, A none.").await;
        panel.shows("20 orders, 5 a second.").await;
        panel
            .tabulates(&[
                "Everything done after",
                "Fulfilled once 20",
                "Fulfilled twice or more 0 0 the same",
                "Lost 0",
                "Redelivered 1 0 A 1 more",
                "Order to done, p50",
                "Order to done, p95",
                "Wait in the queue, p95",
                "Most ready at once",
                "Share of the time at work",
            ])
            .await;
        // The page's own broker knows nothing of it.
        page.part("order_queue").counts(&[("Total", 1)]).await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn set_ups_of_ones_own_are_compared_from_the_keyboard_alone() {
    story(async |_, page| {
        press(&page, "Compare set-ups of your own").await;
        let panel = page.part("Compare two set-ups");
        panel.fill("Orders a second", "0").await;
        press(&page, "Compare A and B").await;
        panel.shows("0 is too small.").await;
        // The focus is on the field at fault, and typing takes the place of what is there.
        page.type_text("10").await;
        press(&page, "Compare A and B").await;
        panel.shows("40 orders, 10 a second.").await;
        panel.shows("A is done").await;
    });
}

#[test]
fn a_long_comparison_shows_how_far_it_is_and_can_be_stopped() {
    story(async |_, page| {
        let panel = page.part("Compare two set-ups");
        panel.press("Compare set-ups of your own").await;
        panel.fill("Orders a second", "1000").await;
        panel.fill("For seconds", "5").await;
        panel.press("Compare A and B").await;
        panel.press("Stop the comparison").await;
        page.shows("The comparison is stopped.").await;
        assert!(!panel.has(Role::Button, "Stop the comparison").await);
        // Another can begin at once.
        panel.press("One consumer and three").await;
        panel.shows("B is done").await;
    });
}
