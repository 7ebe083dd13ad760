//! The broker's invariants, said aloud: tests check them after every command.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Broker,
    cause::Kept,
    id::{ConsumerId, Position},
    queues::QueueId,
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
            .flat_map(|channel| channel.unacked.values())
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
        for held in self
            .channels
            .values()
            .flat_map(|open| open.unacked.values())
        {
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
            for (tag, consumer) in &channel.consumers {
                let held = channel.unacked.values().filter(|held| {
                    held.holder.as_ref().is_some_and(|(holder, incarnation)| {
                        holder == tag && *incarnation == consumer.incarnation
                    })
                });
                assert_eq!(consumer.unacked, held.count() as u64, "held is counted");
                assert!(
                    consumer.prefetch_count == 0
                        || consumer.unacked <= u64::from(consumer.prefetch_count),
                    "a consumer holds no more than its prefetch allows"
                );
            }
        }
    }

    fn nothing_waits_that_could_go(&self) {
        for (id, queue) in self.queues.iter() {
            let on_queue: BTreeSet<ConsumerId> = queue
                .turns
                .waiting()
                .chain(queue.turns.aside())
                .cloned()
                .collect();
            assert_eq!(
                on_queue.len() as u64,
                queue.turns.consumer_count(),
                "a consumer has one turn"
            );
            for (&channel, open) in &self.channels {
                for (tag, consumer) in &open.consumers {
                    let tag = tag.clone();
                    let is_here = on_queue.contains(&ConsumerId { channel, tag });
                    assert_eq!(is_here, consumer.queue == id, "a consumer is on its queue");
                    assert!(
                        !is_here || queue.ready.is_empty() || !consumer.has_room(),
                        "no message waits for a consumer that has room"
                    );
                }
            }
        }
    }

    fn channels_belong_to_connections(&self) {
        for channel in self.channels.keys().chain(&self.closing) {
            assert!(
                self.connections.contains(&channel.connection),
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
