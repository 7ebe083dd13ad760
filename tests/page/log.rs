//! The log and its reasons: asked for by pointer or by keyboard, drawn only then, and text whatever
//! they are made of.

use leveret::{
    broker::Timestamp,
    projection::{DocPage, LogKind, LogLine, Why},
    ui::{
        components::log::{LogPanel, LogPanelProps},
        state::LogBuffer,
    },
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

use super::{Page, document, given, text};

/// What somebody who declares queues could try: it must show, and never run.
const HOSTILE: &str = "<img src=x onerror=\"document.title='stolen'\">";

async fn panel(lines: Vec<LogLine>) -> Page {
    let mut log = LogBuffer::default();
    log.extend(lines);
    Page::of::<LogPanel>(LogPanelProps {
        log: Rc::new(log),
        told: u64::MAX,
        on_seek: yew::Callback::noop(),
        minutes_behind_utc: 0,
    })
    .await
}

fn line(number: u64, said: &str, rule: Option<&str>) -> LogLine {
    LogLine {
        number,
        told: number,
        at: Timestamp(0),
        source: "broker".to_owned(),
        kind: LogKind::Broker,
        text: said.to_owned(),
        why: rule.map(|rule| Why {
            rule: rule.to_owned(),
            page: DocPage::ConsumerPrefetch,
        }),
    }
}

fn focus(element: &Element) {
    element.unchecked_ref::<HtmlElement>().focus().unwrap();
}

fn focused() -> Element {
    document().active_element().unwrap()
}

async fn press_key(page: &Page, key: &str) {
    let how = KeyboardEventInit::new();
    how.set_key(key);
    how.set_bubbles(true);
    how.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &how).unwrap();
    focused().dispatch_event(&event).unwrap();
    page.drawn().await;
}

fn tab_stops(page: &Page) -> Vec<String> {
    let buttons = page.all(".why-button");
    let stops = buttons
        .iter()
        .map(|button| button.get_attribute("tabindex").unwrap());
    stops.collect()
}

#[wasm_bindgen_test]
async fn a_line_says_why_when_it_is_asked_and_where_that_is_written() {
    let rule = "consumer-1 already held 1 of 1 allowed by its prefetch.";
    let page = panel(vec![
        line(1, "order_queue: order_1 to consumer-2", Some(rule)),
        line(2, "7 lines are left out here", None),
    ])
    .await;
    let button = page.one(".why-button");
    assert_eq!(page.all(".why-button").len(), 1);
    assert_eq!(button.get_attribute("aria-expanded").unwrap(), "false");
    assert!(page.all(".why").is_empty(), "a reason is drawn on request");
    let described = button.get_attribute("aria-describedby").unwrap();
    let line = document().get_element_by_id(&described).unwrap();
    assert_eq!(text(&line), "order_queue: order_1 to consumer-2");
    focus(&button);
    page.click(".why-button").await;
    assert_eq!(focused(), button, "the focus stays where it was");
    assert_eq!(button.get_attribute("aria-expanded").unwrap(), "true");
    let controlled = button.get_attribute("aria-controls").unwrap();
    let reason = document().get_element_by_id(&controlled).unwrap();
    assert!(text(&reason).starts_with(rule));
    let link = page.one(".why a");
    assert_eq!(
        text(&link),
        "RabbitMQ: Consumer Prefetch (opens in a new tab)"
    );
    let attribute = |name| link.get_attribute(name).unwrap();
    assert_eq!(
        attribute("href"),
        "https://www.rabbitmq.com/docs/consumer-prefetch"
    );
    assert_eq!(attribute("target"), "_blank");
    assert_eq!(attribute("rel"), "noopener noreferrer");
    // The line itself is as it was, in a paragraph of its own.
    assert!(text(&page.one(".line")).ends_with("broker order_queue: order_1 to consumer-2"));
    page.click(".why-button").await;
    assert_eq!(focused(), button, "the focus stays where it was");
    assert!(page.all(".why").is_empty());
}

#[wasm_bindgen_test]
async fn tab_comes_to_one_line_and_the_arrows_go_to_the_others() {
    let page = panel(vec![
        line(1, "first", Some("The first.")),
        line(2, "without", None),
        line(3, "second", Some("The second.")),
        line(4, "third", Some("The third.")),
    ])
    .await;
    assert_eq!(tab_stops(&page), ["-1", "-1", "0"]);
    let buttons = page.all(".why-button");
    focus(&buttons[2]);
    press_key(&page, "ArrowUp").await;
    assert_eq!(focused(), buttons[1]);
    press_key(&page, "ArrowUp").await;
    assert_eq!(focused(), buttons[0]);
    press_key(&page, "ArrowUp").await;
    assert_eq!(focused(), buttons[0], "there is nothing above the first");
    assert_eq!(tab_stops(&page), ["0", "-1", "-1"]);
    press_key(&page, "ArrowDown").await;
    assert_eq!(focused(), buttons[1]);
    press_key(&page, "End").await;
    assert_eq!(focused(), buttons[2]);
    press_key(&page, "Home").await;
    assert_eq!(focused(), buttons[0]);
    // What Enter and Space do to a button is the browser's part.
    focused().unchecked_into::<HtmlElement>().click();
    page.drawn().await;
    page.says("The first.");
}

#[wasm_bindgen_test]
async fn a_hidden_kind_takes_its_buttons_along() {
    let page = panel(vec![line(1, "first", Some("The first."))]).await;
    page.press("✓ Broker").await;
    assert!(page.all(".why-button").is_empty());
    let page = Page::of::<LogPanel>(LogPanelProps {
        log: given::log(&[(LogKind::Program, "Sent order: order_123")]),
        told: u64::MAX,
        on_seek: yew::Callback::noop(),
        minutes_behind_utc: 0,
    })
    .await;
    assert!(page.all(".why-button").is_empty(), "a program has its own");
}

#[wasm_bindgen_test]
async fn a_reason_made_of_hostile_names_is_text() {
    let page = panel(vec![line(1, HOSTILE, Some(HOSTILE))]).await;
    page.click(".why-button").await;
    assert_eq!(text(&page.one(".why-rule")), HOSTILE);
    assert!(page.all("img").is_empty());
    assert_ne!(document().title(), "stolen");
}
