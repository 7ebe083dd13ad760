//! Whose turn it is: the consumers of a queue in round robin.
//!
//! RabbitMQ asks the consumer at the front. If it has room it gets the message and goes to the
//! back; if it has none it steps aside, and joins at the back when it has room again. A consumer is
//! only found full when it is asked, which decides the order in which a burst is shared out
//! (<https://www.rabbitmq.com/docs/consumers#subscribing>).

use std::collections::{BTreeSet, VecDeque};

use super::id::ConsumerId;

/// The consumers of a queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    /// Will be asked, front first.
    waiting: VecDeque<ConsumerId>,
    /// Were asked and had no room.
    aside: BTreeSet<ConsumerId>,
}

impl Turns {
    pub(super) fn consumer_count(&self) -> u64 {
        (self.waiting.len() + self.aside.len()) as u64
    }

    pub(super) fn join(&mut self, consumer: ConsumerId) {
        self.waiting.push_back(consumer);
    }

    pub(super) fn leave(&mut self, consumer: &ConsumerId) {
        if !self.aside.remove(consumer) {
            self.waiting.retain(|other| other != consumer);
        }
    }

    /// Who is to be asked next. It leaves the order until it joins or steps aside.
    pub(super) fn next(&mut self) -> Option<ConsumerId> {
        self.waiting.pop_front()
    }

    pub(super) fn step_aside(&mut self, consumer: ConsumerId) {
        self.aside.insert(consumer);
    }

    /// A consumer has room: if it had stepped aside it joins again, at the back.
    pub(super) fn has_room_again(&mut self, consumer: &ConsumerId) {
        if let Some(consumer) = self.aside.take(consumer) {
            self.waiting.push_back(consumer);
        }
    }

    pub(super) fn aside(&self) -> impl Iterator<Item = &ConsumerId> {
        self.aside.iter()
    }

    pub(super) fn waiting(&self) -> impl Iterator<Item = &ConsumerId> {
        self.waiting.iter()
    }

    /// Every consumer goes.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = ConsumerId> + use<> {
        let aside = std::mem::take(&mut self.aside);
        std::mem::take(&mut self.waiting).into_iter().chain(aside)
    }
}
