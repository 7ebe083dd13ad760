//! What a ready message costs in memory beyond its body, counted by the allocator: `make bench`.
//!
//! It is a program of its own, because counting slows every allocation down.

#![allow(clippy::print_stdout, reason = "a benchmark prints its numbers")]

#[cfg(not(target_arch = "wasm32"))]
#[expect(dead_code, reason = "nothing is acked here")]
#[path = "../engine/workload.rs"]
mod workload;

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: &stats_alloc::StatsAlloc<std::alloc::System> = &stats_alloc::INSTRUMENTED_SYSTEM;

/// Enough that what the broker has besides does not count.
#[cfg(not(target_arch = "wasm32"))]
const MESSAGES: u32 = 1_000_000;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let region = stats_alloc::Region::new(ALLOCATOR);
    let workload = workload::Workload::new(MESSAGES);
    let change = region.change();
    workload.assert_delivered(0);
    let live = change.bytes_allocated - change.bytes_deallocated;
    let bodies = workload::BODY.len() * MESSAGES as usize;
    let beyond = (live - bodies) as f64 / f64::from(MESSAGES);
    let allocations = change.allocations as f64 / f64::from(MESSAGES);
    let live_allocations = (change.allocations - change.deallocations) as f64 / f64::from(MESSAGES);
    println!(
        "memory, native: {MESSAGES} ready messages with bodies of {} bytes",
        workload::BODY.len()
    );
    println!("  bytes a message beyond its body     {beyond:>8.1}");
    println!("  allocations that stay, a message    {live_allocations:>8.2}");
    println!("  allocations to publish a message    {allocations:>8.2}\n");
}

/// In a browser the page of the engine's benchmark sees how its memory grows.
#[cfg(target_arch = "wasm32")]
fn main() {}
