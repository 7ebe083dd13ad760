//! Consumers: starting, cancelling, and their prefetch.

use leveret::broker::{
    Consume, ConsumerId, ConsumerTag, Exception, FieldValue, QueueName, ReplyCode,
};

use super::{
    Consumer, Reference,
    refuse::{hard, precondition, soft},
    reply_to::REPLY_TO,
};
use crate::seen::What;

impl Reference {
    /// A limit that is new finds what `basic.get` holds, and counts it from then on.
    fn share_prefetch(&mut self, channel: usize, count: u16) {
        if count == 0 {
            self.channels[channel].got_before_limit = 0;
        } else if self.channels[channel].shared_prefetch == 0 {
            self.channels[channel].got_before_limit = self.held_by_get_of(channel);
        }
        self.channels[channel].shared_prefetch = count;
    }

    pub(super) fn set_prefetch(&mut self, channel: usize, count: u16, global: bool) {
        if global {
            self.share_prefetch(channel, count);
        } else {
            // RabbitMQ lifts the shared limit with it; one that is set afterwards stands.
            self.channels[channel].prefetch = count;
            self.share_prefetch(channel, 0);
        }
        self.say(channel, What::QosSet);
        let mut queues = self.ask_those_aside_again(channel);
        queues.sort_by_key(|&queue| self.queues[queue].slot);
        for queue in queues {
            self.dispatch(queue);
        }
    }

    pub(super) fn consume(&mut self, channel: usize, consume: &Consume) -> Result<(), Exception> {
        self.check_tag(channel, &consume.consumer_tag)?;
        let tag = self.chosen_tag(&consume.consumer_tag);
        if consume.queue.as_str() == REPLY_TO {
            return self.consume_replies(channel, tag, consume.no_ack);
        }
        let queue = self.meant_queue(channel, &consume.queue)?;
        let priority = priority(&self.queues[queue].name, consume)?;
        self.check_shared_prefetch(channel, queue)?;
        self.check_exclusive(queue, consume.exclusive)?;
        self.say(channel, What::ConsumerStarted(tag.clone()));
        let channel_id = self.channels[channel].id;
        self.consumers.push(Consumer {
            id: ConsumerId {
                channel: channel_id,
                tag,
            },
            channel,
            queue,
            prefetch: self.channels[channel].prefetch,
            no_ack: consume.no_ack,
            exclusive: consume.exclusive,
            priority,
            is_gone: false,
            aside_since: None,
        });
        let consumer = self.consumers.len() - 1;
        self.queues[queue].had_a_consumer = true;
        self.queues[queue].unused_since = self.now;
        self.join_turns(consumer);
        self.choose_active(queue);
        self.dispatch(queue);
        Ok(())
    }

    pub(super) fn cancel(&mut self, channel: usize, tag: &ConsumerTag) {
        let reply_consumer = &mut self.channels[channel].reply_consumer;
        if reply_consumer
            .as_ref()
            .is_some_and(|(waiting, _)| waiting == tag)
        {
            *reply_consumer = None;
        }
        let of_channel = self.consumers_on(channel);
        let mut found = of_channel.into_iter();
        let found = found.find(|&consumer| self.consumers[consumer].id.tag == *tag);
        self.say(channel, What::CancelOk(tag.clone()));
        if let Some(consumer) = found {
            let queue = self.consumers[consumer].queue;
            self.stop(consumer);
            self.lost_a_consumer(queue);
            self.dispatch(queue);
        }
    }

    /// A consumer gets nothing more.
    pub(super) fn stop(&mut self, consumer: usize) {
        self.consumers[consumer].is_gone = true;
        let queue = self.consumers[consumer].queue;
        self.queues[queue].turns.retain(|&other| other != consumer);
        self.queues[queue].unused_since = self.now;
        self.choose_active(queue);
    }

    /// With a single active consumer one gets everything until it goes; then it is the one of the
    /// highest priority, of these the one that came first.
    fn choose_active(&mut self, queue: usize) {
        if !self.queues[queue].arguments.single_active_consumer {
            return;
        }
        let active = self.queues[queue].active;
        if active.is_some_and(|active| !self.consumers[active].is_gone) {
            return;
        }
        let mut waiting: Vec<usize> = (0..self.consumers.len())
            .filter(|&consumer| self.consumers[consumer].queue == queue)
            .filter(|&consumer| !self.consumers[consumer].is_gone)
            .collect();
        waiting.sort_by_key(|&consumer| -i64::from(self.consumers[consumer].priority));
        self.queues[queue].active = waiting.first().copied();
    }

    /// The tag that a consumer is called by.
    pub(super) fn chosen_tag(&mut self, tag: &ConsumerTag) -> ConsumerTag {
        if tag.as_str().is_empty() {
            let invented = self.invent("amq.ctag-");
            return ConsumerTag::new(&invented).expect("the tag is short");
        }
        tag.clone()
    }

    fn check_tag(&self, channel: usize, tag: &ConsumerTag) -> Result<(), Exception> {
        let waits_for_replies = self.channels[channel].reply_consumer.as_ref();
        let is_used = self
            .consumers_on(channel)
            .into_iter()
            .any(|consumer| self.consumers[consumer].id.tag == *tag)
            || waits_for_replies.is_some_and(|(waiting, _)| waiting == tag);
        if is_used {
            let why = format!("attempt to reuse consumer tag '{tag}'");
            return Err(hard(ReplyCode::NotAllowed, why));
        }
        Ok(())
    }

    fn check_shared_prefetch(&self, channel: usize, queue: usize) -> Result<(), Exception> {
        let is_quorum = self.queues[queue].arguments.quorum.is_some();
        if is_quorum && self.channels[channel].shared_prefetch > 0 {
            let name = &self.queues[queue].name;
            let why = format!("queue '{name}' in vhost '/' does not support global qos");
            return Err(hard(ReplyCode::NotImplemented, why));
        }
        Ok(())
    }

    /// A quorum queue takes the wish to be alone and does not act on it.
    fn check_exclusive(&self, queue: usize, exclusive: bool) -> Result<(), Exception> {
        if self.queues[queue].arguments.quorum.is_some() {
            return Ok(());
        }
        let consumers = self.consumers_of(queue);
        let mut others = consumers.iter();
        let is_taken = others.any(|&other| self.consumers[other].exclusive);
        let cannot_be =
            !consumers.is_empty() || self.queues[queue].arguments.single_active_consumer;
        if is_taken || exclusive && cannot_be {
            let name = &self.queues[queue].name;
            let why = format!("queue '{name}' in vhost '/' in exclusive use");
            return Err(soft(ReplyCode::AccessRefused, why));
        }
        Ok(())
    }
}

fn priority(queue: &QueueName, consume: &Consume) -> Result<i32, Exception> {
    match consume.arguments.find("x-priority") {
        None => Ok(0),
        Some(FieldValue::Int(priority)) => Ok(*priority),
        Some(other) => Err(precondition(format!(
            "invalid arg 'x-priority' for queue '{queue}' in vhost '/': \"expected integer, got \
             {}\"",
            other.type_name()
        ))),
    }
}
