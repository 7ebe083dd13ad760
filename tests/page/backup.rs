//! The file to take away, and the dialog that brings one back.

use js_sys::Array;
use leveret::{
    projection::{ImportPlan, PlannedChange},
    ui::{
        components::storage::{Backup, BackupProps, ImportDialog, ImportDialogProps},
        state::{Import, ImportStage},
    },
    worker::message::{ExportScope, Refusal},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{DataTransfer, Event, EventInit, File, HtmlDialogElement, HtmlInputElement};

use super::{Calls, Page, text};

#[wasm_bindgen_test]
async fn the_whole_broker_or_its_definitions_are_exported() {
    let (exported, chosen) = (Calls::default(), Calls::<File>::default());
    let backup = |exporting| BackupProps {
        exporting,
        importing: false,
        refusal: None,
        on_export: exported.callback(),
        on_file: chosen.callback(),
    };
    let page = Page::of::<Backup>(backup(false)).await;
    page.press("Export everything").await;
    page.press("Export definitions").await;
    assert_eq!(
        exported.taken(),
        [ExportScope::Everything, ExportScope::Definitions]
    );
    drop(page);
    let busy = Page::of::<Backup>(backup(true)).await;
    busy.press("Exporting…").await;
    assert_eq!(exported.taken(), []);
}

#[wasm_bindgen_test]
async fn a_chosen_file_is_handed_on_and_can_be_chosen_again() {
    let (exported, chosen) = (Calls::default(), Calls::<File>::default());
    let page = Page::of::<Backup>(BackupProps {
        exporting: false,
        importing: false,
        refusal: None,
        on_export: exported.callback(),
        on_file: chosen.callback(),
    })
    .await;
    let input: HtmlInputElement = page.one("input[type=file]").unchecked_into();
    for _ in 0..2 {
        let parts = Array::of1(&JsValue::from_str("{}"));
        let file = File::new_with_str_sequence(&parts, "broker.json").unwrap();
        let transfer = DataTransfer::new().unwrap();
        transfer.items().add_with_file(&file).unwrap();
        input.set_files(transfer.files().as_ref());
        let bubbling = EventInit::new();
        bubbling.set_bubbles(true);
        let event = Event::new_with_event_init_dict("change", &bubbling).unwrap();
        input.dispatch_event(&event).unwrap();
        page.drawn().await;
        assert_eq!(input.value(), "");
    }
    let names: Vec<String> = chosen.taken().iter().map(File::name).collect();
    assert_eq!(names, ["broker.json", "broker.json"]);
}

fn planned(change: impl FnOnce(&mut ImportPlan)) -> ImportStage {
    let mut plan = ImportPlan {
        summary: "A whole broker.".to_owned(),
        added: vec![PlannedChange {
            sort: "queue".to_owned(),
            name: "<i>mail</i>".to_owned(),
            detail: "durable".to_owned(),
        }],
        unchanged: 2,
        passed_over: vec!["users: 2".to_owned()],
        ..ImportPlan::default()
    };
    change(&mut plan);
    ImportStage::Planned(plan.into())
}

fn dialog(stage: ImportStage, decided: &Calls<()>, cancelled: &Calls<()>) -> ImportDialogProps {
    ImportDialogProps {
        import: Some(Import {
            stage,
            ..Import::new("broker.json".to_owned(), "{}")
        }),
        refusal: None,
        on_decide: decided.callback(),
        on_cancel: cancelled.callback(),
    }
}

#[wasm_bindgen_test]
async fn a_plan_is_shown_whole_before_anything_changes() {
    let (decided, cancelled) = (Calls::default(), Calls::default());
    let page = Page::of::<ImportDialog>(dialog(planned(|_| {}), &decided, &cancelled)).await;
    let open: HtmlDialogElement = page.one("dialog").unchecked_into();
    assert!(open.open());
    page.says("Import broker.json");
    page.says("+ Added: 1");
    page.says("queue <i>mail</i>: durable");
    page.says("2 things are the same on both sides.");
    page.says("Passed over: 1");
    assert!(!text(&open).contains("Removed"));
    page.press("Import").await;
    page.press("Cancel").await;
    assert_eq!((decided.taken(), cancelled.taken()), (vec![()], vec![()]));
}

#[wasm_bindgen_test]
async fn what_takes_something_away_is_called_replace() {
    let (decided, cancelled) = (Calls::default(), Calls::default());
    let stage = planned(|plan| plan.removed = std::mem::take(&mut plan.added));
    let page = Page::of::<ImportDialog>(dialog(stage, &decided, &cancelled)).await;
    page.says("− Removed: 1");
    page.press("Replace").await;
    assert_eq!(decided.taken(), [()]);
}

#[wasm_bindgen_test]
async fn escape_is_a_no_and_a_refusal_stands_in_the_dialog() {
    let (decided, cancelled) = (Calls::default(), Calls::default());
    let refused = ImportDialogProps {
        refusal: Some(Refusal {
            field: None,
            code: None,
            message: "queues[3].name: it is too long".to_owned(),
            advice: String::new(),
        }),
        ..dialog(ImportStage::Refused, &decided, &cancelled)
    };
    let page = Page::of::<ImportDialog>(refused).await;
    page.says("Nothing has changed.");
    assert!(text(&page.one("[role=alert]")).contains("queues[3].name: it is too long"));
    // What Escape does in the end.
    page.one("dialog")
        .unchecked_into::<HtmlDialogElement>()
        .close();
    page.drawn().await;
    assert_eq!(cancelled.taken(), [()]);
}

#[wasm_bindgen_test]
async fn an_import_that_has_begun_cannot_be_decided_on_twice_nor_called_back() {
    let (decided, cancelled) = (Calls::default(), Calls::default());
    let ImportStage::Planned(plan) = planned(|_| {}) else {
        panic!("it is planned")
    };
    let importing = ImportStage::Importing(plan);
    let page = Page::of::<ImportDialog>(dialog(importing, &decided, &cancelled)).await;
    page.press("Importing…").await;
    assert_eq!(decided.taken(), []);
    assert_eq!(page.all("button").len(), 1, "there is no way back");
}
