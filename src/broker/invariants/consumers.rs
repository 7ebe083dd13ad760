//! Invariants of consumers: what they hold, and whose turn it is.

use std::collections::BTreeSet;

use super::super::{Broker, consumer::ConsumerKey, queue_arguments::QueueKind};

impl Broker {
    pub(super) fn no_consumer_holds_too_much(&self) {
        for channel in self.channels.iter() {
            channel.unacked.assert_invariants();
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

    pub(super) fn nothing_waits_that_could_go(&self) {
        for (id, queue) in self.queues.iter() {
            let on_queue: BTreeSet<ConsumerKey> = queue.turns.all().collect();
            assert_eq!(
                on_queue.len() as u64,
                queue.turns.consumer_count(),
                "a consumer has one turn"
            );
            for channel in self.channels.iter() {
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

    /// A queue's exclusive and its active consumer are among its consumers.
    pub(super) fn consumers_are_where_they_belong(&self) {
        let on_channels: usize = self
            .channels
            .iter()
            .map(|channel| channel.consumers.len())
            .sum();
        let on_queues: u64 = self
            .queues
            .iter()
            .map(|(_, queue)| queue.turns.consumer_count())
            .sum();
        assert_eq!(on_channels as u64, on_queues, "a consumer has both ends");
        for (_, queue) in self.queues.iter() {
            let on_queue: BTreeSet<ConsumerKey> = queue.turns.all().collect();
            if let Some(exclusive) = &queue.exclusive_consumer {
                assert!(on_queue.contains(exclusive), "it consumes");
                let is_alone = on_queue.len() == 1 || queue.settings.kind == QueueKind::Quorum;
                assert!(
                    is_alone,
                    "an exclusive consumer of a classic queue is alone"
                );
            }
            if let Some(active) = queue.turns.active() {
                assert!(queue.turns.is_single_active(), "only where one is active");
                assert!(on_queue.contains(&active), "the active one consumes");
            } else if queue.turns.is_single_active() {
                assert!(on_queue.is_empty(), "if there is any, one is active");
            }
        }
    }
}
