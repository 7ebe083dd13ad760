//! Random operations on RabbitMQ and on this broker, and where they answer differently.
//!
//! `make differential` runs it. Many small worlds run at once, each with names of its own, since
//! every operation waits until both brokers are quiet. A difference is run again with patience, and
//! twice on RabbitMQ alone: what RabbitMQ itself answers now one way and now another is not a
//! difference. What is left is shrunk, run once more with much patience, and shown as operations of
//! a trace. The environment says:
//!
//! - `RABBITMQ=host:port`, 127.0.0.1:5672 if it is not set
//! - `OURS=host:port`; if it is not set, `SERVER=path` is started
//! - `OPERATIONS=100000`, `WORLDS=48`, `LENGTH=60` operations for each world, `FOUND=1` differences
//!   after which to stop
//! - `SEED=number`, to have a run again
//! - `WORLD=number`, to have one world of it again: the number that a difference was found by
//! - `REPLAY=file`, to have the operations again that a difference was shown as
//! - `TIMES=5`, how often to do either

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::format_push_string,
    dead_code,
    reason = "a tool for the terminal that stops at what it did not expect, uses the real clock, \
              and shares a client with the conformance traces"
)]

mod again;
mod coverage;
mod explained;
mod plan;
mod random;
mod server;
mod shrink;
#[path = "../wire/mod.rs"]
mod wire;
mod world;

use std::{
    env,
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

use coverage::Coverage;
use explained::Rules;
use random::Random;
use server::Server;
use shrink::shrink;
use wire::{Client, transport::Tcp};
use world::{Brokers, Difference, PATIENT, VERY_PATIENT, explore, is_steady, repeat};

fn main() -> ExitCode {
    let seed = number("SEED").unwrap_or_else(|| {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap();
        now.as_secs()
    });
    println!("seed {seed}");
    let server = env::var("OURS").is_err().then(Server::start);
    let rabbitmq = text("RABBITMQ", "127.0.0.1:5672");
    let version = Client::new(Box::new(Tcp::new(&rabbitmq, Duration::ZERO))).server_version();
    let ours = server
        .as_ref()
        .map_or_else(|| env::var("OURS").unwrap(), Server::address);
    println!("RabbitMQ {version} at {rabbitmq} against {ours}");
    let rules = Rules::of_version(&version);
    for reason in rules.reasons() {
        println!("not looked at: {reason}");
    }
    let brokers = Brokers {
        rabbitmq,
        ours,
        rules,
    };
    let run = Run::new();
    if let Some(world) = number("WORLD") {
        again::one_world(&run, &brokers, world);
    } else if let Ok(path) = env::var("REPLAY") {
        again::written_down(&run, &brokers, &path);
    } else {
        run.all_worlds(&brokers, seed);
    }
    run.report()
}

/// All worlds together.
struct Run {
    started: Instant,
    wanted: usize,
    length: usize,
    found_max: usize,
    met: Mutex<Coverage>,
    found: AtomicUsize,
    unsteady: AtomicUsize,
}

impl Run {
    fn new() -> Self {
        let setting = |name, otherwise| {
            let number = number(name).map(|number| usize::try_from(number).unwrap());
            number.unwrap_or(otherwise)
        };
        Self {
            started: Instant::now(),
            wanted: setting("OPERATIONS", 100_000),
            length: setting("LENGTH", 60),
            found_max: setting("FOUND", 1),
            met: Mutex::default(),
            found: AtomicUsize::new(0),
            unsteady: AtomicUsize::new(0),
        }
    }

    fn all_worlds(&self, brokers: &Brokers, seed: u64) {
        let worlds = number("WORLDS").unwrap_or(48);
        thread::scope(|scope| {
            for world in 0..worlds {
                scope.spawn(move || self.explore(brokers, Random(seed ^ (world << 32))));
            }
        });
    }

    fn explore(&self, brokers: &Brokers, mut seeds: Random) {
        while self.met.lock().unwrap().operations() < self.wanted
            && self.found.load(Ordering::Relaxed) < self.found_max
        {
            let seed = seeds.number();
            let explored = explore(brokers, seed, self.length);
            self.count(explored.coverage);
            if let Some(difference) = explored.difference {
                self.examine(brokers, seed, &difference);
            }
        }
    }

    fn count(&self, coverage: Coverage) {
        let mut met = self.met.lock().unwrap();
        let before = met.operations();
        met.merge(coverage);
        if before / PROGRESS != met.operations() / PROGRESS {
            let elapsed = self.started.elapsed();
            println!("{} operations, {elapsed:.0?}", met.operations());
        }
    }

    fn examine(&self, brokers: &Brokers, seed: u64, difference: &Difference) {
        let again = repeat(brokers, &difference.operations, PATIENT);
        let Some(again) = again.filter(|again| is_steady(brokers, &again.operations)) else {
            self.unsteady.fetch_add(1, Ordering::Relaxed);
            return;
        };
        if self.found.load(Ordering::Relaxed) >= self.found_max {
            return;
        }
        let smallest = shrink(brokers, again.clone());
        // What is left must differ however long one waits.
        let tried = [smallest, again];
        let mut tried = tried.iter();
        let last = tried.find_map(|tried| repeat(brokers, &tried.operations, VERY_PATIENT));
        match last {
            Some(last) => {
                self.found_one();
                println!("\n== Found by world {seed}\n{}", show(&last));
            }
            None => {
                self.unsteady.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    fn found_one(&self) {
        self.found.fetch_add(1, Ordering::Relaxed);
    }

    fn report(&self) -> ExitCode {
        let met = self.met.lock().unwrap();
        let found = self.found.load(Ordering::Relaxed);
        let unsteady = self.unsteady.load(Ordering::Relaxed);
        println!(
            "what was met:\n{met}{} operations in {:.0?}, {found} differences; {unsteady} times RabbitMQ did not \
             answer twice alike",
            met.operations(),
            self.started.elapsed()
        );
        if found == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn show(difference: &Difference) -> String {
    let mut text = String::new();
    for operation in &difference.operations {
        text.push_str(&format!("> {operation}\n"));
    }
    for answer in &difference.expected {
        text.push_str(&format!("< {answer}\n"));
    }
    text.push_str("# but here:\n");
    for answer in &difference.answered {
        text.push_str(&format!("# < {answer}\n"));
    }
    text
}

fn number(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is a number")),
    )
}

fn text(name: &str, otherwise: &str) -> String {
    env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

/// How often to say how far it is.
const PROGRESS: usize = 10_000;
