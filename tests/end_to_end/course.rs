//! The course's program: its exact lines, its pace, and what is left when it is done.

use std::time::Duration;

use crate::harness::{Page, eventually, story};

#[test]
fn the_courses_two_orders_are_sent_processed_and_completed() {
    story(async |_, page: Page| {
        page.show_programs_only().await;
        page.press("Send the course's two orders").await;

        let lines = eventually(
            Duration::from_secs(15),
            "the last order's completion",
            async || {
                let lines = page.log().await;
                let last = lines.last().map(|line| line.text.clone());
                if last.as_deref() == Some("Completed order: order_124") {
                    Ok(lines)
                } else {
                    Err(format!("{lines:?}"))
                }
            },
        )
        .await;
        let said_by = |consumer: bool| {
            let lines = lines
                .iter()
                .filter(move |line| line.source.starts_with("consumer") == consumer);
            lines.map(|line| line.text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(lines[0].text, "Waiting for orders...");
        assert_eq!(
            said_by(false),
            ["Sent order: order_123", "Sent order: order_124"]
        );
        assert_eq!(
            said_by(true),
            [
                "Waiting for orders...",
                "Processing order: order_123",
                "Completed order: order_123",
                "Processing order: order_124",
                "Completed order: order_124",
            ]
        );
        for order in ["order_123", "order_124"] {
            let at = |what: &str| {
                let text = format!("{what} order: {order}");
                lines
                    .iter()
                    .find(|line| line.text == text)
                    .expect("it was said")
                    .second
            };
            // The log shows whole seconds.
            let took = at("Completed").wrapping_sub(at("Processing"));
            assert!(
                (1..=3).contains(&took),
                "{order} took {took} s in place of about 2"
            );
        }
        page.part("order_queue")
            .counts(&[("Ready", 0), ("Unacked", 0), ("Total", 0)])
            .await;
        page.part("Producer")
            .counts(&[("Published", 2), ("Confirmed", 2), ("Returned", 0)])
            .await;
    });
}
