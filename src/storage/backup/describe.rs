//! What an import would change, in words.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Planned, PlannedSort, arguments::Arguments, inline::inline};
use crate::{
    broker::{Binding, Destination, DurableExchange, DurableQueue, Table},
    storage::rows::ClientRow,
};

/// An exchange that is there on one side only.
pub(super) fn exchange(exchange: &DurableExchange) -> Planned {
    let flags = [
        ("auto_delete", exchange.auto_delete),
        ("internal", exchange.internal),
    ];
    let mut detail = vec![exchange.kind.name().to_owned()];
    detail.extend(properties(&flags, &exchange.arguments));
    planned(PlannedSort::Exchange, exchange.exchange.as_str(), &detail)
}

/// How an exchange differs in the file.
pub(super) fn changed_exchange(current: &DurableExchange, next: &DurableExchange) -> Planned {
    let (kind, next_kind) = (current.kind.name(), next.kind.name());
    let mut detail = Vec::new();
    if kind != next_kind {
        detail.push(format!("type: {kind} → {next_kind}"));
    }
    let flags = [
        ("auto_delete", current.auto_delete, next.auto_delete),
        ("internal", current.internal, next.internal),
    ];
    detail.extend(differences(&flags, &current.arguments, &next.arguments));
    planned(PlannedSort::Exchange, next.exchange.as_str(), &detail)
}

/// A queue that is there on one side only.
pub(super) fn queue(queue: &DurableQueue) -> Planned {
    let detail = properties(&[("auto_delete", queue.auto_delete)], &queue.arguments);
    planned(PlannedSort::Queue, queue.queue.as_str(), &detail)
}

/// How a queue differs in the file.
pub(super) fn changed_queue(current: &DurableQueue, next: &DurableQueue) -> Planned {
    let flags = [("auto_delete", current.auto_delete, next.auto_delete)];
    let detail = differences(&flags, &current.arguments, &next.arguments);
    planned(PlannedSort::Queue, next.queue.as_str(), &detail)
}

/// A binding. It is what all its parts say, so it cannot be there and differ.
pub(super) fn binding(binding: &Binding) -> Planned {
    let destination = match &binding.destination {
        Destination::Queue(queue) => format!("queue {queue}"),
        Destination::Exchange(exchange) => format!("exchange {exchange}"),
    };
    let name = format!("{} → {destination}", binding.source);
    let mut detail = Vec::new();
    if !binding.key.as_str().is_empty() {
        detail.push(format!("key {}", binding.key));
    }
    detail.extend(properties(&[], &binding.arguments));
    planned(PlannedSort::Binding, &name, &detail)
}

/// A program that is there on one side only.
pub(super) fn program(row: &ClientRow) -> Planned {
    planned(PlannedSort::Program, &row.name, &[])
}

/// How a program differs in the file.
pub(super) fn changed_program(current: &ClientRow, next: &ClientRow) -> Planned {
    let detail = value_differences(&fields(current), &fields(next));
    planned(PlannedSort::Program, &next.name, &detail)
}

/// The messages of a queue, by how many.
pub(super) fn messages(queue: &str, added: u64, changed: u64, removed: u64, same: u64) -> Planned {
    let counts = [
        (added, "added"),
        (changed, "changed"),
        (removed, "removed"),
        (same, "the same"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let detail: Vec<String> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    planned(PlannedSort::Messages, queue, &detail)
}

fn planned(sort: PlannedSort, name: &str, detail: &[String]) -> Planned {
    Planned {
        sort,
        name: name.to_owned(),
        detail: detail.join("; "),
    }
}

fn properties(flags: &[(&str, bool)], arguments: &Table) -> Vec<String> {
    let flags = flags.iter().filter(|(_, is_set)| *is_set);
    let mut said: Vec<String> = flags.map(|(name, _)| (*name).to_owned()).collect();
    let Arguments(fields) = Arguments::plain(arguments);
    said.extend(
        fields
            .iter()
            .map(|(name, value)| format!("{name}: {}", shown(value))),
    );
    said
}

fn differences(flags: &[(&str, bool, bool)], current: &Table, next: &Table) -> Vec<String> {
    let mut differences = Vec::new();
    for (name, current, next) in flags {
        if current != next {
            differences.push(format!("{name}: {current} → {next}"));
        }
    }
    let (Arguments(current_fields), Arguments(next_fields)) =
        (Arguments::plain(current), Arguments::plain(next));
    let of_values = value_differences(&current_fields, &next_fields);
    if of_values.is_empty() && current != next {
        differences.push("the wire types or the order of its arguments".to_owned());
    }
    differences.extend(of_values);
    differences
}

fn value_differences(current: &Map<String, Value>, next: &Map<String, Value>) -> Vec<String> {
    let names: BTreeSet<&String> = current.keys().chain(next.keys()).collect();
    let differences =
        names
            .into_iter()
            .filter_map(|name| match (current.get(name), next.get(name)) {
                (Some(current), Some(next)) if current == next => None,
                (None, None) => None,
                (Some(current), Some(next)) => {
                    Some(format!("{name}: {} → {}", shown(current), shown(next)))
                }
                (None, Some(next)) => Some(format!("{name}: {} is new", shown(next))),
                (Some(current), None) => Some(format!("{name}: {} goes", shown(current))),
            });
    differences.collect()
}

fn fields(row: &ClientRow) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) | Err(_) => unreachable!("a row is an object"),
    }
}

/// A value, or the beginning of a long one: it is read in a list.
fn shown(value: &Value) -> String {
    let text = inline(value);
    match text.char_indices().nth(SHOWN_CHARACTERS_MAX) {
        None => text,
        Some((cut, _)) => {
            let (beginning, _) = text.split_at(cut);
            format!("{beginning}…")
        }
    }
}

const SHOWN_CHARACTERS_MAX: usize = 60;
