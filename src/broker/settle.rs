//! Settling deliveries: ack, nack, reject, and requeue in place
//! (<https://www.rabbitmq.com/docs/confirms#consumer-acknowledgements>).

use std::{collections::BTreeSet, rc::Rc};

use super::{
    Broker,
    cause::{AckCause, DropCause, Kept, RequeueCause},
    channel::Unacked,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, ConsumerId, DeliveryTag, QueueName},
    queues::QueueId,
    record::Record,
};

/// A delivery on its way out of the hands that held it.
#[derive(Debug)]
pub(super) struct Returning {
    pub(super) channel: ChannelId,
    pub(super) delivery_tag: DeliveryTag,
    pub(super) held: Unacked,
}

impl Broker {
    pub(super) fn ack(
        &mut self,
        channel: ChannelId,
        delivery_tag: DeliveryTag,
        multiple: bool,
    ) -> Result<(), Exception> {
        let taken = self.take_unacked(channel, delivery_tag, multiple)?;
        self.remove(taken, |returning, queue| Happening::Acked {
            channel: returning.channel,
            delivery_tag: returning.delivery_tag,
            queue,
            position: returning.held.queued.position,
            cause: AckCause::Client { multiple },
        });
        Ok(())
    }

    pub(super) fn nack(
        &mut self,
        channel: ChannelId,
        delivery_tag: DeliveryTag,
        multiple: bool,
        requeue: bool,
    ) -> Result<(), Exception> {
        let taken = self.take_unacked(channel, delivery_tag, multiple)?;
        if requeue {
            self.requeue(taken, RequeueCause::Nack);
        } else {
            self.drop_messages(taken, |channel, delivery_tag| DropCause::Nack {
                channel,
                delivery_tag,
            });
        }
        Ok(())
    }

    pub(super) fn reject(
        &mut self,
        channel: ChannelId,
        delivery_tag: DeliveryTag,
        requeue: bool,
    ) -> Result<(), Exception> {
        let taken = self.take_unacked(channel, delivery_tag, false)?;
        if requeue {
            self.requeue(taken, RequeueCause::Reject);
        } else {
            self.drop_messages(taken, |channel, delivery_tag| DropCause::Reject {
                channel,
                delivery_tag,
            });
        }
        Ok(())
    }

    /// Puts messages back where they stood, flagged redelivered, and delivers on.
    pub(super) fn requeue(&mut self, returning: Vec<Returning>, cause: RequeueCause) {
        let queues = self.release(&returning);
        for Returning {
            channel,
            delivery_tag,
            held,
        } in returning
        {
            let Some(queue) = self.queues.find_id_mut(held.queue) else {
                continue;
            };
            let queued = held.queued;
            let position = queued.position;
            let name = queue.name.clone();
            queue.ready.put_back(queued);
            self.emit(Happening::Requeued {
                channel,
                delivery_tag,
                queue: name,
                position,
                cause,
            });
        }
        self.dispatch_all(queues);
    }

    fn drop_messages(
        &mut self,
        returning: Vec<Returning>,
        cause: impl Fn(ChannelId, DeliveryTag) -> DropCause,
    ) {
        self.remove(returning, |returning, queue| Happening::Dropped {
            queue,
            position: Some(returning.held.queued.position),
            message: Rc::clone(&returning.held.queued.message),
            cause: cause(returning.channel, returning.delivery_tag),
        });
    }

    /// Takes messages away for good. Those of a queue that is gone are gone already.
    fn remove(
        &mut self,
        returning: Vec<Returning>,
        happening: impl Fn(&Returning, QueueName) -> Happening,
    ) {
        let queues = self.release(&returning);
        for returning in returning {
            let queued = &returning.held.queued;
            let Some(queue) = self.queues.find_id_mut(returning.held.queue) else {
                continue;
            };
            queue.settle(queued);
            let name = queue.name.clone();
            if queued.kept == Kept::Yes {
                self.record(Record::MessageRemoved {
                    queue: name.clone(),
                    position: queued.position,
                });
            }
            self.emit(happening(&returning, name));
        }
        self.dispatch_all(queues);
    }

    /// Takes a delivery off a channel's list, or with `multiple` all up to it; tag 0 then means all
    /// there are.
    fn take_unacked(
        &mut self,
        channel: ChannelId,
        delivery_tag: DeliveryTag,
        multiple: bool,
    ) -> Result<Vec<Returning>, Exception> {
        let all = multiple && delivery_tag == DeliveryTag(0);
        let unacked = &mut self.open(channel).unacked;
        if !all && !unacked.contains_key(&delivery_tag) {
            return Err(Exception::channel(
                ReplyCode::PreconditionFailed,
                format!("unknown delivery tag {}", delivery_tag.0),
            ));
        }
        let taken = if all {
            std::mem::take(unacked)
        } else if multiple {
            let later = unacked.split_off(&DeliveryTag(delivery_tag.0.saturating_add(1)));
            std::mem::replace(unacked, later)
        } else {
            unacked.remove_entry(&delivery_tag).into_iter().collect()
        };
        Ok(taken
            .into_iter()
            .map(|(delivery_tag, held)| Returning {
                channel,
                delivery_tag,
                held,
            })
            .collect())
    }

    /// Gives their consumers room again. Returns the queues that may deliver on.
    fn release(&mut self, returning: &[Returning]) -> BTreeSet<QueueId> {
        let mut queues = BTreeSet::new();
        for Returning { channel, held, .. } in returning {
            let Some(queue) = self.queues.find_id_mut(held.queue) else {
                continue;
            };
            queue.unacked_count -= 1;
            queues.insert(held.queue);
            let Some((tag, incarnation)) = &held.holder else {
                continue;
            };
            let consumer = self
                .channels
                .get_mut(channel)
                .and_then(|channel| channel.consumers.get_mut(tag));
            if let Some(consumer) = consumer
                && consumer.incarnation == *incarnation
            {
                consumer.unacked -= 1;
                queue.turns.has_room_again(&ConsumerId {
                    channel: *channel,
                    tag: tag.clone(),
                });
            }
        }
        queues
    }

    fn dispatch_all(&mut self, queues: BTreeSet<QueueId>) {
        for queue in queues {
            self.dispatch(queue);
        }
    }
}
