//! The reference: plain lists, nothing counted, everything derived anew whenever it is asked for.
//!
//! Nothing is ever taken out of a list: channels close, consumers stop, queues and messages go, and
//! what is left of them stays where it was, so that an index is a name for good.

use std::rc::Rc;

use leveret::broker::{
    ChannelId, ConnectionId, ConsumerId, ConsumerTag, DeliveryTag, Happening, HeldDelivery, Kept,
    Message, Position, PublishSeq, QueueName, QueueStatus, Record, Timestamp,
};

/// The whole state, and what left at the last act.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reference {
    pub(super) now: Timestamp,
    pub(super) connected: Vec<ConnectionId>,
    pub(super) channels: Vec<Channel>,
    pub(super) consumers: Vec<Consumer>,
    pub(super) queues: Vec<Queue>,
    pub(super) messages: Vec<Queued>,
    /// Every record there ever was.
    pub(super) records: Vec<Record>,
    pub(super) awaited: Vec<Awaited>,
    /// What happened at the last act.
    pub(super) happened: Vec<Happening>,
}

#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub(super) id: ChannelId,
    pub(super) phase: Phase,
    pub(super) last_declared: Option<QueueName>,
    pub(super) prefetch_count: u16,
    pub(super) confirms: bool,
    pub(super) published: u64,
    pub(super) unconfirmed: Vec<PublishSeq>,
    pub(super) delivered: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Open,
    /// The broker closed it, and its client has not said that it knows.
    Closing,
    Closed,
}

#[derive(Clone, Debug)]
pub(super) struct Consumer {
    pub(super) id: ConsumerId,
    pub(super) channel: usize,
    pub(super) queue: usize,
    pub(super) prefetch_count: u16,
    pub(super) no_ack: bool,
    pub(super) is_gone: bool,
    /// It was asked to take a message and had no room.
    pub(super) is_aside: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Queue {
    pub(super) name: QueueName,
    pub(super) durable: bool,
    pub(super) is_gone: bool,
    pub(super) last_position: u64,
    /// The consumers to be asked, in order.
    pub(super) turns: Vec<usize>,
}

/// A message in a queue.
#[derive(Clone, Debug)]
pub(super) struct Queued {
    pub(super) queue: usize,
    pub(super) position: Position,
    pub(super) message: Rc<Message>,
    pub(super) redelivered: bool,
    pub(super) place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Ready,
    Unacked {
        channel: usize,
        delivery_tag: DeliveryTag,
        /// None for `basic.get`.
        consumer: Option<usize>,
        since: Timestamp,
    },
    Gone,
}

/// A publish whose confirm waits until so many records are persisted.
#[derive(Clone, Debug)]
pub(super) struct Awaited {
    pub(super) records: usize,
    pub(super) channel: usize,
    pub(super) publish_seq: PublishSeq,
}

/// What can be seen.
impl Reference {
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn happened(&self) -> &[Happening] {
        &self.happened
    }

    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    pub(crate) fn is_connected(&self, connection: ConnectionId) -> bool {
        self.connected.contains(&connection)
    }

    pub(crate) fn is_open(&self, channel: ChannelId) -> bool {
        self.find_channel(channel, Phase::Open).is_some()
    }

    /// Every queue's counts, by name.
    pub(crate) fn statuses(&self) -> Vec<QueueStatus> {
        let of_queue = |index: usize| {
            let in_queue = self.in_queue(index);
            let is_ready = |&&message: &&usize| self.messages[message].place == Place::Ready;
            let ready = in_queue.iter().filter(is_ready).count();
            let is_lost = |&&message: &&usize| self.kept(message) != Kept::Yes;
            QueueStatus {
                name: self.queues[index].name.clone(),
                durable: self.queues[index].durable,
                ready: ready as u64,
                unacked: (in_queue.len() - ready) as u64,
                consumers: self.consumers_of(index).len() as u64,
                unkept: in_queue.iter().filter(is_lost).count() as u64,
            }
        };
        self.existing().into_iter().map(of_queue).collect()
    }

    /// A queue's ready messages: position, whether redelivered, message.
    pub(crate) fn ready(&self, name: &QueueName) -> Vec<(Position, bool, Rc<Message>)> {
        let Some(queue) = self.find_queue(name) else {
            return Vec::new();
        };
        self.ready_in(queue)
            .into_iter()
            .map(|index| {
                let queued = &self.messages[index];
                (
                    queued.position,
                    queued.redelivered,
                    Rc::clone(&queued.message),
                )
            })
            .collect()
    }

    /// The deliveries that a channel holds, by tag.
    pub(crate) fn unacked(&self, channel: ChannelId) -> Vec<HeldDelivery> {
        let Some(channel) = self.find_channel(channel, Phase::Open) else {
            return Vec::new();
        };
        self.held_on(channel)
            .into_iter()
            .map(|(delivery_tag, index)| {
                let queued = &self.messages[index];
                let Place::Unacked {
                    consumer, since, ..
                } = queued.place
                else {
                    unreachable!("a held message is unacked");
                };
                let queue = &self.queues[queued.queue];
                HeldDelivery {
                    delivery_tag,
                    queue: (!queue.is_gone).then(|| queue.name.clone()),
                    consumer_tag: consumer.map(|index| self.consumers[index].id.tag.clone()),
                    since,
                    message: Rc::clone(&queued.message),
                }
            })
            .collect()
    }

    /// The tags of a channel's consumers.
    pub(crate) fn consumer_tags(&self, channel: ChannelId) -> Vec<ConsumerTag> {
        let open = self.find_channel(channel, Phase::Open).into_iter();
        open.flat_map(|index| self.consumers_on(index))
            .map(|index| self.consumers[index].id.tag.clone())
            .collect()
    }
}

/// What follows from the lists.
impl Reference {
    pub(super) fn find_channel(&self, id: ChannelId, phase: Phase) -> Option<usize> {
        let mut channels = self.channels.iter();
        channels.position(|channel| channel.id == id && channel.phase == phase)
    }

    /// The open channels, in the order of their ids.
    pub(super) fn open_channels(&self) -> Vec<usize> {
        let mut open: Vec<usize> = (0..self.channels.len())
            .filter(|&index| self.channels[index].phase == Phase::Open)
            .collect();
        open.sort_by_key(|&index| self.channels[index].id);
        open
    }

    pub(super) fn find_queue(&self, name: &QueueName) -> Option<usize> {
        let mut queues = self.queues.iter();
        queues.position(|queue| queue.name == *name && !queue.is_gone)
    }

    /// The queues that exist, by name.
    pub(super) fn existing(&self) -> Vec<usize> {
        let mut existing: Vec<usize> = (0..self.queues.len())
            .filter(|&index| !self.queues[index].is_gone)
            .collect();
        existing.sort_by_key(|&index| self.queues[index].name.clone());
        existing
    }

    /// The consumers of a queue, by id.
    pub(super) fn consumers_of(&self, queue: usize) -> Vec<usize> {
        let mut consumers: Vec<usize> = (0..self.consumers.len())
            .filter(|&index| {
                let consumer = &self.consumers[index];
                consumer.queue == queue && !consumer.is_gone
            })
            .collect();
        consumers.sort_by_key(|&index| self.consumers[index].id.clone());
        consumers
    }

    /// The consumers on a channel, by tag.
    pub(super) fn consumers_on(&self, channel: usize) -> Vec<usize> {
        let mut consumers: Vec<usize> = (0..self.consumers.len())
            .filter(|&index| {
                let consumer = &self.consumers[index];
                consumer.channel == channel && !consumer.is_gone
            })
            .collect();
        consumers.sort_by_key(|&index| self.consumers[index].id.clone());
        consumers
    }

    pub(super) fn has_room(&self, consumer: usize) -> bool {
        let Consumer {
            prefetch_count,
            no_ack,
            ..
        } = self.consumers[consumer];
        no_ack || prefetch_count == 0 || self.held_by(consumer) < u64::from(prefetch_count)
    }

    pub(super) fn held_by(&self, consumer: usize) -> u64 {
        let holds = |queued: &&Queued| {
            matches!(queued.place, Place::Unacked { consumer: Some(holder), .. }
                if holder == consumer)
        };
        self.messages.iter().filter(holds).count() as u64
    }

    /// What a channel holds, by tag.
    pub(super) fn held_on(&self, open: usize) -> Vec<(DeliveryTag, usize)> {
        let mut held: Vec<(DeliveryTag, usize)> = self
            .messages
            .iter()
            .enumerate()
            .filter_map(|(index, queued)| match queued.place {
                Place::Unacked {
                    channel,
                    delivery_tag,
                    ..
                } if channel == open => Some((delivery_tag, index)),
                Place::Unacked { .. } | Place::Ready | Place::Gone => None,
            })
            .collect();
        held.sort();
        held
    }

    /// The messages of a queue, ready or unacked.
    pub(super) fn in_queue(&self, queue: usize) -> Vec<usize> {
        (0..self.messages.len())
            .filter(|&index| {
                let queued = &self.messages[index];
                queued.queue == queue && queued.place != Place::Gone
            })
            .collect()
    }

    /// The ready messages of a queue, by position.
    pub(super) fn ready_in(&self, queue: usize) -> Vec<usize> {
        let mut ready = self.in_queue(queue);
        ready.retain(|&index| self.messages[index].place == Place::Ready);
        ready.sort_by_key(|&index| self.messages[index].position);
        ready
    }

    pub(super) fn kept(&self, message: usize) -> Kept {
        let queued = &self.messages[message];
        if !self.queues[queued.queue].durable {
            Kept::TransientQueue
        } else if queued.message.properties.delivery_mode == Some(2) {
            Kept::Yes
        } else {
            Kept::TransientMessage
        }
    }
}
