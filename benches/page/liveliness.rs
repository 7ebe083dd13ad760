//! How the page keeps moving while much happens: the time from frame to frame, beside that of the
//! same page at rest, on a processor made four times slower.

use serde_json::{Value, json};

use crate::{
    actions::import_text,
    crowd,
    harness::{Page, story},
    per_mille, reaches,
};

const SECONDS: u32 = 8;

pub(crate) fn measure() {
    println!("time from frame to frame over {SECONDS} s, processor slowed down 4 times");
    story(async |_, page| {
        slow_down(&page).await;
        report("at rest", &page).await;
        hurry(&page).await;
        burst(&page, 15, 150).await;
        report("15 orders a second, each a token", &page).await;
    });
    story(async |story, page| {
        import_text(story, &page, "crowd.json", &crowd::file(100)).await;
        page.part("Import crowd.json").press("Replace").await;
        page.shows("consumer-100").await;
        page.part("Time").press("Pause").await;
        let producer = page.part("Producer");
        producer.fill("How many", "100000").await;
        producer.press("Publish orders").await;
        reaches(&producer, "Confirmed", 100_000).await;
        slow_down(&page).await;
        report("100,000 ready, 100 consumers, paused", &page).await;
        page.part("Time").press("Play").await;
        report("the same at 10,000 a second", &page).await;
    });
    println!();
}

pub(crate) async fn slow_down(page: &Page) {
    page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }))
        .await;
}

pub(crate) async fn burst(page: &Page, per_second: u32, seconds: u32) {
    let producer = page.part("Producer");
    producer.press("Burst").await;
    producer
        .fill("Orders a second", &per_second.to_string())
        .await;
    producer.fill("For seconds", &seconds.to_string()).await;
    producer.press("Begin the burst").await;
}

/// Lets the consumer do a hundred orders a second.
pub(crate) async fn hurry(page: &Page) {
    let consumer = page.part("consumer-1");
    consumer.press("Settings of consumer-1").await;
    consumer.fill("Sleep, in seconds", "0.01").await;
    consumer.press("Apply").await;
}

async fn report(what: &str, page: &Page) {
    let script = "
        const [seconds, done] = arguments;
        const [times, end] = [[], performance.now() + seconds * 1000];
        let [last, moving] = [undefined, 0];
        const look = (now) => {
          if (last !== undefined) times.push(now - last);
          last = now;
          moving = Math.max(moving, document.getAnimations().length);
          performance.now() < end ? requestAnimationFrame(look) : done([times, moving]);
        };
        requestAnimationFrame(look);";
    let measured = page.run_async(script, &[json!(SECONDS)]).await;
    let times: Vec<f64> = measured[0]
        .as_array()
        .expect("times")
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    println!(
        "  {what:<40} p50 {:>5.1} ms  p95 {:>5.1} ms  worst {:>5.1} ms  {} frames, at most {} moving",
        per_mille(&times, 500),
        per_mille(&times, 950),
        per_mille(&times, 1000),
        times.len(),
        measured[1],
    );
}
