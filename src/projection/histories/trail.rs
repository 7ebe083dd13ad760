//! A trail: one message's history as it is kept, and the places that the message has had.
//!
//! A long one keeps its beginning and its end: what is asked is where a message came from and what
//! happened last.

use std::{collections::VecDeque, rc::Rc};

use super::super::{
    describe::describe,
    ledger::Place,
    log::HeldLabels,
    view::{History, HistoryEntry, Standing},
    why::explain,
};
use crate::{
    broker::{ChannelId, Event, Message, PublishSeq},
    simulation::World,
};

/// What is known of one publish.
#[derive(Clone, Debug)]
pub(super) struct Trail {
    pub(super) message: Rc<Message>,
    pub(super) begins_before: bool,
    pub(super) events: VecDeque<Rc<Event>>,
    pub(super) left_out: u64,
    pub(super) stays: Vec<Stay>,
    pub(super) awaits: Option<(ChannelId, PublishSeq)>,
}

/// A message's stay in a queue.
#[derive(Clone, Debug)]
pub(super) struct Stay {
    pub(super) place: Place,
    /// A dead letter says more than the message that it was made of.
    pub(super) message: Rc<Message>,
    pub(super) is_kept: bool,
    pub(super) standing: Standing,
}

impl Stay {
    pub(super) fn is_there(&self) -> bool {
        self.standing != Standing::Gone
    }
}

impl Trail {
    /// In words, with what clients are called in that world.
    pub(super) fn told(&self, world: &World) -> History {
        let mut held = HeldLabels::default();
        let entries = self.events.iter().filter_map(|event| {
            held.note(&event.what);
            Some(HistoryEntry {
                at: event.at,
                text: describe(event, world, &held)?,
                why: explain(event, world, &held),
            })
        });
        History {
            entries: entries.collect(),
            begins_before: self.begins_before,
            left_out: self.left_out,
            places: self
                .stays
                .iter()
                .map(|stay| (stay.place.0.clone(), stay.place.1, stay.standing))
                .collect(),
        }
    }

    pub(super) fn message_at(&self, place: &Place) -> Option<&Rc<Message>> {
        let stay = self.stays.iter().find(|stay| stay.place == *place);
        stay.map(|stay| &stay.message)
    }

    /// Those of its stays end.
    pub(super) fn end(&mut self, event: &Rc<Event>, ends: impl Fn(&Stay) -> bool) {
        for stay in &mut self.stays {
            if ends(stay) {
                stay.standing = Standing::Gone;
            }
        }
        self.tell(Rc::clone(event));
    }

    /// What is transient is gone, what was held is ready again, and nobody hears of a confirm.
    pub(super) fn restart(&mut self, event: &Rc<Event>, is_lost: impl Fn(&Place) -> bool) {
        self.awaits = None;
        if !self.stays.iter().any(Stay::is_there) {
            return;
        }
        for stay in self.stays.iter_mut().filter(|stay| stay.is_there()) {
            stay.standing = if stay.is_kept && !is_lost(&stay.place) {
                Standing::Ready
            } else {
                Standing::Gone
            };
        }
        self.tell(Rc::clone(event));
    }

    /// How it began is kept, and of the rest the latest.
    pub(super) fn tell(&mut self, event: Rc<Event>) {
        if self.events.len() >= ENTRIES_MAX {
            self.events.remove(BEGINNING);
            self.left_out += 1;
        }
        self.events.push_back(event);
    }
}

/// Entries of a history: a poison message that goes round makes ten a second.
pub(super) const ENTRIES_MAX: usize = 50;

/// Of these, how many tell of its beginning.
const BEGINNING: usize = 10;
