//! What was promised, held against the rows that a killed browser left.
//!
//! Promised:
//! - an order that was confirmed or had been stored before, and that nobody acked, is there;
//! - nothing is there that was not published, was transient or had gone before, and nothing twice;
//! - positions stay, and follow the order of publishing;
//! - the disk has a beginning of what happened: before the last publish that was confirmed, what
//!   was acked is gone, and what was handed out is stored as handed out.
//!
//! Not promised: that an ack took effect whose delete was not yet written. Such an order comes
//! back, and is counted as twice. Nor that a delivery was noted: the broker does not wait for the
//! disk before it hands an order over.
//!
//! What happened between the last that was heard and the kill nobody can know. Only what consumers
//! can have acked in that time is let pass, and counted as unknown.

mod page;
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use leveret::broker::Timestamp;

pub(super) use self::page::restored;

use super::{
    rows::StoredOrder,
    tally::Tally,
    witness::{AtWork, Life, What},
};

/// One life of the page, from its opening to its kill.
#[derive(Debug)]
pub(super) struct Round<'a> {
    /// What was stored when it was opened, by position.
    pub(super) before: &'a [StoredOrder],
    /// What the producer was asked for, in order; it need not have come to it.
    pub(super) asked: &'a [Asked],
    pub(super) life: &'a Life,
    /// The consumers that ack after their sleep, as they are when the page opens.
    pub(super) crew: &'a [AtWork],
    /// Whether another consumer acknowledges automatically, and takes all that these do not.
    pub(super) has_automatic: bool,
    pub(super) opened_at: Timestamp,
    /// Nothing was written after it.
    pub(super) killed_at: Timestamp,
}

/// An order that the producer was asked to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) id: String,
    pub(super) persistent: bool,
}

/// What consumers may have acked without its being heard of.
#[derive(Debug, Default)]
struct Unheard {
    /// What they were sleeping over.
    current: BTreeSet<String>,
    /// How many more they had the time for.
    others: u64,
}

impl Round<'_> {
    /// Holds the rows against what was promised, and counts how orders fared.
    pub(super) fn audit(&self, after: &[StoredOrder]) -> Result<Tally, String> {
        self.says_what_was_stored()?;
        self.nothing_is_invented(after)?;
        let stored: BTreeMap<&str, &StoredOrder> =
            after.iter().map(|row| (row.id.as_str(), row)).collect();
        let acked = self.ids_of(|what| matches!(what, What::Acked | What::GoneOnSending));
        let unknown = self.nothing_is_missing(&stored, &acked)?;
        self.disk_is_a_beginning(&stored)?;
        Ok(self.tally(&stored, &acked, unknown))
    }

    fn tally(
        &self,
        stored: &BTreeMap<&str, &StoredOrder>,
        acked: &BTreeSet<&str>,
        unknown: usize,
    ) -> Tally {
        let transient = self.ids_asked(false);
        let (mut transient_count, mut lost_unconfirmed) = (0, 0);
        for id in self.life.sent.iter().map(String::as_str) {
            if transient.contains(id) {
                transient_count += 1;
            } else if !stored.contains_key(id)
                && !acked.contains(id)
                && !self.life.confirmed.contains(id)
            {
                lost_unconfirmed += 1;
            }
        }
        let handed_out = self.ids_of(|what| matches!(what, What::HandedOut { .. }));
        let deliveries = |id: &&str| stored.get(*id).map(|row| row.deliveries);
        Tally {
            published: self.life.sent.len(),
            transient: transient_count,
            confirmed: self.life.confirmed.len(),
            handed_out: handed_out.len(),
            acked: acked.len(),
            came_back: stored.len(),
            redelivered: stored.values().filter(|row| row.deliveries > 0).count(),
            lost_unconfirmed,
            twice: acked.iter().filter(|id| stored.contains_key(**id)).count(),
            unnoted: (handed_out.iter())
                .filter(|id| deliveries(id) == Some(0))
                .count(),
            unknown,
        }
    }

    fn nothing_is_invented(&self, after: &[StoredOrder]) -> Result<(), String> {
        let earlier = self.before.iter().map(|row| (row.id.as_str(), true));
        let asked = (self.asked.iter()).map(|asked| (asked.id.as_str(), asked.persistent));
        let places: BTreeMap<&str, (usize, bool)> = (earlier.chain(asked).enumerate())
            .map(|(place, (id, persistent))| (id, (place, persistent)))
            .collect();
        let known_positions = self.positions();
        let mut last = None;
        for row in after {
            let id = row.id.as_str();
            let Some(&(place, persistent)) = places.get(id) else {
                return Err(format!("{id} is stored and was gone or never published"));
            };
            if !persistent {
                return Err(format!("{id} is stored and was transient"));
            }
            if last == Some(place) {
                return Err(format!("{id} is stored twice"));
            }
            if last.is_some_and(|last| last > place) {
                return Err(format!("{id} stands behind an order published after it"));
            }
            last = Some(place);
            let position = known_positions.get(id).copied();
            if position.is_some_and(|position| position != row.position) {
                return Err(format!(
                    "{id} was at {position:?} and is at {}",
                    row.position
                ));
            }
        }
        Ok(())
    }

    /// Gives the number of those that are gone for reasons that nobody can know.
    fn nothing_is_missing(
        &self,
        stored: &BTreeMap<&str, &StoredOrder>,
        acked: &BTreeSet<&str>,
    ) -> Result<usize, String> {
        let persistent = self.ids_asked(true);
        let confirmed = self.life.confirmed.iter().map(String::as_str);
        let promised = (self.before.iter().map(|row| row.id.as_str()))
            .chain(confirmed.filter(|id| persistent.contains(id)));
        let held = self.ids_of(|what| matches!(what, What::HandedOut { .. }));
        let mut unheard = self.unheard();
        let mut unknown = 0;
        let mut missing = Vec::new();
        for id in promised {
            if stored.contains_key(id) || acked.contains(id) {
                continue;
            }
            let may_be_handed_out = self.has_automatic && !held.contains(id);
            if unheard.current.remove(id) || may_be_handed_out || self.life.has_gap {
                unknown += 1;
            } else if unheard.others > 0 {
                unheard.others -= 1;
                unknown += 1;
            } else {
                missing.push(id);
            }
        }
        match missing.first() {
            None => Ok(unknown),
            Some(first) => Err(format!(
                "{first} was kept, nobody can have acked it, and it is gone; {}; all that are gone: {}",
                self.last_heard(first),
                missing.join(", ")
            )),
        }
    }

    /// What there is to go by when an order is missing.
    fn last_heard(&self, id: &str) -> String {
        let happened = self.life.happened.iter();
        let of_it: Vec<&What> = happened
            .filter(|one| one.id == id)
            .map(|one| &one.what)
            .collect();
        format!(
            "heard of it {of_it:?}, last of consumers {:?}; killed at {:?}",
            self.life.at_work(),
            self.killed_at
        )
    }

    /// A transaction takes all changes since the last one: what is confirmed vouches for what was
    /// before it.
    fn disk_is_a_beginning(&self, stored: &BTreeMap<&str, &StoredOrder>) -> Result<(), String> {
        let before: BTreeMap<&str, u64> = (self
            .before
            .iter()
            .map(|row| (row.id.as_str(), row.deliveries)))
        .collect();
        let noted_before = |id: &str| before.get(id).is_some_and(|deliveries| *deliveries > 0);
        let vouched_for = self.vouched_for();
        for (place, happened) in self.life.happened.iter().enumerate() {
            let id = happened.id.as_str();
            let (Some(row), true) = (stored.get(id), place < vouched_for) else {
                continue;
            };
            match happened.what {
                What::Acked | What::GoneOnSending => {
                    return Err(format!(
                        "{id} is there, and was acked before one that is confirmed"
                    ));
                }
                What::HandedOut { .. } if row.deliveries == 0 => {
                    return Err(format!(
                        "{id} is not noted as handed out, and was before one that is confirmed"
                    ));
                }
                What::Enqueued { .. } | What::HandedOut { .. } => {}
            }
        }
        match stored
            .iter()
            .find(|(id, row)| row.deliveries > 1 || (row.deliveries == 0 && noted_before(id)))
        {
            Some((id, row)) => Err(format!("{id} has {} deliveries", row.deliveries)),
            None => Ok(()),
        }
    }

    /// How much of what happened stands before the last publish that waited for the disk and is
    /// confirmed.
    fn vouched_for(&self) -> usize {
        let persistent = self.ids_asked(true);
        let mut happened = self.life.happened.iter();
        let last = happened.rposition(|one| {
            matches!(one.what, What::Enqueued { .. })
                && self.life.confirmed.contains(&one.id)
                && persistent.contains(one.id.as_str())
        });
        last.unwrap_or(0)
    }

    /// What consumers can have acked from the last that was heard of them to the kill: one order
    /// after another, each after its sleep.
    fn unheard(&self) -> Unheard {
        let mut unheard = Unheard::default();
        let last = self.life.at_work();
        let (since, crew) = last.unwrap_or_else(|| (self.opened_at, self.crew.to_vec()));
        for AtWork { sleep, current } in crew {
            let mut free_at = since;
            if let Some((id, done_at)) = current {
                if done_at > self.killed_at {
                    continue;
                }
                unheard.current.insert(id);
                free_at = done_at;
            }
            let time_left = self.killed_at - free_at;
            unheard.others += time_left.0 / sleep.0;
        }
        unheard
    }

    fn positions(&self) -> BTreeMap<&str, u64> {
        let before = (self.before.iter()).map(|row| (row.id.as_str(), row.position));
        let enqueued = self.life.happened.iter().filter_map(|one| match one.what {
            What::Enqueued { position } => Some((one.id.as_str(), position)),
            What::HandedOut { .. } | What::Acked | What::GoneOnSending => None,
        });
        before.chain(enqueued).collect()
    }

    fn ids_asked(&self, persistent: bool) -> BTreeSet<&str> {
        let asked = self.asked.iter();
        let asked = asked.filter(|asked| asked.persistent == persistent);
        asked.map(|asked| asked.id.as_str()).collect()
    }

    fn ids_of(&self, of: impl Fn(&What) -> bool) -> BTreeSet<&str> {
        let happened = self.life.happened.iter();
        let of_kind = happened.filter(|one| of(&one.what));
        of_kind.map(|one| one.id.as_str()).collect()
    }
}
