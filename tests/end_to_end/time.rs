//! Time stands still, goes step by step, and faster, as the person at the page wants it.

use fantoccini::key::Key;

use crate::{
    actions::{held_by, publish},
    harness::{Page, story},
};

#[test]
fn paused_nothing_happens_by_itself_and_a_step_lets_the_next_thing_happen() {
    story(async |_, page| {
        let time = page.part("Time");
        time.press("Pause").await;
        time.shows("paused").await;
        time.shows("Nothing is due by itself.").await;

        publish(&page, "order_1", "2").await;

        // What a person does takes effect, and the disk goes on.
        page.part("Producer").counts(&[("Confirmed", 2)]).await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1"])
            .await;
        time.shows("Next in 2.0 s.").await;
        time.press("Step").await;
        held_by(&page, "consumer-1")
            .lists(&["order_2 delivery tag 2"])
            .await;
        completed(&page, 1).await;
        time.press("Step").await;
        completed(&page, 2).await;

        time.press("Step").await;
        time.shows("Nothing is going to happen by itself.").await;
        time.press("Play").await;
        time.shows("playing at 1×").await;
    });
}

#[test]
fn a_hundred_times_as_fast_a_minute_of_work_is_done_at_once_and_a_tenth_as_fast_it_waits() {
    story(async |_, page| {
        let time = page.part("Time");
        time.choose("100×").await;
        time.shows("playing at 100×").await;
        publish(&page, "order_1", "30").await;
        page.part("order_queue").counts(&[("Total", 0)]).await;
        completed(&page, 30).await;

        time.choose("0.1×").await;
        time.shows("playing at 0.1×").await;
        publish(&page, "order_91", "1").await;
        let held = held_by(&page, "consumer-1");
        held.lists(&["order_91 delivery tag 31"]).await;
        // What would take twenty seconds can be had by a step.
        time.press("Step").await;
        completed(&page, 31).await;
    });
}

#[test]
fn time_is_stopped_from_the_keyboard_and_the_button_keeps_the_focus() {
    story(async |_, page| {
        let time = page.part("Time");
        page.run("document.querySelector('.time-play').focus()", &[])
            .await;
        page.key(Key::Enter).await;
        time.shows("paused").await;
        page.key(Key::Enter).await;
        time.shows("playing at 1×").await;
        page.key(Key::Tab).await;
        page.key(Key::Enter).await;
        time.shows("paused").await;
    });
}

async fn completed(page: &Page, number: u64) {
    page.part("consumer-1")
        .shows(&format!("Completed {number}"))
        .await;
}
