//! The picture of the flow: its nodes, its tokens, and what they lead to.

use std::rc::Rc;

use leveret::{
    broker::{DeliveryTag, ExchangeName, Timestamp},
    projection::{
        BindingView, ConsumerView, Ending, ExchangeView, FlowView, MessageView, Play, PlayState,
        ProducerView, QueueView, Spot, UnackedView,
    },
    ui::components::{Addition, FlowPicture, FlowPictureProps},
    worker::message::Refusal,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use super::{
    Calls, Page,
    given::{consumer_holding, message, order_queue, panel},
    text,
};

/// order_1 is with consumer-1, order_2 and order_3 are ready.
fn course() -> FlowPictureProps {
    let held = UnackedView {
        holder: "consumer-1".to_owned(),
        delivery_tag: DeliveryTag(1),
        since: Timestamp(1_000),
        message: message(1),
    };
    let queue = QueueView {
        unacked: 1,
        consumers: 1,
        unacked_window: vec![held],
        ..(*panel(vec![message(2), message(3)]).queue).clone()
    };
    FlowPictureProps {
        exchanges: Vec::new(),
        queues: vec![Rc::new(queue)],
        consumers: vec![Rc::new(consumer_holding(&[(1, message(1))]))],
        producer: ProducerView {
            name: "producer".to_owned(),
            published: 3,
            confirmed: 3,
            ..ProducerView::default()
        },
        flow: FlowView::default(),
        now: Timestamp(2_000),
        play: Play::default(),
        refusal: None,
        on_publish_course: Callback::noop(),
        on_select: Callback::noop(),
        on_add: Callback::noop(),
    }
}

fn texts(page: &Page, selector: &str) -> Vec<String> {
    page.all(selector).iter().map(text).collect()
}

#[wasm_bindgen_test]
async fn a_first_visit_has_one_sentence_and_one_obvious_button() {
    let sent = Calls::default();
    let page = Page::of::<FlowPicture>(FlowPictureProps {
        on_publish_course: sent.callback(),
        ..course()
    })
    .await;
    page.says("Orders go from the producer through a queue to a consumer.");
    assert_eq!(page.all(".button-primary").len(), 1);
    page.press("Send the course's two orders").await;
    assert_eq!(sent.taken(), [()]);
}

#[wasm_bindgen_test]
async fn every_node_is_a_button_that_says_in_a_sentence_what_is_in_it() {
    let selected = Calls::default();
    let mail = ExchangeName::new("mail").unwrap();
    let page = Page::of::<FlowPicture>(FlowPictureProps {
        exchanges: vec![ExchangeView {
            name: mail.clone(),
            kind: "topic".to_owned(),
            durable: true,
            predeclared: false,
            arguments: Vec::new(),
            bindings: vec![BindingView {
                destination: "order_queue".to_owned(),
                to_exchange: false,
                key: "order.#".to_owned(),
                arguments: Vec::new(),
            }],
        }],
        on_select: selected.callback(),
        ..course()
    })
    .await;
    for name in [
        "Producer producer: 3 published, 3 confirmed",
        "Default exchange: routes by name to 1 queue",
        "Exchange mail, topic: 1 binding",
        "Queue order_queue: 2 ready, 1 unacked, 1 consumer",
        "Consumer consumer-1 on order_queue: consuming, holds 1 of 3, 0 completed",
    ] {
        page.press_named(name).await;
    }
    assert_eq!(
        selected.taken(),
        [
            Spot::Producer,
            Spot::Exchange(ExchangeName::default_exchange()),
            Spot::Exchange(mail),
            Spot::Queue(order_queue()),
            Spot::Consumer("consumer-1".to_owned()),
        ]
    );
    assert_eq!(texts(&page, ".edge-key"), ["order.#"]);
    // Nobody has to listen to tokens and edges.
    for part in page.all(".picture-canvas .token, .picture-canvas path") {
        assert!(part.closest("[aria-hidden=true]").unwrap().is_some());
    }
}

#[wasm_bindgen_test]
async fn a_held_message_is_a_ghost_in_its_queue_and_stands_in_a_slot() {
    let page = Page::of::<FlowPicture>(course()).await;
    assert_eq!(texts(&page, ".picture-canvas .token-ghost"), ["1"]);
    assert_eq!(texts(&page, ".picture-canvas .token-held"), ["1"]);
    assert_eq!(texts(&page, ".picture-canvas .token-ready"), ["2", "3"]);
    assert_eq!(page.all(".free-slot").len(), 2);
    // It looks the same in both places, and not like its neighbour.
    let look = |selector: &str| {
        let classes = page.one(selector).class_name();
        let look = classes
            .split(' ')
            .filter(|class| class.starts_with("hue-") || class.starts_with("shape-"));
        look.map(str::to_owned).collect::<Vec<_>>()
    };
    let ghost = look(".picture-canvas .token-ghost");
    assert_eq!(ghost, look(".picture-canvas .token-held"));
    assert_ne!(ghost, look(".picture-canvas .token-ready"));
}

#[wasm_bindgen_test]
async fn work_drains_with_the_time_and_stands_still_with_it() {
    let holding = |play_state| {
        let mut consumer = consumer_holding(&[(1, message(1))]);
        consumer.held[0].held_since = Timestamp(1_000);
        consumer.held[0].done_at = Some(Timestamp(5_000));
        FlowPictureProps {
            consumers: vec![Rc::new(consumer)],
            play: Play {
                state: play_state,
                ..Play::default()
            },
            ..course()
        }
    };
    let page = Page::of::<FlowPicture>(holding(PlayState::Playing)).await;
    let style = page.one(".token-work").get_attribute("style").unwrap();
    assert!(style.contains("animation-duration: 4000ms"), "{style}");
    assert!(style.contains("animation-delay: -1000ms"), "{style}");
    let page = Page::of::<FlowPicture>(holding(PlayState::Paused)).await;
    let still = page.one(".token-work-still");
    let style = still.get_attribute("style").unwrap();
    assert!(style.contains("--left: 0.75"), "{style}");
}

#[wasm_bindgen_test]
async fn tokens_tell_persistent_from_transient_and_first_from_again() {
    let marked = MessageView {
        persistent: false,
        redelivered: true,
        ..message(2)
    };
    let page = Page::of::<FlowPicture>(FlowPictureProps {
        queues: vec![panel(vec![marked, message(3)]).queue],
        consumers: Vec::new(),
        ..course()
    })
    .await;
    assert_eq!(texts(&page, ".picture-canvas .token-transient"), ["2↻"]);
    page.says("dashed edge: transient");
    page.says("redelivered");
}

#[wasm_bindgen_test]
async fn what_can_be_added_is_added_where_it_will_stand() {
    let added = Calls::default();
    let page = Page::of::<FlowPicture>(FlowPictureProps {
        on_add: added.callback(),
        ..course()
    })
    .await;
    for name in ["New exchange", "New binding", "New queue", "New consumer"] {
        page.press_named(name).await;
    }
    assert_eq!(
        added.taken(),
        [
            Addition::Exchange,
            Addition::Binding,
            Addition::Queue,
            Addition::Consumer
        ]
    );
}

#[wasm_bindgen_test]
async fn ends_count_what_came_to_them() {
    let page = Page::of::<FlowPicture>(FlowPictureProps {
        flow: FlowView {
            ended: [(Ending::Acked, 1_204), (Ending::Dropped, 2)]
                .into_iter()
                .collect(),
            ..FlowView::default()
        },
        ..course()
    })
    .await;
    assert_eq!(texts(&page, ".node-end"), ["✓ Acked1,204", "✕ Dropped2"]);
}

#[wasm_bindgen_test]
async fn what_the_broker_refused_is_said_beside_the_button() {
    let page = Page::of::<FlowPicture>(FlowPictureProps {
        refusal: Some(Refusal {
            field: None,
            code: None,
            message: "This is the past.".to_owned(),
            advice: "Go on from here first.".to_owned(),
        }),
        ..course()
    })
    .await;
    let refused = text(&page.one(".picture-first [role=alert]"));
    assert!(refused.contains("This is the past."), "{refused}");
}

#[wasm_bindgen_test]
async fn a_name_or_a_label_is_text_in_the_picture_too() {
    let hostile = "<img src=x onerror=\"document.title='stolen'\">";
    let consumer = ConsumerView {
        name: hostile.to_owned(),
        ..consumer_holding(&[(
            1,
            MessageView {
                label: hostile.to_owned(),
                ..message(1)
            },
        )])
    };
    let page = Page::of::<FlowPicture>(FlowPictureProps {
        consumers: vec![Rc::new(consumer)],
        ..course()
    })
    .await;
    page.says(hostile);
    assert!(page.all("img").is_empty());
}
