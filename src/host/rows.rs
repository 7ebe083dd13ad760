//! The page's programs as rows, and back.
//!
//! What a row may hold is the store's to say, what a program may be set to the simulation's.

use crate::{
    broker::Millis,
    simulation::{Acknowledgement, ClientDefinition, ConsumerSettings, OnFailure},
    storage::{ClientAcknowledgement, ClientFailure, ClientKind, ClientRow},
};

/// The name of the producer's row.
const PRODUCER: &str = "producer";

/// A program as a row; `number` is its place in the order of the page.
pub(super) fn to_row(number: u64, definition: ClientDefinition) -> ClientRow {
    let row = |name: String, kind| ClientRow {
        version: ClientRow::VERSION,
        name,
        number,
        kind,
        queue: None,
        prefetch_count: None,
        sleep_ms: None,
        acknowledgement: None,
        on_failure: None,
        restart_after_ms: None,
        exclusive: None,
        priority: None,
        running: true,
        next_order_number: None,
    };
    match definition {
        ClientDefinition::Producer { next_order_number } => ClientRow {
            next_order_number: Some(next_order_number),
            ..row(PRODUCER.to_owned(), ClientKind::Producer)
        },
        ClientDefinition::Consumer {
            name,
            settings,
            running,
        } => ClientRow {
            queue: Some(settings.queue),
            prefetch_count: Some(settings.prefetch_count),
            sleep_ms: Some(settings.sleep.0),
            acknowledgement: Some(match settings.acknowledgement {
                Acknowledgement::AfterSleep => ClientAcknowledgement::AfterSleep,
                Acknowledgement::Automatic => ClientAcknowledgement::Automatic,
                Acknowledgement::ByHand => ClientAcknowledgement::ByHand,
            }),
            on_failure: Some(match settings.on_failure {
                OnFailure::Crash => ClientFailure::Crash,
                OnFailure::Requeue => ClientFailure::NackRequeue,
                OnFailure::Discard => ClientFailure::NackDiscard,
                OnFailure::Reject => ClientFailure::Reject,
            }),
            restart_after_ms: settings.restart_after.map(|after| after.0),
            exclusive: settings.exclusive.then_some(true),
            priority: settings.priority,
            running,
            ..row(name, ClientKind::Consumer)
        },
    }
}

/// A row as a program.
///
/// # Errors
/// The name of a field that this kind of program needs and the row lacks.
pub(super) fn from_row(row: ClientRow) -> Result<ClientDefinition, &'static str> {
    Ok(match row.kind {
        ClientKind::Producer => ClientDefinition::Producer {
            next_order_number: row.next_order_number.ok_or("next_order_number")?,
        },
        ClientKind::Consumer => ClientDefinition::Consumer {
            settings: ConsumerSettings {
                queue: row.queue.ok_or("queue")?,
                prefetch_count: row.prefetch_count.ok_or("prefetch_count")?,
                sleep: Millis(row.sleep_ms.ok_or("sleep_ms")?),
                acknowledgement: match row.acknowledgement.ok_or("acknowledgement")? {
                    ClientAcknowledgement::AfterSleep => Acknowledgement::AfterSleep,
                    ClientAcknowledgement::Automatic => Acknowledgement::Automatic,
                    ClientAcknowledgement::ByHand => Acknowledgement::ByHand,
                },
                on_failure: match row.on_failure.ok_or("on_failure")? {
                    ClientFailure::Crash => OnFailure::Crash,
                    ClientFailure::NackRequeue => OnFailure::Requeue,
                    ClientFailure::NackDiscard => OnFailure::Discard,
                    ClientFailure::Reject => OnFailure::Reject,
                },
                restart_after: row.restart_after_ms.map(Millis),
                exclusive: row.exclusive.unwrap_or(false),
                priority: row.priority,
            },
            name: row.name,
            running: row.running,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_come_back_from_their_rows() {
        let producer = ClientDefinition::Producer {
            next_order_number: 131,
        };
        let consumer = |on_failure| ClientDefinition::Consumer {
            name: "consumer-3".to_owned(),
            settings: ConsumerSettings {
                prefetch_count: 0,
                acknowledgement: Acknowledgement::ByHand,
                on_failure,
                restart_after: Some(Millis(2_000)),
                exclusive: true,
                priority: Some(-1),
                ..ConsumerSettings::default()
            },
            running: false,
        };
        let consumers = [
            OnFailure::Crash,
            OnFailure::Requeue,
            OnFailure::Discard,
            OnFailure::Reject,
        ];
        let programs = std::iter::once(producer).chain(consumers.map(consumer));
        for (number, definition) in (0..).zip(programs) {
            assert_eq!(from_row(to_row(number, definition.clone())), Ok(definition));
        }
    }

    #[test]
    fn a_row_without_a_field_that_it_needs_says_which() {
        let row = ClientRow {
            kind: ClientKind::Consumer,
            ..to_row(
                0,
                ClientDefinition::Producer {
                    next_order_number: 131,
                },
            )
        };
        assert_eq!(from_row(row), Err("queue"));
    }
}
