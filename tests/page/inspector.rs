//! Looking at one message: it is opened where it is shown, and what it says is text.

use leveret::{
    broker::{Position, QueueName, Timestamp},
    projection::{History, HistoryEntry, Inspection, MessageContent, Standing},
    ui::components::inspector::{Inspector, InspectorProps},
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Calls, Page};

const HOSTILE: &str = "<img src=x onerror=alert(1)>";

fn inspected() -> Inspection {
    let queue = QueueName::new("orders").unwrap();
    Inspection {
        queue: queue.clone(),
        position: Position(7),
        content: Some(MessageContent {
            exchange: String::new(),
            routing_key: HOSTILE.to_owned(),
            properties: vec![("delivery_mode".to_owned(), "2".to_owned())],
            headers: vec![(HOSTILE.to_owned(), HOSTILE.to_owned())],
            body: HOSTILE.to_owned(),
            body_bytes: 9_000,
        }),
        history: Some(History {
            entries: vec![HistoryEntry {
                at: Timestamp(0),
                text: HOSTILE.to_owned(),
                why: None,
            }],
            begins_before: true,
            left_out: 3,
            places: vec![(queue, Position(7), Standing::Gone)],
        }),
    }
}

fn props(inspected: Option<Inspection>, closed: &Calls<()>) -> InspectorProps {
    InspectorProps {
        inspected,
        minutes_behind_utc: 0,
        on_close: closed.callback(),
    }
}

#[wasm_bindgen_test]
async fn a_message_is_shown_whole_and_hostile_text_as_text() {
    let closed = Calls::default();
    let page = Page::of::<Inspector>(props(Some(inspected()), &closed)).await;
    page.says("Message 7 of orders");
    page.says("the beginning of the body is shown");
    page.says("what happened until then is not known");
    page.says("position 7: gone");
    page.says(HOSTILE);
    assert_eq!(page.all("img").len(), 0);
    page.press("Close").await;
    assert_eq!(closed.taken().len(), 1);
}

#[wasm_bindgen_test]
async fn a_forgotten_message_says_so() {
    let gone = Inspection {
        content: None,
        history: None,
        ..inspected()
    };
    let page = Page::of::<Inspector>(props(Some(gone), &Calls::default())).await;
    page.says("what it said is forgotten");
}
