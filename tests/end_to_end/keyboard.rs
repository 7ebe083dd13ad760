//! The keyboard alone, as for somebody who cannot use a pointer.

use std::fs;

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    actions::{import_file, publish, remove},
    harness::{Page, Role, story},
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
fn a_crash_is_chosen_and_its_aftermath_read_and_put_away() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;

        press(&page, "Break things").await;
        press(&page, "Before the next write").await;
        page.shows("The broker will crash before its next write.")
            .await;
        press(&page, "Publish orders").await;
        let heading = "The broker crashed before a write, and is back";
        page.part(heading)
            .lists(&["✓ 2 messages", "− 2 messages"])
            .await;
        // Who was at a button that has gone is at the notice, and one step from what it offers.
        page.key(Key::Tab).await;
        assert_eq!(page.run(NAME_OF_FOCUSED, &[]).await, "Dismiss");
        page.key(Key::Enter).await;
        page.shows_no_more(heading).await;
    });
}

#[test]
fn the_broker_is_taken_over() {
    story(async |story, page| {
        publish(&page, "order_1", "1").await;
        let first = page.client().window().await.expect("a tab");
        let second = page.client().new_window(true).await.expect("another tab");
        let there = page.client().switch_to_window(second.handle).await;
        there.expect("the tab is there");
        page.goto(&story.server.page()).await;
        page.shows("Another tab holds this broker").await;

        press(&page, "Take over").await;

        page.shows("Saved in this browser").await;
        let there = page.client().switch_to_window(first).await;
        there.expect("the tab is there");
        page.shows("Another tab has taken over this broker").await;
        press(&page, "Take it back").await;
        page.shows("Saved in this browser").await;
    });
}

#[test]
fn a_file_is_chosen_read_and_imported() {
    story(async |story, page| {
        let file = story.browser.folder().join("definitions.json");
        fs::write(&file, DEFINITIONS).expect("the folder can be written to");
        // The browser's own dialog is not the page's: it is kept shut, and the file given to it.
        let shut = json!({ "enabled": true });
        page.devtools("Page.setInterceptFileChooserDialog", shut)
            .await;
        press(&page, "Import…").await;
        import_file(&page, &file).await;
        let dialog = page.part("Import definitions.json");
        dialog.shows("queue returned_orders").await;

        // It can be left without a decision.
        page.key(Key::Escape).await;
        page.shows_no_more("queue returned_orders").await;
        assert!(!page.has(Role::Button, "Delete returned_orders").await);

        import_file(&page, &file).await;
        dialog.shows("queue returned_orders").await;
        press(&page, "Import").await;
        page.part("returned_orders").counts(&[("Total", 0)]).await;
    });
}

#[test]
fn the_rows_are_read_page_by_page() {
    story(async |_, page| {
        page.part("consumer-1").press("Stop consumer-1").await;
        publish(&page, "order_1", "60").await;
        page.part("Producer").counts(&[("Confirmed", 60)]).await;
        let rows = page.part("Rows in IndexedDB now");
        tab_to(&page, "Object store").await;
        rows.shows("1 to 50 of 60").await;
        press(&page, "Next rows").await;
        rows.shows("51 to 60 of 60").await;
        // The button that leads no further keeps the focus.
        assert_eq!(page.run(NAME_OF_FOCUSED, &[]).await, "Next rows");
        tab_to(&page, "Object store").await;
        page.type_text("clients").await;
        rows.tabulates(&["\"consumer-1\"", "\"producer\""]).await;
    });
}

/// Goes to a button and presses it.
pub(crate) async fn press(page: &Page, name: &str) {
    tab_to(page, name).await;
    page.key(Key::Enter).await;
}

/// Presses Tab until the control of that name has the focus, as somebody without a mouse would.
pub(crate) async fn tab_to(page: &Page, name: &str) {
    const STOPS_MAX: usize = 150;
    for _ in 0..STOPS_MAX {
        page.key(Key::Tab).await;
        if page.run(NAME_OF_FOCUSED, &[]).await == name {
            return;
        }
    }
    panic!("\"{name}\" is not reached by {STOPS_MAX} presses of Tab");
}

const NAME_OF_FOCUSED: &str = "
    const focused = document.activeElement;
    const label = focused.labels?.[0]?.innerText.replace(focused.innerText, '');
    const name = focused.getAttribute('aria-label') ?? label ?? focused.innerText;
    return name.replace(/\\s+/g, ' ').trim();";

const DEFINITIONS: &str = r#"{
  "queues": [
    { "name": "returned_orders", "vhost": "/", "durable": true, "auto_delete": false,
      "arguments": {} }
  ]
}"#;
