//! What is broken on purpose: offered, told in words, and mended.

use std::rc::Rc;

use leveret::{
    broker::{Millis, Timestamp},
    projection::{
        BurstProducerView, BurstView, ConsumerView, MessageView, NetworkView, Play, ProducerView,
    },
    simulation::{
        BurstPace, BurstSettings, ConsumerSettings, ConsumerState, OnFailure, PublishOrders,
    },
    ui::components::{
        breaking::{FaultChoices, FaultChoicesProps},
        consumers::{ConsumerCard, ConsumerCardProps},
        producer::{ProducerPanel, ProducerPanelProps},
    },
    worker::message::{ConsumerAction, Fault},
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use super::{
    Calls, Page,
    given::{card, consumer_holding, message, order_queue, publish_form},
    text,
};

const STILL: NetworkView = NetworkView {
    since: Timestamp(4_500),
    given_up_at: Some(Timestamp(64_500)),
    deliveries: 2,
    confirms: 0,
    answers: 0,
    publishes: 0,
};

fn producer_panel(producer: ProducerView) -> ProducerPanelProps {
    ProducerPanelProps {
        again: None,
        producer: ProducerView {
            name: "producer".to_owned(),
            ..producer
        },
        now: Timestamp(8_500),
        play: Play::default(),
        refusal: None,
        form_refusal: None,
        burst_refusal: None,
        on_publish: Callback::noop(),
        on_stop: Callback::noop(),
        on_fault: Callback::noop(),
        on_burst: Callback::noop(),
    }
}

#[wasm_bindgen_test]
async fn a_still_network_is_told_in_words_and_healed_by_a_button() {
    let faults = Calls::default();
    let consumer = ConsumerView {
        network: Some(STILL),
        ..consumer_holding(&[])
    };
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_fault: faults.callback(),
        ..card(consumer)
    })
    .await;
    page.says("Network paused for 4 s: 2 deliveries wait.");
    page.says("closes the connection in 56 s");
    assert!(page.named("Pause the network of consumer-1").is_none());
    page.press_named("Heal the network of consumer-1").await;
    let name = "consumer-1".to_owned();
    assert_eq!(faults.taken(), [Fault::HealNetwork { name }]);
}

#[wasm_bindgen_test]
async fn a_consumer_is_slowed_down_paused_and_made_to_crash_before_its_ack() {
    let (faults, changed) = (Calls::default(), Calls::<ConsumerSettings>::default());
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_fault: faults.callback(),
        on_change: changed.callback(),
        ..card(consumer_holding(&[]))
    })
    .await;
    page.press_named("Slower consumer-1").await;
    page.press_named("Faster consumer-1").await;
    let sleeps: Vec<Millis> = changed.taken().iter().map(|set| set.sleep).collect();
    assert_eq!(sleeps, [Millis(4_000), Millis(1_000)]);
    page.press_named("Pause the network of consumer-1").await;
    page.press_named("Crash after processing, before the ack: consumer-1")
        .await;
    let name = "consumer-1".to_owned();
    assert_eq!(
        faults.taken(),
        [
            Fault::PauseNetwork { name: name.clone() },
            Fault::CrashBeforeAck { name, armed: true },
        ]
    );

    let armed = ConsumerView {
        crashes_before_ack: true,
        ..consumer_holding(&[])
    };
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_fault: faults.callback(),
        ..card(armed)
    })
    .await;
    page.says("It will crash over its next order");
    page.press_named("Do not crash before the ack: consumer-1")
        .await;
    let name = "consumer-1".to_owned();
    assert_eq!(
        faults.taken(),
        [Fault::CrashBeforeAck { name, armed: false }]
    );
}

#[wasm_bindgen_test]
async fn a_crashed_consumer_says_when_it_is_started_again_and_can_be_kept_down() {
    let actions = Calls::default();
    let crashed = ConsumerView {
        state: ConsumerState::Crashed,
        restarts_at: Some(Timestamp(10_200)),
        ..consumer_holding(&[])
    };
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_action: actions.callback(),
        ..card(crashed)
    })
    .await;
    page.says("It is started again in 2 s.");
    page.press_named("Stay down consumer-1").await;
    page.press_named("Start again consumer-1").await;
    assert_eq!(
        actions.taken(),
        [ConsumerAction::Stop, ConsumerAction::Start]
    );
}

#[wasm_bindgen_test]
async fn how_a_consumer_fails_is_set_and_explained_where_it_is_set() {
    let changed = Calls::<ConsumerSettings>::default();
    let page = Page::of::<ConsumerCard>(ConsumerCardProps {
        on_change: changed.callback(),
        ..card(consumer_holding(&[]))
    })
    .await;
    page.says("Its program dies.");
    page.choose("#consumer-consumer-1-failure", "nack-requeue")
        .await;
    page.says("comes again at once: a hot loop");
    page.type_into("#consumer-consumer-1-restart", "0").await;
    page.press("Apply").await;
    page.says("0 is too short");
    assert_eq!(changed.taken(), []);
    page.type_into("#consumer-consumer-1-restart", "2").await;
    page.press("Apply").await;
    let set: Vec<(OnFailure, Option<Millis>)> = changed
        .taken()
        .iter()
        .map(|set| (set.on_failure, set.restart_after))
        .collect();
    assert_eq!(set, [(OnFailure::Requeue, Some(Millis(2_000)))]);
}

#[wasm_bindgen_test]
async fn poison_is_ticked_in_the_form_and_seen_on_the_message() {
    let published = Calls::<PublishOrders>::default();
    let page = publish_form(&published).await;
    let boxes = page.all("input[type=checkbox]");
    let poison = boxes.iter().find(|tick| {
        let label = tick.closest("label").unwrap().unwrap();
        text(&label).starts_with("Poison")
    });
    let poison: &web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_ref(poison.unwrap());
    poison.click();
    page.drawn().await;
    page.press("Publish order").await;
    assert!(published.taken()[0].poison);

    let poisoned = MessageView {
        poison: true,
        ..message(1)
    };
    let page =
        Page::of::<ConsumerCard>(card(consumer_holding(&[(1, poisoned), (2, message(2))]))).await;
    let badges = page.all(".badge-poison");
    assert_eq!(badges.len(), 1);
    assert!(text(&badges[0]).contains("x-poison: true"));
}

#[wasm_bindgen_test]
async fn the_menu_offers_what_can_be_broken_now() {
    let faults = Calls::default();
    let stopped = ConsumerView {
        name: "consumer-1".to_owned(),
        state: ConsumerState::Stopped,
        ..consumer_holding(&[])
    };
    let running = ConsumerView {
        name: "consumer-2".to_owned(),
        ..consumer_holding(&[])
    };
    let still = ConsumerView {
        name: "consumer-3".to_owned(),
        network: Some(STILL),
        ..consumer_holding(&[])
    };
    let page = Page::of::<FaultChoices>(FaultChoicesProps {
        consumers: [stopped, running, still].map(Rc::new).to_vec(),
        on_fault: faults.callback(),
    })
    .await;
    for label in [
        "Publish a poison order",
        "Burst of 200 orders",
        "Crash consumer-2 before its next ack",
        "Pause the network of consumer-2",
        "Heal the network of consumer-3",
    ] {
        page.press(label).await;
    }
    assert_eq!(page.all("button").len(), 5);
    let name = |name: &str| name.to_owned();
    assert_eq!(
        faults.taken(),
        [
            Fault::PublishPoison,
            Fault::Burst(BurstSettings::quick()),
            Fault::CrashBeforeAck {
                name: name("consumer-2"),
                armed: true
            },
            Fault::PauseNetwork {
                name: name("consumer-2")
            },
            Fault::HealNetwork {
                name: name("consumer-3")
            },
        ]
    );
    for button in page.all("button") {
        let described_by = button.get_attribute("aria-describedby").unwrap();
        assert!(text(&page.one(&format!("[id='{described_by}']"))).ends_with('.'));
    }
}

#[wasm_bindgen_test]
async fn with_no_consumer_running_only_the_producer_can_be_broken() {
    let page = Page::of::<FaultChoices>(FaultChoicesProps {
        consumers: Vec::new(),
        on_fault: Callback::noop(),
    })
    .await;
    assert_eq!(page.all("button").len(), 2);
}

#[wasm_bindgen_test]
async fn a_burst_is_begun_only_when_it_is_right() {
    let bursts = Calls::default();
    let page = Page::of::<ProducerPanel>(ProducerPanelProps {
        on_burst: bursts.callback(),
        ..producer_panel(ProducerView::default())
    })
    .await;
    page.type_into("#burst-producers", "0").await;
    page.type_into("#burst-rate", "5000").await;
    page.press("Begin the burst").await;
    page.says("A burst has from 1 to 10 producers; 0 is too small.");
    page.says("5000 is too large.");
    assert_eq!(bursts.taken(), []);
    page.type_into("#burst-producers", "2").await;
    page.type_into("#burst-rate", "5").await;
    page.type_into("#burst-seconds", "3").await;
    page.press("Begin the burst").await;
    let pace = BurstPace::Steady {
        per_second: 5,
        seconds: 3,
    };
    let expected = BurstSettings {
        queue: order_queue(),
        producers: 2,
        pace,
    };
    assert_eq!(bursts.taken(), [Fault::Burst(expected)]);
}

#[wasm_bindgen_test]
async fn a_burst_shows_who_sent_what_and_can_be_stopped() {
    let bursts = Calls::default();
    let by = |name: &str| BurstProducerView {
        name: name.to_owned(),
        published: 5,
        confirmed: 4,
        nacked: 0,
    };
    let burst = BurstView {
        is_running: true,
        is_stopped: false,
        sent: 10,
        total: 100,
        producers: vec![by("producer-2"), by("producer-3")],
    };
    let page = Page::of::<ProducerPanel>(ProducerPanelProps {
        on_burst: bursts.callback(),
        ..producer_panel(ProducerView {
            burst: Some(burst),
            network: Some(STILL),
            ..ProducerView::default()
        })
    })
    .await;
    page.says("Burst: 10 of 100 sent, 8 confirmed, by 2 producers.");
    page.says("producer-3: 5 sent, 4 confirmed");
    assert!(page.named("Heal the network of producer").is_some());
    page.press("Stop the burst").await;
    assert_eq!(bursts.taken(), [Fault::StopBurst]);
}
