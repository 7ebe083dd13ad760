//! Changes: what a store is asked to keep or to forget.
//!
//! Most come from the broker's records; the rest are the page's programs and the census. A turn of
//! the host makes many, and much of it cancels out: a message that came and went within the turn
//! needs no row. So a batch is condensed before it is written.

use std::{collections::BTreeSet, rc::Rc};

use serde_json::json;

use super::{
    StoreName,
    rows::{BindingRowKey, CENSUS_KEY, ClientRow, QueueCensus, SETTINGS_KEY, Settings},
};
use crate::broker::{
    Binding, DurableExchange, DurableMessage, ExchangeName, Position, QueueName, Record, Table,
};

/// Something to keep or to forget.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Keep a durable exchange.
    PutExchange(DurableExchange),
    /// Forget an exchange.
    DeleteExchange {
        /// Its name.
        exchange: ExchangeName,
    },
    /// Keep a durable queue.
    PutQueue {
        /// Its name.
        queue: QueueName,
        /// Whether it goes with its last consumer.
        auto_delete: bool,
        /// The arguments it was declared with.
        arguments: Table,
    },
    /// Forget a queue and every message in it.
    DeleteQueue {
        /// Its name.
        queue: QueueName,
    },
    /// Keep a binding whose ends are both durable.
    PutBinding(Rc<Binding>),
    /// Forget a binding.
    DeleteBinding(Rc<Binding>),
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
    /// Keep how the broker is set.
    PutSettings(Settings),
}

impl Change {
    /// The object store that changes. Deleting a queue changes that of the messages, too.
    #[must_use]
    pub const fn store(&self) -> StoreName {
        match self {
            Self::PutExchange(_) | Self::DeleteExchange { .. } => StoreName::Exchanges,
            Self::PutQueue { .. } | Self::DeleteQueue { .. } => StoreName::Queues,
            Self::PutBinding(_) | Self::DeleteBinding(_) => StoreName::Bindings,
            Self::PutMessage { .. } | Self::DeleteMessage { .. } => StoreName::Messages,
            Self::PutClient(_) | Self::DeleteClient { .. } => StoreName::Clients,
            Self::PutCensus(_) | Self::PutSettings(_) => StoreName::Meta,
        }
    }

    /// The key of the row, as JSON.
    #[must_use]
    pub fn key(&self) -> String {
        let key = match self.target() {
            Target::Exchange(exchange) => json!(exchange),
            Target::Queue(queue) => json!(queue),
            Target::Binding(key) => json!(key),
            Target::Message(queue, position) => json!([queue, position]),
            Target::Client(name) => json!(name),
            Target::Census => json!(CENSUS_KEY),
            Target::Settings => json!(SETTINGS_KEY),
        };
        key.to_string()
    }

    fn target(&self) -> Target<'_> {
        match self {
            Self::PutExchange(DurableExchange { exchange, .. })
            | Self::DeleteExchange { exchange } => Target::Exchange(exchange),
            Self::PutQueue { queue, .. } | Self::DeleteQueue { queue } => Target::Queue(queue),
            Self::PutBinding(binding) | Self::DeleteBinding(binding) => {
                Target::Binding(BindingRowKey::new(binding))
            }
            Self::PutMessage { queue, message } => Target::Message(queue, message.position),
            Self::DeleteMessage { queue, position } => Target::Message(queue, *position),
            Self::PutClient(ClientRow { name, .. }) | Self::DeleteClient { name } => {
                Target::Client(name)
            }
            Self::PutCensus(_) => Target::Census,
            Self::PutSettings(_) => Target::Settings,
        }
    }
}

impl From<Record> for Change {
    fn from(record: Record) -> Self {
        match record {
            Record::ExchangeDeclared(exchange) => Self::PutExchange(exchange),
            Record::ExchangeDeleted { exchange } => Self::DeleteExchange { exchange },
            Record::QueueDeclared {
                queue,
                auto_delete,
                arguments,
            } => Self::PutQueue {
                queue,
                auto_delete,
                arguments,
            },
            Record::QueueDeleted { queue } => Self::DeleteQueue { queue },
            Record::MessageEnqueued { queue, message }
            | Record::MessageDelivered { queue, message } => Self::PutMessage { queue, message },
            Record::MessageRemoved { queue, position } => Self::DeleteMessage { queue, position },
            Record::Bound(binding) => Self::PutBinding(binding),
            Record::Unbound(binding) => Self::DeleteBinding(binding),
        }
    }
}

/// Leaves out what a later change of the batch makes superfluous; the rest keeps its order.
///
/// The last change of a row decides about it, so of a message that was put and deleted the delete
/// stays: it may have had a row from before. Deleting a queue decides about its messages, too.
pub(super) fn condense(batch: &[Change]) -> Vec<&Change> {
    let needed = needed(batch);
    batch
        .iter()
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
    Exchange(&'a ExchangeName),
    Queue(&'a QueueName),
    Binding(BindingRowKey),
    Message(&'a QueueName, Position),
    Client(&'a str),
    Census,
    Settings,
}

impl<'a> Target<'a> {
    const fn queue(&self) -> Option<&'a QueueName> {
        match self {
            Self::Queue(queue) | Self::Message(queue, _) => Some(queue),
            Self::Exchange(_)
            | Self::Binding(_)
            | Self::Client(_)
            | Self::Census
            | Self::Settings => None,
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
        assert_eq!(condense(&batch), [&put(2, false), &delete(1)]);
    }

    #[test]
    fn the_last_put_of_a_row_is_the_one_that_counts() {
        assert_eq!(condense(&[put(1, false), put(1, true)]), [&put(1, true)]);
    }

    #[test]
    fn a_deleted_queue_needs_nothing_that_came_before() {
        let declare = Change::PutQueue {
            queue: queue(),
            auto_delete: false,
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
        assert_eq!(condense(&batch), [&drop, &declare, &put(1, false)]);
    }

    #[test]
    fn a_binding_that_came_and_went_costs_one_delete() {
        let binding = |key| Rc::new(samples::binding("orders", "order_queue", key));
        let batch = vec![
            Change::PutBinding(binding("eu")),
            Change::PutBinding(binding("us")),
            Change::DeleteBinding(binding("eu")),
        ];
        assert_eq!(
            condense(&batch),
            [
                &Change::PutBinding(binding("us")),
                &Change::DeleteBinding(binding("eu")),
            ]
        );
    }

    #[test]
    fn a_record_of_a_delivery_keeps_the_message_as_redelivered() {
        let record = Record::MessageDelivered {
            queue: queue(),
            message: samples::kept(7, 1, "{}"),
        };
        assert_eq!(Change::from(record), put(7, true));
    }

    #[test]
    fn a_key_reads_as_it_does_in_the_database() {
        assert_eq!(put(7, false).key(), r#"["order_queue",7]"#);
        assert_eq!(Change::PutCensus(Vec::new()).key(), r#""census""#);
        let binding = Rc::new(samples::binding("orders", "order_queue", "eu.#"));
        assert_eq!(
            Change::PutBinding(binding).key(),
            r#"["orders","queue","order_queue","eu.#",""]"#
        );
    }
}
