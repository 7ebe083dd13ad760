//! Keeping: what a turn changed becomes part of a batch for the store.
//!
//! Three things are kept: the broker's records; the page's programs; and the census of what a
//! restart would lose, without which nobody could say after a reload what is missing. While one
//! batch is being written the next gathers. A batch that could not be written is put back before
//! what gathered meanwhile, so that changes reach the store in their order or not at all.
//!
//! One exception lets a full store recover: a turn that adds no message to a queue may have its
//! removals written ahead. A removal that is kept early can lose nothing there, while one that
//! stands beside an added message may be the other half of a dead letter, and waits for it.

use std::{collections::BTreeMap, mem, rc::Rc};

use crate::{
    broker::{QueueStatus, Record, RecordSeq},
    storage::{Change, ClientRow, QueueCensus, condense},
};

/// What is to be written, is being written, and was written last.
///
/// # Invariants
/// - The turns' lengths add up to the changes that wait.
/// - Of the waiting turns the first `relieved` have no removal that could go ahead.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    waiting: Waiting,
    /// Turns at the front of which the removals are written already.
    relieved: usize,
    writing: Option<Writing>,
    /// Changes from which on what waits is condensed.
    condense_from: usize,
    census: Vec<QueueCensus>,
    clients: BTreeMap<String, ClientRow>,
}

/// Changes in their order, and the turns that they came from.
#[derive(Debug, Default)]
struct Waiting {
    changes: Vec<Change>,
    turns: Vec<Turn>,
}

/// How many changes a turn made, and what follows from them.
#[derive(Clone, Copy, Debug)]
struct Turn {
    changes: usize,
    /// Whether it added a message to a queue.
    adds: bool,
    /// How far the broker may confirm when it is written.
    last_record: RecordSeq,
}

/// A batch under way.
#[derive(Debug)]
enum Writing {
    /// Everything that waited.
    Whole {
        changes: Rc<Vec<Change>>,
        turns: Vec<Turn>,
    },
    /// Removals that go ahead, of so many turns. They wait besides, in their order.
    Removals { turns: usize },
}

/// What a batch under way has come to when it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Everything that waited is kept: how far the broker may confirm.
    Whole(RecordSeq),
    /// There should be room now.
    Removals,
}

impl Keeping {
    /// Begins with what the store holds, so that only differences are written.
    pub(super) fn new(clients: Vec<ClientRow>, census: Vec<QueueCensus>) -> Self {
        Self {
            clients: by_name(clients),
            census,
            condense_from: CONDENSE_FROM,
            ..Self::default()
        }
    }

    /// Gathers what the broker recorded in a turn.
    pub(super) fn gather_records(&mut self, records: impl Iterator<Item = (RecordSeq, Record)>) {
        let mut turn = Turn {
            changes: 0,
            adds: false,
            last_record: self.last_record(),
        };
        for (seq, record) in records {
            turn.changes += 1;
            turn.adds |= matches!(record, Record::MessageEnqueued { .. });
            turn.last_record = seq;
            self.waiting.changes.push(record.into());
        }
        if turn.changes > 0 {
            self.waiting.turns.push(turn);
            self.condense_if_long();
        }
    }

    /// Gathers the programs that differ from those kept, and forgets those that are gone.
    pub(super) fn gather_clients(&mut self, clients: Vec<ClientRow>) {
        let before = mem::replace(&mut self.clients, by_name(clients));
        let changed: Vec<ClientRow> = self
            .clients
            .values()
            .filter(|row| before.get(&row.name) != Some(row))
            .cloned()
            .collect();
        for name in before.into_keys() {
            if !self.clients.contains_key(&name) {
                self.gather(Change::DeleteClient { name });
            }
        }
        for row in changed {
            self.gather(Change::PutClient(row));
        }
    }

    /// Gathers the count of what a restart would lose, if it has changed.
    pub(super) fn gather_census(&mut self, queues: impl Iterator<Item = QueueStatus>) {
        let census: Vec<QueueCensus> = queues
            .filter(|queue| queue.unkept > 0 || !queue.durable)
            .map(|queue| QueueCensus {
                queue: queue.name,
                durable: queue.durable,
                transient_messages: queue.unkept,
            })
            .collect();
        if census != self.census {
            self.gather(Change::PutCensus(census.clone()));
            self.census = census;
        }
    }

    /// Gathers a change that is none of the broker's.
    pub(super) fn gather(&mut self, change: Change) {
        let last_record = self.last_record();
        self.waiting.changes.push(change);
        self.waiting.turns.push(Turn {
            changes: 1,
            adds: false,
            last_record,
        });
    }

    /// Changes that no batch has taken yet.
    pub(super) fn waiting(&self) -> std::slice::Iter<'_, Change> {
        self.waiting.changes.iter()
    }

    pub(super) const fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Everything that waits, as one batch; nothing while one is under way.
    pub(super) fn begin_whole(&mut self) -> Option<Rc<Vec<Change>>> {
        if self.is_writing() || self.waiting.changes.is_empty() {
            return None;
        }
        let Waiting { changes, turns } = mem::take(&mut self.waiting);
        let changes = Rc::new(changes);
        self.relieved = 0;
        self.writing = Some(Writing::Whole {
            changes: Rc::clone(&changes),
            turns,
        });
        Some(changes)
    }

    /// The removals that may go ahead and have not yet; nothing while a batch is under way.
    pub(super) fn begin_removals(&mut self) -> Option<Rc<Vec<Change>>> {
        if self.is_writing() {
            return None;
        }
        let mut removals = Vec::new();
        let mut first = 0;
        for (number, turn) in self.waiting.turns.iter().enumerate() {
            let last = first + turn.changes;
            if number >= self.relieved && !turn.adds {
                let changes = self.waiting.changes.get(first..last).unwrap_or_default();
                let of_messages = |change: &&Change| matches!(change, Change::DeleteMessage { .. });
                removals.extend(changes.iter().filter(of_messages).cloned());
            }
            first = last;
        }
        let turns = self.waiting.turns.len();
        if removals.is_empty() {
            self.relieved = turns;
            return None;
        }
        self.writing = Some(Writing::Removals { turns });
        Some(Rc::new(removals))
    }

    /// The batch under way is written.
    pub(super) fn written(&mut self) -> Written {
        match self.take_writing() {
            Writing::Whole { turns, .. } => {
                self.condense_from = CONDENSE_FROM;
                let last = turns.last().expect("no batch is empty");
                Written::Whole(last.last_record)
            }
            Writing::Removals { turns } => {
                self.relieved = turns;
                Written::Removals
            }
        }
    }

    /// The batch under way was not written: it waits again, before what gathered meanwhile.
    pub(super) fn failed(&mut self) {
        match self.take_writing() {
            Writing::Whole { changes, mut turns } => {
                let mut changes =
                    Rc::try_unwrap(changes).unwrap_or_else(|shared| (*shared).clone());
                changes.append(&mut self.waiting.changes);
                turns.append(&mut self.waiting.turns);
                self.waiting = Waiting { changes, turns };
            }
            Writing::Removals { .. } => {}
        }
    }

    fn take_writing(&mut self) -> Writing {
        self.writing
            .take()
            .expect("a write ends that was begun, once")
    }

    /// How far the broker's records have been gathered.
    fn last_record(&self) -> RecordSeq {
        let under_way = match &self.writing {
            Some(Writing::Whole { turns, .. }) => turns.last(),
            Some(Writing::Removals { .. }) | None => None,
        };
        let last = self.waiting.turns.last().or(under_way);
        last.map_or(RecordSeq(0), |turn| turn.last_record)
    }

    /// What waits long for a store that takes nothing is condensed now and then, so that it grows
    /// with the rows that differ and not with time.
    fn condense_if_long(&mut self) {
        if self.waiting.changes.len() < self.condense_from {
            return;
        }
        let changes: Vec<Change> = condense(&self.waiting.changes)
            .into_iter()
            .cloned()
            .collect();
        let turn = Turn {
            changes: changes.len(),
            adds: self.waiting.turns.iter().any(|turn| turn.adds),
            last_record: self.last_record(),
        };
        self.condense_from = changes.len() * 2 + CONDENSE_FROM;
        self.relieved = 0;
        self.waiting = Waiting {
            changes,
            turns: vec![turn],
        };
    }
}

fn by_name(clients: Vec<ClientRow>) -> BTreeMap<String, ClientRow> {
    clients
        .into_iter()
        .map(|row| (row.name.clone(), row))
        .collect()
}

/// So many changes wait at ease: more than a store that works lets come together.
const CONDENSE_FROM: usize = 50_000;
