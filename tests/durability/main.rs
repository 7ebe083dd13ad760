//! What was confirmed is there, whatever was killed when: the host over a simulated disk that fails
//! in every way that a browser's can.
//!
//! A schedule is one seed: programs publish, consume, ack, requeue and drop; transactions complete
//! late, abort, find no room, or end without anybody hearing of it; the process dies, or another
//! tab takes over, and the next one recovers what is on disk. After every step the disk must hold
//! what clients were promised, so each step stands for a crash at that moment. What clients know is
//! read from what the programs print.
//!
//! The same schedules run at every run. `SEED=7` runs that one alone, and `SCHEDULES=100000` runs
//! so many from `SEED` on. A failing seed is printed.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something must be has failed"
)]

mod audit;
mod chance;
mod disk;
mod schedule;
mod world;

use std::{env, panic, str::FromStr};

use schedule::{Tally, run};

/// Schedules of a usual run, in lanes that run beside each other.
const SCHEDULES: u64 = 3_000;
const LANES: u64 = 3;

#[test]
fn the_first_third_of_the_schedules_keeps_every_promise() {
    run_lane(0);
}

#[test]
fn the_second_third_of_the_schedules_keeps_every_promise() {
    run_lane(1);
}

#[test]
fn the_last_third_of_the_schedules_keeps_every_promise() {
    run_lane(2);
}

fn run_lane(lane: u64) {
    let first = variable("SEED").unwrap_or(0);
    let is_one = env::var_os("SEED").is_some() && env::var_os("SCHEDULES").is_none();
    let count = if is_one {
        1
    } else {
        variable("SCHEDULES").unwrap_or(SCHEDULES)
    };
    let mut tally = Tally::default();
    for seed in (first..first + count).filter(|seed| seed % LANES == lane) {
        let outcome = panic::catch_unwind(|| run(seed));
        match outcome {
            Ok(of_one) => tally.add(of_one),
            Err(failure) => {
                eprintln!("SEED={seed} replays this failure alone.");
                panic::resume_unwind(failure);
            }
        }
    }
    if !is_one {
        tally.assert_worth_running();
    }
}

fn variable<T: FromStr>(name: &str) -> Option<T> {
    let value = env::var(name).ok()?;
    let parsed = value.parse().ok();
    assert!(parsed.is_some(), "{name} is a whole number, not {value}");
    parsed
}
