//! The arguments of the run: tables, and the rules that each queue is declared with.

use leveret::broker::{FieldValue, ShortString, Table};

/// What a queue of that name is always declared with.
pub(crate) fn rules_of(queue: &str) -> Table {
    let text = FieldValue::text;
    match queue {
        "short" => arguments(&[
            ("x-message-ttl", number(600)),
            ("x-dead-letter-exchange", text("amq.topic")),
            ("x-dead-letter-routing-key", text("a.b")),
        ]),
        "small" => arguments(&[
            ("x-max-length", number(10)),
            ("x-max-priority", number(5)),
            ("x-dead-letter-exchange", text("")),
            ("x-dead-letter-routing-key", text("plain")),
        ]),
        "wall" => arguments(&[
            ("x-max-length", number(10)),
            ("x-overflow", text("reject-publish")),
            ("x-expires", number(5_000)),
        ]),
        "quorum" => arguments(&[
            ("x-queue-type", text("quorum")),
            ("x-delivery-limit", number(2)),
            ("x-dead-letter-exchange", text("amq.fanout")),
        ]),
        "single" => arguments(&[("x-single-active-consumer", FieldValue::Bool(true))]),
        _ => Table::default(),
    }
}

pub(crate) fn arguments(pairs: &[(&str, FieldValue)]) -> Table {
    let pairs = pairs.iter();
    Table(
        pairs
            .map(|(name, value)| (ShortString::of(name), value.clone()))
            .collect(),
    )
}

pub(crate) const fn number(value: i32) -> FieldValue {
    FieldValue::Int(value)
}
