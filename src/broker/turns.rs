//! Whose turn it is: the consumers of a queue, by priority and in round robin.
//!
//! RabbitMQ asks the consumer at the front of the highest priority. If it has room it gets the
//! message and goes to the back; if it has none it steps aside, and joins at the back when it has
//! room again. A consumer is only found full when it is asked, which decides the order in which a
//! burst is shared out (<https://www.rabbitmq.com/docs/consumers#subscribing>,
//! <https://www.rabbitmq.com/docs/consumer-priority>).
//!
//! With a single active consumer only that one is asked, until it goes
//! (<https://www.rabbitmq.com/docs/consumers#single-active-consumer>).

use std::collections::{BTreeMap, VecDeque};

use super::consumer::ConsumerKey;

/// The consumers of a queue.
///
/// # Invariants
/// A consumer is in one of `waiting` and `aside`, but for the one that is being asked. The ranks of
/// `waiting` descend; one that is empty stays until a consumer leaves, so that a lone consumer
/// costs no allocation for each message.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    /// Will be asked, the highest priority first, in it the front first.
    waiting: Vec<Rank>,
    /// Were asked and had no room.
    aside: BTreeMap<ConsumerKey, Aside>,
    /// How often a consumer has stepped aside.
    stepped_aside: u64,
    /// The one that is asked, where only one is.
    active: Option<ConsumerKey>,
    /// Those who joined with their priorities, the highest first and of these the earliest, where
    /// only one is active.
    joined: Vec<(ConsumerKey, i32)>,
    is_single_active: bool,
}

#[derive(Clone, Copy, Debug)]
struct Aside {
    priority: i32,
    /// How many had stepped aside before.
    since: u64,
}

#[derive(Clone, Debug)]
struct Rank {
    priority: i32,
    consumers: VecDeque<ConsumerKey>,
}

impl Turns {
    pub(super) fn new(is_single_active: bool) -> Self {
        Self {
            is_single_active,
            ..Self::default()
        }
    }

    pub(super) fn consumer_count(&self) -> u64 {
        let waiting = self.waiting.iter().map(|rank| rank.consumers.len());
        (waiting.sum::<usize>() + self.aside.len()) as u64
    }

    /// A new consumer. Returns whether it is the single active one now.
    pub(super) fn enter(&mut self, consumer: ConsumerKey, priority: i32) -> bool {
        self.join(consumer, priority);
        if !self.is_single_active {
            return false;
        }
        let place = self.joined.partition_point(|(_, other)| *other >= priority);
        self.joined.insert(place, (consumer, priority));
        if self.active.is_some() {
            return false;
        }
        self.active = Some(consumer);
        true
    }

    /// A consumer goes. Returns the one that is the single active one now, if that changed.
    pub(super) fn leave(&mut self, consumer: ConsumerKey) -> Option<ConsumerKey> {
        if self.aside.remove(&consumer).is_none() {
            for rank in &mut self.waiting {
                rank.consumers.retain(|other| *other != consumer);
            }
            self.waiting.retain(|rank| !rank.consumers.is_empty());
        }
        self.joined.retain(|(other, _)| *other != consumer);
        if self.active != Some(consumer) {
            return None;
        }
        self.active = self.joined.first().map(|(first, _)| *first);
        self.active
    }

    /// Who is to be asked next, with its priority. It leaves the order until it joins or steps
    /// aside.
    pub(super) fn next(&mut self) -> Option<(ConsumerKey, i32)> {
        if self.is_single_active {
            return self.take_active();
        }
        self.waiting
            .iter_mut()
            .find_map(|rank| Some((rank.consumers.pop_front()?, rank.priority)))
    }

    /// A consumer will be asked again, after the others of its priority.
    pub(super) fn join(&mut self, consumer: ConsumerKey, priority: i32) {
        let place = self
            .waiting
            .partition_point(|rank| rank.priority > priority);
        match self.waiting.get_mut(place) {
            Some(rank) if rank.priority == priority => rank.consumers.push_back(consumer),
            _ => {
                let consumers = VecDeque::from([consumer]);
                self.waiting.insert(
                    place,
                    Rank {
                        priority,
                        consumers,
                    },
                );
            }
        }
    }

    pub(super) fn step_aside(&mut self, consumer: ConsumerKey, priority: i32) {
        self.stepped_aside += 1;
        let since = self.stepped_aside;
        self.aside.insert(consumer, Aside { priority, since });
    }

    /// How many had stepped aside before this one did; none if it has not.
    pub(super) fn aside_since(&self, consumer: ConsumerKey) -> Option<u64> {
        self.aside.get(&consumer).map(|aside| aside.since)
    }

    /// A consumer has room: if it had stepped aside it joins again, at the back.
    pub(super) fn has_room_again(&mut self, consumer: ConsumerKey) {
        if let Some(aside) = self.aside.remove(&consumer) {
            self.join(consumer, aside.priority);
        }
    }

    pub(super) const fn is_single_active(&self) -> bool {
        self.is_single_active
    }

    pub(super) fn aside(&self) -> impl Iterator<Item = ConsumerKey> {
        self.aside.keys().copied()
    }

    /// The highest priority among those who wait.
    pub(super) fn highest_waiting(&self) -> Option<i32> {
        let mut ranks = self.waiting.iter();
        ranks
            .find(|rank| !rank.consumers.is_empty())
            .map(|rank| rank.priority)
    }

    pub(super) fn waiting(&self) -> impl Iterator<Item = ConsumerKey> {
        self.waiting
            .iter()
            .flat_map(|rank| rank.consumers.iter().copied())
    }

    /// Every consumer: those who wait, then those aside.
    pub(super) fn all(&self) -> impl Iterator<Item = ConsumerKey> {
        self.waiting().chain(self.aside())
    }

    /// The single active consumer.
    pub(super) const fn active(&self) -> Option<ConsumerKey> {
        self.active
    }

    fn take_active(&mut self) -> Option<(ConsumerKey, i32)> {
        let active = self.active?;
        let rank = self
            .waiting
            .iter_mut()
            .find(|rank| rank.consumers.contains(&active))?;
        rank.consumers.retain(|other| *other != active);
        Some((active, rank.priority))
    }
}
