//! Links: what one opens is a scratch copy, and the visitor's own broker stays as it is.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::{
    actions::{publish, remove},
    harness::{Page, Role, story},
    keyboard::tab_to,
};

/// The link that the dialog shows, once it is made.
async fn shared_link(page: &Page) -> String {
    page.press("Share").await;
    page.shows("Everything stands in the link itself").await;
    let link = page
        .run("return document.getElementById('share-link').value", &[])
        .await;
    page.press("Close").await;
    let Value::String(link) = link else {
        panic!("there is no link in the dialog");
    };
    link
}

#[test]
fn a_scenario_opens_as_a_scratch_copy_and_the_way_back_leads_to_the_own_broker() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_900", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;

        page.press("Scenarios").await;
        page.press("A backlog").await;
        page.shows("Twenty orders wait").await;
        page.part("order_queue").counts(&[("Ready", 20)]).await;
        page.shows("Nothing of it is saved").await;
        page.press("Back to my broker").await;
        page.part("order_queue").lists(&["order_900"]).await;
        page.shows("Saved in this browser").await;

        // The browser's own buttons lead to and fro.
        page.client().back().await.expect("there is a page before");
        page.shows("Twenty orders wait").await;
        page.client().forward().await.expect("there is one after");
        page.part("order_queue").lists(&["order_900"]).await;
    });
}

#[test]
fn a_link_opens_the_very_same_and_it_can_be_kept() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_7", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        let link = shared_link(&page).await;
        assert!(link.starts_with(&story.server.page()), "{link}");

        // Something else becomes of the own broker.
        publish(&page, "order_900", "1").await;
        page.part("Producer").counts(&[("Confirmed", 4)]).await;
        let own = ["order_7", "order_8", "order_9", "order_900"];
        page.part("order_queue").lists(&own).await;

        page.goto("about:blank").await;
        page.goto(&link).await;
        page.shows("It came with the link.").await;
        let shared = ["order_7", "order_8", "order_9"];
        page.part("order_queue").lists(&shared).await;
        page.part("Producer").shows("0").await;

        // Keeping it asks first, and the answer may be no.
        page.press("Keep…").await;
        page.shows("the scratch copy").await;
        page.press("Cancel").await;
        page.shows("It begins as it was written down.").await;
        page.part("order_queue").lists(&shared).await;
        page.press("Keep…").await;
        page.press("Replace").await;
        page.shows("The file is imported.").await;
        page.shows("Saved in this browser").await;
        page.reload().await;
        page.part("order_queue").lists(&shared).await;
    });
}

#[test]
fn the_same_link_is_the_same_run_event_for_event() {
    story(async |story, page| {
        let mut runs = Vec::new();
        for _ in 0..2 {
            page.goto("about:blank").await;
            let address = format!("{}?autoplay=0&step=40#scenario/poison", story.server.page());
            page.goto(&address).await;
            page.shows("One order fails whoever takes it").await;
            page.part("Time").shows("paused").await;
            let log = page.log().await;
            assert!(log.len() > 10, "{log:?}");
            runs.push(log);
        }
        assert_eq!(runs.first(), runs.last());
    });
}

#[test]
fn what_an_address_says_that_cannot_be_is_named_and_nothing_is_lost() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_900", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
        let address = format!(
            "{}?theme=<img src=x>&view=flow&embed=maybe#v1/abc",
            story.server.page()
        );
        page.goto(&address).await;
        page.shows("Not everything in this page's address can be")
            .await;
        page.shows("The link is broken: what it carries cannot be unpacked.")
            .await;
        page.shows("theme=<img src=x>: it is light, dark or auto.")
            .await;
        page.shows("embed=maybe: it is 1 or 0.").await;
        // A person goes on with what is there, by keyboard alone.
        tab_to(&page, "Dismiss").await;
        page.key(Key::Enter).await;
        page.shows_no_more("Not everything in this page's address can be")
            .await;
        page.goto(&story.server.page()).await;
        page.is_ready().await;
        page.part("order_queue").lists(&["order_900"]).await;
    });
}

#[test]
fn a_page_that_is_only_to_be_read_changes_nothing() {
    story(async |story, page| {
        let address = format!(
            "{}?readonly&theme=dark#scenario/backlog",
            story.server.page()
        );
        page.goto(&address).await;
        page.shows("Twenty orders wait").await;
        for button in [
            "Restart broker",
            "Publish order",
            "Send the course's two orders",
        ] {
            assert!(!page.has(Role::Button, button).await, "{button}");
        }
        // Keys do no more than the buttons that are there.
        page.type_text("o").await;
        let scheme = page
            .run(
                "return getComputedStyle(document.documentElement).colorScheme",
                &[],
            )
            .await;
        assert_eq!(scheme, json!("dark"));
        page.part("order_queue").counts(&[("Ready", 20)]).await;
    });
}
