//! The broker: one door in, one door out.
//!
//! This file is the door: it takes a command to the rule that serves it and turns a refusal into
//! the closing of a channel or a connection. The rules stand in files of their own, each an `impl
//! Broker`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    arena::Arena,
    cause::{ChannelClosure, ConnectionClosure},
    channels::Channels,
    command::{Alarm, Command},
    confirm::AwaitedRecord,
    connection::Connection,
    consumer::Consumer,
    dead_lettering::Dying,
    event::{Event, Happening},
    exception::{Exception, ReplyCode},
    exchange::Exchanges,
    id::{ChannelId, ConnectionId, RecordSeq},
    method::Method,
    queues::{QueueId, Queues},
    record::Record,
    reply_to::ReplyNames,
    server_names::ServerNames,
    settle::Verdict,
    time::Timestamp,
    timers::Timers,
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
    pub(super) connections: BTreeMap<ConnectionId, Connection>,
    pub(super) channels: Channels,
    /// Channels that the broker has closed and whose clients have not yet said that they know.
    pub(super) closing: BTreeSet<ChannelId>,
    pub(super) consumers: Arena<Consumer>,
    pub(super) exchanges: Exchanges,
    pub(super) queues: Queues,
    pub(super) reply_names: ReplyNames,
    pub(super) timers: Timers,
    pub(super) alarms: BTreeSet<Alarm>,
    /// What the queues of the command under way have given up.
    pub(super) dying: VecDeque<Dying>,
    /// Confirms and commits that wait for a record to be persisted, by ascending record.
    pub(super) awaited: VecDeque<AwaitedRecord>,
    pub(super) names: ServerNames,
    /// Where the last publish went: a list to use again.
    pub(super) routed: Vec<QueueId>,
    last_record: RecordSeq,
    last_incarnation: u64,
    /// All of this moment: they are drained before there is another.
    events: VecDeque<Happening>,
    records: VecDeque<(RecordSeq, Record)>,
}

impl Broker {
    /// A broker on which nothing has been declared.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, choosing the names that clients leave to it by this seed: brokers that run one
    /// after the other do well to have different ones.
    #[must_use]
    pub fn with_seed(seed: u64) -> Self {
        Self {
            names: ServerNames::new(seed),
            ..Self::default()
        }
    }

    /// Carries out one command, after what was due by `now`. What came of it is in
    /// [`poll_event`](Self::poll_event) and [`poll_record`](Self::poll_record).
    ///
    /// Whatever a client asks is answered by events. A command from a connection that is closed, or
    /// on a channel that the broker has closed, is ignored: it was sent before the client could
    /// know.
    ///
    /// # Panics
    /// If events or records of the last command were left, or a connection is opened twice: bugs of
    /// the caller.
    pub fn handle(&mut self, now: Timestamp, command: Command) {
        self.begin(now);
        match command {
            Command::OpenConnection { connection } => self.open_connection(connection),
            Command::CloseConnection { connection, how } => {
                self.close_connection(connection, ConnectionClosure::Client(how));
            }
            Command::OpenChannel { channel } => self.open_channel(channel),
            Command::CloseChannel { channel } => {
                if !self.closing.remove(&channel) && self.channels.key(channel).is_some() {
                    self.close_channels(&[channel], &ChannelClosure::Client);
                }
            }
            Command::Method { channel, method } => self.handle_method(channel, method),
            Command::SetAlarm { alarm, raised } => self.set_alarm(alarm, raised),
            Command::Restart => self.restart(),
        }
        self.finish();
    }

    /// Whatever is asked of the broker starts with what was due before.
    pub(super) fn begin(&mut self, now: Timestamp) {
        assert!(
            self.is_drained(),
            "events and records are drained before the next command"
        );
        self.now = self.now.max(now);
        self.finish();
    }

    /// Whatever is asked of the broker ends with what its queues gave up, and with what expires at
    /// once: the messages behind one that was taken can be older than it.
    pub(super) fn finish(&mut self) {
        self.send_dead_letters();
        while self.do_what_is_due() {
            self.send_dead_letters();
        }
    }

    /// The next event, in the order in which things happened.
    pub fn poll_event(&mut self) -> Option<Event> {
        let what = self.events.pop_front()?;
        Some(Event { at: self.now, what })
    }

    /// The next durable change, with the number by which to report it persisted.
    pub fn poll_record(&mut self) -> Option<(RecordSeq, Record)> {
        self.records.pop_front()
    }

    pub(super) fn is_drained(&self) -> bool {
        self.events.is_empty() && self.records.is_empty()
    }

    pub(super) fn emit(&mut self, what: Happening) {
        self.events.push_back(what);
    }

    pub(super) fn record(&mut self, record: Record) -> RecordSeq {
        self.last_record.0 += 1;
        self.records.push_back((self.last_record, record));
        self.last_record
    }

    /// The number of the newest durable change.
    #[must_use]
    pub const fn last_record(&self) -> RecordSeq {
        self.last_record
    }

    /// A number that no channel had before, to tell one from its namesake.
    pub(super) const fn next_incarnation(&mut self) -> u64 {
        self.last_incarnation += 1;
        self.last_incarnation
    }

    fn handle_method(&mut self, channel: ChannelId, method: Method) {
        let id = method.id();
        if let Err(exception) = self.carry_out(channel, method) {
            self.raise(channel, exception.caused_by(id));
        }
    }

    fn carry_out(&mut self, channel: ChannelId, method: Method) -> Result<(), Exception> {
        if !self.channels.command_on(channel) {
            let is_gone = !self.connections.contains_key(&channel.connection);
            if is_gone || self.closing.contains(&channel) {
                return Ok(());
            }
            let closed = "expected 'channel.open'";
            return Err(Exception::connection(ReplyCode::ChannelError, closed));
        }
        match method {
            Method::Publish(publish) => self.publish(channel, publish),
            Method::Ack {
                delivery_tag,
                multiple,
            } => self.settle(channel, delivery_tag, multiple, Verdict::Ack { multiple }),
            Method::Nack {
                delivery_tag,
                multiple,
                requeue,
            } => self.settle(channel, delivery_tag, multiple, Verdict::Nack { requeue }),
            Method::Reject {
                delivery_tag,
                requeue,
            } => self.settle(channel, delivery_tag, false, Verdict::Reject { requeue }),
            Method::Get { queue, no_ack } => self.get(channel, &queue, no_ack),
            Method::Consume(consume) => self.consume(channel, consume),
            Method::Cancel { consumer_tag } => {
                self.cancel(channel, consumer_tag);
                Ok(())
            }
            Method::ExchangeDeclare(declare) => self.declare_exchange(channel, declare),
            Method::ExchangeDelete {
                exchange,
                if_unused,
            } => self.delete_exchange(channel, &exchange, if_unused),
            Method::Bind(binding) => self.bind(channel, binding),
            Method::Unbind(binding) => self.unbind(channel, binding),
            Method::QueueDeclare(declare) => self.declare_queue(channel, declare),
            Method::QueuePurge { queue } => self.purge_queue(channel, &queue),
            Method::QueueDelete {
                queue,
                if_unused,
                if_empty,
            } => self.delete_queue(channel, &queue, if_unused, if_empty),
            Method::ConfirmSelect => self.select_confirms(channel),
            Method::TxSelect => self.select_transactions(channel),
            Method::TxCommit => self.commit(channel),
            Method::TxRollback => self.roll_back(channel),
            Method::Flow { active } => self.set_flow(channel, active),
            Method::Qos {
                prefetch_size,
                prefetch_count,
                global,
            } => self.set_prefetch(channel, prefetch_size, prefetch_count, global),
            Method::Recover { requeue } => self.recover_channel(channel, requeue, true),
            Method::RecoverAsync { requeue } => self.recover_channel(channel, requeue, false),
        }
    }

    /// RabbitMQ holds no content back on request; a client stops its consumers instead.
    fn set_flow(&mut self, channel: ChannelId, active: bool) -> Result<(), Exception> {
        if !active {
            return Err(Exception::connection(
                ReplyCode::NotImplemented,
                "active=false",
            ));
        }
        self.emit(Happening::FlowSet { channel });
        Ok(())
    }
}
