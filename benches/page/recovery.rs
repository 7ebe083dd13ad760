//! How long a start with many messages takes, beside a bare `getAll` of the same rows, and what
//! they take on disk beside what they say.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    actions::remove,
    harness::{Page, Role, Story, eventually, story_with},
    median,
};

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];
const ROUNDS: usize = 3;

/// What was measured of one size; times in milliseconds.
struct Measured {
    messages: u32,
    /// From the navigation until the page shows that all are ready.
    from_navigation: f64,
    /// From the start of the page's worker until then.
    from_worker: f64,
    get_all: f64,
    bytes_stored: f64,
    bytes_of_content: f64,
}

pub(crate) fn measure() {
    let mut empty = None;
    let mut measured = Vec::new();
    for messages in SIZES {
        story_with(crate::harness::Options::default(), async |story| {
            let page = story.visit().await;
            remove(&page, "consumer-1").await;
            if empty.is_none() {
                let mut starts = Vec::new();
                for _ in 0..ROUNDS {
                    starts.push(start(story, &page, 0).await.1);
                }
                empty = Some(median(starts));
            }
            measured.push(measure_size(story, &page, messages).await);
        });
    }
    let empty = empty.expect("there is at least one size");
    println!("recovery, median of {ROUNDS} starts in turn with bare getAll, in ms");
    println!("  an empty store, from worker start until shown: {empty:.0}");
    println!("  messages  navigation  worker start  less empty   getAll  ratio  less empty");
    for row in &measured {
        let more = row.from_worker - empty;
        println!(
            "  {:>8}  {:>10.0}  {:>12.0}  {:>10.0}  {:>7.1}  {:>5.2}  {:>10.2}",
            row.messages,
            row.from_navigation,
            row.from_worker,
            more,
            row.get_all,
            row.from_worker / row.get_all,
            more / row.get_all,
        );
    }
    println!("\nbytes a message    stored   content as JSON   ratio");
    for row in &measured {
        let of_each = |bytes: f64| bytes / f64::from(row.messages);
        println!(
            "  {:>8}       {:>8.0}          {:>8.0}  {:>6.2}",
            row.messages,
            of_each(row.bytes_stored),
            of_each(row.bytes_of_content),
            row.bytes_stored / row.bytes_of_content
        );
    }
    println!();
}

/// The page itself writes the rows, so that they are of its own shape.
async fn measure_size(story: &Story, page: &Page, messages: u32) -> Measured {
    let usage_before = usage(page).await;
    publish(page, messages).await;
    let (mut from_navigation, mut from_worker, mut get_all) = (Vec::new(), Vec::new(), Vec::new());
    let mut bytes_of_content = 0.0;
    for _ in 0..ROUNDS {
        leave(story, page).await;
        let (took, bytes) = bare_get_all(page, messages).await;
        get_all.push(took);
        bytes_of_content = bytes;
        let (navigation, worker) = start(story, page, messages).await;
        from_navigation.push(navigation);
        from_worker.push(worker);
    }
    leave(story, page).await;
    Measured {
        messages,
        from_navigation: median(from_navigation),
        from_worker: median(from_worker),
        get_all: median(get_all),
        bytes_stored: usage(page).await - usage_before,
        bytes_of_content,
    }
}

async fn publish(page: &Page, messages: u32) {
    let producer = page.part("Producer");
    producer.fill("Order id", "order_1").await;
    producer.fill("How many", &messages.to_string()).await;
    producer.find(Role::Button, "Publish orders").await;
    producer.press("Publish orders").await;
    eventually(Duration::from_secs(120), "all confirms", async || {
        let confirmed = producer.number("Confirmed").await;
        if confirmed == u64::from(messages) {
            Ok(())
        } else {
            Err(confirmed.to_string())
        }
    })
    .await;
}

/// To an address of the same origin where nothing runs.
async fn leave(story: &Story, page: &Page) {
    page.goto(&format!("{}worker_loader.js", story.server.page()))
        .await;
}

/// Opens the page; gives the time from the navigation, and from the start of its worker, until all
/// messages are shown as ready.
async fn start(story: &Story, page: &Page, messages: u32) -> (f64, f64) {
    leave(story, page).await;
    let source = WATCH_START.replace("MESSAGES", &messages.to_string());
    let source = json!({ "source": source });
    let watching = page
        .devtools("Page.addScriptToEvaluateOnNewDocument", source)
        .await;
    page.goto(&story.server.page()).await;
    let wait = "
        const done = arguments[0];
        const look = () => window.startTook ? done(window.startTook) : setTimeout(look, 10);
        look();";
    let took = page.run_async(wait, &[]).await;
    page.devtools("Page.removeScriptToEvaluateOnNewDocument", watching)
        .await;
    (measured(&took[0]), measured(&took[1]))
}

/// The number stands with the word "Ready"; there is one queue.
const WATCH_START: &str = "
    const Original = window.Worker;
    let worker;
    window.Worker = class extends Original {
      constructor(...made) {
        worker = performance.now();
        super(...made);
      }
    };
    new MutationObserver((_, observer) => {
      const terms = [...document.querySelectorAll('dt')];
      const ready = terms.find((term) => term.textContent.trim() === 'Ready')?.nextElementSibling;
      if (!ready || Number(ready.textContent.replaceAll(',', '')) !== MESSAGES) return;
      observer.disconnect();
      const shown = performance.now();
      window.startTook = [shown, shown - worker];
    }).observe(document, { childList: true, subtree: true, characterData: true });";

/// The time of a bare `getAll` of all messages, and the length of what it gave as JSON.
async fn bare_get_all(page: &Page, messages: u32) -> (f64, f64) {
    let script = "
        const [count, done] = arguments;
        const opening = indexedDB.open('leveret');
        opening.onerror = () => done(String(opening.error));
        opening.onsuccess = () => {
          const database = opening.result;
          const start = performance.now();
          const reading = database.transaction('messages').objectStore('messages').getAll();
          reading.onerror = () => done(String(reading.error));
          reading.onsuccess = () => {
            const took = performance.now() - start;
            const rows = reading.result;
            database.close();
            const bytes = rows.reduce((sum, row) => sum + JSON.stringify(row).length, 0);
            done(rows.length === count ? [took, bytes] : `there were ${rows.length} rows`);
          };
        };";
    let answer = page.run_async(script, &[json!(messages)]).await;
    (measured(&answer[0]), measured(&answer[1]))
}

/// Bytes that the origin's databases take, as the browser estimates them.
async fn usage(page: &Page) -> f64 {
    let script = "
        const done = arguments[0];
        navigator.storage.estimate().then(({ usage }) => done(usage));";
    measured(&page.run_async(script, &[]).await)
}

fn measured(value: &Value) -> f64 {
    let number = value.as_f64();
    number.unwrap_or_else(|| panic!("nothing was measured: {value}"))
}
