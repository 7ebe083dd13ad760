//! Invariants of messages: where they are, how many, and for how long.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{
    Broker, cause::Kept, channel::Channel, id::Position, queue_arguments::Overflow,
    queues::QueueId, timers::Due,
};

impl Broker {
    pub(super) fn every_message_is_in_one_place(&self) {
        let mut seen: BTreeSet<(QueueId, Position)> = BTreeSet::new();
        let ready = self.queues.iter().flat_map(|(id, queue)| {
            queue.ready.assert_invariants();
            queue.ready.iter().map(move |queued| (id, queued.position))
        });
        let unacked = self
            .channels
            .iter()
            .flat_map(Channel::every_unacked)
            .map(|held| (held.queue, held.queued.position));
        for place in ready.chain(unacked) {
            assert!(seen.insert(place), "a message is ready or unacked, once");
            if let Some(queue) = self.queues.find_id(place.0) {
                assert!(place.1 <= queue.last_position, "positions only grow");
            }
        }
    }

    pub(super) fn counts_are_true(&self) {
        let mut unacked: BTreeMap<QueueId, u64> = BTreeMap::new();
        let mut unkept: BTreeMap<QueueId, u64> = BTreeMap::new();
        for held in self.channels.iter().flat_map(Channel::every_unacked) {
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

    /// What a queue is to give up when it has too much, it has given up.
    pub(super) fn queues_are_within_their_limits(&self) {
        assert!(self.dying.is_empty(), "what was given up has gone on");
        for (_, queue) in self.queues.iter() {
            let settings = &queue.settings;
            if settings.overflow != Overflow::DropHead {
                continue;
            }
            let max_length = settings.max_length.unwrap_or(u64::MAX);
            assert!(queue.ready.len() <= max_length, "no more than x-max-length");
            let max_bytes = settings.max_length_bytes.unwrap_or(u64::MAX);
            assert!(
                queue.ready.bytes() <= max_bytes,
                "no more than x-max-length-bytes"
            );
        }
    }

    /// The broker wakes up when it has to, for queues that exist.
    pub(super) fn timers_are_set(&self) {
        for (at, id, due) in self.timers.iter() {
            let queue = self
                .queues
                .find_id(id)
                .expect("a queue takes its timers with it");
            match due {
                Due::Head => assert_eq!(queue.looks_at_head, Some(at), "one look at a time"),
                Due::Disuse => {
                    assert_eq!(queue.goes_unused_at(), Some(at), "the latest use counts");
                }
            }
        }
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
}
