//! Publishing: from an exchange to the queues (<https://www.rabbitmq.com/docs/publishers>).

use std::{mem, rc::Rc};

use super::{
    Broker,
    admission::{Admitted, admit, check_before_exchange},
    cause::{ConfirmCause, RefusalCause, RoutingCause},
    channel::Mode,
    confirm::Awaiting,
    event::Happening,
    exception::{Exception, ReplyCode},
    exchange::{Route, no_exchange},
    id::{ChannelId, ExchangeName, PublishSeq, RecordSeq},
    message::Message,
    method::Publish,
    queues::QueueId,
    time::Millis,
};

/// A message that was let in and is on its way to the queues.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    message: Rc<Message>,
    /// Where it goes, as the bindings were when it was published.
    routed: Vec<QueueId>,
    cause: RoutingCause,
    /// What its `expiration` says.
    time_to_live: Option<Millis>,
    mandatory: bool,
}

impl Broker {
    pub(super) fn publish(
        &mut self,
        channel: ChannelId,
        publish: Publish,
    ) -> Result<(), Exception> {
        let connection = channel.connection;
        let outgoing = self.let_in(channel, publish)?;
        match &mut self.open(channel).mode {
            Mode::Plain => {
                self.send_out(channel, outgoing, None);
            }
            Mode::Confirm(confirms) => {
                let publish_seq = confirms.next();
                self.send_out(channel, outgoing, Some(publish_seq));
            }
            Mode::Transaction(transaction) => transaction.publishes.push(outgoing),
        }
        self.block_if_short(connection);
        Ok(())
    }

    /// Refuses what may not be published, in RabbitMQ's order.
    fn let_in(&mut self, channel: ChannelId, mut publish: Publish) -> Result<Outgoing, Exception> {
        check_before_exchange(&publish)?;
        self.check_publishable(&publish.exchange)?;
        self.address_reply(channel, &mut publish)?;
        let mandatory = publish.mandatory;
        let Admitted {
            message,
            time_to_live,
        } = admit(publish)?;
        let used = mem::take(&mut self.routed);
        let route = self.route(&message.exchange, &message, used);
        let Route { queues, cause } = route.expect("the exchange is there: it was just looked at");
        Ok(Outgoing {
            routed: queues,
            cause,
            message,
            time_to_live,
            mandatory,
        })
    }

    fn check_publishable(&self, name: &ExchangeName) -> Result<(), Exception> {
        let exchange = self.exchanges.find(name).ok_or_else(|| no_exchange(name))?;
        if exchange.internal {
            return Err(Exception::channel(
                ReplyCode::AccessRefused,
                format!("cannot publish to internal exchange '{name}' in vhost '/'"),
            ));
        }
        Ok(())
    }

    /// Puts a message into the queues, and confirms it as soon as there is nothing to wait for.
    /// Returns whether a queue refused it, or is gone since the message was routed.
    pub(super) fn send_out(
        &mut self,
        channel: ChannelId,
        outgoing: Outgoing,
        publish_seq: Option<PublishSeq>,
    ) -> bool {
        let Outgoing {
            message,
            mut routed,
            cause,
            time_to_live,
            mandatory,
        } = outgoing;
        self.emit(Happening::Published {
            channel,
            publish_seq,
            message: Rc::clone(&message),
            queues: self.names_of(&routed),
            mandatory,
            cause,
        });
        let is_reply = self.hand_reply_over(&message);
        if routed.is_empty() {
            self.handle_unroutable(channel, message, mandatory, publish_seq, is_reply);
            return false;
        }
        let routed_to = routed.len();
        routed.retain(|&id| self.queues.find_id(id).is_some());
        let mut last_record = None;
        let mut is_refused = routed.len() < routed_to;
        for &id in &routed {
            match self.offer(id, &message, time_to_live) {
                Ok(record) => last_record = record.or(last_record),
                Err(RefusalCause::MaxLength(_)) => is_refused = true,
            }
        }
        if let Some(publish_seq) = publish_seq {
            self.answer_publish(channel, publish_seq, last_record, is_refused);
        }
        for &id in &routed {
            self.settle_down(id);
        }
        self.routed = routed;
        is_refused
    }

    /// The queues' names, as events carry them.
    pub(super) fn names_of(&self, queues: &[QueueId]) -> Vec<super::id::QueueName> {
        queues
            .iter()
            .filter_map(|&id| self.queues.find_id(id))
            .map(|queue| queue.name().clone())
            .collect()
    }

    fn answer_publish(
        &mut self,
        channel: ChannelId,
        publish_seq: PublishSeq,
        last_record: Option<RecordSeq>,
        is_refused: bool,
    ) {
        if is_refused {
            self.nack_publish(channel, publish_seq);
        } else if let Some(record) = last_record {
            self.await_record(channel, Awaiting::Confirm(publish_seq), record);
        } else {
            self.confirm(channel, publish_seq, ConfirmCause::Transient);
        }
    }

    /// No queue took it. A mandatory reply is returned as well, though it was handed over, since it
    /// went to no queue (<https://www.rabbitmq.com/docs/direct-reply-to#limitations>).
    fn handle_unroutable(
        &mut self,
        channel: ChannelId,
        message: Rc<Message>,
        mandatory: bool,
        publish_seq: Option<PublishSeq>,
        is_reply: bool,
    ) {
        if mandatory {
            self.emit(Happening::Returned {
                channel,
                message,
                code: ReplyCode::NoRoute,
            });
        }
        if let Some(publish_seq) = publish_seq {
            let replied = ConfirmCause::Replied;
            let cause = if is_reply {
                replied
            } else {
                ConfirmCause::Unroutable
            };
            self.confirm(channel, publish_seq, cause);
        }
    }
}
