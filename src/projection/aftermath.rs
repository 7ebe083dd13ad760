//! The aftermath of a crash: what clients knew of each message, beside what the start recovered.
//!
//! A message is told by what surprises most: that it is back although it was acked, then that it is
//! back although no confirm had left. What is compared is what was recovered, not what is there
//! when the ledger is told: consumers may be at work again by then.

use std::collections::BTreeMap;

use super::view::{Aftermath, CrashLedger, Fate, LedgerEntry, OrderFate, Progress};
use crate::broker::{Durable, Position, QueueName};

/// Where a start found messages, and how often each had been handed out.
#[derive(Clone, Debug, Default)]
pub struct Recovered(BTreeMap<QueueName, Vec<(Position, u32)>>);

impl Recovered {
    /// What a start takes in.
    #[must_use]
    pub fn of(durable: &Durable) -> Self {
        let queues = durable.queues.iter().map(|kept| {
            let messages = kept.messages.iter();
            let places = messages.map(|message| (message.position, message.deliveries));
            (kept.queue.clone(), places.collect())
        });
        Self(queues.collect())
    }

    /// How often a message that is back had been handed out, as far as its row says.
    fn deliveries(&self, queue: &QueueName, position: Position) -> Option<u32> {
        let places = self.0.get(queue)?;
        let found = places.binary_search_by_key(&position, |(position, _)| *position);
        let (_, deliveries) = places.get(found.ok()?)?;
        Some(*deliveries)
    }
}

/// What became of each message of the ledger.
#[must_use]
pub fn aftermath(ledger: CrashLedger, recovered: &Recovered) -> Aftermath {
    let mut counts: BTreeMap<Fate, u64> = BTreeMap::new();
    let mut messages: Vec<OrderFate> = ledger
        .messages
        .into_iter()
        .map(|entry| {
            let fate = match recovered.deliveries(&entry.queue, entry.position) {
                Some(deliveries) => fate_of_one_back(&entry, deliveries),
                None => fate_of_one_gone(&entry),
            };
            *counts.entry(fate).or_default() += 1;
            OrderFate {
                queue: entry.queue,
                position: entry.position,
                label: entry.label,
                fate,
            }
        })
        .collect();
    messages.truncate(MESSAGES_MAX);
    Aftermath {
        moment: ledger.moment,
        messages,
        counts: counts.into_iter().collect(),
    }
}

const fn fate_of_one_back(entry: &LedgerEntry, deliveries: u32) -> Fate {
    match entry.progress {
        Progress::Acked => Fate::BackThoughAcked,
        Progress::Waiting | Progress::HandedOut if !entry.confirmed => Fate::BackUnconfirmed,
        Progress::Waiting | Progress::HandedOut if deliveries > 0 => Fate::BackRedelivered,
        Progress::HandedOut => Fate::BackUnflagged,
        Progress::Waiting => Fate::Back,
    }
}

const fn fate_of_one_gone(entry: &LedgerEntry) -> Fate {
    match entry.progress {
        Progress::Acked => Fate::Settled,
        Progress::Waiting | Progress::HandedOut if !entry.durable => Fate::LostTransient,
        Progress::Waiting | Progress::HandedOut if entry.confirmed => Fate::LostConfirmed,
        Progress::Waiting | Progress::HandedOut => Fate::LostUnconfirmed,
    }
}

/// Messages that the page shows one by one: more than a person reads through. All are counted.
const MESSAGES_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::CrashMoment;

    fn queue() -> QueueName {
        QueueName::new("order_queue").expect("a short name")
    }

    fn entry(position: u64) -> LedgerEntry {
        LedgerEntry {
            queue: queue(),
            position: Position(position),
            label: format!("order_{position}"),
            durable: true,
            confirmed: true,
            progress: Progress::Waiting,
        }
    }

    fn told(messages: Vec<LedgerEntry>, recovered: Vec<(Position, u32)>) -> Aftermath {
        let ledger = CrashLedger {
            moment: CrashMoment::BeforeWrite,
            messages,
            left_out: 0,
        };
        aftermath(ledger, &Recovered([(queue(), recovered)].into()))
    }

    fn fate(entry: LedgerEntry, deliveries: Option<u32>) -> Fate {
        let recovered = deliveries.map(|deliveries| (entry.position, deliveries));
        let told = told(vec![entry], recovered.into_iter().collect());
        assert_eq!(told.moment, CrashMoment::BeforeWrite);
        let fate = told.messages[0].fate;
        assert_eq!(told.counts, [(fate, 1)]);
        fate
    }

    #[test]
    fn what_is_back_is_told_by_what_clients_knew_of_it() {
        let (unseen, flagged) = (Some(0), Some(1));
        assert_eq!(fate(entry(1), unseen), Fate::Back);
        let held = LedgerEntry {
            progress: Progress::HandedOut,
            ..entry(1)
        };
        assert_eq!(fate(held.clone(), flagged), Fate::BackRedelivered);
        assert_eq!(fate(held.clone(), unseen), Fate::BackUnflagged);
        let acked = LedgerEntry {
            progress: Progress::Acked,
            ..entry(1)
        };
        assert_eq!(fate(acked, flagged), Fate::BackThoughAcked);
        let unconfirmed = LedgerEntry {
            confirmed: false,
            ..held
        };
        assert_eq!(fate(unconfirmed, flagged), Fate::BackUnconfirmed);
    }

    #[test]
    fn what_is_gone_is_told_by_what_had_been_promised() {
        assert_eq!(fate(entry(1), None), Fate::LostConfirmed);
        let unconfirmed = LedgerEntry {
            confirmed: false,
            ..entry(1)
        };
        assert_eq!(fate(unconfirmed, None), Fate::LostUnconfirmed);
        let transient = LedgerEntry {
            durable: false,
            ..entry(1)
        };
        assert_eq!(fate(transient, None), Fate::LostTransient);
        let acked = LedgerEntry {
            progress: Progress::Acked,
            ..entry(1)
        };
        assert_eq!(fate(acked, None), Fate::Settled);
    }

    #[test]
    fn a_namesake_in_another_queue_is_another_message() {
        let elsewhere = LedgerEntry {
            queue: QueueName::new("returns").expect("a short name"),
            ..entry(1)
        };
        assert_eq!(fate(elsewhere, Some(0)), Fate::LostConfirmed);
    }

    #[test]
    fn all_are_counted_and_the_first_are_shown() {
        let all = MESSAGES_MAX as u64 + 5;
        let told = told((0..all).map(entry).collect(), Vec::new());
        assert_eq!(told.messages.len(), MESSAGES_MAX);
        assert_eq!(told.counts, [(Fate::LostConfirmed, all)]);
    }
}
