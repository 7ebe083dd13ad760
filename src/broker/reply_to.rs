//! Direct reply-to: a client that asks gets the answer without a queue
//! (<https://www.rabbitmq.com/docs/direct-reply-to>).
//!
//! A channel that consumes from the pseudo-queue `amq.rabbitmq.reply-to` may publish requests that
//! name it in `reply_to`. The broker puts a name there that leads back to the channel and to no
//! other; whoever publishes to that name on the default exchange hands the reply straight over.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    Broker,
    cause::{CancelCause, ConsumerTerms},
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, ConsumerId, ConsumerTag, QueueName, RoutingKey},
    message::Message,
    method::{Consume, Publish},
    short_string::ShortString,
};

/// The pseudo-queue.
pub(super) const REPLY_TO: &str = "amq.rabbitmq.reply-to";

/// Who waits for replies on a channel.
#[derive(Clone, Debug)]
pub(super) struct ReplyConsumer {
    pub(super) tag: ConsumerTag,
    /// What leads back to the channel.
    name: QueueName,
}

/// The channels that wait for replies, by the names that lead to them.
pub(super) type ReplyNames = BTreeMap<QueueName, ChannelId>;

/// Whether a name is the pseudo-queue's or one that leads back to a channel.
pub(super) fn is_reply_name(name: &str) -> bool {
    name.strip_prefix(REPLY_TO)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Broker {
    pub(super) fn consume_replies(
        &mut self,
        channel: ChannelId,
        consume: Consume,
    ) -> Result<(), Exception> {
        let tag = self.take_tag(channel, consume.consumer_tag)?;
        if !consume.no_ack {
            return Err(failed("reply consumer cannot acknowledge"));
        }
        if self.open(channel).reply_consumer.is_some() {
            return Err(failed("reply consumer already set"));
        }
        let name = self.names.reply_address();
        self.reply_names.insert(name.clone(), channel);
        let tag_of_waiting = tag.clone();
        self.open(channel).reply_consumer = Some(ReplyConsumer {
            tag: tag_of_waiting,
            name,
        });
        self.emit(Happening::ConsumerStarted {
            consumer: ConsumerId { channel, tag },
            queue: consume.queue,
            terms: ConsumerTerms {
                prefetch_count: 0,
                no_ack: true,
                exclusive: false,
                priority: 0,
            },
        });
        Ok(())
    }

    pub(super) fn forget_reply_consumer(
        &mut self,
        channel: ChannelId,
        waiting: ReplyConsumer,
        cause: CancelCause,
    ) {
        self.reply_names.remove(&waiting.name);
        self.emit(Happening::ConsumerCancelled {
            consumer: ConsumerId {
                channel,
                tag: waiting.tag,
            },
            queue: QueueName::new(REPLY_TO).expect("the pseudo-queue's name is short"),
            cause,
        });
    }

    /// `queue.declare` tells whether somebody still waits at the end of a name.
    pub(super) fn declare_reply_queue(
        &mut self,
        channel: ChannelId,
        queue: QueueName,
    ) -> Result<(), Exception> {
        if queue.as_str() != REPLY_TO && !self.reply_names.contains_key(&queue) {
            return Err(Exception::channel(
                ReplyCode::NotFound,
                format!("no queue '{queue}' in vhost '/'"),
            ));
        }
        self.emit(Happening::QueueDeclared {
            channel,
            queue,
            created: false,
            message_count: 0,
            consumer_count: 1,
        });
        Ok(())
    }

    /// Puts the name that leads back to the channel into a request.
    ///
    /// # Errors
    /// 406 if the channel waits for no replies.
    pub(super) fn address_reply(
        &mut self,
        channel: ChannelId,
        publish: &mut Publish,
    ) -> Result<(), Exception> {
        let reply_to = &mut publish.properties.reply_to;
        if reply_to
            .as_ref()
            .is_none_or(|reply_to| *reply_to != *REPLY_TO)
        {
            return Ok(());
        }
        let Some(waiting) = &self.open(channel).reply_consumer else {
            return Err(failed("fast reply consumer does not exist"));
        };
        *reply_to = Some(ShortString::of(waiting.name.as_str()));
        Ok(())
    }

    /// Hands a reply to who waits for it, under the message's own key or one of its `CC` or `BCC`.
    /// Returns whether there was somebody. RabbitMQ does not count it: the next delivery has the
    /// same tag.
    pub(super) fn hand_reply_over(&mut self, message: &Rc<Message>) -> bool {
        if self.reply_names.is_empty() || !message.exchange.as_str().is_empty() {
            return false;
        }
        let channels: BTreeSet<ChannelId> = message
            .routing_keys()
            .filter_map(|key| self.reply_channel(key))
            .collect();
        let is_reply = !channels.is_empty();
        for channel in channels {
            self.hand_reply_to(channel, message);
        }
        is_reply
    }

    fn hand_reply_to(&mut self, channel: ChannelId, message: &Rc<Message>) {
        let open = self.open(channel);
        let tag = match &open.reply_consumer {
            Some(waiting) => waiting.tag.clone(),
            None => unreachable!("a name leads to a channel that waits for replies"),
        };
        let delivery_tag = open.coming_delivery_tag();
        self.emit(Happening::Replied {
            consumer: ConsumerId { channel, tag },
            delivery_tag,
            message: Rc::clone(message),
        });
    }

    fn reply_channel(&self, routing_key: &RoutingKey) -> Option<ChannelId> {
        if !is_reply_name(routing_key.as_str()) {
            return None;
        }
        self.reply_names.get(&QueueName::from(routing_key)).copied()
    }
}

fn failed(why: &str) -> Exception {
    Exception::channel(ReplyCode::PreconditionFailed, why)
}
