//! Consumers: starting, cancelling, and how much each may hold
//! (<https://www.rabbitmq.com/docs/consumers>, <https://www.rabbitmq.com/docs/consumer-prefetch>).

use super::{
    Broker,
    cause::{CancelCause, ConsumerTerms, PrefetchScope},
    channel::Consumer,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, ConsumerId, ConsumerTag, QueueName},
};

impl Broker {
    /// Sets the prefetch of consumers started from now on; those that run keep theirs. (RabbitMQ
    /// counts it for each consumer, where the AMQP text says for the channel.)
    pub(super) fn set_prefetch(&mut self, channel: ChannelId, prefetch_count: u16) {
        self.open(channel).prefetch_count = prefetch_count;
        self.emit(Happening::QosSet {
            channel,
            prefetch_count,
            scope: PrefetchScope::Consumer,
        });
    }

    pub(super) fn consume(
        &mut self,
        channel: ChannelId,
        queue: &QueueName,
        tag: ConsumerTag,
        no_ack: bool,
    ) -> Result<(), Exception> {
        if tag.as_str().is_empty() {
            return Err(Exception::connection(
                ReplyCode::NotImplemented,
                "server-named consumers",
            ));
        }
        if self.open(channel).consumers.contains_key(&tag) {
            return Err(Exception::connection(
                ReplyCode::NotAllowed,
                format!("attempt to reuse consumer tag '{tag}'"),
            ));
        }
        let id = self.find_queue(channel, queue)?;
        let incarnation = self.next_incarnation();
        let opened = self.open(channel);
        let prefetch_count = opened.prefetch_count;
        opened.consumers.insert(
            tag.clone(),
            Consumer {
                incarnation,
                queue: id,
                prefetch_count,
                no_ack,
                unacked: 0,
            },
        );
        let consumer = ConsumerId { channel, tag };
        let queue = self.queues.existing(id);
        queue.turns.join(consumer.clone());
        let queue = queue.name.clone();
        self.emit(Happening::ConsumerStarted {
            consumer,
            queue,
            terms: ConsumerTerms {
                prefetch_count,
                no_ack,
                exclusive: false,
                priority: 0,
            },
        });
        self.dispatch(id);
        Ok(())
    }

    /// Stops deliveries to a consumer. What it holds stays unacked and can still be settled.
    /// Cancelling a consumer that is not there changes nothing.
    pub(super) fn cancel(&mut self, channel: ChannelId, tag: ConsumerTag) {
        if let Some(consumer) = self.open(channel).consumers.remove(&tag) {
            let id = ConsumerId { channel, tag };
            self.forget_consumer(id, &consumer, CancelCause::Client);
        }
    }

    /// Takes a consumer, already off its channel, out of its queue's turns.
    pub(super) fn forget_consumer(
        &mut self,
        id: ConsumerId,
        consumer: &Consumer,
        cause: CancelCause,
    ) {
        let queue = self.queues.existing(consumer.queue);
        queue.turns.leave(&id);
        let queue = queue.name.clone();
        self.emit(Happening::ConsumerCancelled {
            consumer: id,
            queue,
            cause,
        });
    }
}
