//! A panic never leaves a dead page: it says so, offers a report and a way on.

use crate::{
    actions::{publish, remove},
    harness::{Role, story},
};

#[test]
fn after_a_panic_of_the_worker_the_broker_starts_again_from_what_was_saved() {
    story(async |_, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;

        page.press("Break things").await;
        page.press("Crash the worker (panic)").await;

        let notice = page.part("The broker has stopped");
        notice.shows("What was saved is safe.").await;
        notice.press("Report").await;
        let report = notice.find(Role::Field, "Report").await;
        let report = report
            .prop("value")
            .await
            .expect("a text area has a value")
            .unwrap_or_default();
        assert!(
            report.contains("panicked at"),
            "the report says where: {report}"
        );
        notice
            .press("Start the broker again from what was saved")
            .await;

        page.shows("order_queue: 2 messages restored.").await;
        page.part("order_queue")
            .lists(&["order_1 persistent", "order_2 persistent"])
            .await;
        publish(&page, "order_3", "1").await;
        page.part("order_queue")
            .lists(&["order_1", "order_2", "order_3"])
            .await;
    });
}

#[test]
fn a_panic_of_the_page_is_told_by_what_does_not_need_it() {
    story(async |story, page| {
        remove(&page, "consumer-1").await;
        publish(&page, "order_1", "2").await;
        page.part("Producer").counts(&[("Confirmed", 2)]).await;

        page.goto(&format!("{}?fault=page-panic", story.server.page()))
            .await;

        page.shows("The page has stopped").await;
        let report = page.find(Role::Field, "Report, to be copied").await;
        let report = report
            .prop("value")
            .await
            .expect("a text area has a value")
            .unwrap_or_default();
        assert!(
            report.contains("panicked at"),
            "the report says where: {report}"
        );

        let page = story.visit().await;
        page.part("order_queue")
            .lists(&["order_1 persistent", "order_2 persistent"])
            .await;
    });
}
