//! Handing messages out: to consumers in turn, and to those who ask for one.

use std::rc::Rc;

use super::{
    Broker,
    cause::{AckCause, DeliveryCause, DeliveryRule, Kept, PassedOver, PrefetchScope},
    channel::Unacked,
    event::Happening,
    exception::Exception,
    id::{ChannelId, ConsumerId, ConsumerTag, DeliveryTag, QueueName},
    limits::PASSED_OVER_MAX,
    queue::QueuedMessage,
    queues::QueueId,
    record::Record,
};

/// Who takes a message from a queue.
struct Taker {
    channel: ChannelId,
    /// The consumer and its incarnation; none for `basic.get`.
    holder: Option<(ConsumerTag, u64)>,
    no_ack: bool,
}

impl Broker {
    /// Delivers ready messages as long as a consumer has room.
    pub(super) fn dispatch(&mut self, id: QueueId) {
        while let Some(consumer) = self.next_with_room(id) {
            let queue = self.queues.existing(id);
            let queued = queue
                .ready
                .take()
                .expect("a consumer is chosen for a ready message");
            let cause = self.delivery_cause(id);
            self.deliver(id, consumer.clone(), queued, cause);
            self.queues.existing(id).turns.join(consumer);
        }
    }

    /// `basic.get`: hands one message to whoever asks, whatever its prefetch.
    pub(super) fn get(
        &mut self,
        channel: ChannelId,
        queue: &QueueName,
        no_ack: bool,
    ) -> Result<(), Exception> {
        let id = self.find_queue(channel, queue)?;
        let queue = self.queues.existing(id);
        let name = queue.name.clone();
        let Some(queued) = queue.ready.take() else {
            self.emit(Happening::GotEmpty {
                channel,
                queue: name,
            });
            return Ok(());
        };
        let message_count = queue.ready.len();
        let delivery_tag = self.open(channel).next_delivery_tag();
        self.emit(Happening::Got {
            channel,
            delivery_tag,
            queue: name,
            position: queued.position,
            redelivered: queued.is_redelivered(),
            message: Rc::clone(&queued.message),
            message_count,
        });
        let taker = Taker {
            channel,
            holder: None,
            no_ack,
        };
        self.hand_over(id, taker, delivery_tag, queued);
        Ok(())
    }

    /// The consumer whose turn it is, if the queue has a message and some consumer has room. Those
    /// that are asked and have none step aside.
    fn next_with_room(&mut self, id: QueueId) -> Option<ConsumerId> {
        let queue = self.queues.find_id_mut(id)?;
        if queue.ready.is_empty() {
            return None;
        }
        while let Some(id) = queue.turns.next() {
            let has_room = self
                .channels
                .get(&id.channel)
                .and_then(|channel| channel.consumers.get(&id.tag))
                .expect("a consumer leaves its queue's turns before it leaves its channel")
                .has_room();
            if has_room {
                return Some(id);
            }
            queue.turns.step_aside(id);
        }
        None
    }

    /// Why the consumer that was just taken out of its queue's turns gets the message.
    fn delivery_cause(&self, id: QueueId) -> DeliveryCause {
        let queue = self.queues.find_id(id).expect("a queue dispatches itself");
        let passed_over = queue
            .turns
            .aside()
            .take(PASSED_OVER_MAX)
            .filter_map(|id| {
                let consumer = self.channels.get(&id.channel)?.consumers.get(&id.tag)?;
                Some(PassedOver {
                    consumer: id.clone(),
                    unacked: consumer.unacked,
                    prefetch_count: consumer.prefetch_count,
                    scope: PrefetchScope::Consumer,
                })
            })
            .collect();
        let rule = if queue.turns.waiting().next().is_some() {
            DeliveryRule::RoundRobin
        } else if queue.turns.aside().next().is_some() {
            DeliveryRule::OnlyOneWithRoom
        } else {
            DeliveryRule::OnlyConsumer
        };
        DeliveryCause { rule, passed_over }
    }

    fn deliver(
        &mut self,
        id: QueueId,
        consumer: ConsumerId,
        queued: QueuedMessage,
        cause: DeliveryCause,
    ) {
        let channel = self.open(consumer.channel);
        let delivery_tag = channel.next_delivery_tag();
        let delivered = channel
            .consumers
            .get_mut(&consumer.tag)
            .expect("the consumer whose turn it is exists");
        let no_ack = delivered.no_ack;
        if !no_ack {
            delivered.unacked += 1;
        }
        let taker = Taker {
            channel: consumer.channel,
            holder: Some((consumer.tag.clone(), delivered.incarnation)),
            no_ack,
        };
        let queue = self.queues.existing(id).name.clone();
        self.emit(Happening::Delivered {
            consumer,
            delivery_tag,
            queue,
            position: queued.position,
            redelivered: queued.is_redelivered(),
            message: Rc::clone(&queued.message),
            cause,
        });
        self.hand_over(id, taker, delivery_tag, queued);
    }

    /// From here on the message is unacked, or with automatic acknowledgement gone.
    fn hand_over(
        &mut self,
        id: QueueId,
        taker: Taker,
        delivery_tag: DeliveryTag,
        queued: QueuedMessage,
    ) {
        let queue = self.queues.existing(id);
        let name = queue.name.clone();
        let position = queued.position;
        if taker.no_ack {
            queue.settle(&queued);
            if queued.kept == Kept::Yes {
                self.record(Record::MessageRemoved {
                    queue: name.clone(),
                    position,
                });
            }
            self.emit(Happening::Acked {
                channel: taker.channel,
                delivery_tag,
                queue: name,
                position,
                cause: AckCause::Automatic,
            });
            return;
        }
        queue.unacked_count += 1;
        let mut queued = queued;
        let is_first = queued.deliveries == 0;
        queued.deliveries = 1;
        if queued.kept == Kept::Yes && is_first {
            let message = queued.to_durable();
            self.record(Record::MessageDelivered {
                queue: name,
                message,
            });
        }
        let since = self.now;
        self.open(taker.channel).unacked.insert(
            delivery_tag,
            Unacked {
                queue: id,
                queued,
                holder: taker.holder,
                since,
            },
        );
    }
}
