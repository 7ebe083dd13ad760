//! A consumer, and whether it has room for one more delivery.

use super::{
    Broker, arena::Key, cause::ConsumerTerms, channel::Channel, channels::ChannelKey,
    id::ConsumerId, queues::QueueId,
};

/// A consumer for as long as it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ConsumerKey(pub(super) Key);

/// A consumer.
#[derive(Clone, Debug)]
pub(super) struct Consumer {
    pub(super) id: ConsumerId,
    pub(super) channel: ChannelKey,
    pub(super) queue: QueueId,
    pub(super) terms: ConsumerTerms,
    /// How many deliveries it holds.
    pub(super) unacked: u64,
}

impl Consumer {
    /// Whether its own prefetch and that of its channel allow one more delivery. With automatic
    /// acknowledgement it has no prefetch of its own, and waits all the same while the channel's is
    /// used up by others.
    pub(super) fn has_room(&self, channel: &Channel) -> bool {
        (self.terms.no_ack || self.is_below_prefetch()) && channel.has_shared_room()
    }

    pub(super) fn is_below_prefetch(&self) -> bool {
        self.terms.prefetch_count == 0 || self.unacked < u64::from(self.terms.prefetch_count)
    }
}

impl Broker {
    pub(super) fn consumer(&mut self, key: ConsumerKey) -> &mut Consumer {
        self.consumers
            .get_mut(key.0)
            .expect("a consumer on a queue or on a channel exists")
    }
}
