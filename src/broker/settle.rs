//! Settling deliveries: ack, nack and reject
//! (<https://www.rabbitmq.com/docs/confirms#consumer-acknowledgements>).

use std::collections::BTreeSet;

use super::{
    Broker,
    cause::{AckCause, DropCause, Kept, RequeueCause},
    channel::Mode,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, DeliveryTag},
    queues::QueueId,
    record::Record,
    requeue::Returning,
    transaction::Settlement,
};

/// What a client says of deliveries.
#[derive(Clone, Copy, Debug)]
pub(super) enum Verdict {
    Ack { multiple: bool },
    Nack { requeue: bool },
    Reject { requeue: bool },
}

impl Broker {
    /// Carries a verdict out, or in a transaction keeps it for the commit.
    ///
    /// # Errors
    /// 406 for a tag that is not outstanding.
    pub(super) fn settle(
        &mut self,
        channel: ChannelId,
        delivery_tag: DeliveryTag,
        multiple: bool,
        verdict: Verdict,
    ) -> Result<(), Exception> {
        let taken = self.take_unacked(channel, delivery_tag, multiple)?;
        if let Mode::Transaction(transaction) = &mut self.open(channel).mode {
            transaction.settlements.push(Settlement { verdict, taken });
            return Ok(());
        }
        self.carry_out_verdict(taken, verdict);
        Ok(())
    }

    pub(super) fn carry_out_verdict(&mut self, taken: Vec<Returning>, verdict: Verdict) {
        match verdict {
            Verdict::Ack { multiple } => self.ack(taken, multiple),
            Verdict::Nack { requeue: true } => self.requeue(taken, RequeueCause::Nack),
            Verdict::Reject { requeue: true } => self.requeue(taken, RequeueCause::Reject),
            Verdict::Nack { requeue: false } => {
                self.refuse(taken, |channel, delivery_tag| DropCause::Nack {
                    channel,
                    delivery_tag,
                });
            }
            Verdict::Reject { requeue: false } => {
                self.refuse(taken, |channel, delivery_tag| DropCause::Reject {
                    channel,
                    delivery_tag,
                });
            }
        }
    }

    /// The messages have done their work. Those of a queue that is gone are gone already.
    fn ack(&mut self, taken: Vec<Returning>, multiple: bool) {
        let queues = self.release(&taken);
        for Returning {
            channel,
            delivery_tag,
            held,
        } in taken
        {
            let queued = held.queued;
            let Some(queue) = self.queues.find_id_mut(held.queue) else {
                continue;
            };
            queue.forget(&queued);
            let name = queue.name().clone();
            if queued.kept == Kept::Yes {
                self.record(Record::MessageRemoved {
                    queue: name.clone(),
                    position: queued.position,
                });
            }
            self.emit(Happening::Acked {
                channel,
                delivery_tag,
                queue: name,
                position: queued.position,
                cause: AckCause::Client { multiple },
            });
        }
        self.dispatch_all(queues);
    }

    /// The consumer will not have the messages, and their queues shall not either.
    fn refuse(
        &mut self,
        taken: Vec<Returning>,
        cause: impl Fn(ChannelId, DeliveryTag) -> DropCause,
    ) {
        let queues = self.release(&taken);
        for Returning {
            channel,
            delivery_tag,
            held,
        } in taken
        {
            self.give_up(held.queue, &held.queued, cause(channel, delivery_tag));
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
    pub(super) fn release(&mut self, returning: &[Returning]) -> BTreeSet<QueueId> {
        let mut queues = BTreeSet::new();
        for Returning { channel, held, .. } in returning {
            if let Some(queue) = self.queues.find_id_mut(held.queue) {
                queue.unacked_count -= 1;
                queues.insert(held.queue);
            }
            let Some(holder) = &held.holder else {
                continue;
            };
            let Some(open) = self.channels.get_mut(channel) else {
                continue;
            };
            let was_full = !open.has_shared_room();
            open.held_by_consumers -= 1;
            if let Some(consumer) = self.consumers.get_mut(holder.consumer.0) {
                consumer.unacked -= 1;
            }
            if was_full {
                queues.extend(self.ask_all_of_channel_again(*channel));
            } else {
                self.ask_again(holder.consumer);
            }
        }
        queues
    }

    pub(super) fn dispatch_all(&mut self, queues: BTreeSet<QueueId>) {
        for queue in queues {
            self.dispatch(queue);
        }
    }
}
