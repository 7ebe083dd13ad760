//! What routing has found so far: queues, and exchanges that are still to be asked.

use std::collections::BTreeSet;

use super::{
    super::{id::ExchangeName, queues::QueueId},
    target::{Target, Targets},
};

/// What one message's way through the exchanges has found.
#[derive(Debug)]
pub(super) struct Found<'a> {
    queues: Vec<QueueId>,
    /// Whether the queues ascend, each once. One exchange's bindings for one key do.
    is_in_order: bool,
    /// Exchanges that the message has still to go to.
    ahead: Vec<&'a ExchangeName>,
    first: &'a ExchangeName,
    /// Exchanges but the first that the message was sent to: it goes through each once, so a cycle
    /// ends.
    seen: BTreeSet<&'a ExchangeName>,
    /// Whether the exchange that is being asked has matched anything.
    has_match: bool,
}

impl<'a> Found<'a> {
    /// With an empty list for the queues.
    pub(super) const fn starting_at(first: &'a ExchangeName, queues: Vec<QueueId>) -> Self {
        Self {
            queues,
            is_in_order: true,
            ahead: Vec::new(),
            first,
            seen: BTreeSet::new(),
            has_match: false,
        }
    }

    /// Another exchange is asked from now on.
    pub(super) fn next_exchange(&mut self) -> Option<&'a ExchangeName> {
        self.has_match = false;
        self.ahead.pop()
    }

    /// Whether the exchange that is being asked matched anything, be it an exchange that leads to
    /// no queue.
    pub(super) const fn has_match(&self) -> bool {
        self.has_match
    }

    pub(super) fn take_all(&mut self, targets: &'a Targets) {
        for target in targets.iter() {
            self.take(target);
        }
    }

    pub(super) fn take(&mut self, target: &'a Target) {
        self.has_match = true;
        match target {
            Target::Queue(queue) => {
                self.is_in_order &= self.queues.last().is_none_or(|last| last < queue);
                self.queues.push(*queue);
            }
            Target::Exchange(exchange) => self.take_exchange(exchange),
        }
    }

    pub(super) fn take_exchange(&mut self, exchange: &'a ExchangeName) {
        if exchange != self.first && self.seen.insert(exchange) {
            self.ahead.push(exchange);
        }
    }

    /// The queues, ascending, each once.
    pub(super) fn into_queues(mut self) -> Vec<QueueId> {
        if !self.is_in_order {
            self.queues.sort_unstable();
            self.queues.dedup();
        }
        self.queues
    }
}
