//! Purging and deleting queues, on request and by themselves
//! (<https://www.rabbitmq.com/docs/queues#temporary-queues>).

use super::{
    Broker,
    cause::{CancelCause, Kept, QueueDeletion},
    consumer::ConsumerKey,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, QueueName},
    line_breaks::queue_without_line_breaks,
    queues::QueueId,
    record::Record,
};

impl Broker {
    /// Removes the ready messages; the unacked ones stay with who holds them.
    pub(super) fn purge_queue(
        &mut self,
        channel: ChannelId,
        queue: &QueueName,
    ) -> Result<(), Exception> {
        let id = self.find_queue(channel, queue)?;
        let queue = self.queues.existing(id);
        let name = queue.name().clone();
        let message_count = queue.ready.len();
        let purged = queue.ready.drain();
        for queued in purged {
            self.queues.existing(id).forget(&queued);
            if queued.kept == Kept::Yes {
                self.record(Record::MessageRemoved {
                    queue: name.clone(),
                    position: queued.position,
                });
            }
        }
        self.look_at_head_in_time(id);
        self.emit(Happening::QueuePurged {
            channel,
            queue: name,
            message_count,
        });
        Ok(())
    }

    /// Deletes a queue with all that is in it. A queue that is not there is deleted without
    /// complaint.
    pub(super) fn delete_queue(
        &mut self,
        channel: ChannelId,
        queue: &QueueName,
        if_unused: bool,
        if_empty: bool,
    ) -> Result<(), Exception> {
        let name = queue_without_line_breaks(self.meant_queue(channel, queue)?);
        let Some(id) = self.queues.find(&name) else {
            self.emit(Happening::QueueDeleted {
                queue: name,
                message_count: 0,
                unacked_count: 0,
                cause: QueueDeletion::AlreadyGone(channel),
            });
            return Ok(());
        };
        self.check_owner(id, channel.connection)?;
        let status = self.queues.existing(id).status();
        let refused = if if_empty && status.ready > 0 {
            Some("not empty")
        } else if if_unused && status.consumers > 0 {
            Some("in use")
        } else {
            None
        };
        if let Some(why) = refused {
            return Err(Exception::channel(
                ReplyCode::PreconditionFailed,
                format!("queue '{name}' in vhost '/' {why}"),
            ));
        }
        self.remove_queue(id, QueueDeletion::Client(channel));
        Ok(())
    }

    /// An auto-delete queue goes with its last consumer.
    pub(super) fn delete_if_abandoned(&mut self, id: QueueId) {
        let Some(queue) = self.queues.find_id(id) else {
            return;
        };
        if queue.declared.is_auto_delete && queue.turns.consumer_count() == 0 {
            self.remove_queue(id, QueueDeletion::AutoDelete);
        }
    }

    /// Takes a queue away with its bindings, its messages and its consumers.
    pub(super) fn remove_queue(&mut self, id: QueueId, cause: QueueDeletion) {
        let Some(queue) = self.queues.find_id(id) else {
            return;
        };
        let name = queue.name().clone();
        self.unbind_all_from_queue(&name);
        let removed = self.queues.remove(id);
        self.timers.forget(id, &removed);
        if removed.is_kept() {
            self.record(Record::QueueDeleted {
                queue: name.clone(),
            });
        }
        let owner = removed
            .owner
            .and_then(|owner| self.connections.get_mut(&owner));
        if let Some(owner) = owner {
            owner.exclusive_queues.remove(&id);
        }
        self.emit(Happening::QueueDeleted {
            queue: name.clone(),
            message_count: removed.ready.len(),
            unacked_count: removed.unacked_count,
            cause,
        });
        let orphans: Vec<ConsumerKey> = removed.turns.all().collect();
        for key in orphans {
            let consumer = self
                .consumers
                .remove(key.0)
                .expect("a consumer on a queue exists")
                .id;
            self.open(consumer.channel).consumers.remove(&consumer.tag);
            self.emit(Happening::ConsumerCancelled {
                consumer,
                queue: name.clone(),
                cause: CancelCause::QueueDeleted,
            });
        }
    }
}
