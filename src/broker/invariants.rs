//! The broker's invariants, said aloud: tests check them after every command.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Broker, cause::Kept, channel::Channel, consumer::ConsumerKey, id::Position, queues::QueueId,
    timers::Due,
};

impl Broker {
    /// Checks every invariant of the broker.
    ///
    /// # Panics
    /// If one does not hold: a bug of the broker.
    pub fn assert_invariants(&self) {
        self.every_message_is_in_one_place();
        self.counts_are_true();
        self.no_consumer_holds_too_much();
        self.nothing_waits_that_could_go();
        self.timers_are_set();
        self.channels_belong_to_connections();
        self.exchanges.assert_invariants(&self.queues);
    }

    fn every_message_is_in_one_place(&self) {
        let mut seen: BTreeSet<(QueueId, Position)> = BTreeSet::new();
        let ready = self.queues.iter().flat_map(|(id, queue)| {
            queue.ready.assert_invariants();
            queue.ready.iter().map(move |queued| (id, queued.position))
        });
        let unacked = self
            .channels
            .values()
            .flat_map(Channel::every_unacked)
            .map(|held| (held.queue, held.queued.position));
        for place in ready.chain(unacked) {
            assert!(seen.insert(place), "a message is ready or unacked, once");
            if let Some(queue) = self.queues.find_id(place.0) {
                assert!(place.1 <= queue.last_position, "positions only grow");
            }
        }
    }

    fn counts_are_true(&self) {
        let mut unacked: BTreeMap<QueueId, u64> = BTreeMap::new();
        let mut unkept: BTreeMap<QueueId, u64> = BTreeMap::new();
        for held in self.channels.values().flat_map(Channel::every_unacked) {
            *unacked.entry(held.queue).or_default() += 1;
            *unkept.entry(held.queue).or_default() += u64::from(held.queued.kept != Kept::Yes);
        }
        for (id, queue) in self.queues.iter() {
            let held = unacked.get(&id).copied().unwrap_or(0);
            assert_eq!(queue.unacked_count, held, "unacked counts what is held");
            let ready = queue.ready.iter().filter(|queued| queued.kept != Kept::Yes);
            let lost = ready.count() as u64 + unkept.get(&id).copied().unwrap_or(0);
            assert_eq!(queue.unkept_count, lost, "unkept counts what would be lost");
        }
    }

    fn no_consumer_holds_too_much(&self) {
        for channel in self.channels.values() {
            let mut by_all = 0;
            for held in channel.every_unacked() {
                by_all += u64::from(held.holder.is_some());
            }
            assert_eq!(channel.held_by_consumers, by_all, "held is counted");
            for (tag, key) in &channel.consumers {
                let consumer = self.consumers.get(key.0).expect("a consumer exists");
                assert_eq!(&consumer.id.tag, tag, "a consumer has its tag");
                let held = channel.every_unacked().filter(|held| {
                    let holder = held.holder.as_ref();
                    holder.is_some_and(|holder| holder.consumer == *key)
                });
                assert_eq!(consumer.unacked, held.count() as u64, "held is counted");
                let prefetch_count = consumer.terms.prefetch_count;
                assert!(
                    prefetch_count == 0 || consumer.unacked <= u64::from(prefetch_count),
                    "a consumer holds no more than its prefetch allows"
                );
            }
        }
    }

    fn nothing_waits_that_could_go(&self) {
        for (id, queue) in self.queues.iter() {
            let on_queue: BTreeSet<ConsumerKey> = queue.turns.all().collect();
            assert_eq!(
                on_queue.len() as u64,
                queue.turns.consumer_count(),
                "a consumer has one turn"
            );
            for channel in self.channels.values() {
                for key in channel.consumers.values() {
                    let consumer = self.consumers.get(key.0).expect("a consumer exists");
                    let is_here = on_queue.contains(key);
                    assert_eq!(is_here, consumer.queue == id, "a consumer is on its queue");
                    let is_asked =
                        !queue.turns.is_single_active() || queue.turns.active() == Some(*key);
                    assert!(
                        !is_here
                            || !is_asked
                            || queue.ready.is_empty()
                            || !consumer.has_room(channel),
                        "no message waits for a consumer that has room"
                    );
                }
            }
        }
    }

    fn timers_are_set(&self) {
        for (id, queue) in self.queues.iter() {
            let expires_at = queue.ready.next_expiry();
            assert_eq!(queue.looks_at_head, expires_at, "the head's time is known");
            if let Some(at) = expires_at {
                assert!(at > self.now, "nothing expired stands at the head");
                assert!(self.timers.contains(at, id, Due::Head), "and is waited for");
            }
            if let Some(at) = queue.goes_unused_at()
                && queue.turns.consumer_count() == 0
            {
                let is_waited_for = self.timers.contains(at, id, Due::Disuse);
                assert!(is_waited_for, "disuse is waited for");
            }
        }
    }

    fn channels_belong_to_connections(&self) {
        for channel in self.channels.keys().chain(&self.closing) {
            assert!(
                self.connections.contains_key(&channel.connection),
                "a channel ends with its connection"
            );
        }
        for channel in &self.closing {
            assert!(
                !self.channels.contains_key(channel),
                "a channel is open or closing"
            );
        }
    }
}
