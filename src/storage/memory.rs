//! The store in memory: for tests, and for a page that the browser gives no storage.
//!
//! It keeps the same rows as the one in IndexedDB and takes them back by the same rules, so what
//! holds for one holds for the other, until its process ends.

use std::{cell::RefCell, collections::BTreeMap};

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Change, ListedRow, Loaded, QuarantinedRow, RowListing, Store, StoreError, StoreName,
    change::condense,
    listed,
    recovery::Recovery,
    rows::{CENSUS_KEY, CensusRow, ClientRow, MessageRow, QueueRow, RowError},
};
use crate::broker::{Position, QueueName};

/// Rows in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    // A store is shared by whoever writes and whoever looks at rows, on one thread; no borrow
    // outlives a call.
    rows: RefCell<Rows>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Store for MemoryStore {
    async fn load(&self) -> Result<Loaded, StoreError> {
        Ok(self.rows.borrow_mut().recover())
    }

    async fn write(&self, batch: Vec<Change>) -> Result<(), StoreError> {
        let mut rows = self.rows.borrow_mut();
        for change in condense(batch) {
            rows.apply(change);
        }
        Ok(())
    }

    async fn rows(&self, store: StoreName, limit: u32) -> Result<RowListing, StoreError> {
        let rows = self.rows.borrow();
        Ok(match store {
            StoreName::Meta => list(&rows.meta, limit),
            StoreName::Queues => list(&rows.queues, limit),
            StoreName::Messages => list(&rows.messages, limit),
            StoreName::Clients => list(&rows.clients, limit),
            StoreName::Quarantine => list(&rows.quarantine, limit),
        })
    }

    async fn clear(&self) -> Result<(), StoreError> {
        *self.rows.borrow_mut() = Rows::default();
        Ok(())
    }
}

/// The object stores.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rows {
    meta: BTreeMap<&'static str, CensusRow>,
    queues: BTreeMap<QueueName, QueueRow>,
    messages: BTreeMap<(QueueName, Position), MessageRow>,
    clients: BTreeMap<String, ClientRow>,
    quarantine: BTreeMap<u64, QuarantineRow>,
}

/// A row that was set aside.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct QuarantineRow {
    store: &'static str,
    key: Value,
    row: Value,
    reason: String,
}

impl Rows {
    fn apply(&mut self, change: Change) {
        match change {
            Change::PutQueue { queue, arguments } => {
                let row = QueueRow::new(queue.clone(), &arguments);
                self.queues.insert(queue, row);
            }
            Change::DeleteQueue { queue } => {
                self.messages.retain(|(of, _), _| *of != queue);
                self.queues.remove(&queue);
            }
            Change::PutMessage { queue, message } => {
                let row = MessageRow::new(queue.clone(), &message);
                self.messages.insert((queue, message.position), row);
            }
            Change::DeleteMessage { queue, position } => {
                self.messages.remove(&(queue, position));
            }
            Change::PutClient(row) => {
                self.clients.insert(row.name.clone(), row);
            }
            Change::DeleteClient { name } => {
                self.clients.remove(&name);
            }
            Change::PutCensus(queues) => {
                self.meta.insert(CENSUS_KEY, CensusRow::new(queues));
            }
        }
    }

    fn recover(&mut self) -> Loaded {
        let mut recovery = Recovery::default();
        let mut strays = Vec::new();
        self.queues.retain(|key, row| {
            let taken = recovery.take_queue(row.clone());
            keep_or_stray(&mut strays, StoreName::Queues, key, row, taken)
        });
        self.messages.retain(|key, row| {
            let taken = recovery.take_message(row.clone());
            keep_or_stray(&mut strays, StoreName::Messages, key, row, taken)
        });
        for row in self.clients.values() {
            recovery.take_client(row.clone());
        }
        self.meta.retain(|key, row| {
            let taken = recovery.take_meta(row.clone());
            keep_or_stray(&mut strays, StoreName::Meta, key, row, taken)
        });
        let quarantined = strays.into_iter().map(|stray| self.quarantine(stray));
        let quarantined = quarantined.collect();
        recovery.finish(quarantined)
    }

    fn quarantine(&mut self, (store, stray): (StoreName, QuarantineRow)) -> QuarantinedRow {
        let quarantined = QuarantinedRow {
            store,
            key: stray.key.to_string(),
            reason: stray.reason.clone(),
        };
        let number = self
            .quarantine
            .last_key_value()
            .map_or(0, |(last, _)| *last)
            + 1;
        self.quarantine.insert(number, stray);
        quarantined
    }
}

/// Whether a row may stay; if not, it is put with the strays.
fn keep_or_stray(
    strays: &mut Vec<(StoreName, QuarantineRow)>,
    store: StoreName,
    key: &impl Serialize,
    row: &impl Serialize,
    taken: Result<(), RowError>,
) -> bool {
    let Err(error) = taken else { return true };
    let stray = QuarantineRow {
        store: store.as_str(),
        key: json!(key),
        row: json!(row),
        reason: error.to_string(),
    };
    strays.push((store, stray));
    false
}

fn list<K: Serialize, R: Serialize>(rows: &BTreeMap<K, R>, limit: u32) -> RowListing {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let listing = rows.iter().take(limit).map(|(key, row)| ListedRow {
        key: json!(key).to_string(),
        value: listed(serde_json::to_string(row).expect("rows have text for keys")),
    });
    RowListing {
        total: rows.len() as u64,
        rows: listing.collect(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::{
        broker::{FieldValue, ShortString, Table},
        storage::{QueueCensus, rows::samples},
    };

    fn queue(name: &str) -> QueueName {
        QueueName::new(name).expect("a short name")
    }

    fn declare(name: &str) -> Change {
        Change::PutQueue {
            queue: queue(name),
            arguments: Table::default(),
        }
    }

    fn put(name: &str, position: u64) -> Change {
        Change::PutMessage {
            queue: queue(name),
            message: samples::kept(position, 0, "{}"),
        }
    }

    fn rows_after(batch: Vec<Change>) -> Rows {
        let mut rows = Rows::default();
        for change in batch {
            rows.apply(change);
        }
        rows
    }

    #[test]
    fn what_was_written_comes_back_in_order() {
        let census = vec![QueueCensus {
            queue: queue("a"),
            durable: true,
            transient_messages: 3,
        }];
        let loaded = rows_after(vec![
            declare("b"),
            declare("a"),
            put("a", 1 << 40),
            put("a", 2),
            Change::PutClient(samples::consumer("early-bird", 2)),
            Change::PutClient(samples::consumer("late-riser", 1)),
            Change::PutCensus(census.clone()),
        ])
        .recover();

        let positions = |loaded: &Loaded, index: usize| -> Vec<u64> {
            let messages = loaded.durable.queues[index].messages.iter();
            messages.map(|message| message.position.0).collect()
        };
        assert_eq!(positions(&loaded, 0), [2, 1 << 40]);
        assert!(positions(&loaded, 1).is_empty());
        let names = loaded.clients.iter().map(|client| client.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["late-riser", "early-bird"]);
        assert_eq!(loaded.census, Some(census));
        assert_eq!(loaded.quarantined, []);
    }

    #[test]
    fn a_message_of_a_queue_that_is_not_there_is_set_aside() {
        let mut rows = rows_after(vec![declare("a"), put("a", 1), put("lost", 9)]);

        let loaded = rows.recover();

        let expected = QuarantinedRow {
            store: StoreName::Messages,
            key: r#"["lost",9]"#.to_owned(),
            reason: "queue: there is no durable queue 'lost'".to_owned(),
        };
        assert_eq!(loaded.quarantined, [expected]);
        assert_eq!(loaded.durable.queues[0].messages.len(), 1);
        assert_eq!(rows.quarantine[&1].row["queue"], json!("lost"));
        assert_eq!(rows.recover().quarantined, [], "it is set aside once");
    }

    #[test]
    fn a_listing_shows_the_first_rows_and_counts_all() {
        let rows = rows_after(vec![put("a", 10), put("a", 9), put("a", 11)]);
        let listing = list(&rows.messages, 2);
        assert_eq!(listing.total, 3);
        let keys = listing.rows.iter().map(|row| row.key.as_str());
        assert_eq!(keys.collect::<Vec<_>>(), [r#"["a",9]"#, r#"["a",10]"#]);
        assert!(
            listing.rows[0]
                .value
                .starts_with(r#"{"version":1,"queue":"a","position":9,"#)
        );
    }

    fn changes() -> impl Strategy<Value = Change> {
        let queues = || prop_oneof![Just("a"), Just("b")];
        let positions = || 1..4_u64;
        prop_oneof![
            2 => (queues(), any::<i32>()).prop_map(|(name, max)| Change::PutQueue {
                queue: queue(name),
                arguments: Table(vec![(ShortString::of("x-max-length"), FieldValue::Int(max))]),
            }),
            1 => queues().prop_map(|name| Change::DeleteQueue { queue: queue(name) }),
            6 => (queues(), positions(), 0..3_u32, "[ab]").prop_map(
                |(name, position, deliveries, body)| Change::PutMessage {
                    queue: queue(name),
                    message: samples::kept(position, deliveries, &body),
                }
            ),
            4 => (queues(), positions()).prop_map(|(name, position)| Change::DeleteMessage {
                queue: queue(name),
                position: Position(position),
            }),
            1 => ("[cd]", 1..3_u64)
                .prop_map(|(name, number)| Change::PutClient(samples::consumer(&name, number))),
            1 => "[cd]".prop_map(|name| Change::DeleteClient { name }),
            1 => (1..9_u64).prop_map(|transient_messages| Change::PutCensus(vec![QueueCensus {
                queue: queue("a"),
                durable: true,
                transient_messages,
            }])),
        ]
    }

    proptest! {
        #[test]
        fn a_condensed_batch_does_what_the_whole_one_does(
            before in vec(changes(), 0..15),
            batch in vec(changes(), 0..25),
        ) {
            let mut whole = rows_after(before);
            let mut condensed = whole.clone();
            let short = condense(batch.clone());
            prop_assert!(short.len() <= batch.len());
            for change in batch {
                whole.apply(change);
            }
            for change in short.clone() {
                condensed.apply(change);
            }
            prop_assert_eq!(whole, condensed);
            prop_assert_eq!(condense(short.clone()), short, "there is nothing left to condense");
        }
    }
}
