//! The loopback server beside RabbitMQ, with the same clients in one run: `make bench`.
//!
//! A client publishes small messages and waits until the broker has them all, then consumes them
//! with a prefetch of 100 and acks each. It is the clients that are slow, so the two numbers are of
//! a client with a broker. RabbitMQ is the one at `RABBITMQ`, by default 127.0.0.1:5672; where
//! none answers, that column is left out and the table says so.

#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark ends by panicking if it cannot measure, and prints its numbers"
)]

#[cfg(not(target_arch = "wasm32"))]
mod broker;
#[cfg(not(target_arch = "wasm32"))]
mod with_lapin;
#[cfg(not(target_arch = "wasm32"))]
mod with_pika;

/// Messages a second of one round.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug)]
struct Rates {
    published: f64,
    acked: f64,
}

#[cfg(not(target_arch = "wasm32"))]
const MESSAGES: u32 = 20_000;

#[cfg(not(target_arch = "wasm32"))]
const PREFETCH: u16 = 100;

#[cfg(not(target_arch = "wasm32"))]
const ROUNDS: usize = 3;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let ours = broker::Server::start();
    let rabbitmq = broker::rabbitmq();
    let beside = rabbitmq.as_ref().map_or("-", |rabbitmq| &rabbitmq.version);
    println!(
        "one client over TCP, {MESSAGES} messages: messages a second, median of {ROUNDS} rounds"
    );
    println!(
        "  {:<24} {:>10} {:>16} {:>8}",
        "",
        "Leveret",
        format!("RabbitMQ {beside}"),
        "ratio"
    );
    type Client = fn(&str) -> Rates;
    let clients: [(&str, Client); 2] = [("pika", with_pika::run), ("lapin", with_lapin::run)];
    for (name, client) in clients {
        let (mut here, mut there) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            here.push(client(&ours.address));
            there.extend(rabbitmq.as_ref().map(|rabbitmq| client(&rabbitmq.address)));
        }
        row(&format!("{name}: publish"), &here, &there, |rates| {
            rates.published
        });
        row(
            &format!("{name}: deliver and ack"),
            &here,
            &there,
            |rates| rates.acked,
        );
    }
    if rabbitmq.is_none() {
        println!(
            "  No RabbitMQ answers at {}: skipped.",
            broker::rabbitmq_address()
        );
    }
    println!();
}

#[cfg(not(target_arch = "wasm32"))]
fn row(name: &str, here: &[Rates], there: &[Rates], of: impl Fn(&Rates) -> f64) {
    let here = median(here.iter().map(&of).collect());
    if there.is_empty() {
        println!("  {name:<24} {here:>10.0} {:>16} {:>8}", "-", "-");
        return;
    }
    let there = median(there.iter().map(&of).collect());
    println!(
        "  {name:<24} {here:>10.0} {there:>16.0} {:>8.2}",
        here / there
    );
}

#[cfg(not(target_arch = "wasm32"))]
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// A browser has no sockets.
#[cfg(target_arch = "wasm32")]
fn main() {}
