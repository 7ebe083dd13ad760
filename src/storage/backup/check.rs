//! Checking a file against the rules of a start: what `recovery` would set aside of a store is a
//! fault in a file.
//!
//! Definitions that come without a broker lean on the one that they are imported into, so their
//! bindings are checked when that is known.

use super::{
    BackupError,
    sift::{Place, Sifted},
};
use crate::{
    broker::{Binding, DurableExchange, DurableQueue, Position, Table},
    storage::{
        recovery::Recovery,
        rows::{BindingRow, ExchangeRow, MessageRow, QueueRow, RowError},
    },
};

/// Takes exchanges and queues into a start, in this order.
pub(super) fn take_ends(
    recovery: &mut Recovery,
    exchanges: &[(Place, DurableExchange)],
    queues: &[(Place, DurableQueue)],
) -> Result<(), BackupError> {
    for (place, exchange) in exchanges {
        let taken = recovery.take_exchange(ExchangeRow::new(exchange));
        taken.map_err(|error| refuse(*place, &error, &exchange.arguments))?;
    }
    for (place, queue) in queues {
        let name = queue.queue.clone();
        let row = QueueRow::new(name, queue.auto_delete, &queue.arguments);
        let taken = recovery.take_queue(row);
        taken.map_err(|error| refuse(*place, &error, &queue.arguments))?;
    }
    Ok(())
}

/// Takes a binding into a start that has its ends.
pub(super) fn take_binding(
    recovery: &mut Recovery,
    place: Place,
    binding: &Binding,
) -> Result<(), BackupError> {
    let taken = recovery.take_binding(BindingRow::new(binding));
    taken.map_err(|error| refuse(place, &error, &binding.arguments))
}

/// Takes a whole broker into a start: its topology, then the messages in the order of the file.
pub(super) fn take_broker(
    recovery: &mut Recovery,
    sifted: &Sifted,
    messages: Vec<MessageRow>,
) -> Result<(), BackupError> {
    take_ends(recovery, &sifted.exchanges, &sifted.queues)?;
    for (place, binding) in &sifted.bindings {
        take_binding(recovery, *place, binding)?;
    }
    let mut positions = Positions::default();
    for (index, row) in messages.into_iter().enumerate() {
        let place = Place::of_list("messages", index);
        positions.check(place, &row)?;
        let taken = recovery.take_message(row);
        taken.map_err(|error| row_fault(place, &error))?;
    }
    Ok(())
}

/// A row that cannot be taken.
pub(super) fn row_fault(place: Place, error: &RowError) -> BackupError {
    match error {
        RowError::Version { found, newest } => {
            let reason = format!("the row has version {found}, this page reads up to {newest}");
            place.fault("version", reason)
        }
        // The row as a whole has no name; the reason then names the field that is missing.
        RowError::Shape { field, reason } if field == "." => place.fault_of_whole(reason),
        RowError::Shape { field, reason } => place.fault(field, reason),
        RowError::Content { field, reason } => place.fault(field, reason),
    }
}

/// The last position of each queue so far.
#[derive(Default)]
struct Positions(std::collections::BTreeMap<String, Position>);

impl Positions {
    fn check(&mut self, place: Place, row: &MessageRow) -> Result<(), BackupError> {
        let position = row.position();
        let queue = row.queue().as_str();
        match self.0.get_mut(queue) {
            Some(last) if position <= *last => {
                let reason = format!(
                    "{} does not come after {}, the one before it in '{queue}': positions ascend",
                    position.0, last.0
                );
                return Err(place.fault("position", reason));
            }
            Some(last) => *last = position,
            None => {
                self.0.insert(queue.to_owned(), position);
            }
        }
        Ok(())
    }
}

/// A row's refusal in the words of definitions.
fn refuse(place: Place, error: &RowError, arguments: &Table) -> BackupError {
    let RowError::Content { field, reason } = error else {
        return row_fault(place, error);
    };
    match *field {
        "exchange" | "queue" => place.fault("name", reason),
        "kind" => place.fault("type", reason),
        "arguments" => match named_argument(arguments, reason) {
            Some(name) => place.fault(format_args!("arguments.{name}"), reason),
            None => place.fault(field, reason),
        },
        _ => place.fault(field, reason),
    }
}

/// The argument that RabbitMQ's refusal is about: it stands there in quotes.
fn named_argument(arguments: &Table, reason: &str) -> Option<String> {
    let mut names = arguments.0.iter().map(|(name, _)| name.to_string());
    names.find(|name| reason.contains(&format!("arg '{name}'")))
}
