//! Channels: what the broker remembers of a client's lane.
//!
//! Delivery tags, unacked deliveries, consumers and confirms all belong to a channel and end with
//! it (AMQP 0-9-1, section 2.1.3; <https://www.rabbitmq.com/docs/channels>).

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    rc::Rc,
};

use super::{
    Broker,
    cause::{CancelCause, ChannelClosure, ConnectionClosure, RequeueCause},
    event::Happening,
    id::{ChannelId, ConnectionId, ConsumerId, ConsumerTag, DeliveryTag, PublishSeq, QueueName},
    message::Message,
    queue::QueuedMessage,
    queues::QueueId,
    settle::Returning,
    time::Timestamp,
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
    pub(super) consumers: BTreeMap<ConsumerTag, Consumer>,
    pub(super) unacked: BTreeMap<DeliveryTag, Unacked>,
    pub(super) confirms: Option<Confirms>,
    last_delivery_tag: DeliveryTag,
}

/// A consumer as its channel knows it.
#[derive(Clone, Debug)]
pub(super) struct Consumer {
    /// Tells this consumer from an earlier one of the same tag, whose deliveries may still be held.
    pub(super) incarnation: u64,
    pub(super) queue: QueueId,
    /// 0 means no limit.
    pub(super) prefetch_count: u16,
    pub(super) no_ack: bool,
    /// How many deliveries it holds.
    pub(super) unacked: u64,
}

impl Consumer {
    /// Whether its prefetch allows one more delivery. Automatic acknowledgement knows no limit.
    pub(super) fn has_room(&self) -> bool {
        self.no_ack || self.prefetch_count == 0 || self.unacked < u64::from(self.prefetch_count)
    }
}

/// A delivery that nobody has settled yet.
#[derive(Clone, Debug)]
pub(super) struct Unacked {
    pub(super) queue: QueueId,
    pub(super) queued: QueuedMessage,
    /// The incarnation of the consumer that holds it; none for `basic.get`.
    pub(super) holder: Option<(ConsumerTag, u64)>,
    pub(super) since: Timestamp,
}

/// A channel's confirms (<https://www.rabbitmq.com/docs/confirms#publisher-confirms>).
#[derive(Clone, Debug, Default)]
pub(super) struct Confirms {
    pub(super) last: PublishSeq,
    pub(super) outstanding: BTreeSet<PublishSeq>,
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
    pub(super) const fn new(incarnation: u64) -> Self {
        Self {
            incarnation,
            last_declared: None,
            prefetch_count: 0,
            consumers: BTreeMap::new(),
            unacked: BTreeMap::new(),
            confirms: None,
            last_delivery_tag: DeliveryTag(0),
        }
    }

    pub(super) const fn next_delivery_tag(&mut self) -> DeliveryTag {
        self.last_delivery_tag.0 += 1;
        self.last_delivery_tag
    }
}

impl Broker {
    /// The deliveries that a channel holds unacked, by tag; none if it is not open.
    pub fn unacked(&self, channel: ChannelId) -> impl Iterator<Item = HeldDelivery> {
        self.channels
            .get(&channel)
            .into_iter()
            .flat_map(|channel| &channel.unacked)
            .map(|(&delivery_tag, held)| HeldDelivery {
                delivery_tag,
                queue: self
                    .queues
                    .find_id(held.queue)
                    .map(|queue| queue.name.clone()),
                consumer_tag: held.holder.as_ref().map(|(tag, _)| tag.clone()),
                since: held.since,
                message: Rc::clone(&held.queued.message),
            })
    }

    pub(super) fn open(&mut self, channel: ChannelId) -> &mut Channel {
        self.channels
            .get_mut(&channel)
            .expect("a method is carried out on an open channel only")
    }

    pub(super) fn close_connection(&mut self, connection: ConnectionId, cause: ConnectionClosure) {
        if !self.connections.remove(&connection) {
            return;
        }
        let of_connection = ChannelId {
            connection,
            number: 0,
        }..=ChannelId {
            connection,
            number: u16::MAX,
        };
        let channels: Vec<ChannelId> = self
            .channels
            .range(of_connection)
            .map(|(&channel, _)| channel)
            .collect();
        self.closing
            .retain(|channel| channel.connection != connection);
        self.close_channels(&channels, &ChannelClosure::Connection);
        self.emit(Happening::ConnectionClosed { connection, cause });
    }

    /// Closes channels together: first all their consumers go, then what they held is requeued, and
    /// only then is anything delivered. So no message goes to a consumer that is about to close as
    /// well.
    pub(super) fn close_channels(&mut self, channels: &[ChannelId], cause: &ChannelClosure) {
        let mut returning = Vec::new();
        for &channel in channels {
            let mut closed = self
                .channels
                .remove(&channel)
                .expect("only an open channel is closed");
            self.emit(Happening::ChannelClosed {
                channel,
                cause: cause.clone(),
            });
            for (tag, consumer) in mem::take(&mut closed.consumers) {
                let consumer_id = ConsumerId { channel, tag };
                self.forget_consumer(consumer_id, &consumer, CancelCause::ChannelClosed);
            }
            returning.extend(
                closed
                    .unacked
                    .into_iter()
                    .map(|(delivery_tag, held)| Returning {
                        channel,
                        delivery_tag,
                        held,
                    }),
            );
        }
        self.requeue(returning, RequeueCause::ChannelClosed);
    }
}
