//! Consumers: starting, cancelling, and how much each may hold
//! (<https://www.rabbitmq.com/docs/consumers>, <https://www.rabbitmq.com/docs/consumer-prefetch>).

use std::collections::BTreeSet;

use super::{
    Broker,
    cause::{CancelCause, ConsumerTerms, PrefetchScope},
    consumer::{Consumer, ConsumerKey},
    consumer_arguments::ConsumerArguments,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, ConsumerId, ConsumerTag, QueueName},
    method::Consume,
    queue_arguments::QueueKind,
    queues::QueueId,
    reply_to::REPLY_TO,
};

impl Broker {
    /// `basic.qos`. RabbitMQ counts a prefetch for each consumer, where the AMQP text says for the
    /// channel; with `global` it counts for the channel, where the text says for the connection.
    pub(super) fn set_prefetch(
        &mut self,
        channel: ChannelId,
        prefetch_size: u32,
        prefetch_count: u16,
        global: bool,
    ) -> Result<(), Exception> {
        if prefetch_size != 0 {
            return Err(Exception::connection(
                ReplyCode::NotImplemented,
                format!("prefetch_size!=0 ({prefetch_size})"),
            ));
        }
        let opened = self.open(channel);
        let scope = if global {
            opened.share_prefetch(prefetch_count);
            PrefetchScope::Channel
        } else {
            opened.prefetch_count = prefetch_count;
            // RabbitMQ lifts the shared limit with it; one that is set afterwards stands.
            opened.share_prefetch(0);
            PrefetchScope::Consumer
        };
        self.emit(Happening::QosSet {
            channel,
            prefetch_count,
            scope,
        });
        if self.open(channel).has_shared_room() {
            let queues = self.ask_all_of_channel_again(channel);
            self.dispatch_all(queues);
        }
        Ok(())
    }

    /// The channel's consumers may have room again; on each queue, who stepped aside first joins
    /// first. Returns the queues that may deliver on.
    pub(super) fn ask_all_of_channel_again(&mut self, channel: ChannelId) -> BTreeSet<QueueId> {
        let mut consumers: Vec<ConsumerKey> =
            self.open(channel).consumers.values().copied().collect();
        consumers.sort_by_key(|key| {
            let queue = self.consumer(*key).queue;
            self.queues.existing(queue).turns.aside_since(*key)
        });
        for &key in &consumers {
            self.ask_again(key);
        }
        let queues = consumers.into_iter().map(|key| self.consumer(key).queue);
        queues.collect()
    }

    /// A consumer that had stepped aside joins again as soon as it has room, not before.
    pub(super) fn ask_again(&mut self, key: ConsumerKey) {
        let Some(consumer) = self.consumers.get(key.0) else {
            return;
        };
        let channel = self.channels.find(consumer.channel);
        if channel.is_some_and(|channel| consumer.has_room(channel)) {
            let queue = self.queues.existing(consumer.queue);
            queue.turns.has_room_again(key);
        }
    }

    pub(super) fn consume(
        &mut self,
        channel: ChannelId,
        consume: Consume,
    ) -> Result<(), Exception> {
        if consume.queue.as_str() == REPLY_TO {
            return self.consume_replies(channel, consume);
        }
        let tag = self.take_tag(channel, consume.consumer_tag)?;
        let id = self.find_queue(channel, &consume.queue)?;
        let queue = self.queues.existing(id);
        let name = queue.name().clone();
        let arguments = ConsumerArguments::parse(&name, queue.settings.kind, &consume.arguments)?;
        self.check_shared_prefetch(channel, id)?;
        self.check_exclusive_consumer(id, consume.exclusive)?;
        let terms = ConsumerTerms {
            prefetch_count: self.open(channel).prefetch_count,
            no_ack: consume.no_ack,
            exclusive: consume.exclusive,
            priority: arguments.priority,
        };
        let consumer = ConsumerId { channel, tag };
        self.emit(Happening::ConsumerStarted {
            consumer: consumer.clone(),
            queue: name,
            terms,
        });
        self.enter_queue(id, consumer, terms);
        self.touch(id);
        self.dispatch(id);
        Ok(())
    }

    /// Stops deliveries to a consumer. What it holds stays unacked and can still be settled.
    pub(super) fn cancel(&mut self, channel: ChannelId, tag: ConsumerTag) {
        let opened = self.open(channel);
        if let Some(key) = opened.consumers.remove(&tag) {
            let queue = self.take_off_queue(key, CancelCause::Client);
            self.delete_if_abandoned(queue);
            self.dispatch(queue);
        } else if let Some(waiting) = opened.reply_consumer.take_if(|waiting| waiting.tag == tag) {
            self.forget_reply_consumer(channel, waiting, CancelCause::Client);
        } else {
            let consumer = ConsumerId { channel, tag };
            self.emit(Happening::NothingToCancel { consumer });
        }
    }

    /// Takes a consumer, already off its channel, out of its queue's turns. Returns the queue.
    pub(super) fn take_off_queue(&mut self, key: ConsumerKey, cause: CancelCause) -> QueueId {
        let gone = self
            .consumers
            .remove(key.0)
            .expect("a consumer on a channel exists");
        let queue = self.queues.existing(gone.queue);
        let activated = queue.turns.leave(key);
        queue.exclusive_consumer.take_if(|holder| *holder == key);
        let name = queue.name().clone();
        let others = queue.turns.consumer_count().saturating_sub(1);
        self.emit(Happening::ConsumerCancelled {
            consumer: gone.id,
            queue: name.clone(),
            cause,
        });
        if let Some(activated) = activated {
            let consumer = self.consumer(activated).id.clone();
            self.emit(Happening::ConsumerActivated {
                consumer,
                queue: name,
                others,
            });
        }
        self.touch(gone.queue);
        gone.queue
    }

    fn enter_queue(&mut self, id: QueueId, consumer: ConsumerId, terms: ConsumerTerms) {
        let channel = self.channels.key(consumer.channel);
        let channel = channel.expect("a method is carried out on an open channel only");
        let key = ConsumerKey(self.consumers.insert(Consumer {
            id: consumer.clone(),
            channel,
            queue: id,
            terms,
            unacked: 0,
        }));
        let opened = self.open(consumer.channel);
        opened.consumers.insert(consumer.tag.clone(), key);
        let queue = self.queues.existing(id);
        if terms.exclusive {
            queue.exclusive_consumer = Some(key);
        }
        if queue.turns.enter(key, terms.priority) {
            let others = queue.turns.consumer_count().saturating_sub(1);
            let queue = queue.name().clone();
            self.emit(Happening::ConsumerActivated {
                consumer,
                queue,
                others,
            });
        }
    }

    /// The consumer's tag, or one of the broker's making if it is empty.
    ///
    /// # Errors
    /// 530 if a consumer of the channel has it.
    pub(super) fn take_tag(
        &mut self,
        channel: ChannelId,
        tag: ConsumerTag,
    ) -> Result<ConsumerTag, Exception> {
        if tag.as_str().is_empty() {
            return Ok(self.names.consumer_tag());
        }
        let opened = self.open(channel);
        let waits_for_replies = opened
            .reply_consumer
            .as_ref()
            .is_some_and(|waiting| waiting.tag == tag);
        if waits_for_replies || opened.consumers.contains_key(&tag) {
            return Err(Exception::connection(
                ReplyCode::NotAllowed,
                format!("attempt to reuse consumer tag '{tag}'"),
            ));
        }
        Ok(tag)
    }

    /// Quorum queues know no prefetch that consumers share
    /// (<https://www.rabbitmq.com/docs/quorum-queues#global-qos>).
    fn check_shared_prefetch(&mut self, channel: ChannelId, id: QueueId) -> Result<(), Exception> {
        let is_shared = self.open(channel).shared_prefetch_count > 0;
        let queue = self.queues.existing(id);
        if is_shared && queue.settings.kind == QueueKind::Quorum {
            return Err(Exception::connection(
                ReplyCode::NotImplemented,
                format!(
                    "queue '{}' in vhost '/' does not support global qos",
                    queue.name()
                ),
            ));
        }
        Ok(())
    }

    /// A quorum queue has no exclusive consumers: it takes the wish and does not act on it.
    fn check_exclusive_consumer(&mut self, id: QueueId, exclusive: bool) -> Result<(), Exception> {
        let queue = self.queues.existing(id);
        if queue.settings.kind == QueueKind::Quorum {
            return Ok(());
        }
        let has_consumers = queue.turns.consumer_count() > 0;
        let refused = queue.exclusive_consumer.is_some()
            || exclusive && (has_consumers || queue.turns.is_single_active());
        if refused {
            return Err(in_exclusive_use(queue.name()));
        }
        Ok(())
    }
}

fn in_exclusive_use(queue: &QueueName) -> Exception {
    Exception::channel(
        ReplyCode::AccessRefused,
        format!("queue '{queue}' in vhost '/' in exclusive use"),
    )
}
