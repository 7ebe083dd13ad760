//! The npm package, as somebody who installed it has it: its types by the compiler of TypeScript,
//! its stories in Node and in a Chromium (beside the page and in a worker, in memory and in
//! IndexedDB), and the examples of its README word by word.
//!
//! `.ci/package` makes it before.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and reads JSON by indexing"
)]

#[expect(
    dead_code,
    unused_imports,
    reason = "these stories do less than the playground's"
)]
#[path = "../end_to_end/harness/mod.rs"]
mod harness;
mod installed;
mod readme;

use std::process::Command;

use harness::{Options, PATIENCE, Page, Server, eventually, story::story_in};
use installed::{installed, said_by};
use serde_json::{Value, json};

#[test]
fn every_story_is_told_in_node() {
    let said = said_by(Command::new("node").arg(installed().join("in_node.js")));
    let told: Value = serde_json::from_str(&said).expect("what came of the stories");
    assert_all_told(&told, "Node");
}

#[test]
fn every_story_is_told_in_a_page_and_in_a_worker() {
    story_in(installed(), Options::default(), async |story| {
        let page = Page::new(story.browser.start().await);
        page.goto(&story.server.page()).await;
        for storage in ["memory", "indexeddb"] {
            for worker in [false, true] {
                let options = json!({ "storage": storage, "worker": worker });
                let told = page.run_async(TELL, std::slice::from_ref(&options)).await;
                assert_all_told(&told, &options.to_string());
            }
        }
    });
}

#[test]
fn who_publishes_to_a_full_disk_is_blocked_until_there_is_room() {
    story_in(installed(), Options::default(), async |story| {
        let page = Page::new(story.browser.start().await);
        // What a site may use is asked for seldom once it writes, so it is made small before.
        quota(&page, &story.server, Some(2_000_000)).await;
        page.goto(&story.server.page()).await;
        page.run_async(&with_package(OPEN_TO_FILL), &[]).await;

        // The first finds no room, and one of the others is the first to hear of it.
        page.run("publish(3_000_000)", &[]).await;
        let blocked = json!([["blocked: low on disk"], false]);
        is_told(
            &page,
            &blocked,
            "publish(100); return [told, waiting === 0]",
        )
        .await;

        quota(&page, &story.server, None).await;
        let over = json!([["blocked: low on disk", "unblocked"], true]);
        is_told(&page, &over, "return [told, waiting === 0]").await;
    });
}

async fn quota(page: &Page, server: &Server, bytes: Option<u64>) {
    let origin = server.origin();
    let quota = bytes.map_or_else(
        || json!({ "origin": origin }),
        |bytes| json!({ "origin": origin, "quotaSize": bytes }),
    );
    page.devtools("Storage.overrideQuotaForOrigin", quota).await;
}

async fn is_told(page: &Page, expected: &Value, script: &str) {
    eventually(PATIENCE, "what is told", async || {
        let told = page.run(script, &[]).await;
        if told == *expected {
            Ok(())
        } else {
            Err(told.to_string())
        }
    })
    .await;
}

#[test]
fn a_worker_that_cannot_start_is_no_silence() {
    story_in(installed(), Options::default(), async |story| {
        let page = Page::new(story.browser.start().await);
        page.goto(&story.server.page()).await;
        let script = with_package(OPEN_WITHOUT_WORKER);
        let said = page.run_async(&script, &[]).await;
        assert_eq!(said, json!("The broker's worker failed: it did not start."));
    });
}

#[test]
fn the_readmes_examples_say_what_it_says_they_say() {
    let examples = readme::examples();
    assert!(!examples.is_empty(), "the README has examples");
    for example in examples {
        let program = installed().join(format!("{}.js", example.name));
        assert_eq!(said_by(Command::new("node").arg(program)), example.says);
    }
}

/// A script that awaits, with `done` to call.
fn with_package(script: &str) -> String {
    format!("(async (done) => {{ {script} }})(arguments[0]);")
}

fn assert_all_told(told: &Value, place: &str) {
    let failed = told["failed"].as_array().expect("a list of failures");
    let failed: Vec<&str> = failed.iter().filter_map(Value::as_str).collect();
    assert!(failed.is_empty(), "in {place}:\n{}", failed.join("\n"));
    let count = told["told"].as_u64().expect("a number of stories");
    assert!(count > 0, "in {place} no story was told");
}

const OPEN_WITHOUT_WORKER: &str = "
    const { Broker } = await import('./without_worker/index.js');
    Broker.open({ worker: true }).then(() => done('opened'), (error) => done(error.message));";

const OPEN_TO_FILL: &str = "
    const { Broker } = await import('./node_modules/leveret/index.js');
    const connection = await (await Broker.open({ storage: 'indexeddb', name: 'full' })).connect();
    const channel = await connection.createChannel();
    const told = window.told = [];
    await connection.onBlocked((reason) => told.push(`blocked: ${reason}`));
    await connection.onUnblocked(() => told.push('unblocked'));
    await channel.queueDeclare('orders', { durable: true });
    await channel.confirmSelect();
    window.waiting = 0;
    window.publish = (bytes) => {
      // What is random cannot be made small.
      const body = new Uint8Array(bytes);
      for (let at = 0; at < bytes; at += 65536) crypto.getRandomValues(body.subarray(at, at + 65536));
      window.waiting += 1;
      channel.basicPublish('', 'orders', body, { deliveryMode: 2 }).then(() => window.waiting -= 1);
    };
    done(null);";

const TELL: &str = "
    const [options, done] = arguments;
    const tell = () => window.tellAll
        ? window.tellAll(options).then(done, (error) => done({ failed: [String(error)], told: 0 }))
        : setTimeout(tell, 10);
    tell();";
