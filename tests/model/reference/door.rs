//! What the reference does at each act: which rule serves which command, and what a refusal closes.

use leveret::broker::{
    Alarm, ChannelId, Command, ConnectionId, Disconnect, Exception, Method, MethodId, ReplyCode,
    Severity,
};

use super::{Channel, Connection, Mode, Phase, Reference, refuse::hard, settle::Settling};
use crate::seen::{Seen, What};

impl Reference {
    /// A command at the present moment.
    pub(crate) fn ask(&mut self, command: &Command) {
        match command {
            Command::OpenConnection { connection } => {
                self.connections.push(Connection {
                    id: *connection,
                    is_blocked: false,
                });
                let opened = Seen::on_connection(*connection, What::Opened);
                self.seen.push(opened);
            }
            Command::CloseConnection { connection, how } => {
                let answer = (*how == Disconnect::Closed).then_some(What::Closed(None));
                self.close_connection(*connection, answer);
            }
            Command::OpenChannel { channel } => self.open_channel(*channel),
            Command::CloseChannel { channel } => {
                if let Some(closing) = self.find_channel(*channel, Phase::Closing) {
                    self.channels[closing].phase = Phase::Closed;
                } else if let Some(open) = self.find_channel(*channel, Phase::Open) {
                    self.say(open, What::Closed(None));
                    self.close_channels(&[open], Phase::Closed);
                }
            }
            Command::Method { channel, method } => self.ask_method(*channel, method),
            Command::SetAlarm { alarm, raised } => self.set_alarm(*alarm, *raised),
            Command::Restart => self.restart(),
        }
        self.send_dead_letters();
    }

    pub(super) fn say(&mut self, channel: usize, what: What) {
        self.seen.push(Seen::on(self.channels[channel].id, what));
    }

    fn ask_method(&mut self, channel: ChannelId, method: &Method) {
        let is_ignored = !self.is_connected(channel.connection)
            || self.find_channel(channel, Phase::Closing).is_some();
        if is_ignored {
            return;
        }
        if let Err(exception) = self.carry_out(channel, method) {
            let method = method.id();
            self.raise(
                channel,
                Exception {
                    method,
                    ..exception
                },
            );
        }
    }

    fn open_channel(&mut self, id: ChannelId) {
        if !self.is_connected(id.connection) {
            return;
        }
        if let Some(closing) = self.find_channel(id, Phase::Closing) {
            self.channels[closing].phase = Phase::Closed;
        }
        if self.is_open(id) {
            let second = hard(ReplyCode::ChannelError, "second 'channel.open' seen");
            let method = MethodId {
                class: 20,
                method: 10,
            };
            self.raise(id, Exception { method, ..second });
            return;
        }
        self.channels.push(Channel {
            id,
            phase: Phase::Open,
            last_declared: None,
            prefetch: 0,
            shared_prefetch: 0,
            got_before_limit: 0,
            mode: Mode::Plain,
            published: 0,
            delivered: 0,
            waiting_publishes: Vec::new(),
            waiting_settlings: Vec::new(),
            reply_consumer: None,
        });
        self.say(self.channels.len() - 1, What::Opened);
    }

    fn raise(&mut self, id: ChannelId, exception: Exception) {
        match exception.severity {
            Severity::Channel => {
                let open = self.find_channel(id, Phase::Open);
                let open = open.expect("a channel exception is raised on an open channel");
                self.say(open, What::Closed(Some(exception)));
                self.close_channels(&[open], Phase::Closing);
            }
            Severity::Connection => {
                self.close_connection(id.connection, Some(What::Closed(Some(exception))));
            }
        }
    }

    pub(super) fn close_connection(&mut self, connection: ConnectionId, last: Option<What>) {
        if !self.is_connected(connection) {
            return;
        }
        let mut open = self.open_channels();
        open.retain(|&channel| self.channels[channel].id.connection == connection);
        self.close_channels(&open, Phase::Closed);
        for channel in &mut self.channels {
            if channel.id.connection == connection {
                channel.phase = Phase::Closed;
            }
        }
        self.owner_goes(connection);
        self.connections.retain(|other| other.id != connection);
        let last = last.map(|what| Seen::on_connection(connection, what));
        self.seen.extend(last);
    }

    /// First all consumers of all the channels go, then queues that are left alone, and then what
    /// the channels held is requeued.
    pub(super) fn close_channels(&mut self, closed: &[usize], phase: Phase) {
        let mut held = Vec::new();
        let mut queues = Vec::new();
        for &channel in closed {
            self.channels[channel].phase = phase;
            self.channels[channel].reply_consumer = None;
            self.channels[channel].waiting_publishes.clear();
            self.roll_settlings_back(channel);
            for consumer in self.consumers_on(channel) {
                queues.push(self.consumers[consumer].queue);
                self.stop(consumer);
            }
            held.extend(
                self.held_on(channel)
                    .into_iter()
                    .map(|(_, message)| message),
            );
        }
        for queue in queues {
            self.lost_a_consumer(queue);
        }
        self.settle(&held, Settling::Requeue);
    }

    fn carry_out(&mut self, id: ChannelId, method: &Method) -> Result<(), Exception> {
        let Some(channel) = self.find_channel(id, Phase::Open) else {
            return Err(hard(ReplyCode::ChannelError, "expected 'channel.open'"));
        };
        match method {
            Method::ExchangeDeclare(_)
            | Method::ExchangeDelete { .. }
            | Method::Bind(_)
            | Method::Unbind(_)
            | Method::QueueDeclare(_)
            | Method::QueuePurge { .. }
            | Method::QueueDelete { .. } => self.carry_out_topology(channel, method),
            Method::Publish(publish) => self.publish(channel, publish),
            Method::ConfirmSelect => self.select_confirms(channel),
            Method::TxSelect => self.select_tx(channel),
            Method::TxCommit => self.commit(channel),
            Method::TxRollback => self.roll_back(channel),
            Method::Flow { active: true } => {
                self.say(channel, What::FlowSet);
                Ok(())
            }
            Method::Flow { active: false } => not_implemented("active=false"),
            Method::Qos {
                prefetch_size: 0,
                prefetch_count,
                global,
            } => {
                self.set_prefetch(channel, *prefetch_count, *global);
                Ok(())
            }
            Method::Qos { prefetch_size, .. } => {
                not_implemented(&format!("prefetch_size!=0 ({prefetch_size})"))
            }
            Method::Consume(consume) => self.consume(channel, consume),
            Method::Cancel { consumer_tag } => {
                self.cancel(channel, consumer_tag);
                Ok(())
            }
            Method::Get { queue, no_ack } => self.get(channel, queue, *no_ack),
            Method::Ack { .. } | Method::Nack { .. } | Method::Reject { .. } => {
                self.carry_out_settling(channel, method)
            }
            Method::Recover { requeue: false } | Method::RecoverAsync { requeue: false } => {
                not_implemented("requeue=false")
            }
            Method::Recover { requeue: true } => {
                self.say(channel, What::Recovered);
                self.recover(channel);
                Ok(())
            }
            Method::RecoverAsync { requeue: true } => {
                self.recover(channel);
                Ok(())
            }
        }
    }

    fn carry_out_topology(&mut self, channel: usize, method: &Method) -> Result<(), Exception> {
        match method {
            Method::ExchangeDeclare(declare) => self.declare_exchange(channel, declare),
            Method::ExchangeDelete {
                exchange,
                if_unused,
            } => self.delete_exchange(channel, exchange, *if_unused),
            Method::Bind(binding) => self.bind(channel, binding),
            Method::Unbind(binding) => self.unbind(channel, binding),
            Method::QueueDeclare(declare) => self.declare_queue(channel, declare),
            Method::QueuePurge { queue } => self.purge(channel, queue),
            Method::QueueDelete {
                queue,
                if_unused,
                if_empty,
            } => self.delete_queue(channel, queue, *if_unused, *if_empty),
            other => unreachable!("{other:?} is not about the topology"),
        }
    }

    fn carry_out_settling(&mut self, channel: usize, method: &Method) -> Result<(), Exception> {
        let (delivery_tag, multiple, settling) = match *method {
            Method::Ack {
                delivery_tag,
                multiple,
            } => (delivery_tag, multiple, Settling::Ack),
            Method::Nack {
                delivery_tag,
                multiple,
                requeue,
            } => (delivery_tag, multiple, Settling::refusal(requeue)),
            Method::Reject {
                delivery_tag,
                requeue,
            } => (delivery_tag, false, Settling::refusal(requeue)),
            ref other => unreachable!("{other:?} settles nothing"),
        };
        self.settle_tag(channel, delivery_tag, multiple, settling)
    }

    /// While a resource is short, a connection is blocked by its first publish.
    pub(super) fn block_if_short(&mut self, channel: usize) {
        let id = self.channels[channel].id.connection;
        let shortest = self.alarms.iter().min().copied();
        let mut connections = self.connections.iter_mut();
        let connection = connections.find(|connection| connection.id == id);
        if let (Some(alarm), Some(connection)) = (shortest, connection)
            && !connection.is_blocked
        {
            connection.is_blocked = true;
            let blocked = Seen::on_connection(id, What::Blocked(alarm));
            self.seen.push(blocked);
        }
    }

    fn set_alarm(&mut self, alarm: Alarm, raised: bool) {
        self.alarms.retain(|other| *other != alarm);
        if raised {
            self.alarms.push(alarm);
        }
        if !self.alarms.is_empty() {
            return;
        }
        for connection in &mut self.connections {
            if connection.is_blocked {
                connection.is_blocked = false;
                let unblocked = Seen::on_connection(connection.id, What::Unblocked);
                self.seen.push(unblocked);
            }
        }
    }
}

fn not_implemented(what: &str) -> Result<(), Exception> {
    Err(hard(ReplyCode::NotImplemented, what))
}
