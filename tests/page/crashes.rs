//! A crash of the broker: chosen, still to come, there, and over.

use leveret::{
    broker::Position,
    projection::{Aftermath, CrashMoment, Fate, OrderFate},
    ui::{
        components::{
            breaking::{
                AftermathNotice, AftermathNoticeProps, ArmedNotice, ArmedNoticeProps, CrashChoices,
                CrashChoicesProps, CrashedNotice, CrashedNoticeProps,
            },
            frame::{Starting, StartingProps},
        },
        state::Phase,
    },
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::{Calls, Page, document, given::order_queue, text};

#[wasm_bindgen_test]
async fn every_moment_says_what_to_expect_of_it() {
    let crashed = Calls::default();
    let page = Page::of::<CrashChoices>(CrashChoicesProps {
        on_crash: crashed.callback(),
    })
    .await;
    for button in page.all("button") {
        let described_by = button.get_attribute("aria-describedby").unwrap();
        assert!(!text(&page.one(&format!("#{described_by}"))).is_empty());
    }
    page.press("Now").await;
    page.press("Before the next write").await;
    page.press("After the write, before the confirm").await;
    page.press("Between ack and its write").await;
    assert_eq!(
        crashed.taken(),
        [
            CrashMoment::Now,
            CrashMoment::BeforeWrite,
            CrashMoment::AfterWrite,
            CrashMoment::BetweenAckAndWrite
        ]
    );
}

#[wasm_bindgen_test]
async fn a_crash_to_come_is_in_sight_and_can_be_called_off() {
    let cancelled = Calls::default();
    let notice = |armed| ArmedNoticeProps {
        armed,
        refusal: None,
        on_cancel: cancelled.callback(),
    };
    let page = Page::of::<ArmedNotice>(notice(Some(CrashMoment::BeforeWrite))).await;
    page.says("The broker will crash before its next write.");
    page.press_named("Cancel the crash").await;
    assert_eq!(cancelled.taken(), [()]);
    let quiet = Page::of::<ArmedNotice>(notice(None)).await;
    assert!(quiet.all("button").is_empty());
}

#[wasm_bindgen_test]
async fn a_crash_is_announced_and_takes_the_focus_that_was_lost() {
    let elsewhere = document().active_element().unwrap();
    elsewhere.unchecked_into::<HtmlElement>().blur().unwrap();
    let page = Page::of::<CrashedNotice>(CrashedNoticeProps {
        phase: Some(Phase::Loading {
            read: 10,
            total: 40,
        }),
    })
    .await;
    assert_eq!(text(&page.one("[role=alert]")), "The broker has crashed.");
    assert_eq!(document().active_element(), Some(page.one("section")));
    page.says("Reading 10 of 40 rows");
    let progress = page.one("progress");
    assert_eq!(progress.get_attribute("value").as_deref(), Some("10"));
}

#[wasm_bindgen_test]
async fn a_long_read_shows_how_far_it_is_and_announces_only_that_it_goes_on() {
    let page = Page::of::<Starting>(StartingProps {
        phase: Phase::Loading {
            read: 40_000,
            total: 100_000,
        },
    })
    .await;
    page.says("Reading 40,000 of 100,000 rows");
    assert!(!text(&page.one("[role=status]")).contains("40,000"));
}

fn order(number: u64, label: &str, fate: Fate) -> OrderFate {
    OrderFate {
        queue: order_queue(),
        position: Position(number),
        label: label.to_owned(),
        fate,
    }
}

#[wasm_bindgen_test]
async fn after_a_crash_every_order_has_its_fate_and_every_fate_its_reason() {
    let dismissed = Calls::default();
    let hostile = "<img src=x onerror=\"document.title='stolen'\">";
    let page = Page::of::<AftermathNotice>(AftermathNoticeProps {
        aftermath: Some(Aftermath {
            moment: CrashMoment::BetweenAckAndWrite,
            messages: vec![
                order(1, "order_123", Fate::BackThoughAcked),
                order(2, hostile, Fate::Back),
            ],
            counts: vec![
                (Fate::Back, 11),
                (Fate::BackThoughAcked, 1),
                (Fate::Settled, 0),
            ],
        }),
        on_dismiss: dismissed.callback(),
    })
    .await;
    let rows: Vec<String> = page.all("tbody tr").iter().map(text).collect();
    assert!(rows[0].starts_with("order_123") && rows[0].ends_with("back although acked"));
    assert!(rows[1].starts_with(hostile) && page.all("img").is_empty());
    page.says("11 messages: back");
    page.says("make the work idempotent");
    page.says("2 shown, 10 more not listed.");
    assert!(
        page.all(".fate").len() == 2,
        "what did not happen is not told"
    );
    page.press("Dismiss").await;
    assert_eq!(dismissed.taken(), [()]);
}
