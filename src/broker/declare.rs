//! Declaring, purging and deleting queues (<https://www.rabbitmq.com/docs/queues>).

use super::{
    Broker,
    arguments::QueueArguments,
    cause::{CancelCause, Kept, QueueDeletion},
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, QueueName},
    method::QueueDeclare,
    queue::Queue,
    record::Record,
};

impl Broker {
    /// Makes a queue, or says that it is there already.
    ///
    /// Declaring is idempotent, but only for the same properties
    /// (<https://www.rabbitmq.com/docs/queues#property-equivalence>).
    pub(super) fn declare_queue(
        &mut self,
        channel: ChannelId,
        declare: QueueDeclare,
    ) -> Result<(), Exception> {
        let existing = if declare.passive {
            Some(self.find_queue(channel, &declare.queue)?)
        } else {
            check_declarable(&declare)?;
            self.queues.find(&declare.queue)
        };
        let created = existing.is_none();
        let id = match existing {
            Some(id) => {
                if !declare.passive {
                    check_equivalent(self.queues.existing(id), &declare)?;
                }
                id
            }
            None => self.create_queue(declare),
        };
        let status = self.queues.existing(id).status();
        self.open(channel).last_declared = Some(status.name.clone());
        self.emit(Happening::QueueDeclared {
            channel,
            queue: status.name,
            created,
            message_count: status.ready,
            consumer_count: status.consumers,
        });
        Ok(())
    }

    fn create_queue(&mut self, declare: QueueDeclare) -> super::queues::QueueId {
        if declare.durable {
            self.record(Record::QueueDeclared {
                queue: declare.queue.clone(),
                auto_delete: declare.auto_delete,
                arguments: declare.arguments.clone(),
            });
        }
        self.queues.insert(Queue::new(
            declare.queue,
            declare.durable,
            declare.arguments,
        ))
    }

    /// Removes the ready messages; the unacked ones stay with who holds them.
    pub(super) fn purge_queue(
        &mut self,
        channel: ChannelId,
        queue: &QueueName,
    ) -> Result<(), Exception> {
        let id = self.find_queue(channel, queue)?;
        let purged: Vec<_> = self.queues.existing(id).ready.drain().collect();
        let message_count = purged.len() as u64;
        let name = self.queues.existing(id).name.clone();
        for queued in purged {
            self.queues.existing(id).settle(&queued);
            if queued.kept == Kept::Yes {
                self.record(Record::MessageRemoved {
                    queue: name.clone(),
                    position: queued.position,
                });
            }
        }
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
        let name = self.meant_queue(channel, queue)?;
        let Some(id) = self.queues.find(&name) else {
            self.emit(Happening::QueueDeleted {
                queue: name,
                message_count: 0,
                unacked_count: 0,
                cause: QueueDeletion::AlreadyGone(channel),
            });
            return Ok(());
        };
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
        let mut deleted = self.queues.remove(id);
        if deleted.durable {
            self.record(Record::QueueDeleted {
                queue: name.clone(),
            });
        }
        self.emit(Happening::QueueDeleted {
            queue: name.clone(),
            message_count: status.ready,
            unacked_count: status.unacked,
            cause: QueueDeletion::Client(channel),
        });
        for consumer in deleted.turns.drain() {
            self.open(consumer.channel).consumers.remove(&consumer.tag);
            self.emit(Happening::ConsumerCancelled {
                consumer,
                queue: name.clone(),
                cause: CancelCause::QueueDeleted,
            });
        }
        Ok(())
    }
}

fn check_declarable(declare: &QueueDeclare) -> Result<(), Exception> {
    let name = declare.queue.as_str();
    if name.starts_with("amq.") {
        return Err(Exception::channel(
            ReplyCode::AccessRefused,
            format!("queue name '{name}' contains reserved prefix 'amq.*'"),
        ));
    }
    let missing = if name.is_empty() {
        Some("server-named queues")
    } else if declare.exclusive {
        Some("exclusive queues")
    } else if declare.auto_delete {
        Some("auto-delete queues")
    } else {
        None
    };
    if let Some(missing) = missing {
        return Err(Exception::connection(ReplyCode::NotImplemented, missing));
    }
    QueueArguments::parse(&declare.queue, &declare.arguments)?;
    Ok(())
}

fn check_equivalent(current: &Queue, declare: &QueueDeclare) -> Result<(), Exception> {
    if current.durable == declare.durable {
        return Ok(());
    }
    Err(Exception::channel(
        ReplyCode::PreconditionFailed,
        format!(
            "inequivalent arg 'durable' for queue '{}' in vhost '/': \
             received '{}' but current is '{}'",
            current.name, declare.durable, current.durable
        ),
    ))
}
