//! Recovery: rows put together again into what a start of the broker takes in.
//!
//! Rows come by object store, in the order of [`StoreName::ALL`](super::StoreName::ALL), and by
//! ascending key: a queue before its messages, a message before the ones behind it. A row that does
//! not fit is refused with a reason; the store that it came from then sets it aside.

use std::collections::BTreeMap;

use super::{
    Loaded, QuarantinedRow, QueueCensus,
    rows::{CENSUS_KEY, CensusRow, ClientRow, MessageRow, QueueRow, RowError},
};
use crate::broker::{Durable, DurableQueue, QueueName};

/// What the rows so far add up to.
#[derive(Debug, Default)]
pub(super) struct Recovery {
    queues: BTreeMap<QueueName, DurableQueue>,
    clients: Vec<ClientRow>,
    census: Option<Vec<QueueCensus>>,
}

impl Recovery {
    pub(super) fn take_queue(&mut self, row: QueueRow) -> Result<(), RowError> {
        let queue = row.into_queue()?;
        self.queues.insert(queue.queue.clone(), queue);
        Ok(())
    }

    pub(super) fn take_message(&mut self, row: MessageRow) -> Result<(), RowError> {
        let Some(queue) = self.queues.get_mut(row.queue()) else {
            return Err(RowError::Content {
                field: "queue",
                reason: format!("there is no durable queue '{}'", row.queue()),
            });
        };
        queue.messages.push(row.into_message()?);
        Ok(())
    }

    pub(super) fn take_client(&mut self, row: ClientRow) {
        self.clients.push(row);
    }

    pub(super) fn take_meta(&mut self, row: CensusRow) -> Result<(), RowError> {
        if row.key != CENSUS_KEY {
            return Err(RowError::Content {
                field: "key",
                reason: format!("this program keeps nothing called '{}'", row.key),
            });
        }
        self.census = Some(row.queues);
        Ok(())
    }

    pub(super) fn finish(mut self, quarantined: Vec<QuarantinedRow>) -> Loaded {
        // They came by name, which stays as the order among programs of the same number.
        self.clients.sort_by_key(|client| client.number);
        Loaded {
            durable: Durable {
                queues: self.queues.into_values().collect(),
                ..Durable::default()
            },
            clients: self.clients,
            census: self.census,
            quarantined,
        }
    }
}
