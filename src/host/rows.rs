//! The page's programs as rows, and back.
//!
//! What a row may hold is the store's to say, what a program may be set to the simulation's.

use crate::{
    broker::Millis,
    simulation::{Acknowledgement, ClientDefinition, ConsumerSettings},
    storage::{ClientAcknowledgement, ClientKind, ClientRow},
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
        let consumer = ClientDefinition::Consumer {
            name: "consumer-3".to_owned(),
            settings: ConsumerSettings {
                prefetch_count: 0,
                acknowledgement: Acknowledgement::ByHand,
                ..ConsumerSettings::default()
            },
            running: false,
        };
        for (number, definition) in [(0, producer), (1, consumer)] {
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
