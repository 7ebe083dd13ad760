//! Handing messages out: to consumers in turn, and to those who ask for one.

use std::rc::Rc;

use super::{
    Broker,
    cause::{AckCause, DeliveryCause, DeliveryRule, Kept, PassedOver, Precedence, PrefetchScope},
    channel::{Holder, Unacked},
    channels::ChannelKey,
    consumer::ConsumerKey,
    delivery_count,
    event::Happening,
    exception::Exception,
    id::{ChannelId, DeliveryTag, QueueName},
    limits::PASSED_OVER_MAX,
    message::Message,
    queue::{Queue, QueuedMessage},
    queue_arguments::QueueKind,
    queues::QueueId,
    record::Record,
};

/// Who takes a message from a queue.
struct Taker {
    channel: ChannelId,
    channel_key: ChannelKey,
    /// None for `basic.get`.
    holder: Option<Holder>,
    no_ack: bool,
}

impl Broker {
    /// Delivers ready messages as long as a consumer has room. One that had expired behind another
    /// goes as soon as that one has left.
    pub(super) fn dispatch(&mut self, id: QueueId) {
        while let Some((consumer, priority)) = self.next_with_room(id) {
            let queue = self.queues.existing(id);
            let queued = queue
                .ready
                .take()
                .expect("a consumer is chosen for a ready message");
            let precedence = queue.ready.precedence(&queued.message);
            let cause = self.delivery_cause(id, consumer, priority, precedence);
            self.deliver(id, consumer, queued, cause);
            let now = self.now;
            let queue = self.queues.existing(id);
            queue.turns.join(consumer, priority);
            if queue.ready.has_expired(now) {
                self.expire_head(id);
            }
        }
        self.look_at_head_in_time(id);
    }

    /// `basic.get`: hands one message to whoever asks, whatever its prefetch.
    pub(super) fn get(
        &mut self,
        channel: ChannelId,
        queue: &QueueName,
        no_ack: bool,
    ) -> Result<(), Exception> {
        let id = self.find_queue(channel, queue)?;
        self.touch(id);
        let queue = self.queues.existing(id);
        let name = queue.name().clone();
        let Some(queued) = queue.ready.take() else {
            self.emit(Happening::GotEmpty {
                channel,
                queue: name,
            });
            return Ok(());
        };
        let message = handed_out(queue, &queued);
        self.expire_head(id);
        let message_count = self.queues.existing(id).ready.len();
        let channel_key = self.channels.key(channel);
        let channel_key = channel_key.expect("a method is carried out on an open channel only");
        let delivery_tag = self.channels.existing_mut(channel_key).next_delivery_tag();
        self.emit(Happening::Got {
            channel,
            delivery_tag,
            queue: name,
            position: queued.position,
            redelivered: queued.is_redelivered(),
            message,
            message_count,
        });
        let taker = Taker {
            channel,
            channel_key,
            holder: None,
            no_ack,
        };
        self.hand_over(id, taker, delivery_tag, queued);
        Ok(())
    }

    /// The consumer whose turn it is, if the queue has a message and some consumer has room. Those
    /// that are asked and have none step aside.
    fn next_with_room(&mut self, id: QueueId) -> Option<(ConsumerKey, i32)> {
        let queue = self.queues.find_id_mut(id)?;
        if queue.ready.is_empty() {
            return None;
        }
        while let Some((key, priority)) = queue.turns.next() {
            let consumer = self
                .consumers
                .get(key.0)
                .expect("a consumer leaves its queue's turns before it goes");
            let channel = self.channels.existing(consumer.channel);
            if consumer.has_room(channel) {
                return Some((key, priority));
            }
            queue.turns.step_aside(key, priority);
        }
        None
    }

    /// Why the consumer that was just taken out of its queue's turns gets the message.
    fn delivery_cause(
        &self,
        id: QueueId,
        key: ConsumerKey,
        priority: i32,
        precedence: Precedence,
    ) -> DeliveryCause {
        let queue = self.queues.find_id(id).expect("a queue dispatches itself");
        let consumer = self.consumers.get(key.0);
        let consumer = consumer.expect("a consumer leaves its queue's turns before it goes");
        let rule = if queue.turns.is_single_active() {
            DeliveryRule::SingleActive
        } else if let Some(next) = queue.turns.highest_waiting() {
            if next < priority {
                DeliveryRule::HigherPriority { next }
            } else {
                DeliveryRule::RoundRobin
            }
        } else if queue.turns.aside().next().is_some() {
            DeliveryRule::OnlyOneWithRoom
        } else {
            DeliveryRule::OnlyConsumer
        };
        let passed_over = queue
            .turns
            .aside()
            .take(PASSED_OVER_MAX)
            .filter_map(|key| self.passed_over(key))
            .collect();
        DeliveryCause {
            rule,
            terms: consumer.terms,
            unacked: consumer.unacked + u64::from(!consumer.terms.no_ack),
            others: queue.turns.consumer_count(),
            precedence,
            passed_over,
        }
    }

    fn passed_over(&self, key: ConsumerKey) -> Option<PassedOver> {
        let consumer = self.consumers.get(key.0)?;
        let channel = self.channels.existing(consumer.channel);
        let (unacked, prefetch_count, scope) = if consumer.is_below_prefetch() {
            let shared = channel.shared_prefetch_count;
            (channel.counted_for_all(), shared, PrefetchScope::Channel)
        } else {
            let own = consumer.terms.prefetch_count;
            (consumer.unacked, own, PrefetchScope::Consumer)
        };
        Some(PassedOver {
            consumer: consumer.id.clone(),
            unacked,
            prefetch_count,
            scope,
        })
    }

    fn deliver(
        &mut self,
        id: QueueId,
        key: ConsumerKey,
        queued: QueuedMessage,
        cause: DeliveryCause,
    ) {
        let delivered = self.consumer(key);
        let consumer = delivered.id.clone();
        let channel_key = delivered.channel;
        let no_ack = delivered.terms.no_ack;
        if !no_ack {
            delivered.unacked += 1;
        }
        let channel = self.channels.existing_mut(channel_key);
        if !no_ack {
            channel.held_by_consumers += 1;
        }
        let delivery_tag = channel.next_delivery_tag();
        let taker = Taker {
            channel: consumer.channel,
            channel_key,
            holder: Some(Holder {
                consumer: key,
                tag: consumer.tag.clone(),
            }),
            no_ack,
        };
        let queue = self.queues.existing(id);
        let message = handed_out(queue, &queued);
        let queue = queue.name().clone();
        self.emit(Happening::Delivered {
            consumer,
            delivery_tag,
            queue,
            position: queued.position,
            redelivered: queued.is_redelivered(),
            message,
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
        mut queued: QueuedMessage,
    ) {
        let queue = self.queues.existing(id);
        let position = queued.position;
        if taker.no_ack {
            let name = queue.name().clone();
            queue.forget(&queued);
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
        let is_counted = !queued.is_redelivered() || queue.settings.kind == QueueKind::Quorum;
        if is_counted {
            queued.deliveries += 1;
        }
        if is_counted && queued.kept == Kept::Yes {
            let message = queued.to_durable();
            let queue = queue.name().clone();
            self.record(Record::MessageDelivered { queue, message });
        }
        let since = self.now;
        let channel = self.channels.existing_mut(taker.channel_key);
        channel.unacked.push(
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

/// The message as the client gets it: a quorum queue says how often it tried before.
fn handed_out(queue: &Queue, queued: &QueuedMessage) -> Rc<Message> {
    if queue.settings.kind == QueueKind::Quorum && queued.is_redelivered() {
        Rc::new(delivery_count::redelivered(
            &queued.message,
            queued.deliveries,
        ))
    } else {
        Rc::clone(&queued.message)
    }
}
