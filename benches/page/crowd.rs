//! A broker as a file, with more programs than anybody would add by hand.

use serde_json::{Value, json};

/// The course's queue and so many consumers of it, each of which does a hundred orders a second.
pub(crate) fn file(consumers: u32) -> String {
    let producer = json!({
        "version": 3, "name": "producer", "number": 0, "kind": "producer", "running": true, "next_order_number": 123,
    });
    let consumer = |number: u32| {
        json!({
            "version": 3, "name": format!("consumer-{number}"), "number": number, "kind": "consumer",
            "queue": "order_queue", "prefetch_count": 1, "sleep_ms": 10, "acknowledgement": "after_sleep",
            "on_failure": "crash", "running": true,
        })
    };
    let programs: Vec<Value> = std::iter::once(producer)
        .chain((1..=consumers).map(consumer))
        .collect();
    let queue = json!({
        "name": "order_queue", "vhost": "/", "durable": true, "auto_delete": false, "arguments": {},
    });
    let file = json!({
        "leveret": 1,
        "definitions": { "queues": [queue], "exchanges": [], "bindings": [] },
        "messages": [],
        "programs": programs,
    });
    file.to_string()
}
