//! Requeueing: messages go back to where they stood, flagged redelivered
//! (<https://www.rabbitmq.com/docs/confirms#consumer-nacks-requeue>).
//!
//! A full queue then gives up its oldest messages, those that have expired go, and a quorum queue
//! gives up what it has handed out too often
//! (<https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling>).

use super::{
    Broker,
    cause::{DropCause, RequeueCause},
    channel::Unacked,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, DeliveryTag},
};

/// A delivery on its way out of the hands that held it.
#[derive(Clone, Debug)]
pub(super) struct Returning {
    pub(super) channel: ChannelId,
    pub(super) delivery_tag: DeliveryTag,
    pub(super) held: Unacked,
}

impl Broker {
    /// Puts messages back where they stood and delivers on.
    pub(super) fn requeue(&mut self, returning: Vec<Returning>, cause: RequeueCause) {
        let queues = self.release(&returning);
        for Returning {
            channel,
            delivery_tag,
            held,
        } in returning
        {
            let queued = held.queued;
            let Some(queue) = self.queues.find_id_mut(held.queue) else {
                continue;
            };
            let deliveries = queued.deliveries;
            let limit = queue.settings.delivery_limit;
            if let Some(limit) = limit.filter(|limit| deliveries > *limit) {
                let cause = DropCause::DeliveryLimit { deliveries, limit };
                self.give_up(held.queue, &queued, cause);
                continue;
            }
            let position = queued.position;
            let name = queue.name().clone();
            queue.ready.put_back(queued);
            self.emit(Happening::Requeued {
                channel,
                delivery_tag,
                queue: name,
                position,
                cause,
            });
        }
        for &queue in &queues {
            self.drop_over_limit(queue);
            self.expire_head(queue);
        }
        self.dispatch_all(queues);
    }

    /// `basic.recover`: requeues all that the channel holds, after the answer if one is due.
    pub(super) fn recover_channel(
        &mut self,
        channel: ChannelId,
        requeue: bool,
        is_answered: bool,
    ) -> Result<(), Exception> {
        if !requeue {
            return Err(Exception::connection(
                ReplyCode::NotImplemented,
                "requeue=false",
            ));
        }
        if is_answered {
            self.emit(Happening::Recovered { channel });
        }
        let unacked = std::mem::take(&mut self.open(channel).unacked);
        let returning = unacked
            .into_iter()
            .map(|(delivery_tag, held)| Returning {
                channel,
                delivery_tag,
                held,
            })
            .collect();
        for part in self.by_queue_and_consumer(returning) {
            self.requeue(part, RequeueCause::Recover);
        }
        Ok(())
    }
}
