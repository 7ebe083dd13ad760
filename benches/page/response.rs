//! From what a person does to the next frame that shows it, on a processor made four times slower:
//! beside 500 messages on screen and beside none, and with an hour of history and with none.

use fantoccini::key::Key;
use serde_json::Value;

use crate::{
    actions::publish,
    harness::{Page, story},
    liveliness::{burst, hurry, slow_down},
    per_mille, reaches,
};

const ROUNDS: usize = 5;

pub(crate) fn measure() {
    println!("interaction to next frame, processor slowed down 4 times");
    for (messages, count) in [(0, "0"), (500, "500")] {
        story(async |_, page| {
            page.part("Time").press("Pause").await;
            if messages > 0 {
                publish(&page, "order_1", count).await;
                let confirmed = [("Confirmed", messages)];
                page.part("Producer").counts(&confirmed).await;
            }
            slow_down(&page).await;
            let times = interact(&page).await;
            println!(
                "  {messages:>4} messages  p50 {:>5.0} ms  p98 {:>5.0} ms  of {} interactions",
                per_mille(&times, 500),
                per_mille(&times, 980),
                times.len()
            );
        });
    }
    println!("\nfrom the press to a past moment drawn, processor slowed down 4 times");
    for minutes in [1, 60] {
        story(async |_, page| {
            live_through(&page, minutes).await;
            slow_down(&page).await;
            let mut times = Vec::new();
            for _ in 0..ROUNDS {
                times.push(seek_to_the_middle(&page).await);
                page.press("Back to the present").await;
                page.shows_no_more("This is a past moment").await;
            }
            println!(
                "  {minutes:>4} minutes of history  p50 {:>5.0} ms  worst {:>5.0} ms",
                per_mille(&times, 500),
                per_mille(&times, 1000)
            );
        });
    }
    println!();
}

/// Presses and types as a person would, and takes what the browser itself says of each interaction.
async fn interact(page: &Page) -> Vec<f64> {
    let watch = "
        window.interactions = new Map();
        const take = (list) => {
          for (const entry of list.getEntries()) {
            if (!entry.interactionId) continue;
            const before = interactions.get(entry.interactionId) ?? 0;
            interactions.set(entry.interactionId, Math.max(before, entry.duration));
          }
        };
        new PerformanceObserver(take).observe({ type: 'event', durationThreshold: 16 });";
    page.run(watch, &[]).await;
    for _ in 0..ROUNDS {
        page.part("Producer").fill("User", "jane").await;
        page.part("Producer").press("Publish order").await;
        page.part("Time").press("Step").await;
        page.part("order_queue").press("Purge order_queue").await;
        page.key(Key::Escape).await;
    }
    let wait = "setTimeout(() => arguments[0]([...interactions.values()]), 500);";
    numbers(&page.run_async(wait, &[]).await)
}

/// Orders that come and go for so long, told in the history of the page.
async fn live_through(page: &Page, minutes: u32) {
    const BURST_MINUTES_MAX: u32 = 10;
    hurry(page).await;
    page.part("Time").choose("100×").await;
    let bursts = minutes.div_ceil(BURST_MINUTES_MAX);
    for number in 1..=bursts {
        if number == 1 {
            burst(page, 5, minutes.min(BURST_MINUTES_MAX) * 60).await;
        } else {
            page.part("Producer").press("Begin the burst").await;
        }
        let done = u64::from(5 * 60 * minutes.min(BURST_MINUTES_MAX) * number);
        reaches(&page.part("consumer-1"), "Completed", done).await;
    }
    page.part("Time").press("Pause").await;
}

async fn seek_to_the_middle(page: &Page) -> f64 {
    let script = "
        const done = arguments[0];
        const slider = document.querySelector('.timeline-slider');
        const start = performance.now();
        new MutationObserver((_, observer) => {
          if (!document.querySelector('.time-past')) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
        }).observe(document.body, { childList: true, subtree: true });
        slider.value = String(Number(slider.max) / 2);
        slider.dispatchEvent(new Event('input', { bubbles: true }));";
    let took = page.run_async(script, &[]).await;
    took.as_f64().expect("milliseconds")
}

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().expect("a list");
    list.iter().filter_map(Value::as_f64).collect()
}
