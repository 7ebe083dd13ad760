//! Changes: what a store is asked to keep or to forget.
//!
//! Most come from the broker's records; the rest are the page's programs and the census. A turn of
//! the host makes many, and much of it cancels out: a message that came and went within the turn
//! needs no row. So a batch is condensed before it is written.

use std::collections::BTreeSet;

use super::{
    StoreName,
    rows::{ClientRow, QueueCensus},
};
use crate::broker::{DurableMessage, Position, QueueName, Record, Table};

/// Something to keep or to forget.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Keep a durable queue.
    PutQueue {
        /// Its name.
        queue: QueueName,
        /// The arguments it was declared with.
        arguments: Table,
    },
    /// Forget a queue and every message in it.
    DeleteQueue {
        /// Its name.
        queue: QueueName,
    },
    /// Keep a persistent message.
    PutMessage {
        /// The queue.
        queue: QueueName,
        /// The message in its place.
        message: DurableMessage,
    },
    /// Forget a message, kept or not.
    DeleteMessage {
        /// The queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
    },
    /// Keep a program of the page.
    PutClient(ClientRow),
    /// Forget a program of the page.
    DeleteClient {
        /// Its name.
        name: String,
    },
    /// Keep what a restart would lose.
    PutCensus(Vec<QueueCensus>),
}

impl Change {
    /// The object store that changes. Deleting a queue changes that of the messages, too.
    #[must_use]
    pub const fn store(&self) -> StoreName {
        match self {
            Self::PutQueue { .. } | Self::DeleteQueue { .. } => StoreName::Queues,
            Self::PutMessage { .. } | Self::DeleteMessage { .. } => StoreName::Messages,
            Self::PutClient(_) | Self::DeleteClient { .. } => StoreName::Clients,
            Self::PutCensus(_) => StoreName::Meta,
        }
    }

    /// The key of the row, as JSON.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::PutQueue { queue, .. } | Self::DeleteQueue { queue } => {
                serde_json::json!(queue).to_string()
            }
            Self::PutMessage { queue, message } => message_key(queue, message.position),
            Self::DeleteMessage { queue, position } => message_key(queue, *position),
            Self::PutClient(ClientRow { name, .. }) | Self::DeleteClient { name } => {
                serde_json::json!(name).to_string()
            }
            Self::PutCensus(_) => serde_json::json!(super::rows::CENSUS_KEY).to_string(),
        }
    }

    fn target(&self) -> Target<'_> {
        match self {
            Self::PutQueue { queue, .. } | Self::DeleteQueue { queue } => Target::Queue(queue),
            Self::PutMessage { queue, message } => Target::Message(queue, message.position),
            Self::DeleteMessage { queue, position } => Target::Message(queue, *position),
            Self::PutClient(ClientRow { name, .. }) | Self::DeleteClient { name } => {
                Target::Client(name)
            }
            Self::PutCensus(_) => Target::Census,
        }
    }
}

impl Change {
    /// What a record asks a store to do.
    #[must_use]
    pub fn of_record(record: Record) -> Option<Self> {
        Some(match record {
            Record::QueueDeclared {
                queue, arguments, ..
            } => Self::PutQueue { queue, arguments },
            Record::QueueDeleted { queue } => Self::DeleteQueue { queue },
            Record::MessageEnqueued { queue, message }
            | Record::MessageDelivered { queue, message } => Self::PutMessage { queue, message },
            Record::MessageRemoved { queue, position } => Self::DeleteMessage { queue, position },
            Record::ExchangeDeclared(_)
            | Record::ExchangeDeleted { .. }
            | Record::Bound(_)
            | Record::Unbound(_) => return None,
        })
    }
}

fn message_key(queue: &QueueName, position: Position) -> String {
    serde_json::json!([queue, position]).to_string()
}

/// Leaves out what a later change of the batch makes superfluous; the rest keeps its order.
///
/// The last change of a row decides about it, so of a message that was put and deleted the delete
/// stays: it may have had a row from before. Deleting a queue decides about its messages, too.
pub(super) fn condense(batch: Vec<Change>) -> Vec<Change> {
    let needed = needed(&batch);
    batch
        .into_iter()
        .zip(needed)
        .filter_map(|(change, needed)| needed.then_some(change))
        .collect()
}

fn needed(batch: &[Change]) -> Vec<bool> {
    let mut decided = BTreeSet::new();
    let mut deleted_queues = BTreeSet::new();
    let mut needed: Vec<bool> = batch
        .iter()
        .rev()
        .map(|change| {
            let target = change.target();
            if target
                .queue()
                .is_some_and(|queue| deleted_queues.contains(queue))
            {
                return false;
            }
            if let Change::DeleteQueue { queue } = change {
                // Even if the queue is declared anew later in the batch: its old messages must go.
                decided.insert(target);
                return deleted_queues.insert(queue);
            }
            decided.insert(target)
        })
        .collect();
    needed.reverse();
    needed
}

/// The row that a change is about.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Target<'a> {
    Queue(&'a QueueName),
    Message(&'a QueueName, Position),
    Client(&'a str),
    Census,
}

impl<'a> Target<'a> {
    const fn queue(&self) -> Option<&'a QueueName> {
        match self {
            Self::Queue(queue) | Self::Message(queue, _) => Some(queue),
            Self::Client(_) | Self::Census => None,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::storage::rows::samples;

    fn queue() -> QueueName {
        QueueName::new("order_queue").expect("a short name")
    }

    fn put(position: u64, redelivered: bool) -> Change {
        Change::PutMessage {
            queue: queue(),
            message: samples::kept(position, u32::from(redelivered), "{}"),
        }
    }

    fn delete(position: u64) -> Change {
        Change::DeleteMessage {
            queue: queue(),
            position: Position(position),
        }
    }

    #[test]
    fn a_message_that_came_and_went_costs_one_delete() {
        let batch = vec![put(1, false), put(2, false), put(1, true), delete(1)];
        assert_eq!(condense(batch), [put(2, false), delete(1)]);
    }

    #[test]
    fn the_last_put_of_a_row_is_the_one_that_counts() {
        assert_eq!(condense(vec![put(1, false), put(1, true)]), [put(1, true)]);
    }

    #[test]
    fn a_deleted_queue_needs_nothing_that_came_before() {
        let declare = Change::PutQueue {
            queue: queue(),
            arguments: Table::default(),
        };
        let drop = Change::DeleteQueue { queue: queue() };
        let batch = vec![
            declare.clone(),
            put(1, false),
            delete(2),
            drop.clone(),
            declare.clone(),
            put(1, false),
        ];
        assert_eq!(condense(batch), [drop, declare, put(1, false)]);
    }

    #[test]
    fn a_record_of_a_delivery_keeps_the_message_as_redelivered() {
        let record = Record::MessageDelivered {
            queue: queue(),
            message: samples::kept(7, 1, "{}"),
        };
        assert_eq!(Change::of_record(record), Some(put(7, true)));
    }

    #[test]
    fn a_key_reads_as_it_does_in_the_database() {
        assert_eq!(put(7, false).key(), r#"["order_queue",7]"#);
        assert_eq!(Change::PutCensus(Vec::new()).key(), r#""census""#);
    }
}
