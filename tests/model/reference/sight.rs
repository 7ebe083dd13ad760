//! What can be seen of the reference from outside, and plain look-ups.

use std::rc::Rc;

use leveret::broker::{
    Binding, ChannelId, ConnectionId, ConsumerTag, DeliveryTag, ExchangeKind, ExchangeName,
    HeldDelivery, Message, Position, QueueName, QueueStatus, Table, Timestamp,
};

use super::{Committing, Mode, Phase, Place, Publishing, Reference, exchanges::predeclared};
use crate::seen::Seen;

/// An exchange, as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) name: ExchangeName,
    pub(crate) kind: ExchangeKind,
    pub(crate) durable: bool,
    pub(crate) auto_delete: bool,
    pub(crate) internal: bool,
    pub(crate) arguments: Table,
}

impl Default for Reference {
    fn default() -> Self {
        Self {
            now: Timestamp(0),
            connections: Vec::new(),
            alarms: Vec::new(),
            channels: Vec::new(),
            exchanges: predeclared(),
            bindings: Vec::new(),
            queues: Vec::new(),
            free_slots: Vec::new(),
            consumers: Vec::new(),
            asides: 0,
            messages: Vec::new(),
            publishes: Vec::new(),
            commits: Vec::new(),
            invented: 0,
            dying: Vec::new(),
            seen: Vec::new(),
        }
    }
}

/// What can be seen.
impl Reference {
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    /// Before a new act.
    pub(crate) fn forget_what_was_seen(&mut self) {
        self.seen.clear();
        self.publishes.clear();
        self.commits.clear();
    }

    /// What the clients saw at the last act.
    pub(crate) fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// The publishes of the last act that are to be confirmed.
    pub(crate) fn publishes(&self) -> &[Publishing] {
        &self.publishes
    }

    /// The transactions of the last act that are to be committed.
    pub(crate) fn commits(&self) -> &[Committing] {
        &self.commits
    }

    pub(crate) fn is_connected(&self, connection: ConnectionId) -> bool {
        self.connections.iter().any(|other| other.id == connection)
    }

    pub(crate) fn is_open(&self, channel: ChannelId) -> bool {
        self.find_channel(channel, Phase::Open).is_some()
    }

    /// Whether that very channel is open, not one that was opened later under the same number.
    pub(crate) fn is_still_open(&self, channel: usize) -> bool {
        self.channels[channel].phase == Phase::Open
    }

    pub(crate) fn is_gone(&self, message: usize) -> bool {
        self.messages[message].place == Place::Gone
    }

    /// Where a message stands, or stood.
    pub(crate) fn place_of(&self, message: usize) -> (QueueName, Position) {
        let queued = &self.messages[message];
        (self.queues[queued.queue].name.clone(), queued.position)
    }

    pub(crate) fn standing(&self) -> Vec<Standing> {
        let there = self.exchanges.iter().filter(|exchange| !exchange.is_gone);
        let mut standing: Vec<Standing> = there
            .map(|exchange| Standing {
                name: exchange.name.clone(),
                kind: exchange.kind,
                durable: exchange.durable,
                auto_delete: exchange.auto_delete,
                internal: exchange.internal,
                arguments: exchange.arguments.clone(),
            })
            .collect();
        standing.sort_by_key(|exchange| exchange.name.clone());
        standing
    }

    pub(crate) fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The names of the queues that exist.
    pub(crate) fn queue_names(&self) -> Vec<QueueName> {
        let existing = self.existing_queues().into_iter();
        let mut names: Vec<QueueName> = existing
            .map(|queue| self.queues[queue].name.clone())
            .collect();
        names.sort();
        names
    }

    /// The names of the queues that are not another connection's own.
    pub(crate) fn usable_names(&self, connection: ConnectionId) -> Vec<QueueName> {
        let mut names = self.queue_names();
        names.retain(|name| {
            let queue = self.find_queue(name).expect("it exists");
            let owner = self.queues[queue].owner;
            owner.is_none_or(|owner| owner == connection)
        });
        names
    }

    /// Whether a channel declared a queue that is still there.
    pub(crate) fn has_declared(&self, channel: ChannelId) -> bool {
        let Some(channel) = self.find_channel(channel, Phase::Open) else {
            return false;
        };
        let last = self.channels[channel].last_declared.as_ref();
        last.is_some_and(|last| self.find_queue(last).is_some())
    }

    /// What a queue was declared with: arguments, durable, exclusive, auto-delete.
    pub(crate) fn declared(&self, name: &QueueName) -> Option<(Table, [bool; 3])> {
        let queue = &self.queues[self.find_queue(name)?];
        let flags = [queue.durable, queue.owner.is_some(), queue.auto_delete];
        Some((queue.table.clone(), flags))
    }

    /// Every queue's counts, by name.
    pub(crate) fn statuses(&self) -> Vec<QueueStatus> {
        let of_queue = |name: QueueName| {
            let queue = self.find_queue(&name).expect("it exists");
            let in_queue = self.in_queue(queue);
            let ready = self.ready_in(queue).len();
            let lost = in_queue.iter().filter(|&&message| !self.is_kept(message));
            QueueStatus {
                name,
                durable: self.queues[queue].durable,
                exclusive: self.queues[queue].owner.is_some(),
                auto_delete: self.queues[queue].auto_delete,
                ready: ready as u64,
                unacked: (in_queue.len() - ready) as u64,
                consumers: self.consumers_of(queue).len() as u64,
                unkept: lost.count() as u64,
            }
        };
        self.queue_names().into_iter().map(of_queue).collect()
    }

    /// A queue's ready messages: position, whether redelivered, message.
    pub(crate) fn ready(&self, name: &QueueName) -> Vec<(Position, bool, Rc<Message>)> {
        let queue = self
            .find_queue(name)
            .expect("only queues that exist are asked");
        self.ready_in(queue)
            .into_iter()
            .map(|message| {
                let queued = &self.messages[message];
                let message = Rc::clone(&queued.message);
                (queued.position, queued.handed_out > 0, message)
            })
            .collect()
    }

    /// The deliveries that a channel holds, by tag.
    pub(crate) fn unacked(&self, channel: ChannelId) -> Vec<HeldDelivery> {
        let Some(channel) = self.find_channel(channel, Phase::Open) else {
            return Vec::new();
        };
        let held = self.held_on(channel).into_iter();
        held.map(|(delivery_tag, message)| self.as_held(delivery_tag, message))
            .collect()
    }

    fn as_held(&self, delivery_tag: DeliveryTag, message: usize) -> HeldDelivery {
        let queued = &self.messages[message];
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
    }

    /// The tags of a channel's consumers.
    pub(crate) fn consumer_tags(&self, channel: ChannelId) -> Vec<ConsumerTag> {
        let Some(channel) = self.find_channel(channel, Phase::Open) else {
            return Vec::new();
        };
        let consumers = self.consumers_on(channel).into_iter();
        let tags = consumers.map(|consumer| self.consumers[consumer].id.tag.clone());
        let waiting = self.channels[channel].reply_consumer.iter();
        tags.chain(waiting.map(|(tag, _)| tag.clone())).collect()
    }

    /// Whether a channel waits for replies.
    pub(crate) fn has_reply_consumer(&self, channel: ChannelId) -> bool {
        let channel = self.find_channel(channel, Phase::Open);
        channel.is_some_and(|channel| self.channels[channel].reply_consumer.is_some())
    }

    /// Whether a channel's publishes are confirmed.
    pub(crate) fn is_confirming(&self, channel: ChannelId) -> bool {
        let channel = self.find_channel(channel, Phase::Open);
        channel.is_some_and(|channel| self.channels[channel].mode == Mode::Confirm)
    }

    /// Whether a channel's publishes and settlings wait for a commit.
    pub(crate) fn is_tx(&self, channel: ChannelId) -> bool {
        let channel = self.find_channel(channel, Phase::Open);
        channel.is_some_and(|channel| self.channels[channel].mode == Mode::Tx)
    }

    /// The names by which replies find back.
    pub(crate) fn reply_names(&self) -> Vec<String> {
        let open = (self.channels.iter()).filter(|channel| channel.phase == Phase::Open);
        let waiting = open.filter_map(|channel| channel.reply_consumer.as_ref());
        waiting.map(|(_, name)| name.as_str().to_owned()).collect()
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
            .filter(|&channel| self.channels[channel].phase == Phase::Open)
            .collect();
        open.sort_by_key(|&channel| self.channels[channel].id);
        open
    }

    /// The consumers of a queue, in the order in which they came.
    pub(super) fn consumers_of(&self, queue: usize) -> Vec<usize> {
        (0..self.consumers.len())
            .filter(|&consumer| {
                let consumer = &self.consumers[consumer];
                consumer.queue == queue && !consumer.is_gone
            })
            .collect()
    }

    /// The consumers on a channel, by tag.
    pub(super) fn consumers_on(&self, channel: usize) -> Vec<usize> {
        let mut consumers: Vec<usize> = (0..self.consumers.len())
            .filter(|&consumer| {
                let consumer = &self.consumers[consumer];
                consumer.channel == channel && !consumer.is_gone
            })
            .collect();
        consumers.sort_by_key(|&consumer| self.consumers[consumer].id.clone());
        consumers
    }

    /// What a channel holds and can settle, by tag.
    pub(super) fn held_on(&self, open: usize) -> Vec<(DeliveryTag, usize)> {
        let mut held: Vec<(DeliveryTag, usize)> = self
            .messages
            .iter()
            .enumerate()
            .filter_map(|(message, queued)| match queued.place {
                Place::Unacked {
                    channel,
                    delivery_tag,
                    in_tx: false,
                    ..
                } if channel == open => Some((delivery_tag, message)),
                Place::Unacked { .. } | Place::Ready | Place::Gone => None,
            })
            .collect();
        held.sort();
        held
    }

    /// The messages of a queue, ready or unacked.
    fn in_queue(&self, queue: usize) -> Vec<usize> {
        (0..self.messages.len())
            .filter(|&message| {
                let queued = &self.messages[message];
                queued.queue == queue && queued.place != Place::Gone
            })
            .collect()
    }

    /// Whether a restart brings a message back. A quorum queue keeps all it has.
    pub(super) fn is_kept(&self, message: usize) -> bool {
        let queued = &self.messages[message];
        let queue = &self.queues[queued.queue];
        let is_persistent = queued.message.properties.delivery_mode == Some(2);
        queue.durable && (is_persistent || queue.arguments.quorum.is_some())
    }
}
