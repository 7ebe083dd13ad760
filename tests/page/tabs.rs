//! Two tabs, and a disk that takes no more.

use leveret::{
    projection::StorageState,
    ui::components::{
        frame::{
            Header, HeaderProps, HeldElsewhere, HeldElsewhereProps, TakenOver, TakenOverProps,
        },
        storage::{DiskAlarm, DiskAlarmProps},
    },
    worker::message::Refusal,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use super::{Calls, Page, text};

fn refusal(message: &str) -> Option<Refusal> {
    Some(Refusal {
        field: None,
        code: None,
        message: message.to_owned(),
        advice: String::new(),
    })
}

#[wasm_bindgen_test]
async fn the_second_tab_may_take_over_or_work_apart() {
    let (taken_over, apart) = (Calls::default(), Calls::default());
    let held = |busy| HeldElsewhereProps {
        busy,
        refusal: refusal("the other tab does not answer"),
        on_take_over: taken_over.callback(),
        on_work_in_memory: apart.callback(),
    };
    let page = Page::of::<HeldElsewhere>(held(false)).await;
    page.says("Another tab holds this broker");
    page.says("As soon as the other tab is closed, the broker starts here by itself.");
    page.says("The other tab turns read-only.");
    page.says("the other tab does not answer");
    page.press("Take over").await;
    page.press("Open a separate broker in memory").await;
    assert_eq!((taken_over.taken().len(), apart.taken().len()), (1, 1));
    drop(page);
    let busy = Page::of::<HeldElsewhere>(held(true)).await;
    busy.press("Taking over…").await;
    assert_eq!(taken_over.taken(), [], "it was asked already");
}

#[wasm_bindgen_test]
async fn the_first_tab_is_told_and_may_take_it_back() {
    let back = Calls::default();
    let banner = |taken_over| TakenOverProps {
        taken_over,
        busy: false,
        refusal: None,
        on_take_back: back.callback(),
    };
    let page = Page::of::<TakenOver>(banner(true)).await;
    assert!(text(&page.one("[role=alert]")).contains("taken over"));
    page.says("What you see here is how it was, read-only.");
    page.press("Take it back").await;
    assert_eq!(back.taken(), [()]);
    drop(page);
    let own = Page::of::<TakenOver>(banner(false)).await;
    assert_eq!(text(&own.one("[role=alert]")), "");
}

#[wasm_bindgen_test]
async fn a_full_disk_says_what_stops_what_goes_on_and_what_to_do() {
    let retried = Calls::default();
    let alarm = |storage| DiskAlarmProps {
        storage,
        busy: false,
        refusal: None,
        on_retry: retried.callback(),
    };
    let reason = "QuotaExceededError at 1.2 GB".to_owned();
    let page = Page::of::<DiskAlarm>(alarm(StorageState::Full {
        reason: reason.clone(),
    }))
    .await;
    page.says("Publishers are blocked (connection.blocked). Consumers go on");
    page.says("Purge or delete a queue, or let consumers drain it.");
    page.says(&reason);
    let announced = text(&page.one("[role=alert]"));
    assert!(announced.contains("Disk alarm") && !announced.contains(&reason));
    page.press("Try again now").await;
    assert_eq!(retried.taken(), [()]);
    drop(page);
    let page = Page::of::<DiskAlarm>(alarm(StorageState::Interrupted { reason })).await;
    page.says("Nothing is confirmed until it does again.");
    drop(page);
    let well = Page::of::<DiskAlarm>(alarm(StorageState::Saved)).await;
    assert!(well.all("button").is_empty());
}

#[wasm_bindgen_test]
async fn the_header_says_where_the_broker_is_kept() {
    let reason = "No room.".to_owned();
    let told = [
        (StorageState::Saved, "✓ Saved in this browser"),
        (
            StorageState::Full {
                reason: reason.clone(),
            },
            "! Disk full: publishers are blocked",
        ),
        (StorageState::TakenOver, "■ Read-only: another tab has it"),
        (
            StorageState::NotSaved { reason },
            "! Not saved here: No room.",
        ),
    ];
    for (storage, chip) in told {
        let page = Page::of::<Header>(HeaderProps {
            full_version: None,
            on_share: Callback::noop(),
            storage: Some(storage),
            running: true,
            consumers: Vec::new(),
            refusal: None,
            on_fault: Callback::noop(),
            on_shortcuts: Callback::noop(),
            on_restart: Callback::noop(),
            on_crash: Callback::noop(),
            on_reset: Callback::noop(),
            on_panic: Callback::noop(),
        })
        .await;
        assert_eq!(text(&page.one(".chip")), chip);
    }
}
