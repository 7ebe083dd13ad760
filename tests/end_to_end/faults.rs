//! Things are broken on purpose, by pointer and by single keys, and mended again.

use fantoccini::key::Key;

use crate::harness::{Page, Role, story};

#[test]
fn poison_takes_a_consumer_down_again_and_again_and_is_given_up_by_a_setting() {
    story(async |_, page| {
        let card = page.part("consumer-1");
        card.press("Settings of consumer-1").await;
        card.fill("Restart after a crash, in seconds", "1").await;
        card.fill("Sleep, in seconds", "0.5").await;
        card.press("Apply").await;
        from_menu(&page, "Publish a poison order").await;
        page.shows("☠ x-poison: true").await;
        let log = page.part("Log");
        log.shows("Started again by itself after the crash.").await;
        page.shows("↻ redelivered").await;

        card.pick("When processing fails", "nack-discard").await;
        card.press("Apply").await;
        log.shows("Gave it up: basic.nack without requeue.").await;
        page.part("order_queue").counts(&[("Total", 0)]).await;
    });
}

#[test]
fn an_order_is_processed_twice_by_a_crash_before_its_ack() {
    story(async |_, page| {
        from_menu(&page, "Crash consumer-1 before its next ack").await;
        let card = page.part("consumer-1");
        card.shows("It will crash over its next order").await;
        page.press("Send the course's two orders").await;
        card.shows("Crashed").await;
        card.shows("Completed 1").await;
        card.press("Start again consumer-1").await;
        card.shows("Completed 3").await;
    });
}

#[test]
fn a_network_stands_still_and_is_healed_where_it_is_told() {
    story(async |_, page| {
        let card = page.part("consumer-1");
        card.press("Break consumer-1").await;
        card.press("Pause the network of consumer-1").await;
        page.press("Send the course's two orders").await;
        card.shows("1 delivery waits").await;
        page.part("order_queue")
            .counts(&[("Ready", 1), ("Unacked", 1)])
            .await;
        card.press("Heal the network of consumer-1").await;
        card.shows_no_more("Network paused").await;
        card.shows("Completed 2").await;

        // The broker gives up after a minute, which is less at a hundred times the speed.
        card.press("Pause the network of consumer-1").await;
        page.press("Send the course's two orders").await;
        page.part("Time").choose("100×").await;
        card.shows("The broker has missed heartbeats and closed the connection")
            .await;
        page.part("order_queue").counts(&[("Ready", 2)]).await;
        card.press("Heal the network of consumer-1").await;
        page.part("order_queue").counts(&[("Total", 0)]).await;
    });
}

#[test]
fn a_burst_is_set_watched_and_stopped() {
    story(async |_, page| {
        let producer = page.part("Producer");
        producer.press("Burst").await;
        producer.fill("Producers", "20").await;
        producer.press("Begin the burst").await;
        producer
            .shows("A burst has from 1 to 10 producers; 20 is too large.")
            .await;
        producer.fill("Producers", "2").await;
        producer.fill("Orders a second", "50").await;
        producer.fill("For seconds", "60").await;
        producer.press("Begin the burst").await;
        producer.shows("of 3,000 sent").await;
        producer.press("Stop the burst").await;
        producer.shows("Burst stopped").await;
        producer.shows("producer-3").await;
    });
}

#[test]
fn single_keys_do_what_the_buttons_do_until_they_are_switched_off() {
    story(async |_, page| {
        let time = page.part("Time");
        on_the_page(&page).await;
        page.type_text("p").await;
        page.part("Log").shows("Sent order: order_124").await;
        page.type_text(".").await;
        time.shows("paused").await;
        page.key(Key::Right).await;
        page.part("consumer-1").shows("Completed 1").await;
        page.type_text("c").await;
        page.part("consumer-1").shows("Crashed").await;
        page.type_text("c").await;
        page.shows("No consumer runs, so there is none to crash.")
            .await;
        page.type_text("r").await;
        page.part("Log").shows("connects again").await;

        // What is typed is typed.
        page.part("Producer").fill("Order id", "crop. r?").await;
        time.shows("paused").await;

        on_the_page(&page).await;
        page.type_text("?").await;
        let dialog = page.part("Keyboard shortcuts");
        dialog.shows("Restart the broker").await;
        dialog.choose("Single-key shortcuts").await;
        page.key(Key::Escape).await;
        page.reload().await;
        on_the_page(&page).await;
        page.type_text(".").await;
        page.press("Keyboard shortcuts").await;
        page.part("Keyboard shortcuts")
            .find(Role::Choice, "Single-key shortcuts")
            .await;
        time.shows("playing at 1×").await;
    });
}

/// Where no control has the focus.
async fn on_the_page(page: &Page) {
    page.run("document.activeElement.blur()", &[]).await;
}

async fn from_menu(page: &Page, label: &str) {
    page.press("Break things").await;
    page.part("Break a program or its network")
        .press(label)
        .await;
}
