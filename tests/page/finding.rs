//! Messages that are looked for, and one that is put into the publish form.

use std::rc::Rc;

use leveret::{
    projection::{Found, FoundMessage, Search, SearchedState},
    ui::{
        components::{
            producer::{PublishForm, PublishFormProps},
            queues::{FindMessages, FindMessagesProps},
        },
        state::{OrderDraft, PutBack},
    },
    worker::message::Refusal,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use super::{Calls, Page, document, given};

/// What a stranger might send.
const HOSTILE: &str = "<img src=x onerror=alert(1)>";

fn form(searched: &Calls<Search>) -> FindMessagesProps {
    FindMessagesProps {
        found: None,
        refusal: None,
        on_search: searched.callback(),
        on_inspect: Callback::noop(),
    }
}

#[wasm_bindgen_test]
async fn a_text_and_a_state_are_looked_for() {
    let searched = Calls::default();
    let page = Page::of::<FindMessages>(form(&searched)).await;
    page.type_into("#find-text", HOSTILE).await;
    page.choose("#find-state", "unacked").await;
    page.press("Find").await;
    assert_eq!(
        searched.taken(),
        [Search {
            text: HOSTILE.to_owned(),
            state: SearchedState::Unacked,
        }]
    );
}

#[wasm_bindgen_test]
async fn what_is_found_says_where_it_is_and_can_be_looked_at() {
    let inspected = Calls::default();
    let first = FoundMessage {
        queue: given::order_queue(),
        message: given::message(7),
        held_by: Some("consumer-2".to_owned()),
        found_in: format!("header {HOSTILE}"),
    };
    let position = first.message.position;
    let page = Page::of::<FindMessages>(FindMessagesProps {
        found: Some(Rc::new(Found {
            search: Search {
                text: "x".to_owned(),
                state: SearchedState::Any,
            },
            first: vec![first],
            matching: 30,
            searched: 200_000,
            total: 300_000,
        })),
        on_inspect: inspected.callback(),
        ..form(&Calls::default())
    })
    .await;
    page.says("30 messages match. The first 1 are shown.");
    page.says("Only the first 200,000 of 300,000 were searched.");
    page.says(&format!(
        "position 7 of order_queue, unacked with consumer-2; in its header {HOSTILE}"
    ));
    page.press_named("Inspect order_7").await;
    assert_eq!(inspected.taken(), [(given::order_queue(), position)]);
}

#[wasm_bindgen_test]
async fn nothing_to_look_for_is_refused_at_the_field() {
    let refusal = Refusal {
        field: Some(leveret::simulation::Field::SearchText),
        code: None,
        message: "Type a part of what a message says.".to_owned(),
        advice: String::new(),
    };
    let page = Page::of::<FindMessages>(FindMessagesProps {
        refusal: Some(refusal),
        ..form(&Calls::default())
    })
    .await;
    page.says("Type a part of what a message says.");
    let field = page.one("#find-text");
    assert_eq!(document().active_element(), Some(field));
}

#[wasm_bindgen_test]
async fn a_message_that_is_put_into_the_form_takes_the_place_of_what_was_typed() {
    let published = Calls::default();
    let draft = OrderDraft {
        exchange: "orders".to_owned(),
        persistent: false,
        raw: Some(HOSTILE.to_owned()),
        ..OrderDraft::default()
    };
    let page = Page::of::<PublishForm>(PublishFormProps {
        next_order_number: 125,
        again: Some(Rc::new(PutBack { number: 1, draft })),
        refusal: None,
        on_publish: published.callback(),
    })
    .await;
    page.has_focus("#raw-body").await;
    page.press("Publish order").await;
    let sent = published.taken().pop().unwrap();
    assert_eq!((sent.body(0), sent.persistent), (HOSTILE.to_owned(), false));
    assert_eq!(sent.exchange.as_str(), "orders");
}
