//! What the server says of itself in `connection.start`.
//!
//! Clients choose what to do by the product's name, its version and its capabilities, so these are
//! RabbitMQ 4.0's; the rest says who really speaks.

use crate::broker::{FieldValue, ShortString, Table};

/// The version of RabbitMQ whose behaviour this is.
const VERSION: &str = "4.0.5";

/// What clients may log in with, as 4.0 offers it.
pub(super) const MECHANISMS: &str = "PLAIN AMQPLAIN ANONYMOUS";

/// What clients may ask of the server.
const CAPABILITIES: [&str; 9] = [
    "publisher_confirms",
    "exchange_exchange_bindings",
    "basic.nack",
    "consumer_cancel_notify",
    "connection.blocked",
    "consumer_priorities",
    "authentication_failure_close",
    "per_consumer_qos",
    "direct_reply_to",
];

pub(super) fn server_properties() -> Table {
    let can = |name: &&str| (ShortString::of(name), FieldValue::Bool(true));
    let capabilities = Table(CAPABILITIES.iter().map(can).collect());
    let texts = [
        ("cluster_name", "leveret"),
        ("copyright", "Copyright (c) the Leveret authors"),
        (
            "information",
            "Leveret, a message broker for learners that behaves as RabbitMQ 4.0 does",
        ),
        (
            "platform",
            concat!("Leveret ", env!("CARGO_PKG_VERSION"), " (Rust)"),
        ),
        ("product", "RabbitMQ"),
        ("version", VERSION),
    ];
    let texts = texts.map(|(name, text)| (ShortString::of(name), FieldValue::text(text)));
    let capabilities = (
        ShortString::of("capabilities"),
        FieldValue::Table(capabilities),
    );
    Table(std::iter::once(capabilities).chain(texts).collect())
}
