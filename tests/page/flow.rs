//! The picture of the flow: its nodes, its tokens, and what they lead to.

use std::rc::Rc;

use leveret::{
    broker::{DeliveryTag, ExchangeName, Timestamp},
    projection::{
        BindingView, ConsumerView, Ending, ExchangeView, FlowView, MessageView, Move, Play,
        PlayState, ProducerView, QueueView, Spot, UnackedView, WayCount,
    },
    ui::components::flow::{Addition, FlowPicture, FlowPictureProps},
    worker::message::Refusal,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use super::{
    Calls, Page,
    given::{consumer_holding, message, order_queue, panel},
    text,
};

/// `order_1` is with consumer-1, `order_2` and `order_3` are ready.
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
        died_in: None,
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
            auto_delete: false,
            internal: false,
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
        "Exchange (AMQP default): by queue name to 1 queue",
        "Exchange mail: topic, 1 binding",
        "Queue order_queue: 2 ready, 1 unacked, 1 consumer",
        "Consumer consumer-1: holds 1 of 3, consuming from order_queue, 0 completed",
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

#[derive(Clone, Debug, PartialEq, Properties)]
struct ViewsProps {
    first: FlowPictureProps,
    then: FlowPictureProps,
}

/// A picture that is given one view, and another one when the button is pressed.
#[component]
fn Views(props: &ViewsProps) -> Html {
    let is_later = use_state(|| false);
    let onclick = {
        let is_later = is_later.clone();
        Callback::from(move |_: MouseEvent| is_later.set(true))
    };
    let shown = if *is_later { &props.then } else { &props.first };
    html! {
        <>
            <button {onclick}>{ "Next view" }</button>
            <FlowPicture ..shown.clone() />
        </>
    }
}

fn step(label: &str, from: Spot, to: Spot) -> Move {
    Move {
        label: label.to_owned(),
        persistent: true,
        redelivered: false,
        from,
        to,
    }
}

/// `order_4` is published, and comes to its queue.
fn published() -> FlowView {
    let exchange = Spot::Exchange(ExchangeName::default_exchange());
    let moves = vec![
        step("order_4", Spot::Producer, exchange.clone()),
        step("order_4", exchange, Spot::Queue(order_queue())),
    ];
    let counts = moves.iter().map(|step| WayCount {
        from: step.from.clone(),
        to: step.to.clone(),
        count: 1,
    });
    FlowView {
        counts: counts.collect(),
        moves,
        moved: 2,
        ..FlowView::default()
    }
}

fn with(flow: FlowView) -> FlowPictureProps {
    let queue = QueueView {
        unacked: 1,
        ..(*panel(vec![message(2), message(3), message(4)]).queue).clone()
    };
    FlowPictureProps {
        queues: vec![Rc::new(queue)],
        flow,
        ..course()
    }
}

async fn after(first: FlowPictureProps, then: FlowPictureProps) -> Page {
    let page = Page::of::<Views>(ViewsProps { first, then }).await;
    page.press("Next view").await;
    page
}

#[wasm_bindgen_test]
async fn a_message_flies_once_and_is_gone_from_the_air() {
    let page = after(course(), with(published())).await;
    assert_eq!(texts(&page, ".picture-flying .token"), ["4"]);
    assert_eq!(
        texts(&page, ".picture-tokens > .token-ready"),
        ["2", "3", "4", "4"]
    );
    yew::platform::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert!(page.all(".picture-flying .token").is_empty());
}

#[wasm_bindgen_test]
async fn what_is_in_the_first_view_is_there_without_having_flown() {
    let page = after(with(published()), with(published())).await;
    assert!(page.all(".picture-flying .token").is_empty());
}

#[wasm_bindgen_test]
async fn nothing_flies_while_time_stands_still_and_nothing_is_made_up_for() {
    let paused = |flow| FlowPictureProps {
        play: Play {
            state: PlayState::Paused,
            ..Play::default()
        },
        ..with(flow)
    };
    let page = after(paused(FlowView::default()), paused(published())).await;
    assert!(page.all(".picture-flying .token").is_empty());
    let page = after(paused(published()), with(published())).await;
    assert!(page.all(".picture-flying .token").is_empty());
}

#[wasm_bindgen_test]
async fn nothing_flies_for_who_wants_no_motion() {
    let window = web_sys::window().unwrap();
    let name = JsValue::from("matchMedia");
    let whole = js_sys::Reflect::get(&window, &name).unwrap();
    let wish = js_sys::Function::new_no_args("return { matches: true }");
    js_sys::Reflect::set(&window, &name, &wish).unwrap();
    let page = after(course(), with(published())).await;
    js_sys::Reflect::set(&window, &name, &whole).unwrap();
    assert!(page.all(".picture-flying .token").is_empty());
    assert_eq!(
        texts(&page, ".picture-canvas .token-ready"),
        ["2", "3", "4"]
    );
}

#[wasm_bindgen_test]
async fn what_is_too_much_for_tokens_is_a_stream_with_its_number() {
    let exchange = Spot::Exchange(ExchangeName::default_exchange());
    let many = FlowView {
        counts: vec![WayCount {
            from: Spot::Producer,
            to: exchange.clone(),
            count: 820,
        }],
        moved: 820,
        ..FlowView::default()
    };
    let page = after(course(), with(many)).await;
    assert_eq!(page.all(".stream").len(), 1);
    assert_eq!(texts(&page, ".picture-streams text"), ["820/s"]);
    yew::platform::time::sleep(std::time::Duration::from_millis(1_300)).await;
    assert!(page.all(".stream").is_empty());
}
