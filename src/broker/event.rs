//! Events: everything that happened, each with the rule that made it happen.
//!
//! A client's replies are events too: what a protocol session would send as `basic.deliver` is
//! [`Happening::Delivered`] here. "Why?" in the page is a rendering of the causes that events
//! carry, never a guess.

use std::rc::Rc;

use super::{
    binding::Binding,
    cause::{
        AckCause, CancelCause, ChannelClosure, ConfirmCause, ConnectionClosure, ConsumerTerms,
        DeadLetterOutcome, DeliveryCause, DropCause, ExchangeDeletion, Kept, Precedence,
        PrefetchScope, QueueDeletion, QueueRestart, RefusalCause, RequeueCause, RoutingCause,
        UnbindCause,
    },
    command::Alarm,
    death::DeathReason,
    exception::ReplyCode,
    id::{
        ChannelId, ConnectionId, ConsumerId, DeliveryTag, ExchangeName, Position, PublishSeq,
        QueueName,
    },
    message::Message,
    time::Timestamp,
};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// A client connected.
    ConnectionOpened {
        /// Who.
        connection: ConnectionId,
    },
    /// A connection is closed; its channels closed before.
    ConnectionClosed {
        /// Which.
        connection: ConnectionId,
        /// Why.
        cause: ConnectionClosure,
    },
    /// `connection.blocked`: it published while a resource was short.
    ConnectionBlocked {
        /// Which.
        connection: ConnectionId,
        /// What is short.
        alarm: Alarm,
    },
    /// `connection.unblocked`
    ConnectionUnblocked {
        /// Which.
        connection: ConnectionId,
    },
    /// `channel.open-ok`
    ChannelOpened {
        /// Which.
        channel: ChannelId,
    },
    /// A channel is closed; what it held unacked is requeued after this.
    ChannelClosed {
        /// Which.
        channel: ChannelId,
        /// Why.
        cause: ChannelClosure,
    },
    /// `channel.flow-ok`
    FlowSet {
        /// Where.
        channel: ChannelId,
    },
    /// `exchange.declare-ok`
    ExchangeDeclared {
        /// Who asked.
        channel: ChannelId,
        /// Which exchange.
        exchange: ExchangeName,
        /// Whether it is new.
        created: bool,
    },
    /// `exchange.delete-ok`, or an auto-delete exchange is gone.
    ExchangeDeleted {
        /// Which exchange.
        exchange: ExchangeName,
        /// Why.
        cause: ExchangeDeletion,
    },
    /// `queue.bind-ok` or `exchange.bind-ok`
    Bound {
        /// Who asked.
        channel: ChannelId,
        /// The binding.
        binding: Rc<Binding>,
        /// Whether it is new.
        created: bool,
    },
    /// `queue.unbind-ok` or `exchange.unbind-ok`, or a binding went with one of its ends.
    Unbound {
        /// The binding.
        binding: Rc<Binding>,
        /// Why.
        cause: UnbindCause,
    },
    /// `queue.declare-ok`
    QueueDeclared {
        /// Who asked.
        channel: ChannelId,
        /// Which queue.
        queue: QueueName,
        /// Whether it is new.
        created: bool,
        /// Ready messages in it.
        message_count: u64,
        /// Consumers on it.
        consumer_count: u64,
    },
    /// `queue.purge-ok`
    QueuePurged {
        /// Who asked.
        channel: ChannelId,
        /// Which queue.
        queue: QueueName,
        /// Ready messages that are gone.
        message_count: u64,
    },
    /// `queue.delete-ok`, or the queue went by itself.
    QueueDeleted {
        /// Which queue.
        queue: QueueName,
        /// Ready messages that are gone with it.
        message_count: u64,
        /// Deliveries of it that are still held; acking them is accepted and changes nothing.
        unacked_count: u64,
        /// Why.
        cause: QueueDeletion,
    },
    /// `confirm.select-ok`
    ConfirmSelected {
        /// Where.
        channel: ChannelId,
    },
    /// `tx.select-ok`
    TxSelected {
        /// Where.
        channel: ChannelId,
    },
    /// `tx.commit-ok`: what was published has happened and is written down where it has to be.
    TxCommitted {
        /// Where.
        channel: ChannelId,
    },
    /// `tx.rollback-ok`: what was published is forgotten, what was acked is unacked again.
    TxRolledBack {
        /// Where.
        channel: ChannelId,
    },
    /// `basic.qos-ok`
    QosSet {
        /// Where.
        channel: ChannelId,
        /// Unacked deliveries allowed at once; 0 means no limit.
        prefetch_count: u16,
        /// Whose.
        scope: PrefetchScope,
    },
    /// A publish was taken in.
    Published {
        /// From where.
        channel: ChannelId,
        /// Its number, on a channel in confirm mode.
        publish_seq: Option<PublishSeq>,
        /// The message.
        message: Rc<Message>,
        /// The queues that it was routed to.
        queues: Vec<QueueName>,
        /// Whether it is to be returned if these are none.
        mandatory: bool,
        /// Why these.
        cause: RoutingCause,
    },
    /// `basic.return`: mandatory, and no queue took it.
    Returned {
        /// To whom.
        channel: ChannelId,
        /// The message.
        message: Rc<Message>,
        /// Why.
        code: ReplyCode,
    },
    /// A message stands ready at the tail of a queue.
    Enqueued {
        /// The queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// The message.
        message: Rc<Message>,
        /// Whether a restart will bring it back.
        kept: Kept,
        /// When it will be given up, if it has come to the head by then.
        expires_at: Option<Timestamp>,
        /// Whom it waits behind.
        precedence: Precedence,
    },
    /// A queue refused a publish; nothing of it is in the queue.
    Refused {
        /// The queue.
        queue: QueueName,
        /// The message.
        message: Rc<Message>,
        /// Why.
        cause: RefusalCause,
    },
    /// `basic.ack` from the broker to a publisher.
    Confirmed {
        /// To whom.
        channel: ChannelId,
        /// Which publish.
        publish_seq: PublishSeq,
        /// This one and all before it.
        multiple: bool,
        /// Why now.
        cause: ConfirmCause,
    },
    /// `basic.nack` from the broker to a publisher: a queue refused it.
    ConfirmNacked {
        /// To whom.
        channel: ChannelId,
        /// Which publish.
        publish_seq: PublishSeq,
    },
    /// `basic.consume-ok`
    ConsumerStarted {
        /// Who.
        consumer: ConsumerId,
        /// From which queue.
        queue: QueueName,
        /// How.
        terms: ConsumerTerms,
    },
    /// A queue with a single active consumer has a new one.
    ConsumerActivated {
        /// Who.
        consumer: ConsumerId,
        /// Of which queue.
        queue: QueueName,
        /// How many wait until it goes.
        others: u64,
    },
    /// `basic.cancel-ok`, or `basic.cancel` from the broker. What it holds stays unacked.
    ConsumerCancelled {
        /// Who.
        consumer: ConsumerId,
        /// From which queue.
        queue: QueueName,
        /// Why.
        cause: CancelCause,
    },
    /// `basic.cancel-ok` for a tag that no consumer of the channel has.
    NothingToCancel {
        /// The tag and where it was said.
        consumer: ConsumerId,
    },
    /// `basic.deliver` of a reply that went straight to who waited for it
    /// (<https://www.rabbitmq.com/docs/direct-reply-to>).
    Replied {
        /// To whom.
        consumer: ConsumerId,
        /// Its number on the consumer's channel.
        delivery_tag: DeliveryTag,
        /// The message.
        message: Rc<Message>,
    },
    /// `basic.deliver`
    Delivered {
        /// To whom.
        consumer: ConsumerId,
        /// Its number on the consumer's channel.
        delivery_tag: DeliveryTag,
        /// From which queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// Whether it had been handed out before.
        redelivered: bool,
        /// The message.
        message: Rc<Message>,
        /// Why this consumer.
        cause: DeliveryCause,
    },
    /// `basic.get-ok`
    Got {
        /// By whom.
        channel: ChannelId,
        /// Its number on the channel.
        delivery_tag: DeliveryTag,
        /// From which queue.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// Whether it had been handed out before.
        redelivered: bool,
        /// The message.
        message: Rc<Message>,
        /// Ready messages left.
        message_count: u64,
    },
    /// `basic.get-empty`
    GotEmpty {
        /// By whom.
        channel: ChannelId,
        /// From which queue.
        queue: QueueName,
    },
    /// A message has done its work and is gone.
    Acked {
        /// By whom.
        channel: ChannelId,
        /// Which delivery.
        delivery_tag: DeliveryTag,
        /// The queue that it came from.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// Why.
        cause: AckCause,
    },
    /// A message went back to its place, flagged redelivered.
    Requeued {
        /// Who held it.
        channel: ChannelId,
        /// Which delivery.
        delivery_tag: DeliveryTag,
        /// The queue that it came from.
        queue: QueueName,
        /// The place in it.
        position: Position,
        /// Why.
        cause: RequeueCause,
    },
    /// A queue gave a message up.
    Dropped {
        /// The queue.
        queue: QueueName,
        /// The place in it; none if it never had one.
        position: Option<Position>,
        /// The message.
        message: Rc<Message>,
        /// Why.
        cause: DropCause,
        /// Whether it goes on to the queue's dead-letter exchange, or is gone.
        is_dead_lettered: bool,
    },
    /// A message that a queue gave up went on to the queue's dead-letter exchange
    /// (<https://www.rabbitmq.com/docs/dlx>).
    DeadLettered {
        /// The queue that gave it up.
        queue: QueueName,
        /// Why.
        reason: DeathReason,
        /// The dead-letter exchange.
        exchange: ExchangeName,
        /// The message as it goes on.
        message: Rc<Message>,
        /// What became of it.
        outcome: DeadLetterOutcome,
    },
    /// `basic.recover-ok`; the messages are requeued after this.
    Recovered {
        /// Where.
        channel: ChannelId,
    },
    /// The broker has started again.
    Restarted {
        /// What became of each queue.
        queues: Vec<QueueRestart>,
    },
}
