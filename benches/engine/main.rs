//! The engine measured: `make bench`.
//!
//! Each number stands beside what it should be compared with, taken in the same run on the same
//! machine: wasm beside native, and npm's smqp in the same browser.

#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark ends by panicking if it cannot measure, reads JSON by indexing and prints its numbers"
)]

#[cfg(target_arch = "wasm32")]
mod exports;
mod routing;
mod wire;
mod workload;

#[cfg(not(target_arch = "wasm32"))]
#[expect(
    dead_code,
    unused_imports,
    reason = "the benchmark does less than the stories do"
)]
#[path = "../../tests/end_to_end/harness/mod.rs"]
mod harness;

#[cfg(not(target_arch = "wasm32"))]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod clock;
#[cfg(not(target_arch = "wasm32"))]
mod tables;
#[cfg(not(target_arch = "wasm32"))]
mod throughput;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let folder = browser::build();
    harness::story_with(harness::Options::default(), async |story| {
        let page = harness::Page::new(story.browser.start().await);
        let browser = browser::Browser::open(&page, folder).await;
        tables::memory(&browser).await;
        throughput::measure(&browser).await;
        tables::routing(&browser).await;
        tables::codec(&browser).await;
    });
}

/// JavaScript calls what it wants to measure.
#[cfg(target_arch = "wasm32")]
fn main() {}
