//! The broker: one door in, one door out.
//!
//! This file is the door: it takes a command to the rule that serves it and turns a refusal into
//! the closing of a channel or a connection. The rules stand in files of their own, each an `impl
//! Broker`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    cause::{ChannelClosure, ConnectionClosure},
    channel::Channel,
    command::Command,
    event::{Event, Happening},
    exception::{Exception, MethodId, ReplyCode, Severity},
    id::{ChannelId, ConnectionId, RecordSeq},
    limits::CHANNEL_NUMBER_MAX,
    method::Method,
    publish::AwaitedRecord,
    queues::Queues,
    record::Record,
    time::Timestamp,
};

/// RabbitMQ's semantics as a state machine.
///
/// Give it a command with [`handle`](Self::handle), then take every event and record out before the
/// next:
///
/// ```
/// use leveret::broker::{
///     Broker, ChannelId, Command, ConnectionId, Happening, Method, QueueDeclare, QueueName, Table,
///     Timestamp,
/// };
///
/// let mut broker = Broker::new();
/// let connection = ConnectionId(1);
/// let channel = ChannelId { connection, number: 1 };
/// let declare = Method::QueueDeclare(QueueDeclare {
///     queue: QueueName::new("order_queue")?,
///     passive: false,
///     durable: true,
///     exclusive: false,
///     auto_delete: false,
///     arguments: Table::default(),
/// });
/// let mut declared = false;
/// for command in [
///     Command::OpenConnection { connection },
///     Command::OpenChannel { channel },
///     Command::Method { channel, method: declare },
/// ] {
///     broker.handle(Timestamp(0), command);
///     while let Some(event) = broker.poll_event() {
///         declared |= matches!(event.what, Happening::QueueDeclared { created: true, .. });
///     }
///     while broker.poll_record().is_some() {}
/// }
/// assert!(declared);
/// # Ok::<(), leveret::broker::NameTooLong>(())
/// ```
///
/// # Invariants
/// [`assert_invariants`](Self::assert_invariants) checks them:
/// - Every message of a queue is ready, unacked or gone, exactly once.
/// - A consumer with a prefetch never holds more than it allows.
/// - No queue has both a ready message and a consumer with room.
/// - A requeued message stands before every message that was never handed out.
/// - Events and records are drained before the next command.
#[derive(Clone, Debug, Default)]
pub struct Broker {
    pub(super) now: Timestamp,
    pub(super) connections: BTreeSet<ConnectionId>,
    pub(super) channels: BTreeMap<ChannelId, Channel>,
    /// Channels that the broker has closed and whose clients have not yet said that they know.
    pub(super) closing: BTreeSet<ChannelId>,
    pub(super) queues: Queues,
    /// Publishes that wait for a record to be persisted, by ascending record.
    pub(super) awaited: VecDeque<AwaitedRecord>,
    last_record: RecordSeq,
    last_incarnation: u64,
    events: VecDeque<Event>,
    records: VecDeque<(RecordSeq, Record)>,
}

impl Broker {
    /// A broker on which nothing has been declared.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Carries out one command. What came of it is in [`poll_event`](Self::poll_event) and
    /// [`poll_record`](Self::poll_record).
    ///
    /// Whatever a client asks is answered by events. A command from a connection that is closed, or
    /// on a channel that the broker has closed, is ignored: it was sent before the client could
    /// know.
    ///
    /// # Panics
    /// If events or records of the last command were left, or a connection is opened twice: bugs of
    /// the caller.
    pub fn handle(&mut self, now: Timestamp, command: Command) {
        assert!(
            self.is_drained(),
            "events and records are drained before the next command"
        );
        self.now = now;
        match command {
            Command::OpenConnection { connection } => self.open_connection(connection),
            Command::CloseConnection { connection, how } => {
                self.close_connection(connection, ConnectionClosure::Client(how));
            }
            Command::OpenChannel { channel } => self.open_channel(channel),
            Command::CloseChannel { channel } => {
                if !self.closing.remove(&channel) && self.channels.contains_key(&channel) {
                    self.close_channels(&[channel], &ChannelClosure::Client);
                }
            }
            Command::Method { channel, method } => self.handle_method(channel, method),
            Command::SetAlarm { .. } => {}
            Command::Restart => self.restart(),
        }
    }

    /// The next event, in the order in which things happened.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// The next durable change, with the number by which to report it persisted.
    pub fn poll_record(&mut self) -> Option<(RecordSeq, Record)> {
        self.records.pop_front()
    }

    pub(super) fn is_drained(&self) -> bool {
        self.events.is_empty() && self.records.is_empty()
    }

    pub(super) fn emit(&mut self, what: Happening) {
        self.events.push_back(Event { at: self.now, what });
    }

    pub(super) fn record(&mut self, record: Record) -> RecordSeq {
        self.last_record.0 += 1;
        self.records.push_back((self.last_record, record));
        self.last_record
    }

    /// A number that no channel and no consumer had before, to tell one from its namesake.
    pub(super) const fn next_incarnation(&mut self) -> u64 {
        self.last_incarnation += 1;
        self.last_incarnation
    }

    fn open_connection(&mut self, connection: ConnectionId) {
        let is_new = self.connections.insert(connection);
        assert!(is_new, "a connection id is in use once at a time");
        self.emit(Happening::ConnectionOpened { connection });
    }

    fn open_channel(&mut self, channel: ChannelId) {
        if !self.connections.contains(&channel.connection) {
            return;
        }
        self.closing.remove(&channel);
        if self.channels.contains_key(&channel) {
            let second = "second 'channel.open' seen";
            self.raise(
                channel,
                Exception::connection(ReplyCode::ChannelError, second)
                    .caused_by(MethodId::CHANNEL_OPEN),
            );
        } else if channel.number == 0 || channel.number > CHANNEL_NUMBER_MAX {
            let number = format!("channel numbers go from 1 to {CHANNEL_NUMBER_MAX}");
            self.raise(
                channel,
                Exception::connection(ReplyCode::ChannelError, number)
                    .caused_by(MethodId::CHANNEL_OPEN),
            );
        } else {
            let opened = Channel::new(self.next_incarnation());
            self.channels.insert(channel, opened);
            self.emit(Happening::ChannelOpened { channel });
        }
    }

    fn handle_method(&mut self, channel: ChannelId, method: Method) {
        if !self.connections.contains(&channel.connection) || self.closing.contains(&channel) {
            return;
        }
        let id = method.id();
        if let Err(exception) = self.carry_out(channel, method) {
            self.raise(channel, exception.caused_by(id));
        }
    }

    fn carry_out(&mut self, channel: ChannelId, method: Method) -> Result<(), Exception> {
        if !self.channels.contains_key(&channel) {
            let closed = "expected 'channel.open'";
            return Err(Exception::connection(ReplyCode::ChannelError, closed));
        }
        match method {
            Method::QueueDeclare(declare) => self.declare_queue(channel, declare),
            Method::QueuePurge { queue } => self.purge_queue(channel, &queue),
            Method::QueueDelete {
                queue,
                if_unused,
                if_empty,
            } => self.delete_queue(channel, &queue, if_unused, if_empty),
            Method::Publish(publish) => self.publish(channel, publish),
            Method::ConfirmSelect => {
                self.select_confirms(channel);
                Ok(())
            }
            Method::Qos { prefetch_count, .. } => {
                self.set_prefetch(channel, prefetch_count);
                Ok(())
            }
            Method::Consume(consume) => self.consume(
                channel,
                &consume.queue,
                consume.consumer_tag,
                consume.no_ack,
            ),
            Method::Cancel { consumer_tag } => {
                self.cancel(channel, consumer_tag);
                Ok(())
            }
            Method::Get { queue, no_ack } => self.get(channel, &queue, no_ack),
            Method::Ack {
                delivery_tag,
                multiple,
            } => self.ack(channel, delivery_tag, multiple),
            Method::Nack {
                delivery_tag,
                multiple,
                requeue,
            } => self.nack(channel, delivery_tag, multiple, requeue),
            Method::Reject {
                delivery_tag,
                requeue,
            } => self.reject(channel, delivery_tag, requeue),
            Method::ExchangeDeclare(_)
            | Method::ExchangeDelete { .. }
            | Method::Bind(_)
            | Method::Unbind(_)
            | Method::TxSelect
            | Method::TxCommit
            | Method::TxRollback
            | Method::Flow { .. }
            | Method::Recover { .. }
            | Method::RecoverAsync { .. } => {
                Err(Exception::connection(ReplyCode::NotImplemented, "not yet"))
            }
        }
    }

    /// Closes what the exception says.
    fn raise(&mut self, channel: ChannelId, exception: Exception) {
        match exception.severity {
            Severity::Channel => {
                self.closing.insert(channel);
                self.close_channels(&[channel], &ChannelClosure::Exception(exception));
            }
            Severity::Connection => {
                self.close_connection(channel.connection, ConnectionClosure::Exception(exception));
            }
        }
    }
}
