//! The page measured in a real Chromium, on the release build in `dist/`: `make bench`.
//!
//! Each number stands beside what it should be compared with, taken in the same run on the same
//! machine: confirmed orders beside rows that are merely put into IndexedDB, a start beside rows that
//! are merely read, and the sizes beside those of a bare Yew counter that is built in the same way.
//!
//! Names of measurements as arguments choose among them: `cargo bench --bench page -- recovery`.

#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark ends by panicking if it cannot measure, reads JSON by indexing and prints its numbers"
)]

#[cfg(not(target_arch = "wasm32"))]
#[expect(dead_code, reason = "the benchmark does less than the stories do")]
#[path = "../../tests/end_to_end/actions.rs"]
mod actions;
#[cfg(not(target_arch = "wasm32"))]
mod crowd;
#[cfg(not(target_arch = "wasm32"))]
#[expect(dead_code, reason = "the benchmark does less than the stories do")]
#[path = "../../tests/end_to_end/harness/mod.rs"]
mod harness;

#[cfg(not(target_arch = "wasm32"))]
mod interactive;
#[cfg(not(target_arch = "wasm32"))]
mod liveliness;
#[cfg(not(target_arch = "wasm32"))]
mod memory;
#[cfg(not(target_arch = "wasm32"))]
mod recovery;
#[cfg(not(target_arch = "wasm32"))]
mod response;
#[cfg(not(target_arch = "wasm32"))]
mod sizes;
#[cfg(not(target_arch = "wasm32"))]
mod throughput;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let all: [(&str, fn()); 7] = [
        ("throughput", throughput::measure),
        ("recovery", recovery::measure),
        ("interactive", interactive::measure),
        ("liveliness", liveliness::measure),
        ("response", response::measure),
        ("memory", memory::measure),
        ("sizes", sizes::measure),
    ];
    for (name, measure) in all {
        if chosen.is_empty() || chosen.iter().any(|chosen| chosen == name) {
            measure();
        }
    }
}

/// The page is measured from outside; inside it there is nothing to run.
#[cfg(target_arch = "wasm32")]
fn main() {}

/// The one in the middle.
#[cfg(not(target_arch = "wasm32"))]
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// The number below or at which so many of a thousand lie; 1000 is the largest.
#[cfg(not(target_arch = "wasm32"))]
fn per_mille(numbers: &[f64], part: usize) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() * part).div_ceil(1000);
    sorted[place.max(1) - 1]
}

/// Waits, for as long as it may take, until a number of the page has grown so far.
#[cfg(not(target_arch = "wasm32"))]
async fn reaches(part: &harness::Part, word: &str, number: u64) {
    while part.number(word).await < number {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}
