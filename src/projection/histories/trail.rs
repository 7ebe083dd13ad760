//! A trail: one message's history as it is kept, and the places that the message has had.
//!
//! A long one keeps its beginning and its end: what is asked is where a message came from and what
//! happened last.

use std::{collections::VecDeque, rc::Rc};

use super::super::{ledger::Place, view::Standing};
use crate::broker::{ChannelId, Event, Message, PublishSeq};

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
    pub(super) is_kept: bool,
    pub(super) standing: Standing,
}

impl Stay {
    pub(super) fn is_there(&self) -> bool {
        self.standing != Standing::Gone
    }
}

impl Trail {
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
