//! The page's parts in a real browser: what they show for their props, and what they ask for.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect should stop"
)]

mod page;

use leveret::{
    broker::{DeliveryTag, Millis},
    projection::{
        ConsumerView, LogKind, MessageView, QuarantinedRow, QueueStart, StartKind, StartReport,
    },
    simulation::{ConsumerSettings, ConsumerState, PublishOrders, Settlement},
    ui::{
        components::{
            consumers::{AckByTag, AckByTagProps, ConsumerCard, ConsumerCardProps},
            frame::{CrashNotice, CrashNoticeProps, StartNotice, StartNoticeProps},
            log::{LogPanel, LogPanelProps},
            queues::{QueuePanel, QueuePanelProps},
        },
        state::Failure,
    },
    worker::message::{ConsumerAction, Refusal},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlDialogElement;

use self::page::{
    Calls, Page, document,
    given::{card, consumer_holding, log, message, order_queue, panel, publish_form},
    text,
};

wasm_bindgen_test_configure!(run_in_browser);

/// What somebody who sends orders could try: it must show, and never run.
const HOSTILE: &str = "<img src=x onerror=\"document.title='stolen'\">";

#[wasm_bindgen_test]
async fn a_start_says_what_came_back_and_what_did_not() {
    let dismissed = Calls::default();
    let report = StartReport {
        number: 1,
        kind: StartKind::Reload,
        queues: vec![QueueStart {
            queue: order_queue(),
            durable: true,
            restored: 4,
            redelivered: 1,
            lost: 2,
        }],
        quarantined: vec![QuarantinedRow {
            store: "messages".to_owned(),
            key: "[order_queue, 7]".to_owned(),
            reason: "it is of version 99".to_owned(),
        }],
        clients: 2,
    };
    let page = Page::of::<StartNotice>(StartNoticeProps {
        report: Some(report),
        on_dismiss: dismissed.callback(),
    })
    .await;
    page.says("order_queue: 4 messages restored, 1 of them flagged redelivered");
    page.says("2 lost: transient messages (delivery_mode 1) are not written to disk.");
    page.says("messages [order_queue, 7]: it is of version 99");
    assert_eq!(page.one("[role=status]").tag_name(), "DIV");
    page.press("Dismiss").await;
    assert_eq!(dismissed.taken(), [()]);
}

#[wasm_bindgen_test]
async fn what_is_wrong_in_the_publish_form_is_said_at_the_field_and_nothing_is_sent() {
    let published = Calls::<PublishOrders>::default();
    let page = publish_form(&published).await;
    page.type_into("#order-count", "-5").await;
    page.press("Publish orders").await;
    let field = page.one("#order-count");
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described_by = field.get_attribute("aria-describedby").unwrap();
    let error = page
        .one(&format!("#{described_by}"))
        .text_content()
        .unwrap();
    assert!(error.contains("-5 is negative"), "{error}");
    assert_eq!(published.taken(), []);
}

#[wasm_bindgen_test]
async fn the_publish_form_sends_the_body_that_it_shows() {
    let published = Calls::<PublishOrders>::default();
    let page = publish_form(&published).await;
    page.type_into("#order-user", "Zoë").await;
    page.press("Publish order").await;
    let shown = page.one("pre.body").text_content().unwrap();
    assert_eq!(
        shown,
        r#"{"id": "order_125", "user": "Zo\u00eb", "total": 99.99}"#
    );
    let sent = published.taken();
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].body(0), sent[0].persistent), (shown, true));
}

#[wasm_bindgen_test]
async fn raw_text_that_is_no_order_is_sent_as_it_stands() {
    let published = Calls::<PublishOrders>::default();
    let page = publish_form(&published).await;
    page.press("Edit as raw text").await;
    page.says("This is a JSON order.");
    page.type_into("#raw-body", HOSTILE).await;
    page.says("This is not a JSON order; it is sent as it stands.");
    page.press("Publish order").await;
    assert_eq!(published.taken()[0].body(0), HOSTILE);
}

#[wasm_bindgen_test]
async fn each_held_message_is_settled_by_its_own_buttons() {
    let settled = Calls::default();
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_settle: settled.callback(),
        ..card(consumer_holding(&[(3, message(1)), (4, message(2))]))
    })
    .await;
    page.says("Holds 2 of 3");
    page.says("held for 7 s");
    page.press_named("Ack order_2, delivery tag 4").await;
    page.press_named("Drop order_1, delivery tag 3").await;
    page.press_named("Requeue order_1, delivery tag 3").await;
    assert_eq!(
        settled.taken(),
        [
            (DeliveryTag(4), Settlement::Ack),
            (DeliveryTag(3), Settlement::Drop),
            (DeliveryTag(3), Settlement::Requeue),
        ]
    );
}

#[wasm_bindgen_test]
async fn a_consumer_offers_what_its_state_allows() {
    let actions = Calls::default();
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_action: actions.callback(),
        ..card(consumer_holding(&[]))
    })
    .await;
    page.says("Waiting for orders...");
    page.press_named("Crash consumer-1").await;
    assert_eq!(actions.taken(), [ConsumerAction::Crash]);

    let closed = ConsumerView {
        state: ConsumerState::ChannelClosed {
            code: 406,
            text: "PRECONDITION_FAILED - unknown delivery tag 99".to_owned(),
        },
        ..consumer_holding(&[])
    };
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_action: actions.callback(),
        ..card(closed)
    })
    .await;
    page.says("406 PRECONDITION_FAILED - unknown delivery tag 99");
    page.says("it was never sent, or it is settled already");
    page.press_named("Start again consumer-1").await;
    assert_eq!(actions.taken(), [ConsumerAction::Start]);
    assert!(page.named("Crash consumer-1").is_none());
}

#[wasm_bindgen_test]
async fn settings_are_changed_only_when_they_are_right() {
    let changed = Calls::default();
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_change: changed.callback(),
        ..card(consumer_holding(&[]))
    })
    .await;
    page.type_into("#consumer-consumer-1-prefetch", "many")
        .await;
    page.press("Apply").await;
    page.says("“many” is not a number");
    assert_eq!(changed.taken(), []);
    page.type_into("#consumer-consumer-1-prefetch", "0").await;
    page.type_into("#consumer-consumer-1-sleep", "0.5").await;
    page.press("Apply").await;
    let expected = ConsumerSettings {
        prefetch_count: 0,
        sleep: Millis(500),
        ..consumer_holding(&[]).settings
    };
    assert_eq!(changed.taken(), [expected]);
}

#[wasm_bindgen_test]
async fn any_tag_can_be_acked_but_only_a_number() {
    let acked = Calls::default();
    let page = Page::of::<AckByTag>(AckByTagProps {
        name: "consumer-1".into(),
        on_ack: acked.callback(),
    })
    .await;
    page.type_into("#tag-consumer-1", "one").await;
    page.press("Send basic.ack").await;
    page.says("A delivery tag is a whole number");
    page.type_into("#tag-consumer-1", "18446744073709551615")
        .await;
    page.press("Send basic.ack").await;
    assert_eq!(acked.taken(), []);
    page.type_into("#tag-consumer-1", "99").await;
    page.press("Send basic.ack").await;
    assert_eq!(acked.taken(), [(DeliveryTag(99), false)]);
}

#[wasm_bindgen_test]
async fn a_purge_asks_first() {
    let purged = Calls::default();
    let page = Page::of::<QueuePanel>(QueuePanelProps {
        on_purge: purged.callback(),
        ..panel(vec![message(1), message(2)])
    })
    .await;
    let dialog: HtmlDialogElement = page.one("dialog").unchecked_into();
    page.press_named("Purge order_queue").await;
    assert!(dialog.open());
    page.says("2 ready messages will be gone for good.");
    page.press_in(&dialog, "Cancel").await;
    assert!(!dialog.open());
    assert_eq!(purged.taken(), []);
    page.press_named("Purge order_queue").await;
    page.press_in(&dialog, "Purge").await;
    assert!(!dialog.open());
    assert_eq!(purged.taken(), [()]);
}

#[wasm_bindgen_test]
async fn a_queue_shows_its_counts_its_messages_and_what_was_refused() {
    let page = Page::of::<QueuePanel>(QueuePanelProps {
        refusal: Some(Refusal {
            field: None,
            code: Some(404),
            message: "NOT_FOUND - no queue 'order_queue' in vhost '/'".to_owned(),
            advice: "Declare it first.".to_owned(),
        }),
        ..panel(vec![message(1), message(2)])
    })
    .await;
    let counts: Vec<String> = page.all(".counts dd").iter().map(text).collect();
    assert_eq!(counts, ["2", "0", "2"]);
    let labels: Vec<String> = page.all("ol .message-label").iter().map(text).collect();
    assert_eq!(labels, ["order_1", "order_2"]);
    let alert = text(&page.one("[role=alert]"));
    assert!(alert.contains("404 NOT_FOUND") && alert.contains("Declare it first."));
}

#[wasm_bindgen_test]
async fn text_from_a_message_is_text() {
    let hostile = MessageView {
        label: HOSTILE.to_owned(),
        body: HOSTILE.to_owned(),
        ..message(1)
    };
    let page = Page::of::<QueuePanel>(panel(vec![hostile.clone()])).await;
    assert_eq!(text(&page.one("pre.body")), HOSTILE);
    assert!(page.all("img").is_empty());
    let page = Page::of::<ConsumerCard>(card(consumer_holding(&[(1, hostile)]))).await;
    page.says(HOSTILE);
    assert!(page.all("img").is_empty());
    let page = Page::of::<LogPanel>(LogPanelProps {
        log: log(&[(LogKind::Program, HOSTILE)]),
        told: u64::MAX,
        on_seek: yew::Callback::noop(),
        minutes_behind_utc: 0,
    })
    .await;
    page.says(HOSTILE);
    assert!(page.all("img").is_empty());
    assert_ne!(document().title(), "stolen");
}

#[wasm_bindgen_test]
async fn the_log_shows_only_what_is_asked_for() {
    let page = Page::of::<LogPanel>(LogPanelProps {
        log: log(&[
            (LogKind::Program, "Sent order: order_123"),
            (LogKind::Broker, "routed to order_queue"),
        ]),
        told: u64::MAX,
        on_seek: yew::Callback::noop(),
        minutes_behind_utc: 0,
    })
    .await;
    assert_eq!(page.all(".line").len(), 2);
    page.press("✓ Broker").await;
    assert_eq!(page.all(".line").len(), 1);
    page.says("Sent order: order_123");
    page.press("Broker").await;
    assert_eq!(page.all(".line").len(), 2);
}

#[wasm_bindgen_test]
async fn a_crash_gives_a_report_and_a_way_out() {
    let again = Calls::default();
    let page = Page::of::<CrashNotice>(CrashNoticeProps {
        failure: Failure {
            what: "The program that holds the broker has panicked.".to_owned(),
            report: "panicked at src/host/mod.rs".to_owned(),
        },
        on_start_again: again.callback(),
    })
    .await;
    page.says("has panicked");
    let report: web_sys::HtmlTextAreaElement = page.one("textarea").unchecked_into();
    assert_eq!(report.value(), "panicked at src/host/mod.rs");
    page.press("Start the broker again from what was saved")
        .await;
    assert_eq!(again.taken(), [()]);
}
