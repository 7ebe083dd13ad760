//! What the reference does at each act.

use leveret::broker::{
    AckCause, CancelCause, ChannelClosure, ChannelId, Command, ConnectionClosure, ConnectionId,
    DropCause, Exception, Happening, Method, MethodId, PrefetchScope, ReplyCode, RequeueCause,
    Severity,
};

use super::{
    act::Act,
    deliveries::Settling,
    reference::{Channel, Phase, Reference},
};

impl Reference {
    pub(crate) fn act(&mut self, act: &Act) {
        self.now.0 += 1;
        self.happened.clear();
        match act {
            Act::Ask(command) => self.ask(command),
            Act::Persist { behind } => self.persist(self.records.len().saturating_sub(*behind)),
        }
    }

    fn ask(&mut self, command: &Command) {
        match command {
            Command::OpenConnection { connection } => {
                self.connected.push(*connection);
                self.say(Happening::ConnectionOpened {
                    connection: *connection,
                });
            }
            Command::CloseConnection { connection, how } => {
                self.close_connection(*connection, ConnectionClosure::Client(*how));
            }
            Command::OpenChannel { channel } => self.open_channel(*channel),
            Command::CloseChannel { channel } => {
                if let Some(closing) = self.find_channel(*channel, Phase::Closing) {
                    self.channels[closing].phase = Phase::Closed;
                } else if let Some(open) = self.find_channel(*channel, Phase::Open) {
                    self.close_channels(&[open], Phase::Closed, &ChannelClosure::Client);
                }
            }
            Command::Method { channel, method } => {
                let is_ignored = !self.is_connected(channel.connection)
                    || self.find_channel(*channel, Phase::Closing).is_some();
                if is_ignored {
                    return;
                }
                if let Err(exception) = self.carry_out(*channel, method) {
                    let method = method.id();
                    self.raise(
                        *channel,
                        Exception {
                            method,
                            ..exception
                        },
                    );
                }
            }
            Command::Restart => self.restart(),
            Command::SetAlarm { .. } => unreachable!("no act raises an alarm"),
        }
    }

    pub(super) fn say(&mut self, happening: Happening) {
        self.happened.push(happening);
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
            prefetch_count: 0,
            confirms: false,
            published: 0,
            unconfirmed: Vec::new(),
            delivered: 0,
        });
        self.say(Happening::ChannelOpened { channel: id });
    }

    fn raise(&mut self, id: ChannelId, exception: Exception) {
        match exception.severity {
            Severity::Channel => {
                let open = self.find_channel(id, Phase::Open);
                let open = open.expect("a channel exception is raised on an open channel");
                let cause = ChannelClosure::Exception(exception);
                self.close_channels(&[open], Phase::Closing, &cause);
            }
            Severity::Connection => {
                self.close_connection(id.connection, ConnectionClosure::Exception(exception));
            }
        }
    }

    fn close_connection(&mut self, connection: ConnectionId, cause: ConnectionClosure) {
        if !self.is_connected(connection) {
            return;
        }
        self.connected.retain(|other| *other != connection);
        let mut open = self.open_channels();
        open.retain(|&index| self.channels[index].id.connection == connection);
        self.close_channels(&open, Phase::Closed, &ChannelClosure::Connection);
        for channel in &mut self.channels {
            if channel.id.connection == connection {
                channel.phase = Phase::Closed;
            }
        }
        self.say(Happening::ConnectionClosed { connection, cause });
    }

    pub(super) fn close_channels(
        &mut self,
        closed: &[usize],
        phase: Phase,
        cause: &ChannelClosure,
    ) {
        let mut returning = Vec::new();
        for &channel in closed {
            self.channels[channel].phase = phase;
            self.say(Happening::ChannelClosed {
                channel: self.channels[channel].id,
                cause: cause.clone(),
            });
            for consumer in self.consumers_on(channel) {
                self.stop(consumer, CancelCause::ChannelClosed);
            }
            returning.extend(self.held_on(channel).into_iter().map(|(_, index)| index));
        }
        self.settle(&returning, Settling::Requeue(RequeueCause::ChannelClosed));
    }

    pub(super) fn stop(&mut self, consumer: usize, cause: CancelCause) {
        self.consumers[consumer].is_gone = true;
        let queue = self.consumers[consumer].queue;
        self.queues[queue].turns.retain(|&other| other != consumer);
        self.say(Happening::ConsumerCancelled {
            consumer: self.consumers[consumer].id.clone(),
            queue: self.queues[queue].name.clone(),
            cause,
        });
    }

    fn carry_out(&mut self, id: ChannelId, method: &Method) -> Result<(), Exception> {
        let Some(channel) = self.find_channel(id, Phase::Open) else {
            return Err(hard(ReplyCode::ChannelError, "expected 'channel.open'"));
        };
        match method {
            Method::QueueDeclare(declare) => self.declare(channel, declare)?,
            Method::QueuePurge { queue } => {
                let queue = self.meant(channel, queue)?;
                self.purge(channel, queue);
            }
            Method::QueueDelete {
                queue,
                if_unused,
                if_empty,
            } => self.delete(channel, queue, *if_unused, *if_empty)?,
            Method::Publish(publish) => self.publish(channel, publish)?,
            Method::ConfirmSelect => {
                self.channels[channel].confirms = true;
                self.say(Happening::ConfirmSelected { channel: id });
            }
            Method::Qos { prefetch_count, .. } => {
                self.channels[channel].prefetch_count = *prefetch_count;
                self.say(Happening::QosSet {
                    channel: id,
                    prefetch_count: *prefetch_count,
                    scope: PrefetchScope::Consumer,
                });
            }
            Method::Consume(asked) => {
                self.consume(channel, &asked.queue, &asked.consumer_tag, asked.no_ack)?;
            }
            Method::Cancel { consumer_tag } => {
                let mut consumers = self.consumers_on(channel).into_iter();
                if let Some(consumer) =
                    consumers.find(|&index| self.consumers[index].id.tag == *consumer_tag)
                {
                    self.stop(consumer, CancelCause::Client);
                }
            }
            Method::Get { queue, no_ack } => {
                let queue = self.meant(channel, queue)?;
                self.get(channel, queue, *no_ack);
            }
            Method::Ack {
                delivery_tag,
                multiple,
            } => {
                let taken = self.taken(channel, *delivery_tag, *multiple)?;
                let cause = AckCause::Client {
                    multiple: *multiple,
                };
                self.settle(&taken, Settling::Ack(cause));
            }
            Method::Nack {
                delivery_tag,
                multiple,
                requeue,
            } => {
                let taken = self.taken(channel, *delivery_tag, *multiple)?;
                let requeued = Settling::Requeue(RequeueCause::Nack);
                let dropped = Settling::Drop(|channel, delivery_tag| DropCause::Nack {
                    channel,
                    delivery_tag,
                });
                self.settle(&taken, if *requeue { requeued } else { dropped });
            }
            Method::Reject {
                delivery_tag,
                requeue,
            } => {
                let taken = self.taken(channel, *delivery_tag, false)?;
                let requeued = Settling::Requeue(RequeueCause::Reject);
                let dropped = Settling::Drop(|channel, delivery_tag| DropCause::Reject {
                    channel,
                    delivery_tag,
                });
                self.settle(&taken, if *requeue { requeued } else { dropped });
            }
            Method::ExchangeDeclare(_)
            | Method::ExchangeDelete { .. }
            | Method::Bind(_)
            | Method::Unbind(_)
            | Method::TxSelect
            | Method::TxCommit
            | Method::TxRollback
            | Method::Flow { .. }
            | Method::Recover { .. }
            | Method::RecoverAsync { .. } => unreachable!("no act asks for this"),
        }
        Ok(())
    }
}

/// An exception that closes the channel.
pub(super) fn soft(code: ReplyCode, explanation: impl Into<String>) -> Exception {
    Exception {
        severity: Severity::Channel,
        ..hard(code, explanation)
    }
}

/// An exception that closes the connection.
pub(super) fn hard(code: ReplyCode, explanation: impl Into<String>) -> Exception {
    Exception {
        code,
        severity: Severity::Connection,
        explanation: explanation.into(),
        method: MethodId::NONE,
    }
}
