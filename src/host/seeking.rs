//! Seeking: a past moment is looked at, played again from there, or gone on from.
//!
//! While the past is shown the present stands still; only what is on its way to the disk goes there
//! all the same. The past can be looked at and not be changed: whoever wants that goes on from it,
//! and what came after never happened.

use super::{Host, Refused, backup::contents, crash::Crash, history::Snapshot, keeping::Keeping};
use crate::{
    broker::{Alarm, Timestamp},
    projection::{Gathered, PlayState, Seek, TimelineView},
    simulation::{Input, World},
    storage::{Change, backup::Contents},
};

impl Host {
    /// Pauses, and shows another moment.
    ///
    /// # Errors
    /// [`Refused::NothingBefore`] if there is no moment before the one that is shown; another if
    /// nothing can be done here any more.
    pub fn seek(&mut self, now: Timestamp, seek: Seek) -> Result<(), Refused> {
        self.set_play_state(now, PlayState::Paused)?;
        match seek {
            Seek::Present => {
                self.past = None;
                self.leap = Some(self.world.now());
            }
            Seek::Time(at) => {
                let past = self.snapshot_at(at);
                self.show(past, at);
            }
            Seek::Line(told) => {
                let past = self.snapshot_of_line(told);
                self.show_when_it_happened(past);
            }
            Seek::Back => {
                let past = self.snapshot_before(self.shown().told())?;
                self.show_when_it_happened(past);
            }
        }
        Ok(())
    }

    /// Whether a past moment is shown.
    #[must_use]
    pub const fn is_past(&self) -> bool {
        self.past.is_some()
    }

    /// The past moment that is shown, to [go on from](Self::go_on_from).
    ///
    /// # Errors
    /// [`Refused::NotPast`] if it is the present.
    pub fn past(&self) -> Result<&Snapshot, Refused> {
        self.past.as_ref().ok_or(Refused::NotPast)
    }

    /// What is to be written into an empty store, so that it holds what the broker had kept at that
    /// moment.
    #[must_use]
    pub fn changes_to_go_on_from(&self, past: &Snapshot) -> Vec<Change> {
        self.changes_for(contents(&past.world))
    }

    /// Makes a past moment the present, at the time that the clock showed with it. The store holds
    /// what the broker had kept by then.
    pub fn go_on_from(&mut self, now: Timestamp, past: Snapshot) {
        let Snapshot { world, gathered } = past;
        let Contents { durable, clients } = contents(&world);
        self.past = None;
        self.crash = Crash::after_fork(&durable);
        self.keeping = Keeping::new(clients, Vec::new());
        self.waiting_since = None;
        self.trouble = None;
        self.log.go_on_from(world.told());
        self.flow.go_on_from(world.clients());
        self.history.cut_after(world.moment());
        self.world = world;
        self.gathered = gathered;
        self.leap = Some(now);
        let kept = self.world.broker().last_record();
        self.apply(Input::Persisted(kept), |world| {
            world.handle_persisted(now, kept);
        });
        let raised = self.is_alarmed;
        let alarm = Alarm::Disk;
        self.apply(Input::SetAlarm { alarm, raised }, |world| {
            world.set_alarm(now, alarm, raised);
        });
        self.drain();
    }

    /// Where the clock is to go on from, if somebody chose that.
    pub const fn take_leap(&mut self) -> Option<Timestamp> {
        self.leap.take()
    }

    /// The world that is shown.
    pub(super) fn shown(&self) -> &World {
        self.past.as_ref().map_or(&self.world, |past| &past.world)
    }

    /// What had been gathered by then.
    pub(super) fn shown_gathered(&self) -> &Gathered {
        (self.past.as_ref()).map_or(&self.gathered, |past| &past.gathered)
    }

    /// What the present makes of that moment of the clock, which may stand in the past.
    pub(super) fn present(&self, now: Timestamp) -> Timestamp {
        if self.is_past() {
            self.world.now()
        } else {
            now
        }
    }

    pub(super) fn timeline(&self, now: Timestamp) -> TimelineView {
        let (begins, ends) = (self.history.begins(), self.present(now));
        TimelineView {
            begins,
            ends,
            marks: self.gathered.marks.between(begins, ends),
            is_past: self.is_past(),
            told: self.shown().told(),
        }
    }

    /// When something happens next by itself, or again.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        let again = self.past.as_ref();
        let again = again.and_then(|past| self.history.next_at(past, &self.world));
        again.or_else(|| self.world.poll_timeout())
    }

    /// When to wake up while the past is played: when something happens again, or it has come to
    /// the present.
    pub(super) fn replay_due(&self) -> Option<Timestamp> {
        let past = self.past.as_ref()?;
        let again = self.history.next_at(past, &self.world);
        Some(again.unwrap_or_else(|| self.world.now()))
    }

    /// Lets everything happen again that had happened by that time. At its end the past is the
    /// present.
    pub(super) fn replay(&mut self, now: Timestamp) {
        let Some(mut past) = self.past.take() else {
            return;
        };
        self.redo_until(&mut past, now);
        if self.is_before_present(&past, now) {
            self.past = Some(past);
        }
    }

    /// Lets the next thing happen again that the log tells of.
    pub(super) fn step_again(&mut self) {
        let Some(mut past) = self.past.take() else {
            return;
        };
        let told = past.world.told();
        while past.world.told() == told && self.can_redo(&past) {
            self.history.redo(&mut past);
        }
        self.show_when_it_happened(past);
    }

    fn show_when_it_happened(&mut self, past: Snapshot) {
        let at = if past.world.told() == self.world.told() {
            self.world.now()
        } else {
            past.world.now()
        };
        self.show(past, at);
    }

    /// Shows that moment, and the clock at that time; the present, if it has come to that.
    fn show(&mut self, past: Snapshot, at: Timestamp) {
        let at = at.clamp(past.world.now(), self.world.now());
        self.past = Some(past).filter(|past| self.is_before_present(past, at));
        self.leap = Some(at);
    }

    /// What has not told anything yet is as good as the present, at its time.
    fn is_before_present(&self, past: &Snapshot, at: Timestamp) -> bool {
        past.world.told() < self.world.told() || at < self.world.now()
    }

    fn can_redo(&self, past: &Snapshot) -> bool {
        past.world.moment() < self.world.moment()
    }

    fn snapshot_at(&self, at: Timestamp) -> Snapshot {
        let mut past = self.history.latest(|world| world.now() <= at);
        self.redo_until(&mut past, at);
        past
    }

    fn redo_until(&self, past: &mut Snapshot, at: Timestamp) {
        while (self.history.next_at(past, &self.world)).is_some_and(|next| next <= at) {
            self.history.redo(past);
        }
    }

    fn snapshot_of_line(&self, told: u64) -> Snapshot {
        let mut past = self.history.latest(|world| world.told() < told);
        while past.world.told() < told && self.can_redo(&past) {
            self.history.redo(&mut past);
        }
        past
    }

    /// The last moment at which less had been told. It is known only when one more thing has
    /// happened, so the way there is gone twice.
    fn snapshot_before(&self, told: u64) -> Result<Snapshot, Refused> {
        let start = self.history.latest(|world| world.told() < told);
        if start.world.told() >= told {
            return Err(Refused::NothingBefore);
        }
        let mut scout = start.clone();
        let mut before = scout.world.moment();
        while scout.world.told() < told {
            before = scout.world.moment();
            self.history.redo(&mut scout);
        }
        let mut past = start;
        while past.world.moment() < before {
            self.history.redo(&mut past);
        }
        Ok(past)
    }
}
