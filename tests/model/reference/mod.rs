//! The reference: plain lists, nothing counted, everything derived anew whenever it is asked for.
//!
//! Each rule of the specification stands in one place and is written in the slowest and plainest
//! way. Nothing is ever taken out of a list of channels, consumers, exchanges, queues or messages:
//! they close, stop or go, and what is left of them stays where it was, so that an index is a name
//! for good.

mod arguments;
mod bindings;
mod consume;
mod dead_letter;
mod dispatch;
mod door;
mod enqueue;
mod exchanges;
mod publish;
mod queues;
mod refuse;
mod reply_to;
mod restart;
mod routing;
mod settle;
mod sight;
mod time;
mod tx;

pub(crate) use arguments::bad_arguments;
pub(crate) use sight::Standing;

use std::rc::Rc;

use leveret::broker::{
    Alarm, Binding, ChannelId, ConnectionId, ConsumerId, ConsumerTag, DeliveryTag, ExchangeKind,
    ExchangeName, Message, Position, PublishSeq, QueueName, RoutingKey, Table, Timestamp,
};

use self::{arguments::Arguments, dead_letter::Dying, settle::Settling};
use super::seen::Seen;

/// The whole state, and what left at the last act.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    now: Timestamp,
    connections: Vec<Connection>,
    alarms: Vec<Alarm>,
    channels: Vec<Channel>,
    exchanges: Vec<Exchange>,
    bindings: Vec<Binding>,
    queues: Vec<Queue>,
    /// Places that queues have left, the one left the longest ago first.
    free_slots: Vec<usize>,
    consumers: Vec<Consumer>,
    /// How often a consumer has stepped aside.
    asides: usize,
    messages: Vec<Queued>,
    /// What channels in confirm mode published, and what confirms them.
    publishes: Vec<Publishing>,
    /// Transactions that are to be answered.
    commits: Vec<Committing>,
    /// How many names the broker has chosen.
    invented: usize,
    /// Messages that queues have given up and that are still to go on.
    dying: Vec<Dying>,
    /// What the clients saw at the last act.
    seen: Vec<Seen>,
}

#[derive(Clone, Debug)]
struct Connection {
    id: ConnectionId,
    is_blocked: bool,
}

#[derive(Clone, Debug)]
struct Channel {
    id: ChannelId,
    phase: Phase,
    last_declared: Option<QueueName>,
    /// For each consumer started from now on; 0 means no limit.
    prefetch: u16,
    /// For all consumers together; 0 means no limit.
    shared_prefetch: u16,
    /// What `basic.get` held when that limit was set: it counts until the limit is lifted.
    got_before_limit: u64,
    mode: Mode,
    published: u64,
    delivered: u64,
    /// In tx mode: publishes that wait for the commit.
    waiting_publishes: Vec<Waiting>,
    /// In tx mode: acks and the like that wait for the commit.
    waiting_settlings: Vec<(Vec<usize>, Settling)>,
    /// Who waits for replies, and under which name.
    reply_consumer: Option<(ConsumerTag, RoutingKey)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    /// The broker closed it, and its client has not said that it knows.
    Closing,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Plain,
    Confirm,
    Tx,
}

/// A publish in a transaction.
#[derive(Clone, Debug)]
struct Waiting {
    message: Rc<Message>,
    /// Where it was routed to when it was let in.
    queues: Vec<usize>,
    mandatory: bool,
}

#[derive(Clone, Debug)]
struct Exchange {
    name: ExchangeName,
    kind: ExchangeKind,
    durable: bool,
    auto_delete: bool,
    internal: bool,
    arguments: Table,
    is_gone: bool,
}

#[derive(Clone, Debug)]
struct Queue {
    name: QueueName,
    durable: bool,
    auto_delete: bool,
    /// Whose it is, if it is exclusive.
    owner: Option<ConnectionId>,
    /// As it was declared.
    table: Table,
    /// What that means.
    arguments: Arguments,
    is_gone: bool,
    /// Its place among those that exist.
    slot: usize,
    last_position: u64,
    /// The consumers to be asked, in order, those of higher priority before all others.
    turns: Vec<usize>,
    /// The one that gets everything, on a queue with a single active consumer.
    active: Option<usize>,
    had_a_consumer: bool,
    /// When its `x-expires` began to run.
    unused_since: Timestamp,
    /// How many messages of the higher class a quorum queue gave out in a row.
    high_in_a_row: u8,
}

#[derive(Clone, Debug)]
struct Consumer {
    id: ConsumerId,
    channel: usize,
    queue: usize,
    prefetch: u16,
    no_ack: bool,
    exclusive: bool,
    priority: i32,
    is_gone: bool,
    /// It was asked to take a message and had no room, after so many others.
    aside_since: Option<usize>,
}

/// A message in a queue.
#[derive(Clone, Debug)]
struct Queued {
    queue: usize,
    position: Position,
    message: Rc<Message>,
    /// How often it was handed out.
    handed_out: u32,
    expires_at: Option<Timestamp>,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Ready,
    Unacked {
        channel: usize,
        delivery_tag: DeliveryTag,
        /// None for `basic.get`.
        consumer: Option<usize>,
        since: Timestamp,
        /// Settled in a transaction that has not been committed.
        in_tx: bool,
    },
    Gone,
}

/// A publish that is confirmed, or is to be.
#[derive(Clone, Debug)]
pub(crate) struct Publishing {
    /// The channel's place in the list: another one of the same number is another channel.
    pub(crate) channel: usize,
    /// The channel.
    pub(crate) id: ChannelId,
    /// Its number there.
    pub(crate) publish_seq: PublishSeq,
    /// A queue refused it: it is nacked.
    pub(crate) refused: bool,
    /// The copies of it that a restart would bring back, as indexes.
    pub(crate) copies: Vec<usize>,
}

/// A transaction that was asked to be committed.
#[derive(Clone, Debug)]
pub(crate) struct Committing {
    /// The channel's place in the list.
    pub(crate) channel: usize,
    /// The channel.
    pub(crate) id: ChannelId,
    /// What it brought into queues of which a restart would bring it back.
    pub(crate) copies: Vec<usize>,
}
