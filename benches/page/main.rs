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
#[expect(dead_code, reason = "the benchmark does less than the stories do")]
#[path = "../../tests/end_to_end/harness/mod.rs"]
mod harness;

#[cfg(not(target_arch = "wasm32"))]
mod interactive;
#[cfg(not(target_arch = "wasm32"))]
mod recovery;
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
    let all: [(&str, fn()); 4] = [
        ("throughput", throughput::measure),
        ("recovery", recovery::measure),
        ("interactive", interactive::measure),
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
