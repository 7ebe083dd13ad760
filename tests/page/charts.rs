//! Charts of the run: in words, as lines, and as tables when they are asked for.

use std::rc::Rc;

use leveret::{
    broker::{Millis, QueueName, Timestamp},
    projection::{ConsumerUse, Measures, Percentiles, QueueDepth, Waiting},
    ui::components::charts::{MeasurePanel, MeasurePanelProps},
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Page, given::order_queue, text};

fn measures() -> Measures {
    let waited = Percentiles {
        p50: Millis(1_500),
        p95: Millis(3_000),
        p99: Millis(3_000),
    };
    let depth = |queue, ready| QueueDepth {
        queue,
        ready,
        unacked: vec![1, 1, 0],
    };
    Measures {
        start: Timestamp(0),
        interval: Millis(1_000),
        depth: vec![
            depth(order_queue(), vec![4, 3, 1]),
            depth(QueueName::new("<img src=x>").unwrap(), vec![0, 0, 0]),
        ],
        published: vec![5, 0, 0],
        delivered: vec![1, 1, 2],
        acked: vec![0, 1, 1],
        waiting: Waiting {
            intervals: vec![Some(waited), None, Some(waited)],
            in_all: Some(waited),
        },
        consumers: vec![ConsumerUse {
            name: "consumer-1".to_owned(),
            permille: vec![1_000, 1_000, 0],
            permille_in_all: 666,
        }],
    }
}

async fn panel(measures: Measures) -> Page {
    Page::of::<MeasurePanel>(MeasurePanelProps {
        measures: Rc::new(measures),
    })
    .await
}

#[wasm_bindgen_test]
async fn depth_and_rates_are_seen_first_and_the_rest_when_asked_for() {
    let page = panel(measures()).await;
    page.says("Depth of order_queue: 1 ready, 0 unacked");
    page.says("Rates: 0 published, 2 delivered, 1 acked a second");
    assert_eq!(page.all(".chart").len(), 2);
    assert_eq!(page.all(".chart-lines polyline").len(), 5);
    page.click(".measures > details > summary").await;
    assert_eq!(page.all(".chart").len(), 5);
    page.says("Waiting time: p50 1.5 s, p95 3 s, p99 3 s over the run");
    page.says("Utilisation of consumer-1: 67 % since it started");
    page.says("Depth of <img src=x>");
    assert!(page.all("img").is_empty());
}

#[wasm_bindgen_test]
async fn a_chart_is_a_table_too() {
    let page = panel(measures()).await;
    assert!(page.all("td").is_empty());
    page.click(".chart summary").await;
    let numbers: Vec<String> = page.all("td").iter().map(text).collect();
    assert_eq!(numbers, ["4", "1", "3", "1", "1", "0"]);
    let times: Vec<String> = page.all("tbody th").iter().map(text).collect();
    assert_eq!(times, ["1 s", "2 s", "3 s"]);
    let heads: Vec<String> = page.all("thead th").iter().map(text).collect();
    assert_eq!(heads, ["Up to", "Ready", "Unacked"]);
}

#[wasm_bindgen_test]
async fn lines_of_one_chart_differ_in_more_than_colour() {
    let page = panel(measures()).await;
    let names: Vec<String> = page.all(".chart-key li").iter().map(text).collect();
    assert_eq!(
        names,
        [
            "Ready 1",
            "Unacked 0",
            "Published 0",
            "Delivered 2",
            "Acked 1"
        ]
    );
    let classes: Vec<_> = (page.all(".chart-sample polyline").iter())
        .map(|line| line.get_attribute("class").unwrap())
        .collect();
    assert_eq!(classes[..2], ["chart-line line-1", "chart-line line-2"]);
    assert_eq!(classes[4], "chart-line line-3");
}

#[wasm_bindgen_test]
async fn before_the_first_interval_has_ended_it_says_so() {
    let page = panel(Measures::default()).await;
    page.says("Nothing is measured yet");
    assert!(page.all(".chart").is_empty());
}
