//! What is broken on purpose, from the request to what is on screen and what a reload brings back.

#![allow(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

use leveret::{
    broker::{Millis, Timestamp},
    host::Refused,
    projection::NetworkView,
    simulation::{
        BurstPace, BurstSettings, ConsumerSettings, ConsumerState, OnFailure, order_queue,
    },
    storage::{Change, ClientKind, ClientRow, Durability, MemoryStore, Store},
    worker::message::{Call, ConsumerAction, Fault},
};

use crate::page::{Page, at_once};

fn name() -> String {
    "consumer-1".to_owned()
}

fn fault(page: &mut Page, fault: Fault) -> Result<String, Refused> {
    page.call(Call::Fault(fault))
}

fn set(page: &mut Page, settings: ConsumerSettings) {
    let change = Call::ChangeConsumer {
        name: name(),
        settings,
    };
    page.call(change).unwrap();
}

#[test]
fn a_poison_order_is_seen_for_what_it_is_and_its_loop_with_it() {
    let mut page = Page::open();
    set(
        &mut page,
        ConsumerSettings {
            restart_after: Some(Millis(2_000)),
            ..ConsumerSettings::default()
        },
    );
    let said = fault(&mut page, Fault::PublishPoison).unwrap();
    assert_eq!(said, "order_125 is sent; whoever takes it fails.");
    page.pass(Millis(2_000));
    let view = page.view();
    assert!(view.queues[0].window[0].poison);
    assert_eq!(view.consumers[0].state, ConsumerState::Crashed);
    assert_eq!(
        view.consumers[0].restarts_at,
        Some(page.now + Millis(2_000))
    );
    page.pass(Millis(2_000));
    let view = page.view();
    assert_eq!(view.consumers[0].state, ConsumerState::Consuming);
    assert!(view.consumers[0].held[0].message.poison);
    assert!(view.consumers[0].held[0].message.redelivered);
    assert_eq!(view.producer.next_order_number, 126);
}

#[test]
fn how_a_consumer_fails_is_kept_over_a_reload() {
    let mut page = Page::open();
    let settings = ConsumerSettings {
        on_failure: OnFailure::Discard,
        restart_after: Some(Millis(1_500)),
        ..ConsumerSettings::default()
    };
    set(&mut page, settings.clone());
    page.settle();
    let mut page = page.reload();
    assert_eq!(page.view().consumers[0].settings, settings);
}

#[test]
fn rows_from_before_programs_could_fail_are_taken_and_others_named() {
    let store = MemoryStore::default();
    let row = |name: &str, restart_after_ms| ClientRow {
        version: ClientRow::VERSION,
        name: name.to_owned(),
        number: 1,
        kind: ClientKind::Consumer,
        queue: Some(order_queue()),
        prefetch_count: Some(1),
        sleep_ms: Some(2_000),
        acknowledgement: Some(leveret::storage::ClientAcknowledgement::AfterSleep),
        on_failure: Some(leveret::storage::ClientFailure::Crash),
        restart_after_ms,
        exclusive: None,
        priority: None,
        running: true,
        next_order_number: None,
    };
    let mute = ClientRow {
        on_failure: None,
        ..row("consumer-3", None)
    };
    let rows = [row("consumer-1", None), row("consumer-2", Some(1)), mute];
    let changes = rows.map(Change::PutClient);
    at_once(store.write(&changes, Durability::Relaxed)).unwrap();
    let mut page = Page::reopen(store, Timestamp(0));
    let view = page.view();
    assert_eq!(view.consumers.len(), 1);
    assert_eq!(view.consumers[0].settings, ConsumerSettings::default());
    let reasons = view.start.quarantined.iter();
    let reasons: Vec<String> = reasons
        .map(|row| format!("{}: {}", row.key, row.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            "consumer-3: its field on_failure is missing",
            "consumer-2: A restart comes from 0.1 to 3600 seconds after the crash, or never if \
             nothing is here; 0.001 is too short.",
        ]
    );
}

#[test]
fn a_still_network_shows_what_waits_and_is_healed() {
    let mut page = Page::open();
    let pause = Fault::PauseNetwork { name: name() };
    let said = fault(&mut page, pause.clone()).unwrap();
    assert_eq!(said, "The network of consumer-1 stands still.");
    page.call(Call::PublishCourseOrders).unwrap();
    page.settle();
    let since = page.now;
    page.pass(Millis(4_000));
    let expected = NetworkView {
        since,
        given_up_at: Some(since + Millis(60_000)),
        deliveries: 1,
        confirms: 0,
        answers: 0,
        publishes: 0,
    };
    assert_eq!(page.view().consumers[0].network, Some(expected));
    assert!(fault(&mut page, pause).is_err());
    assert_eq!(page.view().next_due, expected.given_up_at);

    let heal = Fault::HealNetwork { name: name() };
    fault(&mut page, heal.clone()).unwrap();
    let view = page.view();
    assert_eq!(view.consumers[0].network, None);
    assert_eq!(view.consumers[0].held[0].message.label, "order_123");
    assert!(fault(&mut page, heal).is_err());
}

#[test]
fn one_click_makes_an_order_be_processed_twice() {
    let mut page = Page::open();
    let crash = |armed| Fault::CrashBeforeAck {
        name: name(),
        armed,
    };
    fault(&mut page, crash(true)).unwrap();
    assert!(page.view().consumers[0].crashes_before_ack);
    page.call(Call::PublishCourseOrders).unwrap();
    page.pass(Millis(2_000));
    let view = page.view();
    assert_eq!(view.consumers[0].completed, 1);
    assert_eq!((view.totals.acked, view.queues[0].ready), (0, 2));
    assert!(view.queues[0].window[0].redelivered);
    page.call(Call::Consumer {
        name: name(),
        action: ConsumerAction::Start,
    })
    .unwrap();
    page.pass(Millis(4_000));
    let view = page.view();
    assert_eq!((view.consumers[0].completed, view.totals.acked), (3, 2));
}

#[test]
fn a_burst_shows_each_of_its_producers_and_takes_no_number_twice() {
    let mut page = Page::open();
    let burst = BurstSettings {
        queue: order_queue(),
        producers: 2,
        pace: BurstPace::Steady {
            per_second: 10,
            seconds: 1,
        },
    };
    let said = fault(&mut page, Fault::Burst(burst.clone())).unwrap();
    assert_eq!(said, "2 producers send 10 orders a second for 1 s.");
    page.pass(Millis(450));
    let view = page.view().producer;
    let shown = view.burst.unwrap();
    assert!(shown.is_running);
    assert_eq!((shown.sent, shown.total), (5, 10));
    let names: Vec<(&str, u64, u64)> = shown
        .producers
        .iter()
        .map(|by| (&*by.name, by.published, by.confirmed))
        .collect();
    assert_eq!(names, [("producer-2", 3, 3), ("producer-3", 2, 2)]);
    assert_eq!((view.published, view.next_order_number), (0, 135));

    assert!(fault(&mut page, Fault::Burst(burst)).is_err());
    fault(&mut page, Fault::StopBurst).unwrap();
    page.pass(Millis(5_000));
    let shown = page.view().producer.burst.unwrap();
    assert!(shown.is_stopped && !shown.is_running);
    assert_eq!(shown.sent, 5);
}

#[test]
fn what_cannot_be_broken_is_said_and_changes_nothing() {
    let mut page = Page::open();
    let nobody = || "nobody".to_owned();
    let wrong = BurstSettings {
        queue: order_queue(),
        producers: 99,
        pace: BurstPace::AtOnce { count: 1 },
    };
    for broken in [
        Fault::PauseNetwork { name: nobody() },
        Fault::HealNetwork { name: nobody() },
        Fault::CrashBeforeAck {
            name: nobody(),
            armed: true,
        },
        Fault::StopBurst,
        Fault::Burst(wrong),
    ] {
        let before = page.view();
        assert!(fault(&mut page, broken.clone()).is_err(), "{broken:?}");
        let after = page.view();
        assert_eq!(after.consumers, before.consumers);
        assert_eq!(after.producer, before.producer);
    }
}
