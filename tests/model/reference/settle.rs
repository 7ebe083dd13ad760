//! Settling: ack, nack, reject, recover, and what goes back when a channel closes.

use std::collections::BTreeMap;

use leveret::broker::{DeathReason, DeliveryTag, Exception};

use super::{Mode, Place, Reference, refuse::precondition};

/// How held messages are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Settling {
    Ack,
    Requeue,
    Refuse,
}

impl Settling {
    pub(super) const fn refusal(requeue: bool) -> Self {
        if requeue { Self::Requeue } else { Self::Refuse }
    }
}

impl Reference {
    pub(super) fn settle_tag(
        &mut self,
        channel: usize,
        delivery_tag: DeliveryTag,
        multiple: bool,
        settling: Settling,
    ) -> Result<(), Exception> {
        let taken = self.taken(channel, delivery_tag, multiple)?;
        if self.channels[channel].mode == Mode::Tx {
            self.keep_for_commit(channel, taken, settling);
        } else {
            self.settle_in_parts(taken, settling);
        }
        Ok(())
    }

    pub(super) fn recover(&mut self, channel: usize) {
        let held = self.held_on(channel).into_iter();
        let held: Vec<usize> = held.map(|(_, message)| message).collect();
        self.settle_in_parts(held, Settling::Requeue);
    }

    /// Settles what a client names queue by queue, and in each consumer by consumer, by their
    /// names.
    pub(super) fn settle_in_parts(&mut self, held: Vec<usize>, settling: Settling) {
        let mut parts: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for message in held {
            let queue = &self.queues[self.messages[message].queue];
            let queue = (!queue.is_gone).then(|| queue.name.clone());
            let tag = match self.messages[message].place {
                Place::Unacked { consumer, .. } => {
                    consumer.map(|consumer| self.consumers[consumer].id.tag.clone())
                }
                Place::Ready | Place::Gone => unreachable!("only a held message is settled"),
            };
            parts.entry((queue, tag)).or_default().push(message);
        }
        for part in parts.into_values() {
            self.settle(&part, settling);
        }
    }

    /// The messages that a tag stands for.
    fn taken(
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
            return Err(precondition(why));
        }
        let is_meant =
            |tag: DeliveryTag| means_all || tag == delivery_tag || (multiple && tag < delivery_tag);
        let meant = held.into_iter().filter(|(tag, _)| is_meant(*tag));
        Ok(meant.map(|(_, message)| message).collect())
    }

    /// Settles held messages: first whoever held them has room again, then each goes where it
    /// should, and then the queues deliver on, in the order of their places.
    pub(super) fn settle(&mut self, held: &[usize], settling: Settling) {
        let mut queues: Vec<usize> = Vec::new();
        for &message in held {
            queues.push(self.messages[message].queue);
            queues.extend(self.release(message));
        }
        queues.retain(|&queue| !self.queues[queue].is_gone);
        queues.sort_by_key(|&queue| self.queues[queue].slot);
        queues.dedup();
        for &message in held {
            self.settle_one(message, settling);
        }
        if settling == Settling::Requeue {
            for &queue in &queues {
                self.drop_what_is_too_much(queue);
                self.drop_what_is_too_old(queue);
            }
        }
        for queue in queues {
            self.dispatch(queue);
        }
    }

    /// Nobody holds the message any more. Returns the queues on which somebody may have room now.
    fn release(&mut self, message: usize) -> Vec<usize> {
        let Place::Unacked { channel, .. } = self.messages[message].place else {
            unreachable!("only a held message is settled");
        };
        self.messages[message].place = Place::Gone;
        self.ask_those_aside_again(channel)
    }

    fn settle_one(&mut self, message: usize, settling: Settling) {
        let queue = &self.queues[self.messages[message].queue];
        if queue.is_gone {
            return;
        }
        let limit = queue.arguments.quorum.map(|quorum| quorum.delivery_limit);
        let handed_out = u64::from(self.messages[message].handed_out);
        match settling {
            Settling::Ack => {}
            Settling::Refuse => self.give_up(message, DeathReason::Rejected),
            Settling::Requeue if limit.is_some_and(|limit| handed_out > limit) => {
                self.give_up(message, DeathReason::DeliveryLimit);
            }
            Settling::Requeue => self.messages[message].place = Place::Ready,
        }
    }
}
