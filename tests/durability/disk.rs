//! A disk that lives longer than the process: rows, a capacity, and transactions that end in ways
//! that the process may not hear of.

use std::collections::BTreeMap;

use leveret::{
    broker::{Durable, DurableMessage, DurableQueue, Position, QueueName, Table},
    host::Batch,
    storage::{Change, ClientRow, Loaded, QueueCensus, Settings, StoreError},
};

use crate::chance::Chance;

/// The disk.
#[derive(Debug)]
pub(crate) struct Disk {
    rows: Rows,
    /// Messages for which there is room.
    pub(crate) room: usize,
    /// Whether transactions complete at once and without a fault.
    pub(crate) is_sound: bool,
    under_way: Option<Transaction>,
}

/// What is on disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    pub(crate) messages: BTreeMap<(QueueName, Position), DurableMessage>,
    queues: BTreeMap<QueueName, (bool, Table)>,
    clients: BTreeMap<String, ClientRow>,
    census: Option<Vec<QueueCensus>>,
    settings: Settings,
}

#[derive(Debug)]
struct Transaction {
    batch: Batch,
    /// Steps until the rows change, or until it is clear that they do not.
    decided_in: u32,
    /// Steps until the process hears of it.
    heard_in: u32,
    ending: Ending,
    result: Option<Result<(), StoreError>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// It completes, if there is room.
    Completes,
    /// It is aborted.
    Aborts,
    /// The connection closes under it, and nothing is written.
    Closes,
    /// The connection closes under it, and all of it is written nevertheless.
    ClosesAfterAll,
}

impl Disk {
    pub(crate) fn new() -> Self {
        Self {
            rows: Rows::default(),
            room: usize::MAX,
            is_sound: true,
            under_way: None,
        }
    }

    pub(crate) const fn rows(&self) -> &Rows {
        &self.rows
    }

    pub(crate) fn begin(&mut self, chance: &mut Chance, batch: Batch) {
        assert!(self.under_way.is_none(), "one transaction at a time");
        let (decided_in, later, ending) = if self.is_sound {
            (0, 0, Ending::Completes)
        } else {
            let ending = match chance.below(100) {
                0..10 => Ending::Aborts,
                10..17 => Ending::Closes,
                17..24 => Ending::ClosesAfterAll,
                _ => Ending::Completes,
            };
            (chance.below(3), chance.below(3), ending)
        };
        self.under_way = Some(Transaction {
            batch,
            decided_in,
            heard_in: decided_in + later,
            ending,
            result: None,
        });
    }

    /// Goes on by a step. Gives what was written, if that is decided now, and what the process
    /// hears now.
    pub(crate) fn step(&mut self) -> (Option<Batch>, Option<Result<(), StoreError>>) {
        let Some(mut transaction) = self.under_way.take() else {
            return (None, None);
        };
        let mut written = None;
        if transaction.result.is_none() {
            if transaction.decided_in == 0 {
                let decided = self.decide(&transaction);
                written = decided.is_written.then(|| transaction.batch.clone());
                transaction.result = Some(decided.heard);
            } else {
                transaction.decided_in -= 1;
            }
        }
        if transaction.heard_in == 0 {
            return (written, transaction.result);
        }
        transaction.heard_in -= 1;
        self.under_way = Some(transaction);
        (written, None)
    }

    /// The process is gone, and whatever was not decided is not written.
    pub(crate) fn forget_process(&mut self) {
        self.under_way = None;
    }

    pub(crate) fn load(&self) -> Loaded {
        let queues = self.rows.queues.iter();
        let queues = queues.map(|(queue, (auto_delete, arguments))| DurableQueue {
            queue: queue.clone(),
            auto_delete: *auto_delete,
            arguments: arguments.clone(),
            messages: self.rows.of_queue(queue).cloned().collect(),
        });
        let mut clients: Vec<ClientRow> = self.rows.clients.values().cloned().collect();
        clients.sort_by_key(|client| client.number);
        Loaded {
            durable: Durable {
                queues: queues.collect(),
                ..Durable::default()
            },
            clients,
            census: self.rows.census.clone(),
            settings: self.rows.settings,
            quarantined: Vec::new(),
        }
    }

    fn decide(&mut self, transaction: &Transaction) -> Decided {
        let reason = "a simulated fault".to_owned();
        let failed = |error| Decided {
            is_written: false,
            heard: Err(error),
        };
        match transaction.ending {
            Ending::Aborts => return failed(StoreError::Failed { reason }),
            Ending::Closes => return failed(StoreError::Unavailable { reason }),
            Ending::Completes | Ending::ClosesAfterAll => {}
        }
        let mut after = self.rows.clone();
        for change in transaction.batch.changes.iter() {
            after.apply(change);
        }
        let count = after.messages.len();
        if count > self.room && count > self.rows.messages.len() {
            return failed(StoreError::Full { reason });
        }
        self.rows = after;
        Decided {
            is_written: true,
            heard: match transaction.ending {
                Ending::ClosesAfterAll => Err(StoreError::Unavailable { reason }),
                Ending::Completes | Ending::Aborts | Ending::Closes => Ok(()),
            },
        }
    }
}

/// How a transaction ends, and what the process is told of it.
struct Decided {
    is_written: bool,
    heard: Result<(), StoreError>,
}

impl Rows {
    pub(crate) fn of_queue(&self, queue: &QueueName) -> impl Iterator<Item = &DurableMessage> {
        let first = (queue.clone(), Position(0));
        let last = (queue.clone(), Position(u64::MAX));
        self.messages
            .range(first..=last)
            .map(|(_, message)| message)
    }

    /// Whether that order is there, wherever.
    pub(crate) fn hold(&self, label: &str) -> bool {
        let mut messages = self.messages.values();
        messages.any(|message| id_of(message) == label)
    }

    fn apply(&mut self, change: &Change) {
        match change.clone() {
            Change::PutQueue {
                queue,
                auto_delete,
                arguments,
            } => {
                self.queues.insert(queue, (auto_delete, arguments));
            }
            Change::PutMessage { queue, message } => {
                self.messages.insert((queue, message.position), message);
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
            Change::PutCensus(census) => self.census = Some(census),
            Change::PutSettings(settings) => self.settings = settings,
            Change::DeleteQueue { .. }
            | Change::PutExchange(_)
            | Change::DeleteExchange { .. }
            | Change::PutBinding(_)
            | Change::DeleteBinding(_) => unreachable!("no schedule asks for that: {change:?}"),
        }
    }
}

/// The id of the order that a message is. The body is one of ours, so the first text in it is the
/// name of the field, and the second the id.
pub(crate) fn id_of(message: &DurableMessage) -> &str {
    let body = std::str::from_utf8(&message.message.body).unwrap();
    body.split('"').nth(3).unwrap()
}
