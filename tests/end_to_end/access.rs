//! Without a mouse, and for those who do not see the page.

use std::fs;

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    actions::{held_by, publish, work_by_hand},
    harness::{Page, story},
};

#[test]
fn the_course_can_be_run_from_the_keyboard_alone() {
    story(async |_, page| {
        tab_to(&page, "Send the course's two orders").await;
        page.key(Key::Enter).await;
        page.part("Log").shows("Sent order: order_124").await;

        tab_to(&page, "Add a consumer").await;
        page.key(Key::Enter).await;
        tab_to(&page, "Prefetch").await;
        page.type_text("3").await;
        tab_to(&page, "Add consumer").await;
        page.key(Key::Enter).await;
        page.part("consumer-2").shows("prefetch 3").await;
    });
}

#[test]
fn axe_finds_nothing_in_light_and_in_dark() {
    let axe =
        std::env::var("LEVERET_AXE").expect("LEVERET_AXE names axe.min.js: run `.ci/setup test`");
    let axe = fs::read_to_string(axe).expect("axe.min.js can be read: run `.ci/setup test`");
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        page.run(&axe, &[]).await;
        for scheme in ["light", "dark"] {
            let media =
                json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
            page.devtools("Emulation.setEmulatedMedia", media).await;
            let check = "
                const done = arguments[0];
                // Colours that are still on their way to the other scheme are nobody's choice.
                const settled = () =>
                  Promise.all(document.getAnimations().map(({ finished }) => finished));
                const check = () => axe.run(document, { resultTypes: ['violations'] });
                new Promise(requestAnimationFrame).then(settled).then(check).then(({ violations }) =>
                  done(violations.flatMap(({ id, help, nodes }) =>
                    nodes.map((node) => `${id}: ${help}: ${node.html} ${node.failureSummary}`))));";
            let violations = page.run_async(check, &[]).await;
            let violations = violations.as_array().expect("a list");
            assert!(violations.is_empty(), "{scheme}: {violations:#?}");
        }
    });
}

#[test]
fn a_narrow_window_shows_everything_without_scrolling_sideways() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        page.press("Restart broker").await;
        page.shows("The broker was restarted").await;

        let narrow = json!({ "width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": true });
        page.devtools("Emulation.setDeviceMetricsOverride", narrow)
            .await;

        let width = page
            .run("return document.scrollingElement.scrollWidth", &[])
            .await;
        assert_eq!(width, 360);
        held_by(&page, "consumer-1")
            .press("Ack order_1, delivery tag 1")
            .await;
        page.part("consumer-1")
            .shows("order_2 delivery tag 2")
            .await;
    });
}

/// Presses Tab until the control of that name has the focus, as somebody without a mouse would.
async fn tab_to(page: &Page, name: &str) {
    const STOPS_MAX: usize = 150;
    let name_of_focused = "
        const focused = document.activeElement;
        const label = focused.getAttribute('aria-label') ?? focused.labels?.[0]?.innerText;
        return (label ?? focused.innerText).replace(/\\s+/g, ' ').trim();";
    for _ in 0..STOPS_MAX {
        page.key(Key::Tab).await;
        if page.run(name_of_focused, &[]).await == name {
            return;
        }
    }
    panic!("\"{name}\" is not reached by {STOPS_MAX} presses of Tab");
}
