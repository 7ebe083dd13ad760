//! The rows of every store, and the room that they take.

use std::rc::Rc;

use leveret::{
    projection::{StorageUsage, StoreCount},
    ui::{
        components::storage::{StorageRoom, StorageRoomProps, StorageRows, StorageRowsProps},
        state::KeepAnswer,
    },
    worker::message::{Row, Rows},
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Calls, Page, text};

fn usage() -> Rc<StorageUsage> {
    let stores = [("messages", 1204), ("queues", 1)].map(|(store, rows)| StoreCount {
        store: store.to_owned(),
        rows,
    });
    Rc::new(StorageUsage {
        stores: stores.into(),
        used_bytes: Some(125),
        quota_bytes: Some(1000),
        persisted: Some(false),
    })
}

fn page_of_rows(offset: u64, shown: u64, total: u64) -> Option<Rc<Rows>> {
    let row = |number| Row {
        key: format!("[order_queue, {number}]"),
        value: "<b>{\"id\": 1}</b>".to_owned(),
    };
    Some(Rc::new(Rows {
        store: "messages".to_owned(),
        total,
        offset,
        rows: (offset + 1..=offset + shown).map(row).collect(),
    }))
}

fn browser(browsed: &Calls<(String, u64)>, measured: &Calls<()>) -> StorageRowsProps {
    StorageRowsProps {
        read: Some(1),
        rows: page_of_rows(0, 50, 1204),
        usage: Some(usage()),
        refusal: None,
        on_browse: browsed.callback(),
        on_measure: measured.callback(),
    }
}

fn messages_from(offset: u64) -> (String, u64) {
    ("messages".to_owned(), offset)
}

#[wasm_bindgen_test]
async fn rows_are_read_and_counted_only_when_somebody_looks() {
    let (browsed, measured) = (Calls::default(), Calls::default());
    let unseen = StorageRowsProps {
        read: None,
        ..browser(&browsed, &measured)
    };
    let page = Page::of::<StorageRows>(unseen).await;
    assert_eq!((browsed.taken(), measured.taken()), (vec![], vec![]));
    drop(page);
    let _page = Page::of::<StorageRows>(browser(&browsed, &measured)).await;
    assert_eq!(
        (browsed.taken(), measured.taken()),
        (vec![messages_from(0)], vec![()])
    );
}

#[wasm_bindgen_test]
async fn pages_are_turned_and_the_ends_are_ends() {
    let (browsed, measured) = (Calls::default(), Calls::default());
    let page = Page::of::<StorageRows>(browser(&browsed, &measured)).await;
    page.says("1 to 50 of 1,204");
    page.says("<b>{\"id\": 1}</b>");
    browsed.taken();
    page.press_named("Previous rows").await;
    assert_eq!(browsed.taken(), [], "this is the first page");
    page.press_named("Next rows").await;
    assert_eq!(browsed.taken(), [messages_from(50)]);
}

#[wasm_bindgen_test]
async fn each_store_shows_its_count_and_another_one_begins_at_its_first_row() {
    let (browsed, measured) = (Calls::default(), Calls::default());
    let page = Page::of::<StorageRows>(browser(&browsed, &measured)).await;
    let options: Vec<String> = page.all("option").iter().map(text).collect();
    assert_eq!(
        options[..3],
        ["messages (1,204)", "queues (1)", "exchanges"]
    );
    page.press_named("Next rows").await;
    browsed.taken();
    page.choose("select", "queues").await;
    assert_eq!(browsed.taken(), [("queues".to_owned(), 0)]);
    page.says("Reading…");
}

#[wasm_bindgen_test]
async fn a_page_whose_rows_are_gone_gives_way_to_the_last_one() {
    let (browsed, measured) = (Calls::default(), Calls::default());
    let _page = Page::of::<StorageRows>(StorageRowsProps {
        rows: page_of_rows(100, 0, 60),
        ..browser(&browsed, &measured)
    })
    .await;
    assert_eq!(browsed.taken(), [messages_from(0), messages_from(50)]);
}

#[wasm_bindgen_test]
async fn the_room_is_told_in_words_and_as_a_meter_and_so_is_what_the_browser_answered() {
    let kept = Calls::default();
    let page = Page::of::<StorageRoom>(StorageRoomProps {
        usage: Some(usage()),
        keep_answer: Some(KeepAnswer::Declined),
        refusal: None,
        on_keep: kept.callback(),
    })
    .await;
    page.says("1,205 rows in all");
    page.says("125 bytes of 1.0 kB used, 12.5 %");
    page.says("it has promised nothing");
    page.says("the browser answered no");
    let meter = page.one("[role=meter]");
    assert_eq!(meter.get_attribute("aria-valuenow").as_deref(), Some("125"));
    assert_eq!(
        meter.get_attribute("aria-valuemax").as_deref(),
        Some("1000")
    );
    page.press("Ask the browser to keep it").await;
    assert_eq!(kept.taken(), [()]);
}
