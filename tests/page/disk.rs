//! The disk lane and the choice of durability.

use std::rc::Rc;

use leveret::{
    broker::Millis,
    projection::{DiskView, Durability, StorageState},
    ui::{
        components::storage::{
            DiskLane, DiskLaneProps, DurabilityChoice, DurabilityChoiceProps, StoragePanel,
            StoragePanelProps,
        },
        state::Subject,
    },
    worker::message::{Call, Errand},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;
use yew::Callback;

use super::{
    Calls, Page,
    given::disk::{busy_disk, change, lane},
    text,
};

#[wasm_bindgen_test]
async fn a_record_stands_at_the_station_where_it_is() {
    let page = Page::of::<DiskLane>(lane(busy_disk())).await;
    let station = |class: &str| text(&page.one(class));
    let waiting = station(".station-waiting");
    assert!(waiting.contains("1 change") && waiting.contains("order_9"));
    let on_the_way = station(".station-transaction");
    assert!(on_the_way.contains("1 transaction"));
    assert!(on_the_way.contains("Transaction 3") && on_the_way.contains("writing"));
    assert!(on_the_way.contains("failed, tried again: there is no room"));
    let on_disk = station(".station-on-disk");
    assert!(on_disk.contains("on disk, took 2.1 ms") && on_disk.contains("and 999 more"));
    assert!(on_disk.contains("confirm 3 (and all before) → producer"));
    assert!(on_disk.contains("3 messages confirmed in all"));
    assert!(!on_disk.contains("Transaction 2"), "it is not on disk");
}

#[wasm_bindgen_test]
async fn a_quiet_disk_says_so_at_every_station() {
    let page = Page::of::<DiskLane>(lane(DiskView::default())).await;
    page.says("Nothing waits.");
    page.says("No transaction is under way.");
    page.says("Nothing was written since the page was opened.");
}

#[wasm_bindgen_test]
async fn every_station_has_a_name_can_be_scrolled_by_keys_and_announces_nothing() {
    let page = Page::of::<DiskLane>(lane(busy_disk())).await;
    let stations = page.all(".station-items");
    assert_eq!(stations.len(), 3);
    for station in &stations {
        assert_eq!(station.get_attribute("tabindex").as_deref(), Some("0"));
        let name = station.get_attribute("aria-labelledby").unwrap();
        assert!(!text(&page.one(&format!("#{name}"))).is_empty());
    }
    let live = ".stations [role=status], .stations [role=alert], .stations [aria-live]";
    assert!(page.all(live).is_empty());
}

#[wasm_bindgen_test]
async fn the_disk_is_slowed_down_by_a_choice() {
    let slowed = Calls::default();
    let page = Page::of::<DiskLane>(DiskLaneProps {
        on_delay: slowed.callback(),
        ..lane(busy_disk())
    })
    .await;
    let choices = page.all("input[name=write-delay]");
    let checked = choices
        .into_iter()
        .map(|choice| choice.unchecked_into::<HtmlInputElement>().checked());
    assert_eq!(checked.collect::<Vec<_>>(), [false, true, false]);
    page.click("label:last-of-type input[name=write-delay]")
        .await;
    assert_eq!(slowed.taken(), [Millis(3000)]);
    let chosen = page.one("label:last-of-type input[name=write-delay]");
    let chosen: HtmlInputElement = chosen.unchecked_into();
    assert!(
        chosen.checked(),
        "it stays chosen while the answer is on its way"
    );
}

#[wasm_bindgen_test]
async fn what_stands_in_a_row_is_text() {
    let hostile = "<img src=x onerror=\"document.title='stolen'\">";
    let disk = DiskView {
        waiting: 1,
        waiting_changes: vec![change(1, hostile)],
        ..DiskView::default()
    };
    let page = Page::of::<DiskLane>(lane(disk)).await;
    page.says(hostile);
    assert!(page.all("img").is_empty());
}

fn durability(chosen: &Calls<Durability>, measured: &Calls<()>) -> DurabilityChoiceProps {
    DurabilityChoiceProps {
        disk: Rc::new(busy_disk()),
        measuring: false,
        refusal: None,
        on_choose: chosen.callback(),
        on_measure: measured.callback(),
    }
}

#[wasm_bindgen_test]
async fn each_durability_says_what_survives_and_what_it_costs() {
    let (chosen, measured) = (Calls::default(), Calls::default());
    let page = Page::of::<DurabilityChoice>(durability(&chosen, &measured)).await;
    page.says("a power cut may take the last moments");
    page.says("Survives a crash of the browser, and a power cut.");
    let costs: Vec<String> = page.all(".durability-cost").iter().map(text).collect();
    assert_eq!(
        costs,
        [
            "Costs here: 2.1 ms a transaction (median of 101)",
            "Costs here: not measured yet"
        ]
    );
    page.click("[aria-describedby=durability-strict-cost]")
        .await;
    page.press("Measure both now").await;
    assert_eq!(
        (chosen.taken(), measured.taken()),
        (vec![Durability::Strict], vec![()])
    );
}

#[wasm_bindgen_test]
async fn while_both_are_measured_the_button_keeps_its_place_and_does_nothing() {
    let (chosen, measured) = (Calls::default(), Calls::default());
    let page = Page::of::<DurabilityChoice>(DurabilityChoiceProps {
        measuring: true,
        ..durability(&chosen, &measured)
    })
    .await;
    page.press("Measuring…").await;
    assert_eq!(measured.taken(), []);
    let button = page.one("button");
    assert_eq!(
        button.get_attribute("aria-disabled").as_deref(),
        Some("true")
    );
}

fn panel(storage: StorageState, asked: &Calls<(Subject, Call)>) -> StoragePanelProps {
    StoragePanelProps {
        storage,
        disk: Rc::new(busy_disk()),
        rows: None,
        usage: None,
        keep_answer: None,
        refusals: Rc::default(),
        busy: Rc::default(),
        on_ask: asked.callback(),
        on_keep: Callback::noop(),
        on_file: Callback::noop(),
    }
}

#[wasm_bindgen_test]
async fn the_panel_asks_for_rows_and_room_as_soon_as_somebody_looks_at_it() {
    let asked = Calls::default();
    let page = Page::of::<StoragePanel>(panel(StorageState::Saved, &asked)).await;
    page.one("section").scroll_into_view();
    let browse = Call::Errand(Errand::BrowseRows {
        store: "messages".to_owned(),
        offset: 0,
    });
    assert_eq!(
        asked.when_there_are(2).await,
        [
            (Subject::Rows, browse),
            (Subject::Usage, Call::Errand(Errand::MeasureStorage))
        ]
    );
    page.press("Measure both now").await;
    assert_eq!(
        asked.taken(),
        [(Subject::Durability, Call::Errand(Errand::MeasureDurability))]
    );
}

#[wasm_bindgen_test]
async fn what_is_in_memory_alone_has_no_disk_but_can_be_taken_away() {
    let asked = Calls::default();
    let reason = "The browser gives this page no storage.".to_owned();
    let page = Page::of::<StoragePanel>(panel(StorageState::NotSaved { reason }, &asked)).await;
    page.says("Not saved here: The browser gives this page no storage.");
    assert!(page.all(".stations").is_empty());
    page.press("Export everything").await;
    assert_eq!(asked.taken().len(), 1);
}
