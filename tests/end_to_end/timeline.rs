//! Going back in time: by buttons, by the slider and its keys, by a line of the log; and going on.

use fantoccini::key::Key;

use crate::{
    actions::publish,
    harness::{Role, story},
};

#[test]
fn a_person_steps_back_looks_and_returns_to_the_present() {
    story(async |_, page| {
        let time = page.part("Time");
        page.press("Send the course's two orders").await;
        page.part("consumer-1").shows("Completed 1").await;
        time.press("Pause").await;
        time.shows("paused").await;

        time.press("Step back").await;
        time.shows("A past moment").await;
        while !(page.part("consumer-1").text().await).contains("Completed 0") {
            time.press("Step back").await;
        }
        page.part("consumer-1").lists(&["order_123"]).await;
        page.part("Queues").press("Purge order_queue").await;
        page.part("Purge order_queue?").press("Purge").await;
        page.part("order_queue")
            .shows("A past moment is shown: it can be looked at and not be changed.")
            .await;

        time.press("Back to the present").await;
        time.shows_no_more("A past moment").await;
        page.part("consumer-1").shows("Completed 1").await;
        time.press("Play").await;
        page.part("consumer-1").shows("Completed 2").await;
    });
}

#[test]
fn going_on_from_a_past_moment_forgets_what_came_after_on_disk_too() {
    story(async |_, page| {
        let time = page.part("Time");
        page.part("consumer-1").press("Stop consumer-1").await;
        publish(&page, "order_1", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
        publish(&page, "order_2", "1").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;

        while page.part("order_queue").number("Total").await > 1 {
            time.press("Step back").await;
        }
        time.press("Go on from here").await;
        time.shows_no_more("A past moment").await;
        time.press("Play").await;
        publish(&page, "order_3", "1").await;

        let queue = page.part("order_queue");
        queue.lists(&["order_1", "order_3"]).await;
        page.part("Log").shows_no_more("Sent order: order_2").await;
        page.reload().await;
        page.part("order_queue")
            .lists(&["order_1", "order_3"])
            .await;
    });
}

#[test]
fn by_keyboard_the_slider_goes_back_and_the_past_is_played_into_the_present() {
    story(async |_, page| {
        let time = page.part("Time");
        page.press("Send the course's two orders").await;
        page.part("consumer-1").shows("Completed 2").await;
        let slider = time.find(Role::Field, "Moment shown").await;
        slider
            .send_keys(&Key::Home.to_string())
            .await
            .expect("a slider takes keys");
        time.shows("A past moment").await;
        page.part("consumer-1").shows("Completed 0").await;
        time.press("Play").await;
        page.part("consumer-1").shows("Completed 2").await;
        time.shows_no_more("A past moment").await;
    });
}

#[test]
fn a_line_of_the_log_shows_its_moment() {
    story(async |_, page| {
        page.press("Send the course's two orders").await;
        page.part("consumer-1").shows("Completed 2").await;
        // Each line has a button of that name; this is the one a person points at.
        let press_why = "
            const [text, done] = arguments;
            const entry = [...document.querySelectorAll('.entry')].find((entry) => entry.innerText.includes(text));
            entry.querySelector('.why-button').click();
            done(null);";
        page.run_async(press_why, &["order_123 ready at position 1".into()])
            .await;
        page.part("Log").press("Show this moment").await;
        page.part("Time").shows("A past moment").await;
        page.part("consumer-1").shows("Completed 0").await;
        // Both were sent in one go.
        page.part("order_queue").counts(&[("Total", 2)]).await;
    });
}
