//! Settling deliveries: ack, nack and reject
//! (<https://www.rabbitmq.com/docs/confirms#consumer-acknowledgements>).

use std::collections::BTreeSet;

use super::{
    Broker,
    cause::{AckCause, DropCause, Kept, RequeueCause},
    channel::{Mode, Unacked},
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
        if let (Verdict::Ack { .. }, false, Mode::Plain | Mode::Confirm(_)) =
            (verdict, multiple, &self.open(channel).mode)
        {
            return self.ack_one(channel, delivery_tag);
        }
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

    /// What most acks are: one delivery, for which nothing has to be gathered.
    fn ack_one(&mut self, channel: ChannelId, delivery_tag: DeliveryTag) -> Result<(), Exception> {
        let unacked = &mut self.open(channel).unacked;
        let held = unacked
            .remove(delivery_tag)
            .ok_or_else(|| unknown(delivery_tag))?;
        let asked_again = self.release_one(channel, &held);
        self.have_done(channel, delivery_tag, &held, false);
        if let Some(mut queues) = asked_again {
            queues.insert(held.queue);
            self.dispatch_all(queues);
        } else {
            self.dispatch(held.queue);
        }
        Ok(())
    }

    fn ack(&mut self, taken: Vec<Returning>, multiple: bool) {
        let queues = self.release(&taken);
        for returning in taken {
            let Returning {
                channel,
                delivery_tag,
                held,
            } = returning;
            self.have_done(channel, delivery_tag, &held, multiple);
        }
        self.dispatch_all(queues);
    }

    /// A message has done its work. One of a queue that is gone is gone already.
    fn have_done(
        &mut self,
        channel: ChannelId,
        delivery_tag: DeliveryTag,
        held: &Unacked,
        multiple: bool,
    ) {
        let queued = &held.queued;
        let Some(queue) = self.queues.find_id_mut(held.queue) else {
            return;
        };
        queue.forget(queued);
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
        if !all && !unacked.contains(delivery_tag) {
            return Err(unknown(delivery_tag));
        }
        let taken = if all {
            std::mem::take(unacked)
        } else if multiple {
            unacked.remove_up_to(delivery_tag)
        } else {
            let held = unacked.remove(delivery_tag);
            let held = held.expect("it was just found");
            return Ok(vec![Returning {
                channel,
                delivery_tag,
                held,
            }]);
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
            queues.insert(held.queue);
            queues.extend(self.release_one(*channel, held).unwrap_or_default());
        }
        queues
    }

    /// Gives its consumer room again. Returns the queues that may deliver on beside the delivery's
    /// own.
    fn release_one(&mut self, channel: ChannelId, held: &Unacked) -> Option<BTreeSet<QueueId>> {
        if let Some(queue) = self.queues.find_id_mut(held.queue) {
            queue.unacked_count -= 1;
        }
        let holder = held.holder.as_ref()?;
        let open = self.channels.get_mut(channel)?;
        let was_full = !open.has_shared_room();
        open.held_by_consumers -= 1;
        if let Some(consumer) = self.consumers.get_mut(holder.consumer.0) {
            consumer.unacked -= 1;
        }
        if was_full {
            return Some(self.ask_all_of_channel_again(channel).into_iter().collect());
        }
        self.ask_again(holder.consumer);
        None
    }

    pub(super) fn dispatch_all(&mut self, queues: BTreeSet<QueueId>) {
        for queue in queues {
            self.dispatch(queue);
        }
    }
}

fn unknown(delivery_tag: DeliveryTag) -> Exception {
    Exception::channel(
        ReplyCode::PreconditionFailed,
        format!("unknown delivery tag {}", delivery_tag.0),
    )
}
