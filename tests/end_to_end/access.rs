//! For those who do not see the page, or see it small.

use std::fs;

use serde_json::json;

use crate::{
    actions::{crash, held_by, import_text, publish, remove, visit_with_room, work_by_hand},
    harness::{Options, Page, story, story_with},
};

/// The narrowest that is asked for (<https://www.w3.org/TR/WCAG22/#reflow>), and a small phone.
const WIDTHS: [u32; 2] = [320, 360];

#[test]
fn a_broker_at_work_is_accessible_and_fits() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        page.press("Restart broker").await;
        page.shows("The broker was restarted").await;
        page.part("Storage").press("Measure both now").await;
        page.part("Storage").shows_no_more("not measured yet").await;
        let rows = page.part("Rows in IndexedDB now");
        rows.scroll_to().await;
        rows.tabulates(&[
            "[\"order_queue\",1]",
            "[\"order_queue\",2]",
            "[\"order_queue\",3]",
        ])
        .await;

        is_accessible(&page).await;
        fits(&page).await;

        let held = held_by(&page, "consumer-1");
        held.press("Ack order_1, delivery tag 1").await;
        held.lists(&["order_2 delivery tag 2"]).await;
    });
}

#[test]
fn a_crash_to_come_and_its_aftermath_are_accessible_and_fit() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        crash(&page, "Between ack and its write").await;
        page.shows("The broker will crash between the next ack")
            .await;
        page.press("Break things").await;
        page.shows("Let a consumer ack then").await;

        is_accessible(&page).await;
        fits(&page).await;

        page.press("Break things").await;
        held_by(&page, "consumer-1")
            .press("Ack order_1, delivery tag 1")
            .await;
        page.part("The broker crashed between an ack and its write, and is back")
            .shows("back although acked")
            .await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn the_plan_of_an_import_and_its_refusal_are_accessible_and_fit() {
    story(async |story, page| {
        let definitions = "{\"queues\": [{\"name\": \"returned_orders\", \"vhost\": \"/\", \
            \"durable\": true, \"auto_delete\": false, \"arguments\": {}}], \"users\": [{}]}";
        import_text(story, &page, "definitions.json", definitions).await;
        let dialog = page.part("Import definitions.json");
        dialog.shows("queue returned_orders").await;

        is_accessible(&page).await;
        fits(&page).await;

        dialog.press("Cancel").await;
        import_text(story, &page, "foreign.json", "[]").await;
        page.shows("Nothing has changed.").await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn the_notices_of_two_tabs_are_accessible_and_fit() {
    story(async |story, page| {
        publish(&page, "order_1", "1").await;
        let first = page.client().window().await.expect("a tab");
        let second = page.client().new_window(true).await.expect("another tab");
        let there = page.client().switch_to_window(second.handle).await;
        there.expect("the tab is there");
        page.goto(&story.server.page()).await;
        page.shows("Another tab holds this broker").await;

        is_accessible(&page).await;
        fits(&page).await;

        page.press("Take over").await;
        page.shows("Saved in this browser").await;
        let there = page.client().switch_to_window(first).await;
        there.expect("the tab is there");
        page.shows("Another tab has taken over this broker").await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn a_message_and_what_can_be_done_with_it_are_accessible_and_fit() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        let queue = page.part("order_queue");
        queue.press("Move messages of order_queue").await;
        queue.press("order_2 persistent").await;

        is_accessible(&page).await;
        fits(&page).await;

        queue.press("Inspect order_2").await;
        let message = page.part("Message 2 of order_queue");
        message.press("Reject").await;
        message.shows("Rejected it.").await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn the_disk_alarm_is_accessible_and_fits() {
    story_with(Options::default(), async |story| {
        let page = visit_with_room(story, 400_000).await;
        publish(&page, "order_1", "5000").await;
        page.shows("QuotaExceededError").await;
        page.part("Producer").press("Stop publishing").await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn what_is_broken_on_purpose_and_the_list_of_keys_are_accessible_and_fit() {
    story(async |_, page| {
        let card = page.part("consumer-1");
        card.press("Settings of consumer-1").await;
        card.press("Break consumer-1").await;
        card.press("Crash after processing, before the ack: consumer-1")
            .await;
        card.press("Pause the network of consumer-1").await;
        let producer = page.part("Producer");
        producer.press("Break the producer").await;
        producer.press("Publish a poison order").await;
        producer.press("Burst").await;
        producer.fill("Producers", "20").await;
        producer.press("Begin the burst").await;
        producer.shows("20 is too large.").await;
        producer.fill("Producers", "10").await;
        producer.press("Begin the burst").await;
        producer.shows("producer-11").await;
        card.shows("1 delivery waits").await;

        is_accessible(&page).await;
        fits(&page).await;

        page.press("Keyboard shortcuts").await;
        page.part("Keyboard shortcuts")
            .shows("Restart the broker")
            .await;

        is_accessible(&page).await;
        fits(&page).await;
    });
}

#[test]
fn a_scratch_copy_and_what_shares_it_are_accessible_and_fit() {
    story(async |story, page| {
        page.goto(&format!("{}?loading=click", story.server.page()))
            .await;
        page.shows("A message queue to touch").await;

        is_accessible(&page).await;
        fits(&page).await;

        page.press("Start").await;
        page.press("Scenarios").await;
        page.shows("One order fails whoever takes it").await;

        is_accessible(&page).await;
        fits(&page).await;

        page.press("A backlog").await;
        page.shows("Nothing of it is saved").await;

        is_accessible(&page).await;
        fits(&page).await;

        page.press("Share").await;
        page.shows("Everything stands in the link itself").await;

        is_accessible(&page).await;
        fits(&page).await;

        // All of it stands under the policy that the server sends.
        let console = page.console().await.join("\n");
        assert!(!console.contains("Content Security Policy"), "{console}");
    });
}

/// Axe finds nothing, in light and in dark.
pub(crate) async fn is_accessible(page: &Page) {
    let axe =
        std::env::var("LEVERET_AXE").expect("LEVERET_AXE names axe.min.js: run `.ci/setup test`");
    let axe = fs::read_to_string(axe).expect("axe.min.js can be read: run `.ci/setup test`");
    page.run(&axe, &[]).await;
    for scheme in ["light", "dark"] {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        page.devtools("Emulation.setEmulatedMedia", media).await;
        let check = "
            const done = arguments[0];
            // Colours that are still on their way to the other scheme are nobody's choice.
            // What goes on for ever, as a stream of messages does, settles at no end.
            const ends = ({ effect }) => Number.isFinite(effect.getComputedTiming().endTime);
            const settled = () =>
              document.getAnimations().filter(ends).forEach((animation) => animation.finish());
            const check = () => axe.run(document, { resultTypes: ['violations'] });
            new Promise(requestAnimationFrame).then(settled).then(check).then(({ violations }) =>
              done(violations.flatMap(({ id, help, nodes }) =>
                nodes.map((node) => `${id}: ${help}: ${node.html} ${node.failureSummary}`))))
              .catch((error) => done([String(error)]));";
        let violations = page.run_async(check, &[]).await;
        let violations = violations.as_array().expect("a list");
        assert!(violations.is_empty(), "{scheme}: {violations:#?}");
    }
}

/// Nothing has to be scrolled to sideways in a narrow window.
pub(crate) async fn fits(page: &Page) {
    for width in WIDTHS {
        let narrow =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": true });
        page.devtools("Emulation.setDeviceMetricsOverride", narrow)
            .await;
        // A dialog scrolls by itself.
        let measure = "
            const open = document.querySelector('dialog[open]');
            return [document.scrollingElement.scrollWidth, (open?.scrollWidth ?? 0) - (open?.clientWidth ?? 0)];";
        assert_eq!(page.run(measure, &[]).await, json!([width, 0]));
    }
    page.devtools("Emulation.clearDeviceMetricsOverride", json!({}))
        .await;
}
