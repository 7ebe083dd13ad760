//! Two set-ups side by side: begun, under way, done.

use std::rc::Rc;

use leveret::{
    host::Comparing,
    projection::{ComparisonProgress, ComparisonView},
    simulation::{Acknowledgement, ComparisonSettings},
    ui::{
        components::comparison::{ComparisonPanel, ComparisonPanelProps},
        state::Preset,
    },
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Callback;

use super::{Calls, Page, document};

fn panel(compared: &Calls<ComparisonSettings>) -> ComparisonPanelProps {
    ComparisonPanelProps {
        comparison: None,
        progress: None,
        busy: false,
        refusal: None,
        on_compare: compared.callback(),
        on_stop: Callback::noop(),
    }
}

fn result(preset: Preset) -> ComparisonView {
    let settings = preset.draft().parse().unwrap();
    let mut comparing = Comparing::begin(settings).unwrap();
    while !comparing.go_on(1_000).is_done() {}
    comparing.result().unwrap()
}

#[wasm_bindgen_test]
async fn one_button_compares_what_is_worth_beginning_with() {
    let compared = Calls::default();
    let page = Page::of::<ComparisonPanel>(panel(&compared)).await;
    page.press("Manual and automatic ack").await;
    let settings: ComparisonSettings = compared.taken().pop().unwrap();
    let acks = settings.sides.map(|side| side.acknowledgement);
    assert_eq!(
        acks,
        [Acknowledgement::AfterSleep, Acknowledgement::Automatic]
    );
}

#[wasm_bindgen_test]
async fn what_is_wrong_stands_at_the_field_of_its_side() {
    let compared = Calls::default();
    let page = Page::of::<ComparisonPanel>(panel(&compared)).await;
    page.type_into("#comparison-b-consumers", "11").await;
    page.press("Compare A and B").await;
    assert_eq!(compared.taken(), []);
    page.says("A side has from 1 to 10 consumers; 11 is too large.");
    let wrong = page.one("#comparison-b-consumers");
    assert_eq!(document().active_element(), Some(wrong));

    page.type_into("#comparison-b-consumers", "5").await;
    page.choose("#comparison-b-acknowledge", "automatic").await;
    page.press("Compare A and B").await;
    let [a, b] = compared.taken().pop().unwrap().sides;
    assert_eq!((a.consumers, b.consumers), (2, 5));
    assert_eq!(b.acknowledgement, Acknowledgement::Automatic);
}

#[wasm_bindgen_test]
async fn while_one_is_under_way_it_can_be_stopped_and_no_other_begins() {
    let (compared, stopped) = (Calls::default(), Calls::default());
    let page = Page::of::<ComparisonPanel>(ComparisonPanelProps {
        busy: true,
        progress: Some(ComparisonProgress {
            done: 30,
            total: 80,
        }),
        on_stop: stopped.callback(),
        ..panel(&compared)
    })
    .await;
    page.press("Prefetch 1 and 10").await;
    page.press("Compare A and B").await;
    assert_eq!(compared.taken(), []);
    let bar = page.one("progress");
    assert_eq!(bar.get_attribute("value").as_deref(), Some("30"));
    page.press("Stop the comparison").await;
    assert_eq!(stopped.taken().len(), 1);
}

#[wasm_bindgen_test]
async fn what_came_of_it_is_said_tabled_and_drawn() {
    let page = Page::of::<ComparisonPanel>(ComparisonPanelProps {
        comparison: Some(Rc::new(result(Preset::Acknowledgement))),
        ..panel(&Calls::default())
    })
    .await;
    page.says("B loses");
    page.says(
        "A: 1 consumer, prefetch 1, sleep 0.5 s, acks after the sleep, the first crashes after 2 s",
    );
    let rows = page.all(".comparison-table tbody tr");
    assert_eq!(rows.len(), 10);
    for chart in page.all(".comparison-result .chart") {
        let lines = chart.query_selector_all(".chart-key li").unwrap();
        assert_eq!(lines.length(), 2);
    }
    assert_eq!(page.all(".comparison-result .chart").len(), 4);
}
