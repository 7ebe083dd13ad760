//! Rounds of publishing, consuming and SIGKILL on one profile, each followed by an audit.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::{
    audit::{StoredOrder, Tally, audit},
    witness::{Known, watch},
};
use crate::harness::{Page, Role, Story, story_with};

const ORDERS_A_ROUND: u64 = 60;
const LOAD_MS_MAX: u64 = 600;
const ASK_EVERY: Duration = Duration::from_millis(15);

#[test]
#[expect(clippy::print_stdout, reason = "the seed and the totals are asked for")]
fn whenever_the_browser_is_killed_what_was_confirmed_comes_back() {
    let rounds = number("ROUNDS", 50);
    let seed = number("SEED", u64::from(std::process::id()));
    println!("SEED={seed} ROUNDS={rounds}");
    story_with(crate::harness::Options::default(), async |story| {
        let (mut published, mut total) = (Vec::new(), Tally::default());
        for round in 0..rounds {
            let moment = Duration::from_millis(scramble(seed.wrapping_add(round)) % LOAD_MS_MAX);
            let known = load_and_kill(story, &mut published, moment).await;
            assert!(!known.left_out, "the load is too high to be followed");
            let page = Page::new(story.browser.start().await);
            let rows = stored(story, &page).await;
            let tally = audit(&published, &known, &rows)
                .unwrap_or_else(|wrong| panic!("round {round}, SEED={seed}: {wrong}"));
            total.confirmed += tally.confirmed;
            total.lost_unconfirmed += tally.lost_unconfirmed;
            total.twice += tally.twice;
        }
        println!("{rounds} rounds: {total:?}");
    });
}

/// Publishes new orders to the running consumers until the moment has come.
async fn load_and_kill(story: &mut Story, published: &mut Vec<String>, moment: Duration) -> Known {
    watch(&Page::new(story.browser.start().await)).await;
    let page = story.visit().await;
    let first = published.len() as u64 + 1;
    let ids = first..first + ORDERS_A_ROUND;
    published.extend(ids.map(|number| format!("order_{number}")));
    let producer = page.part("Producer");
    producer.fill("Order id", &format!("order_{first}")).await;
    let count = ORDERS_A_ROUND.to_string();
    producer.fill("How many", &count).await;
    producer.find(Role::Button, "Publish orders").await;
    producer.press("Publish orders").await;
    let (mut known, end) = (Known::default(), Instant::now() + moment);
    while Instant::now() < end {
        known.fetch(&page).await;
        sleep(ASK_EVERY).await;
    }
    known.fetch(&page).await;
    story.browser.kill().await;
    known
}

/// The rows as the killed browser left them, read beside the page's script and not with it.
async fn stored(story: &Story, page: &Page) -> Vec<StoredOrder> {
    page.goto(&format!("{}worker_loader.js", story.server.page()))
        .await;
    let read = "
        const done = arguments[0];
        const opening = indexedDB.open('leveret');
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('messages').objectStore('messages').getAll();
          reading.onsuccess = () => {
            database.close();
            done(reading.result.map((row) => [row.position, JSON.parse(row.body).id]));
          };
        };";
    let rows = page.run_async(read, &[]).await;
    let rows = rows.as_array().expect("an array of rows").iter();
    rows.map(|row: &Value| StoredOrder {
        position: row[0].as_u64().expect("a position"),
        id: row[1].as_str().expect("an id").to_owned(),
    })
    .collect()
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(otherwise, |text| text.parse().expect("a number"))
}

/// SplitMix64: neighbouring seeds give moments that have nothing in common.
const fn scramble(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
