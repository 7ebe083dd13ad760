//! Records traces: runs their operations against a real RabbitMQ and writes down what it answers.
//!
//! `make record RABBITMQ=127.0.0.1:5672 RESTART='rmq.sh restart'` records all files; with
//! `TRACES='tests/conformance/traces/02_queues.trace'` only those. Operations are written by hand;
//! the answers below them are replaced. The broker should have nobody else on it: what a
//! scenario declares is deleted after it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    dead_code,
    reason = "a tool for the terminal that stops at what it did not expect and uses the real \
              clock, and shares a client with the random run"
)]

mod trace;
#[path = "../wire/mod.rs"]
mod wire;

use std::{env, fs, path::PathBuf};

use trace::{Scenario, Trace};
use wire::{
    Client,
    transport::{RECORDED_QUIET, Tcp},
};

fn main() {
    let usage = "RABBITMQ=host:port [RESTART=command] record file.trace ...";
    let address = env::var("RABBITMQ").unwrap_or_else(|_| panic!("{usage}"));
    let version = version(&address);
    for path in env::args().skip(1).map(PathBuf::from) {
        let mut trace = Trace::read(&path);
        for scenario in &mut trace.scenarios {
            println!("{}: {}", path.display(), scenario.title);
            record(scenario, &address);
        }
        trace.head.retain(|line| !line.starts_with(RECORDED_FROM));
        trace.head.insert(0, format!("{RECORDED_FROM} {version}."));
        fs::write(&path, trace.text()).unwrap();
    }
}

fn record(scenario: &mut Scenario, address: &str) {
    let mut transport = Tcp::new(address, RECORDED_QUIET);
    transport.restart_command = env::var("RESTART").ok();
    let mut client = scenario.run(Box::new(transport), |line, answers| line.answers = answers);
    client.clean();
}

/// What the broker calls itself.
fn version(address: &str) -> String {
    let client = Client::new(Box::new(Tcp::new(address, RECORDED_QUIET)));
    client.server_version()
}

const RECORDED_FROM: &str = "# Recorded from RabbitMQ";
