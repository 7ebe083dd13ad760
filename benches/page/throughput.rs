//! Orders published and confirmed a second, beside bare batch puts of the same rows.

use serde_json::{Value, json};

use crate::{
    actions::remove,
    harness::{Page, Role, story},
    median,
};

const ORDERS: u32 = 20_000;
const ROUNDS: usize = 3;

/// The names of the page's choices; in lower case they are IndexedDB's own words.
const DURABILITIES: [&str; 2] = ["Relaxed", "Strict"];

pub(crate) fn measure() {
    for durability in DURABILITIES {
        story(async |_, page| measure_with(&page, durability).await);
    }
}

async fn measure_with(page: &Page, durability: &str) {
    page.part("Storage").choose(durability).await;
    remove(page, "consumer-1").await;
    let producer = page.part("Producer");
    producer.fill("Order id", "order_1").await;
    producer.fill("How many", &ORDERS.to_string()).await;
    let (mut confirmed, mut put) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        confirmed.push(publish_until_confirmed(page).await);
        put.push(bare_puts(page, &durability.to_lowercase()).await);
        purge(page).await;
    }
    println!("{ORDERS} persistent orders, {durability}, median of {ROUNDS} rounds in turn");
    let each = format!("{confirmed:.0?}");
    let confirmed = median(confirmed);
    println!("  published and confirmed  {confirmed:>8.0} /s  {each}");
    let each = format!("{put:.0?}");
    let put = median(put);
    println!("  bare IndexedDB puts      {put:>8.0} /s  {each}");
    println!("  ratio                    {:>8.2}\n", confirmed / put);
}

/// From the press to the last confirm that the page shows.
async fn publish_until_confirmed(page: &Page) -> f64 {
    let button = page
        .part("Producer")
        .find(Role::Button, "Publish orders")
        .await;
    let script = "
        const [button, orders, done] = arguments;
        const terms = [...document.querySelectorAll('dt')];
        const number = terms.find((term) => term.textContent === 'Confirmed').nextElementSibling;
        const confirmed = () => Number(number.textContent.replaceAll(',', ''));
        const [before, start] = [confirmed(), performance.now()];
        new MutationObserver((_, observer) => {
          if (confirmed() < before + orders) return;
          observer.disconnect();
          done(performance.now() - start);
        }).observe(number, { characterData: true, childList: true, subtree: true });
        button.click();";
    let button = serde_json::to_value(button).expect("an element is a value");
    per_second(&page.run_async(script, &[button, json!(ORDERS)]).await)
}

/// Rows like those that the page has just written, put by as little code as can be, in transactions
/// of the size that suits IndexedDB best.
async fn bare_puts(page: &Page, durability: &str) -> f64 {
    let script = "
        const [count, durability, done] = arguments;
        const BATCH = 500;
        const answer = (request) => new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        (async () => {
          const ours = await answer(indexedDB.open('leveret'));
          const rows = await answer(ours.transaction('messages').objectStore('messages').getAll(null, count));
          ours.close();
          const opening = indexedDB.open('scratch');
          opening.onupgradeneeded = () =>
            opening.result.createObjectStore('messages', { keyPath: ['queue', 'position'] });
          const scratch = await answer(opening);
          const start = performance.now();
          for (let first = 0; first < rows.length; first += BATCH) {
            const transaction = scratch.transaction('messages', 'readwrite', { durability });
            const store = transaction.objectStore('messages');
            for (const row of rows.slice(first, first + BATCH)) store.put(row);
            await new Promise((resolve, reject) => {
              transaction.oncomplete = resolve;
              transaction.onabort = () => reject(transaction.error);
            });
          }
          const took = performance.now() - start;
          scratch.close();
          await answer(indexedDB.deleteDatabase('scratch'));
          done(rows.length === count ? took : `there were ${rows.length} rows`);
        })().catch((error) => done(String(error)));";
    let arguments = [json!(ORDERS), json!(durability)];
    per_second(&page.run_async(script, &arguments).await)
}

async fn purge(page: &Page) {
    page.part("order_queue").press("Purge order_queue").await;
    page.part("Purge order_queue?").press("Purge").await;
    let storage = page.part("Storage");
    // Rows are read while they are on screen.
    storage.scroll_to().await;
    storage.shows("No rows.").await;
    storage.shows("nothing waiting").await;
}

fn per_second(took_ms: &Value) -> f64 {
    let ms = took_ms
        .as_f64()
        .unwrap_or_else(|| panic!("no time was measured: {took_ms}"));
    f64::from(ORDERS) / ms * 1000.0
}
