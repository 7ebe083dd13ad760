//! The page without its server: what is loaded once works on.

use crate::{
    actions::{crash, publish},
    harness::story,
};

#[test]
fn a_page_whose_server_is_gone_works_on() {
    story(async |story, page| {
        story.server.goes_away();

        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;

        // A crash ends the worker, and there is another.
        crash(&page, "Now").await;
        page.shows("The broker crashed, and is back").await;
        publish(&page, "order_11", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;

        // So does a scenario.
        page.press("Scenarios").await;
        page.press("A backlog").await;
        page.shows("Twenty orders wait").await;
        page.part("order_queue").counts(&[("Ready", 20)]).await;
    });
}
