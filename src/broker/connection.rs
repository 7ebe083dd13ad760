//! Connections: opening them, and taking away all that ends with one.
//!
//! Channels, consumers and exclusive queues end with their connection; what its channels held
//! unacked is requeued (<https://www.rabbitmq.com/docs/connections>).

use std::{collections::BTreeSet, mem};

use super::{
    Broker,
    cause::{CancelCause, ChannelClosure, ConnectionClosure, QueueDeletion, RequeueCause},
    channel::{Channel, Mode},
    event::Happening,
    exception::{Exception, MethodId, ReplyCode, Severity},
    id::{ChannelId, ConnectionId},
    queues::QueueId,
    requeue::Returning,
};

/// An open connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Connection {
    /// The queues that are exclusive to it.
    pub(super) exclusive_queues: BTreeSet<QueueId>,
    /// Whether it published while a resource was short.
    pub(super) is_blocked: bool,
}

impl Broker {
    pub(super) fn open_connection(&mut self, connection: ConnectionId) {
        let earlier = self.connections.insert(connection, Connection::default());
        assert!(
            earlier.is_none(),
            "a connection id is in use once at a time"
        );
        self.emit(Happening::ConnectionOpened { connection });
    }

    pub(super) fn open_channel(&mut self, channel: ChannelId) {
        if !self.connections.contains_key(&channel.connection) {
            return;
        }
        self.closing.remove(&channel);
        if self.channels.key(channel).is_some() {
            let second = "second 'channel.open' seen";
            self.raise(
                channel,
                Exception::connection(ReplyCode::ChannelError, second)
                    .caused_by(MethodId::CHANNEL_OPEN),
            );
        } else if channel.number == 0 {
            let zero = "channel 0 is the connection's own";
            self.raise(
                channel,
                Exception::connection(ReplyCode::ChannelError, zero)
                    .caused_by(MethodId::CHANNEL_OPEN),
            );
        } else {
            let opened = Channel::new(self.next_incarnation());
            self.channels.insert(channel, opened);
            self.emit(Happening::ChannelOpened { channel });
        }
    }

    /// Closes what the exception says.
    pub(super) fn raise(&mut self, channel: ChannelId, exception: Exception) {
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

    pub(super) fn close_connection(&mut self, connection: ConnectionId, cause: ConnectionClosure) {
        if !self.connections.contains_key(&connection) {
            return;
        }
        let channels = self.channels.of_connection(connection);
        self.closing
            .retain(|channel| channel.connection != connection);
        self.close_channels(&channels, &ChannelClosure::Connection);
        let closed = self.connections.remove(&connection);
        for queue in closed
            .map(|closed| closed.exclusive_queues)
            .unwrap_or_default()
        {
            self.remove_queue(queue, QueueDeletion::ExclusiveOwnerGone(connection));
        }
        self.emit(Happening::ConnectionClosed { connection, cause });
    }

    /// Closes channels together: first all their consumers go, then what they held is requeued, and
    /// only then is anything delivered. So no message goes to a consumer that is about to close as
    /// well.
    pub(super) fn close_channels(&mut self, channels: &[ChannelId], cause: &ChannelClosure) {
        let mut returning = Vec::new();
        let mut abandoned = Vec::new();
        for &channel in channels {
            let mut closed = self
                .channels
                .remove(channel)
                .expect("only an open channel is closed");
            self.emit(Happening::ChannelClosed {
                channel,
                cause: cause.clone(),
            });
            for (_, consumer) in mem::take(&mut closed.consumers) {
                abandoned.push(self.take_off_queue(consumer, CancelCause::ChannelClosed));
            }
            if let Some(waiting) = closed.reply_consumer.take() {
                self.forget_reply_consumer(channel, waiting, CancelCause::ChannelClosed);
            }
            if let Mode::Transaction(transaction) = &mut closed.mode {
                closed.unacked.put_back(transaction.take_back());
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
        for queue in abandoned {
            self.delete_if_abandoned(queue);
        }
        self.requeue(returning, RequeueCause::ChannelClosed);
    }
}
