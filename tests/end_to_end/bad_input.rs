//! What cannot be taken is refused in place, with a reason, and nothing is lost.

use crate::{
    actions::{held_by, publish, remove, work_by_hand},
    harness::story,
};

#[test]
fn a_queue_name_that_rabbitmq_refuses_is_refused_in_its_words() {
    story(async |_, page| {
        let queues = page.part("Queues");
        queues.press("Declare a queue").await;
        for (name, answer) in [
            ("amq.x", "403 ACCESS_REFUSED"),
            (&*"q".repeat(256), "at most 255 bytes; this one has 256."),
            (" ", "Name a queue, such as order_queue."),
        ] {
            queues.fill("Queue name", name).await;
            queues.press("Declare queue").await;
            queues.shows(answer).await;
        }
        // What is right after that is taken, and the broker is none the worse.
        queues.fill("Queue name", "mail").await;
        queues.press("Declare queue").await;
        page.part("mail").counts(&[("Total", 0)]).await;
        page.part("order_queue").counts(&[("Total", 0)]).await;
    });
}

#[test]
fn an_order_form_names_the_field_that_is_wrong() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        let producer = page.part("Producer");
        for (field, right, wrongs) in [
            (
                "How many",
                "1",
                [
                    (
                        "-5",
                        "The count is a whole number from 1 to 100000; -5 is negative.",
                    ),
                    ("999999999999", "999999999999 is too large."),
                ],
            ),
            (
                "Total",
                "1.5",
                [
                    (
                        "much",
                        "The total is a number such as 99.99; this is not a number.",
                    ),
                    ("1e999", "this one is too large."),
                ],
            ),
        ] {
            for (wrong, answer) in wrongs {
                producer.fill(field, wrong).await;
                producer
                    .press(if field == "How many" {
                        "Publish orders"
                    } else {
                        "Publish order"
                    })
                    .await;
                producer.shows(answer).await;
            }
            producer.fill(field, right).await;
        }
        page.part("Producer").counts(&[("Published", 0)]).await;
        producer.press("Publish order").await;
        page.part("Producer")
            .counts(&[("Published", 1), ("Confirmed", 1)])
            .await;
    });
}

#[test]
fn a_consumer_form_names_each_field_that_is_wrong() {
    story(async |_, page| {
        let consumers = page.part("Consumers");
        consumers.press("Add a consumer").await;
        consumers.fill("Prefetch", "-1").await;
        consumers.fill("Sleep, in seconds", "9999999").await;
        consumers.press("Add consumer").await;
        consumers
            .shows("The prefetch is a whole number from 0 (no limit) to 65535; -1 is negative.")
            .await;
        consumers.shows("The sleep is from 0 to 3600 seconds (an hour), such as 2 or 0.5; 9999999 is too long.").await;

        consumers.fill("Prefetch", "70000").await;
        consumers.fill("Sleep, in seconds", "-2").await;
        consumers.press("Add consumer").await;
        consumers.shows("70000 is too large.").await;
        consumers.shows("-2 is negative.").await;

        consumers.fill("Prefetch", "0").await;
        consumers.fill("Sleep, in seconds", "0").await;
        consumers.press("Add consumer").await;
        page.part("consumer-2")
            .shows("prefetch 0 (unlimited), sleeps 0 s")
            .await;
    });
}

#[test]
fn a_body_that_is_no_order_is_sent_as_it_stands_and_said_so() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        let producer = page.part("Producer");
        producer.press("Edit as raw text").await;
        producer
            .fill("Body sent, as raw text", "{\"id\": oops")
            .await;
        producer
            .shows("This is not a JSON order; it is sent as it stands.")
            .await;
        producer.press("Publish order").await;
        page.part("order_queue")
            .lists(&["{\"id\": oops persistent"])
            .await;
        page.part("Producer").counts(&[("Confirmed", 1)]).await;
    });
}

#[test]
fn acking_a_tag_that_is_not_outstanding_closes_the_channel_and_loses_nothing() {
    story(async |_, page| {
        work_by_hand(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1"])
            .await;
        let card = page.part("consumer-1");
        card.press("Ack by delivery tag on the channel of consumer-1")
            .await;
        card.fill("Delivery tag", "99").await;
        card.press("Send basic.ack").await;

        card.shows("406 PRECONDITION_FAILED - unknown delivery tag 99")
            .await;
        card.shows("No delivery with that tag is outstanding on this channel")
            .await;
        let queue = page.part("order_queue");
        queue.counts(&[("Ready", 2), ("Unacked", 0)]).await;
        queue
            .lists(&["order_1 ↻ redelivered", "order_2 persistent"])
            .await;

        card.press("Start again consumer-1").await;
        held_by(&page, "consumer-1")
            .lists(&["order_1 delivery tag 1 ↻ redelivered"])
            .await;
    });
}
