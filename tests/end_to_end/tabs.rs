//! Two tabs and one broker: one of them has it, and never both.

use fantoccini::wd::WindowHandle;

use crate::{
    actions::{publish, remove},
    harness::{Page, Role, Story, story},
};

#[test]
fn the_second_tab_takes_over_and_the_first_is_read_only_until_it_takes_the_broker_back() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        let first = this_tab(&page).await;
        let second = open_second(story, &page).await;
        page.press("Take over").await;
        let queue = page.part("order_queue");
        queue.lists(&["order_1", "order_2"]).await;
        page.shows("Saved in this browser").await;
        publish(&page, "order_3", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;

        to_tab(&page, &first).await;
        page.shows("Another tab has taken over this broker").await;
        page.shows("Read-only: another tab has it").await;
        // What it shows is how it was, and nothing can be done to it.
        page.shows("order_2").await;
        for button in ["Publish order", "Purge order_queue", "Restart broker"] {
            assert!(!page.has(Role::Button, button).await, "{button}");
        }
        press_all_the_same(&page, "Send the course's two orders").await;
        page.shows("Another tab has taken this broker over, so nothing can be done here.")
            .await;

        page.press("Take it back").await;
        queue.lists(&["order_1", "order_2", "order_3"]).await;
        page.shows("Saved in this browser").await;
        publish(&page, "order_4", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
        to_tab(&page, &second).await;
        page.shows("Another tab has taken over this broker").await;
        page.shows("Read-only").await;
    });
}

#[test]
fn closing_the_first_tab_hands_the_broker_over_by_itself() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        let first = this_tab(&page).await;
        let second = open_second(story, &page).await;

        to_tab(&page, &first).await;
        page.client().close_window().await.expect("it closes");
        to_tab(&page, &second).await;

        page.shows_no_more("Another tab holds this broker").await;
        page.shows("The broker has started again from what was saved")
            .await;
        publish(&page, "order_3", "1").await;
        page.part("order_queue")
            .lists(&["order_1", "order_2", "order_3"])
            .await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
    });
}

#[test]
fn a_broker_that_was_taken_over_comes_back_when_the_other_tab_is_closed() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        let first = this_tab(&page).await;
        open_second(story, &page).await;
        page.press("Take over").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        page.client().close_window().await.expect("it closes");

        to_tab(&page, &first).await;
        page.press("Take it back").await;

        page.part("order_queue")
            .lists(&["order_1", "order_2"])
            .await;
        page.shows("Saved in this browser").await;
    });
}

#[test]
fn a_second_tab_works_in_memory_and_leaves_the_firsts_storage_alone() {
    story(async |story, page| {
        let first = this_tab(&page).await;
        let second = open_second(story, &page).await;
        page.press("Open a separate broker in memory").await;
        page.shows("Not saved here: Another tab has this broker's storage open")
            .await;
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;

        to_tab(&page, &first).await;
        page.shows("Saved in this browser").await;
        page.part("Producer").counts(&[("Published", 0)]).await;
        page.reload().await;
        page.shows("Saved in this browser").await;
        page.part("order_queue").counts(&[("Total", 0)]).await;

        to_tab(&page, &second).await;
        page.part("order_queue")
            .lists(&["order_1", "order_2", "order_3"])
            .await;
    });
}

/// Opens the page a second time and stays there. It says who has the broker.
async fn open_second(story: &Story, page: &Page) -> WindowHandle {
    let opened = page.client().new_window(true).await;
    let tab = opened.expect("another tab").handle;
    to_tab(page, &tab).await;
    page.goto(&story.server.page()).await;
    page.shows("Another tab holds this broker").await;
    assert!(!page.has(Role::Button, "Publish order").await);
    tab
}

async fn this_tab(page: &Page) -> WindowHandle {
    page.client().window().await.expect("a tab")
}

async fn to_tab(page: &Page, tab: &WindowHandle) {
    let there = page.client().switch_to_window(tab.clone()).await;
    there.expect("the tab is there");
}

/// Presses a button that nobody can reach, as an extension of the browser might.
async fn press_all_the_same(page: &Page, name: &str) {
    let press = "
        const named = ({ innerText }) => innerText === arguments[0];
        [...document.querySelectorAll('button')].find(named).click();";
    page.run(press, &[name.into()]).await;
}
