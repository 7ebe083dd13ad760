//! What the reference does with deliveries: handing messages out and taking them back.

use std::{collections::BTreeSet, rc::Rc};

use leveret::broker::{
    AckCause, ChannelId, ConsumerId, ConsumerTag, ConsumerTerms, DeliveryCause, DeliveryRule,
    DeliveryTag, DropCause, Exception, Happening, Kept, PassedOver, PrefetchScope, QueueName,
    Record, ReplyCode, RequeueCause, limits::PASSED_OVER_MAX,
};

use super::{
    reference::{Consumer, Place, Reference},
    rules::{hard, soft},
};

/// How held messages are settled.
#[derive(Clone, Copy)]
pub(super) enum Settling {
    Ack(AckCause),
    Requeue(RequeueCause),
    Drop(fn(ChannelId, DeliveryTag) -> DropCause),
}

impl Reference {
    pub(super) fn consume(
        &mut self,
        channel: usize,
        name: &QueueName,
        tag: &ConsumerTag,
        no_ack: bool,
    ) -> Result<(), Exception> {
        let id = ConsumerId {
            channel: self.id_of(channel),
            tag: tag.clone(),
        };
        let mut on_channel = self.consumers_on(channel).into_iter();
        if on_channel.any(|index| self.consumers[index].id == id) {
            let why = format!("attempt to reuse consumer tag '{tag}'");
            return Err(hard(ReplyCode::NotAllowed, why));
        }
        let queue = self.meant(channel, name)?;
        let prefetch_count = self.channels[channel].prefetch_count;
        self.say(Happening::ConsumerStarted {
            consumer: id.clone(),
            queue: self.queues[queue].name.clone(),
            terms: ConsumerTerms {
                prefetch_count,
                no_ack,
                exclusive: false,
                priority: 0,
            },
        });
        self.queues[queue].turns.push(self.consumers.len());
        self.consumers.push(Consumer {
            id,
            channel,
            queue,
            prefetch_count,
            no_ack,
            is_gone: false,
            is_aside: false,
        });
        self.dispatch(queue);
        Ok(())
    }

    pub(super) fn get(&mut self, channel: usize, queue: usize, no_ack: bool) {
        let ready = self.ready_in(queue);
        let id = self.id_of(channel);
        let Some(&message) = ready.first() else {
            self.say(Happening::GotEmpty {
                channel: id,
                queue: self.queues[queue].name.clone(),
            });
            return;
        };
        let delivery_tag = self.next_tag(channel);
        let queued = &self.messages[message];
        self.say(Happening::Got {
            channel: id,
            delivery_tag,
            queue: self.name_of(message),
            position: queued.position,
            redelivered: queued.redelivered,
            message: Rc::clone(&queued.message),
            message_count: ready.len() as u64 - 1,
        });
        self.hand_over(message, channel, delivery_tag, None, no_ack);
    }

    fn next_tag(&mut self, channel: usize) -> DeliveryTag {
        self.channels[channel].delivered += 1;
        DeliveryTag(self.channels[channel].delivered)
    }

    /// One message after the other goes to the first consumer with room, asked in turn.
    pub(super) fn dispatch(&mut self, queue: usize) {
        while let Some(&message) = self.ready_in(queue).first() {
            let Some(consumer) = self.ask_in_turn(queue) else {
                return;
            };
            let cause = self.cause(queue);
            let Consumer {
                id,
                channel,
                no_ack,
                ..
            } = self.consumers[consumer].clone();
            let delivery_tag = self.next_tag(channel);
            let queued = &self.messages[message];
            self.say(Happening::Delivered {
                consumer: id,
                delivery_tag,
                queue: self.name_of(message),
                position: queued.position,
                redelivered: queued.redelivered,
                message: Rc::clone(&queued.message),
                cause,
            });
            self.hand_over(message, channel, delivery_tag, Some(consumer), no_ack);
            self.queues[queue].turns.push(consumer);
        }
    }

    /// Takes the first with room out of the order. Those before it, who have none, step aside.
    fn ask_in_turn(&mut self, queue: usize) -> Option<usize> {
        loop {
            if self.queues[queue].turns.is_empty() {
                return None;
            }
            let asked = self.queues[queue].turns.remove(0);
            if self.has_room(asked) {
                return Some(asked);
            }
            self.consumers[asked].is_aside = true;
        }
    }

    fn cause(&self, queue: usize) -> DeliveryCause {
        let mut aside = self.consumers_of(queue);
        aside.retain(|&consumer| self.consumers[consumer].is_aside);
        let rule = if !self.queues[queue].turns.is_empty() {
            DeliveryRule::RoundRobin
        } else if aside.is_empty() {
            DeliveryRule::OnlyConsumer
        } else {
            DeliveryRule::OnlyOneWithRoom
        };
        let passed_over = |consumer: usize| PassedOver {
            consumer: self.consumers[consumer].id.clone(),
            unacked: self.held_by(consumer),
            prefetch_count: self.consumers[consumer].prefetch_count,
            scope: PrefetchScope::Consumer,
        };
        let named = aside.into_iter().take(PASSED_OVER_MAX);
        DeliveryCause {
            rule,
            passed_over: named.map(passed_over).collect(),
        }
    }

    fn hand_over(
        &mut self,
        message: usize,
        channel: usize,
        delivery_tag: DeliveryTag,
        consumer: Option<usize>,
        no_ack: bool,
    ) {
        self.messages[message].place = Place::Unacked {
            channel,
            delivery_tag,
            consumer,
            since: self.now,
        };
        if no_ack {
            self.settle_one(message, Settling::Ack(AckCause::Automatic));
        } else if self.kept(message) == Kept::Yes && !self.messages[message].redelivered {
            self.records.push(Record::MessageDelivered {
                queue: self.name_of(message),
                message: self.durable(message, 1),
            });
        }
    }

    /// The messages that a tag stands for.
    pub(super) fn taken(
        &self,
        channel: usize,
        delivery_tag: DeliveryTag,
        multiple: bool,
    ) -> Result<Vec<usize>, Exception> {
        let held = self.held_on(channel);
        let is_held = held.iter().any(|(tag, _)| *tag == delivery_tag);
        let means_all = multiple && delivery_tag == DeliveryTag(0);
        if !is_held && !means_all {
            let why = format!("unknown delivery tag {}", delivery_tag.0);
            return Err(soft(ReplyCode::PreconditionFailed, why));
        }
        let is_meant =
            |tag: DeliveryTag| means_all || tag == delivery_tag || (multiple && tag < delivery_tag);
        let meant = held.into_iter().filter(|(tag, _)| is_meant(*tag));
        Ok(meant.map(|(_, message)| message).collect())
    }

    /// Settles held messages: first their consumers have room again, then each message goes where
    /// it should, and then their queues deliver on.
    pub(super) fn settle(&mut self, held: &[usize], settling: Settling) {
        let mut queues = BTreeSet::new();
        for &message in held {
            let queue = self.messages[message].queue;
            if self.queues[queue].is_gone {
                continue;
            }
            queues.insert(queue);
            let Place::Unacked {
                consumer: Some(consumer),
                ..
            } = self.messages[message].place
            else {
                continue;
            };
            if !self.consumers[consumer].is_gone && self.consumers[consumer].is_aside {
                self.consumers[consumer].is_aside = false;
                self.queues[queue].turns.push(consumer);
            }
        }
        for &message in held {
            self.settle_one(message, settling);
        }
        for queue in queues {
            self.dispatch(queue);
        }
    }

    fn settle_one(&mut self, message: usize, settling: Settling) {
        let Place::Unacked {
            channel,
            delivery_tag,
            ..
        } = self.messages[message].place
        else {
            unreachable!("only a held message is settled");
        };
        if self.queues[self.messages[message].queue].is_gone {
            self.messages[message].place = Place::Gone;
            return;
        }
        let channel = self.id_of(channel);
        let queue = self.name_of(message);
        let position = self.messages[message].position;
        self.say(match settling {
            Settling::Ack(cause) => Happening::Acked {
                channel,
                delivery_tag,
                queue,
                position,
                cause,
            },
            Settling::Requeue(cause) => Happening::Requeued {
                channel,
                delivery_tag,
                queue,
                position,
                cause,
            },
            Settling::Drop(method) => Happening::Dropped {
                queue,
                position: Some(position),
                message: Rc::clone(&self.messages[message].message),
                cause: method(channel, delivery_tag),
            },
        });
        match settling {
            Settling::Ack(_) | Settling::Drop(_) => self.remove(message),
            Settling::Requeue(_) => {
                self.messages[message].redelivered = true;
                self.messages[message].place = Place::Ready;
            }
        }
    }
}
