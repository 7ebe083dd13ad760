//! Direct reply-to: answers that go to a channel without a queue.

use std::rc::Rc;

use leveret::broker::{
    ConsumerTag, Exception, Message, Properties, QueueName, ReplyCode, RoutingKey, ShortString,
};

use super::{
    Phase, Reference,
    refuse::{precondition, soft},
};
use crate::seen::What;

/// The queue that is none.
pub(super) const REPLY_TO: &str = "amq.rabbitmq.reply-to";

pub(super) fn is_reply_name(name: &str) -> bool {
    name == REPLY_TO || name.starts_with("amq.rabbitmq.reply-to.")
}

impl Reference {
    pub(super) fn consume_replies(
        &mut self,
        channel: usize,
        tag: ConsumerTag,
        no_ack: bool,
    ) -> Result<(), Exception> {
        if !no_ack {
            return Err(precondition("reply consumer cannot acknowledge"));
        }
        if self.channels[channel].reply_consumer.is_some() {
            return Err(precondition("reply consumer already set"));
        }
        let name = self.invent("amq.rabbitmq.reply-to.");
        let name = RoutingKey::new(&name).expect("the name is short");
        self.say(channel, What::ConsumerStarted(tag.clone()));
        self.channels[channel].reply_consumer = Some((tag, name));
        Ok(())
    }

    /// Whoever asks for replies is given the name by which they find back.
    pub(super) fn address_reply(
        &self,
        channel: usize,
        properties: &mut Properties,
    ) -> Result<(), Exception> {
        let asks = properties.reply_to.as_ref();
        if asks.is_none_or(|reply_to| *reply_to != *REPLY_TO) {
            return Ok(());
        }
        let Some((_, name)) = &self.channels[channel].reply_consumer else {
            return Err(precondition("fast reply consumer does not exist"));
        };
        properties.reply_to = Some(ShortString::of(name.as_str()));
        Ok(())
    }

    /// On the default exchange, each of a message's keys may be such a name. No queue has it, so a
    /// reply that is mandatory is returned as well.
    pub(super) fn hand_reply_over(&mut self, message: &Rc<Message>) {
        if !message.exchange.as_str().is_empty() {
            return;
        }
        for channel in 0..self.channels.len() {
            if self.channels[channel].phase != Phase::Open {
                continue;
            }
            let Some((tag, name)) = self.channels[channel].reply_consumer.clone() else {
                continue;
            };
            if message.routing_keys().any(|key| *key == name) {
                let delivery_tag = self.coming_tag(channel);
                let delivered = What::Delivered {
                    consumer_tag: tag,
                    delivery_tag,
                    redelivered: false,
                    message: Rc::clone(message),
                };
                self.say(channel, delivered);
            }
        }
    }

    /// Declaring such a name tells whether somebody waits there.
    pub(super) fn declare_reply_queue(
        &mut self,
        channel: usize,
        queue: &QueueName,
    ) -> Result<(), Exception> {
        let mut open = self.channels.iter();
        let is_there = queue.as_str() == REPLY_TO
            || open.any(|channel| {
                let waiting = channel.reply_consumer.as_ref();
                channel.phase == Phase::Open
                    && waiting.is_some_and(|(_, name)| name.as_str() == queue.as_str())
            });
        if !is_there {
            let missing = format!("no queue '{queue}' in vhost '/'");
            return Err(soft(ReplyCode::NotFound, missing));
        }
        let declared = What::QueueDeclared {
            queue: queue.clone(),
            message_count: 0,
            consumer_count: 1,
        };
        self.say(channel, declared);
        Ok(())
    }
}
