//! Crashes on purpose: at a chosen moment the broker ends without another step, and the one that
//! starts next is told what clients knew.
//!
//! The host says when the moment is there and writes the ledger; from then on it does nothing more,
//! and whoever drives it ends the process.

use std::collections::BTreeSet;

use super::{Host, Refused};
use crate::{
    broker::{AckCause, Durable, Event, Happening, Millis, Record, RecordSeq, Timestamp},
    projection::{Aftermath, CrashLedger, CrashMoment, Ledger, Place, Recovered, aftermath},
    storage::{Change, StoreError},
};

/// The crash that is to come, what clients would know after it, and the aftermath of the last one.
#[derive(Debug)]
pub(super) struct Crash {
    pub(super) armed: Option<CrashMoment>,
    pub(super) has_happened: bool,
    pub(super) aftermath: Option<Aftermath>,
    /// Until somebody takes it.
    report: Option<CrashLedger>,
    ledger: Ledger,
    /// Messages that clients have acked and the disk still has.
    acked: BTreeSet<Place>,
    /// What the start took in, for as long as the ledger of an earlier crash may be told.
    recovered: Option<Recovered>,
    started: Timestamp,
}

impl Crash {
    pub(super) fn after_start(now: Timestamp, durable: &Durable) -> Self {
        Self {
            armed: None,
            has_happened: false,
            aftermath: None,
            report: None,
            ledger: Ledger::of_recovered(durable),
            acked: BTreeSet::new(),
            recovered: Some(Recovered::of(durable)),
            started: now,
        }
    }

    /// What is so when a past moment has become the present: all that is durable is on disk, and no
    /// start has taken it in.
    pub(super) fn after_fork(durable: &Durable) -> Self {
        Self {
            recovered: None,
            ..Self::after_start(Timestamp(0), durable)
        }
    }

    /// Takes in what came out of the world in one go.
    pub(super) fn note<'a>(&mut self, events: &[Event], records: impl Iterator<Item = &'a Record>) {
        for event in events {
            self.ledger.note(&event.what);
        }
        let acked: BTreeSet<Place> = events.iter().filter_map(acked_by_client).collect();
        for record in records {
            if let Record::MessageRemoved { queue, position } = record {
                let place = (queue.clone(), *position);
                self.ledger.is_removed(&place);
                if acked.contains(&place) {
                    self.acked.insert(place);
                }
            }
        }
    }

    /// Takes in that these changes are on disk.
    pub(super) fn note_on_disk(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::PutMessage { queue, message } => {
                    self.ledger.is_on_disk(&(queue.clone(), message.position));
                }
                Change::DeleteMessage { queue, position } => {
                    let place = (queue.clone(), *position);
                    self.ledger.is_off_disk(&place);
                    self.acked.remove(&place);
                }
                Change::DeleteQueue { queue } => {
                    self.ledger.queue_is_off_disk(queue);
                    self.acked.retain(|(of, _)| of != queue);
                }
                Change::PutExchange(_)
                | Change::DeleteExchange { .. }
                | Change::PutQueue { .. }
                | Change::PutBinding(_)
                | Change::DeleteBinding(_)
                | Change::PutClient(_)
                | Change::DeleteClient { .. }
                | Change::PutCensus(_)
                | Change::PutSettings(_) => {}
            }
        }
    }

    /// What the start took in is as much as the queues held, and is not kept for ever.
    pub(super) fn forget_in_time(&mut self, now: Timestamp) {
        if now - self.started > LEDGER_AWAITED {
            self.recovered = None;
        }
    }

    fn removes_an_ack(&self, changes: &[Change]) -> bool {
        changes.iter().any(|change| {
            if let Change::DeleteMessage { queue, position } = change {
                self.acked.contains(&(queue.clone(), *position))
            } else {
                false
            }
        })
    }
}

impl Host {
    /// Lets the broker crash at that moment; nothing takes back an earlier choice.
    ///
    /// # Errors
    /// [`Refused`] if nothing can be done here any more.
    pub fn crash_at(&mut self, moment: Option<CrashMoment>) -> Result<(), Refused> {
        self.check_ours()?;
        if self.unavailable == Some(StoreError::Scratch) {
            return Err(Refused::NoDisk);
        }
        self.crash.armed = moment;
        if moment == Some(CrashMoment::Now) {
            self.crash(CrashMoment::Now);
        }
        Ok(())
    }

    /// What clients knew, if the broker has crashed. To be asked after everything that the host is
    /// given or asked for; it is said once, and then the process is to end.
    pub const fn poll_crash(&mut self) -> Option<CrashLedger> {
        self.crash.report.take()
    }

    /// Takes in what clients knew before the crash that this start came after.
    ///
    /// # Errors
    /// [`Refused::TooLateForLedger`] if that was told before, or the start is long past; another if
    /// nothing can be done here any more.
    pub fn tell_ledger(&mut self, ledger: CrashLedger) -> Result<(), Refused> {
        self.check_ours()?;
        let recovered = self.crash.recovered.take();
        let recovered = recovered.ok_or(Refused::TooLateForLedger)?;
        self.crash.aftermath = Some(aftermath(ledger, &recovered));
        Ok(())
    }

    /// Whether the broker crashes instead of beginning a batch of these changes.
    pub(super) fn crashes_before_write(&mut self, changes: &[Change]) -> bool {
        let moment = match self.crash.armed {
            Some(CrashMoment::BeforeWrite) => CrashMoment::BeforeWrite,
            Some(CrashMoment::BetweenAckAndWrite) if self.crash.removes_an_ack(changes) => {
                CrashMoment::BetweenAckAndWrite
            }
            Some(CrashMoment::Now | CrashMoment::AfterWrite | CrashMoment::BetweenAckAndWrite)
            | None => return false,
        };
        self.crash(moment);
        true
    }

    /// Whether the broker crashes instead of letting the confirms leave that waited for the disk.
    pub(super) fn crashes_after_write(&mut self, persisted: RecordSeq) -> bool {
        let is_the_moment = self.crash.armed == Some(CrashMoment::AfterWrite)
            && self.world.broker().would_confirm(persisted);
        if is_the_moment {
            self.crash(CrashMoment::AfterWrite);
        }
        is_the_moment
    }

    fn crash(&mut self, moment: CrashMoment) {
        let queues = self.world.broker().queues();
        let messages = queues.map(|queue| queue.ready + queue.unacked).sum();
        self.crash.report = Some(self.crash.ledger.tell(moment, messages));
        self.crash.has_happened = true;
    }
}

/// The message that a client acked, if it did. What is acked by being sent was not acked by a
/// client.
fn acked_by_client(event: &Event) -> Option<Place> {
    if let Happening::Acked {
        queue,
        position,
        cause: AckCause::Client { .. },
        ..
    } = &event.what
    {
        Some((queue.clone(), *position))
    } else {
        None
    }
}

/// How long after a start the ledger of a crash before it may be told. The page tells it at once; a
/// minute is for one that was put to sleep meanwhile.
const LEDGER_AWAITED: Millis = Millis(60_000);
