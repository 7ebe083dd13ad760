//! Looking at one message or node: it is opened where it is shown, and what it says is text.

use leveret::{
    broker::{DeliveryTag, Position, QueueName, Timestamp},
    projection::{
        History, HistoryEntry, Inspection, MessageContent, NodeInspection, NodeSection, Reach,
        ShovelView, Spot, Standing,
    },
    simulation::{Settlement, ShovelSettings, Treatment, Which},
    ui::components::inspector::{Inspector, InspectorProps, NodeInspector, NodeInspectorProps},
    worker::message::Call,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Calls, Page, text};

const HOSTILE: &str = "<img src=x onerror=alert(1)>";

fn queue(name: &str) -> QueueName {
    QueueName::new(name).unwrap()
}

fn inspected() -> Inspection {
    Inspection {
        queue: queue("orders"),
        position: Position(7),
        reach: Reach::Beyond,
        died_in: None,
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
            places: vec![(queue("orders"), Position(7), Standing::Gone)],
        }),
    }
}

fn props(inspected: Option<Inspection>, asked: &Calls<Call>) -> InspectorProps {
    InspectorProps {
        inspected,
        queues: ["dead", "orders", "work"].map(queue).to_vec(),
        shovel: None,
        refusal: None,
        minutes_behind_utc: 0,
        on_ask: asked.callback(),
    }
}

#[wasm_bindgen_test]
async fn a_message_is_shown_whole_and_hostile_text_as_text() {
    let asked = Calls::default();
    let page = Page::of::<Inspector>(props(Some(inspected()), &asked)).await;
    page.says("Message 7 of orders");
    page.says("the beginning of the body is shown");
    page.says("what happened until then is not known");
    page.says("position 7: gone");
    page.says(HOSTILE);
    assert_eq!(page.all("img").len(), 0);
    page.press("Close").await;
    assert_eq!(asked.taken(), [Call::Inspect(None)]);
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

fn shovelling(treatment: Treatment) -> ShovelSettings {
    ShovelSettings {
        queue: queue("orders"),
        which: Which::One(Position(7)),
        treatment,
    }
}

#[wasm_bindgen_test]
async fn a_ready_message_can_be_moved_rejected_and_removed() {
    let asked = Calls::default();
    let ready = Inspection {
        reach: Reach::Ready,
        died_in: Some(queue("work")),
        ..inspected()
    };
    let page = Page::of::<Inspector>(props(Some(ready), &asked)).await;
    page.says("A redrive: this is where it was dead-lettered first.");
    page.press("Move").await;
    page.choose("#inspector-move", "dead").await;
    page.says("By the default exchange");
    page.press("Move").await;
    page.press("Reject").await;
    page.press("Remove").await;
    let expected = [
        Treatment::Move { to: queue("work") },
        Treatment::Move { to: queue("dead") },
        Treatment::Reject,
        Treatment::Remove,
    ];
    let expected = expected.map(|treatment| Call::Shovel(shovelling(treatment)));
    assert_eq!(asked.taken(), expected);
}

#[wasm_bindgen_test]
async fn a_held_message_is_settled_by_who_holds_it() {
    let asked = Calls::default();
    let held = Inspection {
        reach: Reach::Held {
            consumer: "consumer-1".to_owned(),
            delivery_tag: DeliveryTag(4),
        },
        ..inspected()
    };
    let page = Page::of::<Inspector>(props(Some(held), &asked)).await;
    page.says("Held by consumer-1");
    for label in ["Ack", "Requeue", "Drop"] {
        page.press(label).await;
    }
    let settled = [Settlement::Ack, Settlement::Requeue, Settlement::Drop];
    let settled = settled.map(|settlement| Call::Settle {
        name: "consumer-1".to_owned(),
        delivery_tag: DeliveryTag(4),
        settlement,
    });
    assert_eq!(asked.taken(), settled);
}

#[wasm_bindgen_test]
async fn what_is_gone_can_only_be_looked_at_and_the_shovel_says_what_it_did() {
    let moved = ShovelView {
        settings: shovelling(Treatment::Move { to: queue("work") }),
        done: 1,
        total: 1,
        is_running: false,
        is_stopped: false,
        problem: None,
    };
    let with_shovel = InspectorProps {
        shovel: Some(moved),
        ..props(Some(inspected()), &Calls::default())
    };
    let page = Page::of::<Inspector>(with_shovel).await;
    // What it said can be said again.
    let buttons = page.all(".inspector-actions button");
    let labels: Vec<String> = buttons.iter().map(text).collect();
    assert_eq!(labels, ["Publish again…"]);
    page.says("Moved it to work.");
}

#[wasm_bindgen_test]
async fn a_node_tells_all_of_itself_as_text() {
    let closed = Calls::default();
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let node = NodeInspection {
        spot: Spot::Queue(queue(HOSTILE)),
        sections: vec![
            NodeSection {
                heading: "Properties".to_owned(),
                facts: vec![fact("messages_ready", "3"), fact(HOSTILE, HOSTILE)],
            },
            NodeSection {
                heading: "Bindings to it".to_owned(),
                facts: Vec::new(),
            },
        ],
    };
    let page = Page::of::<NodeInspector>(NodeInspectorProps {
        node: Some(node),
        on_close: closed.callback(),
    })
    .await;
    page.says(&format!("Queue {HOSTILE}"));
    page.says("messages_ready3");
    page.says("Bindings to itNone.");
    assert!(page.all("img").is_empty());
    page.press("Close").await;
    assert_eq!(closed.taken().len(), 1);
    page.one("dialog")
        .unchecked_into::<web_sys::HtmlDialogElement>()
        .close();
}
