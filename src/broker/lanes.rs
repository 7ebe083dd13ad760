//! Channels and consumers as they are, to look at.

use super::{
    Broker,
    cause::ConsumerTerms,
    channel::{Channel, Mode},
    id::{ChannelId, ConsumerId, QueueName},
};

/// An open channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelStatus {
    /// Which.
    pub channel: ChannelId,
    /// Whether its publishes are confirmed (<https://www.rabbitmq.com/docs/confirms>).
    pub is_confirming: bool,
    /// Whether it gathers what it does into transactions.
    pub is_transactional: bool,
    /// Prefetch of the consumers that are started from now on; 0 means no limit.
    pub prefetch_count: u16,
    /// Prefetch of all its consumers together; 0 means no limit.
    pub shared_prefetch_count: u16,
    /// Consumers on it.
    pub consumers: u64,
    /// Deliveries on it that are not settled.
    pub unacked: u64,
}

/// A consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerStatus {
    /// Which.
    pub consumer: ConsumerId,
    /// From which queue.
    pub queue: QueueName,
    /// How.
    pub terms: ConsumerTerms,
    /// Deliveries that it holds.
    pub unacked: u64,
    /// Whether its queue delivers to it: one of a single active consumer's waiting ones is not
    /// (<https://www.rabbitmq.com/docs/consumers#single-active-consumer>).
    pub is_active: bool,
}

impl Broker {
    /// Every open channel, by id.
    pub fn channels(&self) -> impl Iterator<Item = ChannelStatus> {
        let ids = self.channels.ids();
        ids.zip(self.channels.iter())
            .map(|(id, channel)| channel.status(id))
    }

    /// Every consumer, by channel and tag.
    pub fn consumers(&self) -> impl Iterator<Item = ConsumerStatus> {
        let ids = self.channels.ids();
        ids.zip(self.channels.iter())
            .flat_map(move |(id, channel)| {
                let consumers = channel.consumers.values();
                consumers.filter_map(move |&key| {
                    let consumer = self.consumers.get(key.0)?;
                    let queue = self.queues.find_id(consumer.queue)?;
                    let is_waiting =
                        queue.turns.is_single_active() && queue.turns.active() != Some(key);
                    debug_assert_eq!(consumer.id.channel, id);
                    Some(ConsumerStatus {
                        consumer: consumer.id.clone(),
                        queue: queue.name().clone(),
                        terms: consumer.terms,
                        unacked: consumer.unacked,
                        is_active: !is_waiting,
                    })
                })
            })
    }
}

impl Channel {
    fn status(&self, channel: ChannelId) -> ChannelStatus {
        ChannelStatus {
            channel,
            is_confirming: matches!(self.mode, Mode::Confirm(_)),
            is_transactional: matches!(self.mode, Mode::Transaction(_)),
            prefetch_count: self.prefetch_count,
            shared_prefetch_count: self.shared_prefetch_count,
            consumers: self.consumers.len() as u64,
            unacked: self.unacked.iter().count() as u64,
        }
    }
}
