//! The audit: what clients were promised, beside what is on disk.
//!
//! Everything here comes from the clients' side: what the programs print, what they were asked, how
//! many confirms the producer has. Orders are numbered as they are published.

#![allow(
    clippy::panic,
    reason = "a schedule that comes to what cannot be has failed"
)]

use std::collections::{BTreeMap, BTreeSet};

use leveret::{
    broker::{Position, QueueName},
    host::Batch,
    projection::{Aftermath, Fate, LogKind, LogLine},
    storage::Change,
};

use crate::disk::{Rows, id_of};

/// The queue of the dead letters; what is dropped from it is gone for good.
pub(crate) const DEAD: &str = "dead";

/// The queues whose dropped and expired messages go to [`DEAD`].
pub(crate) const WITH_DEAD_LETTERS: [&str; 2] = ["late", "work"];

/// What clients know.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    orders: BTreeMap<String, Order>,
    last_number: u64,
    /// Sent by the producer that runs now, in order.
    sent: Vec<String>,
    /// Of these, how many of the persistent ones are confirmed.
    confirmed: usize,
    /// The orders that were put at each place on disk.
    places: BTreeMap<(QueueName, Position), String>,
    /// A client has done with them, and their removal is written.
    gone: BTreeSet<String>,
    /// A client of this process has done with them, or one of the process before.
    done: BTreeSet<String>,
    done_before: BTreeSet<String>,
    /// Received by a client since the last start.
    pub(crate) received: BTreeSet<String>,
}

#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that may be known of an order, whatever the others are"
)]
struct Order {
    number: u64,
    queue: String,
    is_persistent: bool,
    is_confirmed: bool,
    /// A client has done with it.
    is_done: bool,
    /// It was purged: a queue that was asked to may forget it, and no longer has to.
    is_purged: bool,
}

/// A consumer, as far as its lines are to be understood.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    pub(crate) queue: &'static str,
    pub(crate) is_automatic: bool,
}

impl Audit {
    /// The name of the next order.
    pub(crate) fn next_id(&self) -> String {
        format!("order_{}", self.last_number + 1)
    }

    /// The producer was asked to publish so many, from the next one on.
    pub(crate) fn asked(&mut self, queue: &str, is_persistent: bool, count: u32) {
        for _ in 0..count {
            let id = self.next_id();
            self.last_number += 1;
            let order = Order {
                number: self.last_number,
                queue: queue.to_owned(),
                is_persistent,
                is_confirmed: false,
                is_done: false,
                is_purged: false,
            };
            self.orders.insert(id, order);
        }
    }

    pub(crate) fn purged(&mut self, labels: impl Iterator<Item = String>) {
        for label in labels {
            self.order(&label).is_purged = true;
        }
    }

    /// Another process begins, with a producer that counts anew.
    pub(crate) fn new_process(&mut self) {
        self.sent.clear();
        self.confirmed = 0;
        self.received.clear();
        self.done_before = std::mem::take(&mut self.done);
    }

    /// Takes in what the programs print.
    pub(crate) fn read(&mut self, lines: &[LogLine], reader: impl Fn(&str) -> Option<Reader>) {
        for line in lines {
            assert!(!line.text.contains("left out"), "every line is read");
            if line.kind != LogKind::Program {
                continue;
            }
            if let Some(id) = line.text.strip_prefix("Sent order: ") {
                self.sent.push(id.to_owned());
            }
            let Some(reader) = reader(&line.source) else {
                continue;
            };
            if let Some(id) = line.text.strip_prefix("Processing order: ") {
                self.received.insert(id.to_owned());
                if reader.is_automatic {
                    self.done(id);
                }
            } else if let Some(id) = line.text.strip_prefix("Completed order: ") {
                self.received.insert(id.to_owned());
                self.done(id);
            } else if let Some((id, _)) = line
                .text
                .strip_prefix("Dropped order: ")
                .and_then(|rest| rest.split_once(' '))
                && !WITH_DEAD_LETTERS.contains(&reader.queue)
            {
                self.done(id);
            }
        }
    }

    /// The producer that runs now has so many confirms. Transient orders are confirmed as they are
    /// sent, persistent ones in their order.
    pub(crate) fn confirmed(&mut self, confirms: u64) -> u64 {
        let (orders, sent) = (&mut self.orders, &self.sent);
        let is_persistent = |id: &&String| orders.get(*id).is_some_and(|order| order.is_persistent);
        let persistent: Vec<&String> = sent.iter().filter(is_persistent).collect();
        let transient = sent.len() - persistent.len();
        let confirmed = usize::try_from(confirms).unwrap() - transient;
        let newly = persistent.get(self.confirmed..confirmed).unwrap();
        for id in newly {
            orders.get_mut(*id).unwrap().is_confirmed = true;
        }
        let count = newly.len() as u64;
        self.confirmed = confirmed;
        count
    }

    /// Takes in what was written.
    pub(crate) fn written(&mut self, batch: &Batch, rows: &Rows) {
        for change in batch.changes.iter() {
            match change {
                Change::PutMessage { queue, message } => {
                    let label = id_of(message).to_owned();
                    let place = (queue.clone(), message.position);
                    self.places.insert(place, label);
                }
                Change::DeleteMessage { queue, position } => {
                    let place = (queue.clone(), *position);
                    if let Some(label) = self.places.remove(&place)
                        && self.order(&label).is_done
                        && !rows.hold(&label)
                    {
                        self.gone.insert(label);
                    }
                }
                Change::PutExchange(_)
                | Change::DeleteExchange { .. }
                | Change::PutQueue { .. }
                | Change::DeleteQueue { .. }
                | Change::PutBinding(_)
                | Change::DeleteBinding(_)
                | Change::PutClient(_)
                | Change::DeleteClient { .. }
                | Change::PutCensus(_)
                | Change::PutSettings(_) => {}
            }
        }
    }

    /// What a crash at this moment would leave is what was promised.
    pub(crate) fn check(&self, rows: &Rows) {
        let mut there = BTreeSet::new();
        let mut last: Option<(&QueueName, u64)> = None;
        for ((queue, _), message) in &rows.messages {
            let label = id_of(message);
            let order = self.orders.get(label);
            let order = order.unwrap_or_else(|| panic!("{label} was never published"));
            assert!(order.is_persistent, "{label} is transient and on disk");
            let may_be_there = *queue.as_str() == order.queue
                || queue.as_str() == DEAD && WITH_DEAD_LETTERS.contains(&&*order.queue);
            assert!(may_be_there, "{label} was published to {}", order.queue);
            assert!(!self.gone.contains(label), "{label} is back for good");
            if queue.as_str() != DEAD {
                if let Some((same, before)) = last
                    && same == queue
                {
                    assert!(before < order.number, "{label} stands before its elders");
                }
                last = Some((queue, order.number));
            }
            assert!(there.insert(label), "{label} is there twice");
        }
        for (label, order) in &self.orders {
            assert!(
                !order.is_owed() || there.contains(&**label),
                "{label} was confirmed and is lost"
            );
        }
    }

    /// Everything that is owed has reached a client since the last start.
    pub(crate) fn check_received(&self, at_start: &BTreeSet<String>) {
        for label in at_start {
            assert!(
                self.received.contains(label),
                "{label} was owed and never came"
            );
        }
    }

    /// What clients are owed now.
    pub(crate) fn owed(&self) -> BTreeSet<String> {
        let owed = self.orders.iter().filter(|(_, order)| order.is_owed());
        owed.map(|(label, _)| label.clone()).collect()
    }

    /// What the page says of a crash is true.
    pub(crate) fn check_aftermath(&self, aftermath: &Aftermath, rows: &Rows) {
        for told in &aftermath.messages {
            let is_done = self.done_before.contains(&told.label);
            let order = self.orders.get(&told.label).unwrap();
            let place = (told.queue.clone(), told.position);
            let row = rows.messages.get(&place);
            let row = row.filter(|message| id_of(message) == told.label);
            let is_back = row.is_some();
            let is_flagged = row.is_some_and(|message| message.deliveries > 0);
            let expected = match told.fate {
                Fate::Back | Fate::BackUnflagged => is_back && !is_done && !is_flagged,
                Fate::BackRedelivered => is_back && !is_done && is_flagged,
                Fate::BackThoughAcked => is_back && is_done,
                Fate::BackUnconfirmed => is_back && !order.is_confirmed,
                Fate::LostUnconfirmed => !is_back && !order.is_confirmed && order.is_persistent,
                Fate::LostTransient => !is_back && !order.is_persistent,
                Fate::Settled => !is_back && is_done,
                Fate::LostConfirmed => false,
            };
            assert!(expected, "the page says {told:?} of {order:?}");
        }
    }

    fn done(&mut self, label: &str) {
        self.order(label).is_done = true;
        self.done.insert(label.to_owned());
    }

    fn order(&mut self, label: &str) -> &mut Order {
        let order = self.orders.get_mut(label);
        order.unwrap_or_else(|| panic!("{label} was never published"))
    }
}

impl Order {
    /// Confirmed, and no client has done with it.
    const fn is_owed(&self) -> bool {
        self.is_persistent && self.is_confirmed && !self.is_done && !self.is_purged
    }
}
