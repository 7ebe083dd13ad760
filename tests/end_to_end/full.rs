//! A disk that is really full: the browser's own quota, made small.

use crate::{
    actions::{give_room, held_by, publish, visit_with_room, work_by_hand},
    harness::{Options, PATIENCE, Page, eventually, story_with},
};

const ALARM: &str = "Disk alarm: there is no more room for this broker";

/// More than fits.
const ORDERS: &str = "20000";
const QUOTA_BYTES: u64 = 3_000_000;

#[test]
fn a_full_disk_blocks_publishers_and_clears_by_itself_when_a_queue_is_purged() {
    story_with(Options::default(), async |story| {
        let page = visit_with_room(story, QUOTA_BYTES).await;
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        publish(&page, "order_4", ORDERS).await;

        let alarm = page.part(&format!("! {ALARM}"));
        alarm.shows("QuotaExceededError").await;
        alarm
            .shows("Publishers are blocked (connection.blocked). Consumers go on")
            .await;
        alarm.shows("Purge or delete a queue").await;
        page.shows("Disk full: publishers are blocked").await;
        let producer = page.part("Producer");
        producer.press("Stop publishing").await;
        let (published, confirmed) = counts(&page).await;
        assert!(confirmed < published, "{confirmed} of {published}");

        let held = held_by(&page, "consumer-1");
        held.press("Ack order_1, delivery tag 1").await;
        held.lists(&["order_2 delivery tag 2"]).await;
        page.part("consumer-1").shows("Completed 1").await;
        // To publish is not possible before there is room.
        publish(&page, "order_90001", "5").await;
        producer.shows("Blocked: the broker is short of").await;
        assert_eq!(counts(&page).await, (published, confirmed));

        page.press("Purge order_queue").await;
        page.part("Purge order_queue?").press("Purge").await;

        page.shows_no_more(ALARM).await;
        producer.shows_no_more("Blocked:").await;
        page.shows("Saved in this browser").await;
        let all = published + 5;
        producer
            .counts(&[("Published", all), ("Confirmed", all)])
            .await;
        page.reload().await;
        held.lists(&["order_2 delivery tag 1 ↻ redelivered"]).await;
        page.part("order_queue")
            .lists(&[
                "order_90001",
                "order_90002",
                "order_90003",
                "order_90004",
                "order_90005",
            ])
            .await;
    });
}

#[test]
fn everything_confirmed_is_there_after_a_reload_of_a_full_disk() {
    story_with(Options::default(), async |story| {
        let page = visit_with_room(story, QUOTA_BYTES).await;
        page.part("consumer-1").press("Stop consumer-1").await;
        publish(&page, "order_1", "3").await;
        page.part("Producer").counts(&[("Confirmed", 3)]).await;
        publish(&page, "order_4", ORDERS).await;
        page.shows("QuotaExceededError").await;
        let (published, confirmed) = counts(&page).await;

        page.reload().await;

        page.shows("The broker has started again from what was saved")
            .await;
        page.shows("Saved in this browser").await;
        page.part("order_queue").shows("order_1 ").await;
        let kept = page.part("order_queue").number("Total").await;
        assert!(
            (confirmed..published).contains(&kept),
            "{published} published, {confirmed} confirmed, {kept} kept"
        );
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
        // The broker asks how much room there is when it writes, and not each time.
        eventually(PATIENCE, "the alarm", async || {
            publish(&page, "order_2", "1").await;
            let text = page.text().await;
            if text.contains(ALARM) {
                Ok(())
            } else {
                Err(text)
            }
        })
        .await;
        page.shows("Of the 10000 bytes that the browser gives this page")
            .await;
        page.part("Producer")
            .shows("Blocked: the broker is short of")
            .await;

        // Nothing is written now, and it is noticed all the same.
        give_room(story, &page, 100_000_000).await;

        page.shows_no_more(ALARM).await;
        page.part("Producer").shows_no_more("Blocked:").await;
    });
}

/// What the producer has published, and how much of it is confirmed.
async fn counts(page: &Page) -> (u64, u64) {
    let producer = page.part("Producer");
    (
        producer.number("Published").await,
        producer.number("Confirmed").await,
    )
}
