//! A consumer's work: the deliveries that its program has received and not finished.
//!
//! The program is single-threaded, as pika's is: it sleeps over one message after another. What
//! waits for the person at the page instead stands in the same list and is passed over.
//!
//! # Invariants
//! - At most one message is being worked on, and it is in the list.
//! - An unacked delivery's tag belongs to the channel that is open; when that goes,
//!   [`WorkList::forget_unacked`].

use std::{collections::VecDeque, rc::Rc};

use crate::{
    broker::{DeliveryTag, Message, Millis, Position, Timestamp},
    simulation::label::Label,
};

/// A delivery that the program has received.
#[derive(Clone, Debug)]
pub struct Work {
    /// Its number on the channel.
    pub delivery_tag: DeliveryTag,
    /// The place in the queue that it came from.
    pub position: Position,
    /// Whether it had been handed out before.
    pub redelivered: bool,
    /// When it was received.
    pub held_since: Timestamp,
    /// The message.
    pub message: Rc<Message>,
    /// The broker forgot it when it was sent.
    pub(super) no_ack: bool,
    /// Whether `Processing order` has been printed.
    pub(super) announced: bool,
}

impl Work {
    /// What to call it, with a remark if it is no order.
    pub(super) fn called(&self) -> String {
        Label::of(&self.message.body).called()
    }
}

/// Everything that a program has received and not finished, oldest first.
#[derive(Clone, Debug)]
pub(super) struct WorkList {
    items: VecDeque<Numbered>,
    last_number: u64,
    current: Option<Current>,
}

/// A work with a number of its own: tags begin anew with each channel, and what needs no ack
/// outlives its channel.
#[derive(Clone, Debug)]
struct Numbered {
    number: u64,
    work: Work,
}

#[derive(Clone, Copy, Debug)]
struct Current {
    number: u64,
    done_at: Timestamp,
}

impl WorkList {
    pub(super) const fn new() -> Self {
        Self {
            items: VecDeque::new(),
            last_number: 0,
            current: None,
        }
    }

    pub(super) fn receive(&mut self, work: Work) {
        self.last_number += 1;
        self.items.push_back(Numbered {
            number: self.last_number,
            work,
        });
    }

    /// When the message that is being worked on will be done.
    pub(super) fn done_at(&self) -> Option<Timestamp> {
        self.current.map(|current| current.done_at)
    }

    /// Takes up the next message that the program works on by itself, if it is idle and there is
    /// one.
    pub(super) fn begin(
        &mut self,
        now: Timestamp,
        by_hand: bool,
        takes: impl FnOnce(&Work) -> Millis,
    ) -> Option<&mut Work> {
        if self.current.is_some() {
            return None;
        }
        let next = self
            .items
            .iter_mut()
            .find(|item| item.work.no_ack || !by_hand)?;
        self.current = Some(Current {
            number: next.number,
            done_at: now + takes(&next.work),
        });
        Some(&mut next.work)
    }

    /// The message that is being worked on.
    pub(super) fn current(&self) -> Option<&Work> {
        self.current_item().map(|item| &item.work)
    }

    /// The message that is being worked on, if that is done.
    pub(super) fn done(&self, now: Timestamp) -> Option<&Work> {
        self.current().filter(|_| self.done_at() <= Some(now))
    }

    /// Takes out the message that is being worked on.
    pub(super) fn finish(&mut self) -> Option<Work> {
        let current = self.current?;
        let index = self
            .items
            .iter()
            .position(|item| item.number == current.number)
            .expect("the message that is worked on is in the list");
        self.current = None;
        self.items.remove(index).map(|item| item.work)
    }

    /// Leaves a message that is to be acked by hand to the hand.
    pub(super) fn lay_down(&mut self) {
        if self.current_item().is_some_and(|item| !item.work.no_ack) {
            self.current = None;
        }
    }

    /// The deliveries that the broker waits for, with the time when the one in work is done.
    pub(super) fn unacked(&self) -> impl Iterator<Item = (&Work, Option<Timestamp>)> {
        self.items
            .iter()
            .filter(|item| !item.work.no_ack)
            .map(|item| {
                let current = self.current.filter(|current| current.number == item.number);
                (&item.work, current.map(|current| current.done_at))
            })
    }

    pub(super) fn unacked_mut(&mut self) -> impl Iterator<Item = &mut Work> {
        self.items
            .iter_mut()
            .map(|item| &mut item.work)
            .filter(|work| !work.no_ack)
    }

    /// What the broker has forgotten already and only this program knows.
    pub(super) fn backlog(&self) -> impl Iterator<Item = &Work> {
        self.items
            .iter()
            .map(|item| &item.work)
            .filter(|work| work.no_ack)
    }

    /// Takes out the unacked deliveries that `chosen` names.
    pub(super) fn take_unacked(&mut self, chosen: impl Fn(DeliveryTag) -> bool) -> Vec<Work> {
        self.take(|work| !work.no_ack && chosen(work.delivery_tag))
    }

    /// The channel is gone and its tags with it; the broker requeues what was unacked.
    pub(super) fn forget_unacked(&mut self) -> Vec<Work> {
        self.take(|work| !work.no_ack)
    }

    /// The program is gone, and what only it knew.
    pub(super) fn forget_backlog(&mut self) -> Vec<Work> {
        self.take(|work| work.no_ack)
    }

    fn take(&mut self, chosen: impl Fn(&Work) -> bool) -> Vec<Work> {
        let mut taken = Vec::new();
        for item in std::mem::take(&mut self.items) {
            if !chosen(&item.work) {
                self.items.push_back(item);
                continue;
            }
            if self
                .current
                .is_some_and(|current| current.number == item.number)
            {
                self.current = None;
            }
            taken.push(item.work);
        }
        taken
    }

    fn current_item(&self) -> Option<&Numbered> {
        let current = self.current?;
        self.items.iter().find(|item| item.number == current.number)
    }
}
