//! A disk that is really full: the browser's own quota, made small.

use std::time::Duration;

use crate::{
    actions::{give_room, held_by, publish, visit_with_room, work_by_hand},
    harness::{Options, Page, eventually, story_with},
};

/// A retry, and as long again for a busy machine.
const RETRIED_WITHIN: Duration = Duration::from_secs(60);

const ALARM: &str = "Disk alarm: there is no more room for this broker";

/// More than fits, and fewer than the producer leaves unconfirmed.
const ORDERS: &str = "1700";
const QUOTA_BYTES: u64 = 400_000;
/// The browser counts its files, and one of them may keep four megabytes of rows that are gone or
/// were refused. Where that alone is more than the quota, no purge makes room.
const ROOM_FOR_FILES_BYTES: u64 = 12_000_000;

#[test]
fn a_full_disk_blocks_publishers_and_clears_by_itself_when_a_queue_is_purged() {
    story_with(Options::default(), async |story| {
        let page = visit_with_room(story, ROOM_FOR_FILES_BYTES).await;
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "200").await;
        page.part("Producer").counts(&[("Confirmed", 200)]).await;
        publish_long_texts(&page).await;

        let alarm = page.part(&format!("! {ALARM}"));
        alarm.shows("QuotaExceededError").await;
        alarm
            .shows("Publishers are blocked (connection.blocked). Consumers go on")
            .await;
        alarm.shows("Purge or delete a queue").await;
        page.shows("Disk full: publishers are blocked").await;
        let producer = page.part("Producer");
        let (published, confirmed) = counts(&page).await;
        assert!(confirmed < published, "{confirmed} of {published}");

        let held = held_by(&page, "consumer-1");
        held.press("Ack order_1, delivery tag 1").await;
        held.lists(&["order_2 delivery tag 2"]).await;
        page.part("consumer-1").shows("Completed 1").await;
        // The next publish makes the broker say so, and from then on it reads none.
        publish(&page, "order_90001", "1").await;
        producer.shows("Blocked: the broker is short of").await;
        let queue = page.part("order_queue");
        let taken = queue.number("Total").await;
        publish(&page, "order_90002", "4").await;
        producer.shows("Publishing 0 of 4").await;
        assert_eq!(queue.number("Total").await, taken);
        assert_eq!(producer.number("Confirmed").await, confirmed);

        page.press("Purge order_queue").await;
        page.part("Purge order_queue?").press("Purge").await;

        is_over(&page).await;
        producer.shows_no_more("Blocked:").await;
        page.shows("Saved in this browser").await;
        let all = published + 5;
        producer
            .counts(&[("Published", all), ("Confirmed", all)])
            .await;
        page.reload().await;
        held.lists(&["order_2 delivery tag 1 ↻ redelivered"]).await;
        queue
            .lists(&["order_90002", "order_90003", "order_90004", "order_90005"])
            .await;
    });
}

#[test]
fn everything_confirmed_is_there_when_a_full_disk_is_opened_again() {
    story_with(Options::default(), async |story| {
        let page = visit_with_room(story, QUOTA_BYTES).await;
        page.part("consumer-1").press("Stop consumer-1").await;
        publish(&page, "order_1", "200").await;
        page.part("Producer").counts(&[("Confirmed", 200)]).await;
        publish(&page, "order_201", ORDERS).await;
        page.shows("QuotaExceededError").await;
        let (published, confirmed) = counts(&page).await;
        // Not even a row has room.
        give_room(story, &page, 1_000).await;

        page.reload().await;

        page.shows("The broker has started again from what was saved")
            .await;
        let kept = page.part("order_queue").number("Total").await;
        assert!(
            (confirmed..=published).contains(&kept),
            "{published} published, {confirmed} confirmed, {kept} kept"
        );
        page.part("order_queue").shows("order_1 ").await;
        // The broker of a full disk is the one that was saved: with room it goes on.
        let asked = publish_until_alarm(&page).await;
        give_room(story, &page, 100_000_000).await;
        is_over(&page).await;
        page.part("Producer")
            .counts(&[("Published", asked), ("Confirmed", asked)])
            .await;
    });
}

#[test]
fn little_room_is_the_alarm_too_and_goes_by_itself_when_there_is_more() {
    let options = Options {
        tells_quota: true,
        ..Options::default()
    };
    story_with(options, async |story| {
        let page = visit_with_room(story, QUOTA_BYTES).await;
        page.part("consumer-1").press("Stop consumer-1").await;
        publish(&page, "order_1", "1").await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
        give_room(story, &page, 10_000).await;
        publish_until_alarm(&page).await;
        page.shows("Of the 10000 bytes that the browser gives this page")
            .await;
        // A connection is blocked by what it publishes after the alarm.
        publish(&page, "order_3", "1").await;
        page.part("Producer")
            .shows("Blocked: the broker is short of")
            .await;

        // Nothing is written now, and it is noticed all the same.
        give_room(story, &page, 100_000_000).await;

        page.shows_no_more(ALARM).await;
        page.part("Producer").shows_no_more("Blocked:").await;
    });
}

/// Fifteen megabytes, and fewer than the producer leaves unconfirmed. What is purged of them costs
/// little beside what it frees.
async fn publish_long_texts(page: &Page) {
    let producer = page.part("Producer");
    producer.press("Edit as raw text").await;
    producer
        .fill("Body sent, as raw text", &"long ".repeat(2_000))
        .await;
    producer.fill("How many", "1500").await;
    producer.press("Publish orders").await;
    producer.press("Back to the fields").await;
}

/// One order after another, since neither the broker nor the browser asks how much room there is at
/// each write: Chromium goes by what it counted up to half a minute ago. Gives how many it took.
async fn publish_until_alarm(page: &Page) -> u64 {
    let mut asked = 0;
    eventually(RETRIED_WITHIN, "the alarm", async || {
        publish(page, "order_90001", "1").await;
        asked += 1;
        let text = page.text().await;
        if text.contains(ALARM) {
            Ok(asked)
        } else {
            Err(text)
        }
    })
    .await
}

/// The alarm goes by itself. The browser counts what is free some time later, and the write is
/// tried again every half minute at least.
async fn is_over(page: &Page) {
    eventually(RETRIED_WITHIN, "the alarm to go", async || {
        let text = page.text().await;
        if text.contains(ALARM) {
            Err(text)
        } else {
            Ok(())
        }
    })
    .await;
}

/// What the producer has published, and how much of it is confirmed.
async fn counts(page: &Page) -> (u64, u64) {
    let producer = page.part("Producer");
    (
        producer.number("Published").await,
        producer.number("Confirmed").await,
    )
}
