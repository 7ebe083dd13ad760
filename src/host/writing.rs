//! Writing: when a batch is handed to the store, and what follows from how that ended.

use std::rc::Rc;

use super::{Host, Refused, keeping::Failed, row_write::row_write, rows::to_row, trouble::Trouble};
use crate::{
    broker::{Alarm, ConfirmCause, Event, Happening, Millis, RecordSeq, Timestamp},
    projection::{self, ConfirmView, StorageState},
    simulation::Input,
    storage::{Change, Durability, StoreError},
};

/// What is to be written as one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The changes, shared so that they can be written again if this time fails.
    pub changes: Rc<Vec<Change>>,
    /// How durable the transaction has to be.
    pub durability: Durability,
}

impl Host {
    /// What is to be written now: nothing while a transaction is under way, changes are to wait, or
    /// the store is in trouble. [`handle_written`](Self::handle_written) must say how it ended. If
    /// the broker was to crash before it, it has: [`poll_crash`](Self::poll_crash) says so.
    pub fn begin_write(&mut self, now: Timestamp) -> Option<Batch> {
        let now = self.present(now);
        if self.check_ours().is_err() || self.keeping.is_writing() {
            return None;
        }
        self.gather_the_rest(now);
        let changes = match &self.trouble {
            None if self.write_due().is_some_and(|due| now >= due) => self.keeping.begin_whole(),
            None => None,
            Some(trouble) => {
                let removals = trouble
                    .takes_removals()
                    .then(|| self.keeping.begin_removals());
                match removals.flatten() {
                    Some(removals) => Some(removals),
                    None if trouble.retry_at().is_some_and(|due| now >= due) => {
                        self.keeping.begin_whole()
                    }
                    None => None,
                }
            }
        }?;
        if self.crashes_before_write(&changes) {
            return None;
        }
        self.waiting_since = None;
        let durability = self.settings.durability;
        self.disk
            .begin(view_of(durability), changes.iter(), row_write);
        Some(Batch {
            changes,
            durability,
        })
    }

    /// Whether a write is under way.
    #[must_use]
    pub const fn is_writing(&self) -> bool {
        self.keeping.is_writing()
    }

    /// Takes in how the write under way ended, and how long it took in microseconds of real time.
    /// If it succeeded, the confirms that waited for it leave; if not, it is tried again.
    pub fn handle_written(&mut self, now: Timestamp, took_us: u64, result: Result<(), StoreError>) {
        let now = self.present(now);
        match result {
            Ok(()) => self.handle_success(now, took_us),
            Err(error) => {
                self.disk.fail(error.to_string());
                self.handle_failure(now, error);
            }
        }
        self.update_alarm(now);
    }

    /// Tries at once to write again what could not be written.
    pub fn retry_storage(&mut self, now: Timestamp) {
        let now = self.present(now);
        if let Some(trouble) = &mut self.trouble {
            trouble.retry(now);
        }
    }

    /// Chooses what the next transactions ask of the browser.
    pub fn set_durability(&mut self, durability: Durability) {
        if self.settings.durability != durability {
            self.settings.durability = durability;
            self.keeping.gather(Change::PutSettings(self.settings));
        }
    }

    /// Lets changes wait before they are written, so that they can be watched.
    ///
    /// # Errors
    /// [`Refused::WriteDelay`] if that is longer than anybody watches.
    pub fn set_write_delay(&mut self, delay: Millis) -> Result<(), Refused> {
        if delay > WRITE_DELAY_MAX {
            return Err(Refused::WriteDelay {
                max: WRITE_DELAY_MAX,
            });
        }
        self.write_delay = delay;
        Ok(())
    }

    /// Takes in what one transaction of that durability took.
    pub fn note_cost(&mut self, durability: Durability, took_us: u64) {
        self.disk.measured(view_of(durability), took_us);
    }

    /// Takes in how much room the browser says there is.
    pub fn note_room(&mut self, now: Timestamp, used_bytes: u64, quota_bytes: u64) {
        self.room.note(used_bytes, quota_bytes);
        self.update_alarm(self.present(now));
    }

    /// Whether publishers wait for room: then it is looked at again and again, since nothing may be
    /// written meanwhile.
    #[must_use]
    pub fn is_short_of_room(&self) -> bool {
        self.check_ours().is_ok() && self.room.low().is_some()
    }

    /// Another tab writes to the database from now on: nothing happens here any more.
    pub const fn taken_over(&mut self) {
        self.is_taken_over = true;
    }

    /// Whether another tab writes to the database.
    #[must_use]
    pub const fn is_taken_over(&self) -> bool {
        self.is_taken_over
    }

    /// When a batch is due, if one waits.
    pub(super) fn write_due(&self) -> Option<Timestamp> {
        if self.keeping.is_writing() || self.keeping.waiting().len() == 0 {
            return None;
        }
        match &self.trouble {
            Some(trouble) => trouble.retry_at(),
            None => self.waiting_since.map(|since| since + self.write_delay),
        }
    }

    /// What the next transactions ask of the browser.
    pub(super) const fn durability_view(&self) -> projection::Durability {
        view_of(self.settings.durability)
    }

    /// Where the broker's state is kept.
    pub(super) fn storage_state(&self) -> StorageState {
        if self.is_taken_over {
            return StorageState::TakenOver;
        }
        match (&self.unavailable, &self.trouble) {
            (Some(error), _) => StorageState::NotSaved {
                reason: error.to_string(),
            },
            (None, None) => match self.room.low() {
                Some(low) => StorageState::Full {
                    reason: low.to_string(),
                },
                None => StorageState::Saved,
            },
            (None, Some(trouble)) => {
                let reason = trouble.error.to_string();
                if trouble.is_full() {
                    StorageState::Full { reason }
                } else if trouble.error.is_final() {
                    StorageState::Gone { reason }
                } else {
                    StorageState::Interrupted { reason }
                }
            }
        }
    }

    fn gather_the_rest(&mut self, now: Timestamp) {
        if let Some(definitions) = self.world.poll_definitions() {
            let numbered = (0..).zip(definitions);
            let rows = numbered.map(|(number, definition)| to_row(number, definition));
            self.keeping.gather_clients(rows.collect());
        }
        self.keeping.gather_census(self.world.broker().queues());
        if self.waiting_since.is_none() && self.keeping.waiting().len() > 0 {
            self.waiting_since = Some(now);
        }
    }

    /// After a crash, or when another tab has the database, nothing is confirmed any more: whoever
    /// recovers decides what was kept.
    fn handle_success(&mut self, now: Timestamp, took_us: u64) {
        self.disk.complete(took_us);
        let written = self.keeping.written();
        if self.check_ours().is_err() {
            return;
        }
        match written.persisted {
            None => {
                if let Some(trouble) = &mut self.trouble {
                    trouble.make_hope(now);
                }
            }
            Some(persisted) => {
                self.trouble = None;
                if self.crashes_after_write(persisted) {
                    return;
                }
                self.confirm(now, persisted);
            }
        }
        self.crash.note_on_disk(&written.changes);
    }

    fn handle_failure(&mut self, now: Timestamp, error: StoreError) {
        let failed = self.keeping.failed();
        if error == StoreError::TakenOver {
            self.taken_over();
        }
        match (failed, &mut self.trouble) {
            (Failed::Removals, Some(trouble)) => trouble.refuse_removals(error),
            (Failed::Whole | Failed::Removals, trouble) => {
                *trouble = Some(Trouble::after(trouble.as_ref(), now, error));
            }
        }
    }

    fn confirm(&mut self, now: Timestamp, persisted: RecordSeq) {
        let before = self.world.clients().producer().confirmed();
        self.apply(Input::Persisted(persisted), |world| {
            world.handle_persisted(now, persisted);
        });
        let events = self.drain();
        let confirms = self.confirms_of(&events);
        let publishes = self.world.clients().producer().confirmed() - before;
        self.disk.confirm(confirms, publishes);
    }

    fn confirms_of(&self, events: &[Event]) -> Vec<ConfirmView> {
        let confirms = events.iter().filter_map(|event| {
            let Happening::Confirmed {
                channel,
                publish_seq,
                multiple,
                cause: ConfirmCause::Persisted { .. },
            } = &event.what
            else {
                return None;
            };
            Some(ConfirmView {
                publisher: self.world.name(channel.connection).to_owned(),
                publish_seq: publish_seq.0,
                multiple: *multiple,
            })
        });
        confirms.collect()
    }

    /// While the store is full, or about to be, publishers are blocked.
    fn update_alarm(&mut self, now: Timestamp) {
        if self.check_ours().is_err() {
            return;
        }
        let is_full = self.trouble.as_ref().is_some_and(Trouble::is_full);
        let raised = is_full || self.room.low().is_some();
        if raised != self.is_alarmed {
            self.is_alarmed = raised;
            let alarm = Alarm::Disk;
            self.apply(Input::SetAlarm { alarm, raised }, |world| {
                world.set_alarm(now, alarm, raised);
            });
            self.drain();
        }
    }
}

const fn view_of(durability: Durability) -> projection::Durability {
    match durability {
        Durability::Relaxed => projection::Durability::Relaxed,
        Durability::Strict => projection::Durability::Strict,
    }
}

/// Longer than this nobody watches a record wait.
const WRITE_DELAY_MAX: Millis = Millis(10_000);
