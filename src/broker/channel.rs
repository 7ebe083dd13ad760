//! Channels: what the broker remembers of a client's lane.
//!
//! Delivery tags, unacked deliveries, consumers and confirms all belong to a channel and end with
//! it (AMQP 0-9-1, section 2.1.3; <https://www.rabbitmq.com/docs/channels>).

use std::{collections::BTreeMap, rc::Rc};

use super::{
    Broker,
    confirm::Confirms,
    consumer::ConsumerKey,
    id::{ChannelId, ConsumerTag, DeliveryTag, QueueName},
    message::Message,
    outstanding::Outstanding,
    queue::QueuedMessage,
    queues::QueueId,
    reply_to::ReplyConsumer,
    time::Timestamp,
    transaction::Transaction,
};

/// An open channel.
#[derive(Clone, Debug)]
pub(super) struct Channel {
    /// Tells this channel from an earlier one of the same number.
    pub(super) incarnation: u64,
    /// What an empty queue name stands for.
    pub(super) last_declared: Option<QueueName>,
    /// For consumers started from now on; 0 means no limit.
    pub(super) prefetch_count: u16,
    /// For all its consumers together; 0 means no limit.
    pub(super) shared_prefetch_count: u16,
    /// Deliveries that its consumers hold; those of `basic.get` do not count.
    pub(super) held_by_consumers: u64,
    /// What `basic.get` held when the shared limit was set. It counts until the limit is lifted,
    /// even when it has long been acked.
    got_before_limit: u64,
    pub(super) consumers: BTreeMap<ConsumerTag, ConsumerKey>,
    pub(super) reply_consumer: Option<ReplyConsumer>,
    pub(super) unacked: Outstanding<Unacked>,
    pub(super) mode: Mode,
    last_delivery_tag: DeliveryTag,
}

/// Whether publishes are confirmed or gathered into transactions. A channel never leaves a mode.
#[derive(Clone, Debug)]
pub(super) enum Mode {
    Plain,
    Confirm(Confirms),
    Transaction(Transaction),
}

/// A delivery that nobody has settled yet.
#[derive(Clone, Debug)]
pub(super) struct Unacked {
    pub(super) queue: QueueId,
    pub(super) queued: QueuedMessage,
    /// The consumer that holds it; none for `basic.get`.
    pub(super) holder: Option<Holder>,
    pub(super) since: Timestamp,
}

/// Who holds a delivery. The tag is there for as long as the delivery is, the consumer may not be.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    pub(super) consumer: ConsumerKey,
    pub(super) tag: ConsumerTag,
}

/// A delivery that is held, as [`Broker::unacked`] lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldDelivery {
    /// Its number on the channel.
    pub delivery_tag: DeliveryTag,
    /// The queue that it came from; none if that queue is gone.
    pub queue: Option<QueueName>,
    /// The consumer that holds it; none for `basic.get`.
    pub consumer_tag: Option<ConsumerTag>,
    /// Since when.
    pub since: Timestamp,
    /// The message.
    pub message: Rc<Message>,
}

impl Channel {
    pub(super) fn new(incarnation: u64) -> Self {
        Self {
            incarnation,
            last_declared: None,
            prefetch_count: 0,
            shared_prefetch_count: 0,
            held_by_consumers: 0,
            got_before_limit: 0,
            consumers: BTreeMap::new(),
            reply_consumer: None,
            unacked: Outstanding::default(),
            mode: Mode::Plain,
            last_delivery_tag: DeliveryTag(0),
        }
    }

    /// What it holds, with what an open transaction speaks of.
    pub(super) fn every_unacked(&self) -> impl Iterator<Item = &Unacked> {
        let spoken_of = match &self.mode {
            Mode::Transaction(transaction) => Some(transaction.held()),
            Mode::Plain | Mode::Confirm(_) => None,
        };
        let unacked = self.unacked.iter().map(|(_, held)| held);
        unacked.chain(spoken_of.into_iter().flatten())
    }

    pub(super) const fn next_delivery_tag(&mut self) -> DeliveryTag {
        self.last_delivery_tag.0 += 1;
        self.last_delivery_tag
    }

    /// The tag of the next delivery. A reply bears it and does not use it up, as nobody acks it.
    pub(super) const fn coming_delivery_tag(&self) -> DeliveryTag {
        DeliveryTag(self.last_delivery_tag.0 + 1)
    }

    /// Sets the limit that its consumers share, or with 0 lifts it. RabbitMQ starts to count with
    /// all that the channel holds, and only what consumers held leaves the count again.
    pub(super) fn share_prefetch(&mut self, prefetch_count: u16) {
        if prefetch_count == 0 {
            self.got_before_limit = 0;
        } else if self.shared_prefetch_count == 0 {
            let got = self
                .unacked
                .iter()
                .filter(|(_, held)| held.holder.is_none());
            self.got_before_limit = got.count() as u64;
        }
        self.shared_prefetch_count = prefetch_count;
    }

    /// How many deliveries the prefetch that its consumers share counts.
    pub(super) const fn counted_for_all(&self) -> u64 {
        self.held_by_consumers + self.got_before_limit
    }

    /// Whether the prefetch that its consumers share allows one more delivery.
    pub(super) fn has_shared_room(&self) -> bool {
        self.shared_prefetch_count == 0
            || self.counted_for_all() < u64::from(self.shared_prefetch_count)
    }
}

impl Broker {
    /// The deliveries that a channel holds unacked, by tag; none if it is not open.
    pub fn unacked(&self, channel: ChannelId) -> impl Iterator<Item = HeldDelivery> {
        self.channels
            .get(channel)
            .into_iter()
            .flat_map(|channel| channel.unacked.iter())
            .map(|(delivery_tag, held)| HeldDelivery {
                delivery_tag,
                queue: self
                    .queues
                    .find_id(held.queue)
                    .map(|queue| queue.name().clone()),
                consumer_tag: held.holder.as_ref().map(|holder| holder.tag.clone()),
                since: held.since,
                message: Rc::clone(&held.queued.message),
            })
    }

    pub(super) fn open(&mut self, channel: ChannelId) -> &mut Channel {
        self.channels
            .get_mut(channel)
            .expect("a method is carried out on an open channel only")
    }
}
