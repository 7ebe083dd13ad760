//! Files that a broker is written to and read from: what they say, and how a wrong one is refused.
//!
//! That any broker comes back from its file is a property test beside the code; here are the files
//! that a person or a RabbitMQ makes.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a file that cannot be read here has failed its test"
)]

mod definitions;
mod documented;
mod faults;
mod hostile;
mod planned;
mod rabbitmq;
mod schema;

use leveret::storage::backup::{Backup, Contents, Import, parse};
use serde_json::{Value, json};

/// A small broker's file.
fn broker() -> Value {
    json!({
        "leveret": 1,
        "definitions": {
            "queues": [
                {"name": "order_queue", "arguments": {"x-max-length": 5}},
                {"name": "audit", "arguments": {"x-queue-type": "quorum"}},
            ],
            "exchanges": [{"name": "orders", "type": "topic"}],
            "bindings": [{
                "source": "orders", "destination": "order_queue", "destination_type": "queue",
                "routing_key": "eu.#",
            }],
        },
        "messages": [message("order_queue", 3), message("order_queue", 7)],
        "programs": [{
            "version": 1, "name": "producer", "number": 0, "kind": "producer", "running": true,
            "next_order_number": 124,
        }],
    })
}

fn message(queue: &str, position: u64) -> Value {
    json!({
        "version": 2, "queue": queue, "position": position, "deliveries": 0, "exchange": "",
        "routing_key": queue, "properties": {"delivery_mode": 2}, "body": "{}",
    })
}

fn read(file: &Value) -> Backup {
    parse(&file.to_string()).unwrap()
}

/// What comes of a file where nothing is.
fn contents(file: &Value) -> Contents {
    onto(file, &Contents::default()).contents
}

fn onto(file: &Value, current: &Contents) -> Import {
    read(file).onto(current).unwrap()
}

/// Why a file cannot be taken in where this is there.
fn refusal_onto(file: &str, current: &Contents) -> String {
    let taken_in = parse(file).and_then(|backup| backup.onto(current));
    taken_in.unwrap_err().to_string()
}

fn refusal(file: &str) -> String {
    refusal_onto(file, &Contents::default())
}
