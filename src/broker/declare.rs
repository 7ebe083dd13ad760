//! Declaring queues (<https://www.rabbitmq.com/docs/queues>).

use super::{
    Broker,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, QueueName},
    line_breaks::queue_without_line_breaks,
    method::QueueDeclare,
    queue::Queue,
    queue_arguments::{Declared, QueueArguments},
    queues::{QueueId, locked},
    record::Record,
    reply_to,
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
        let declare = QueueDeclare {
            queue: queue_without_line_breaks(declare.queue),
            ..declare
        };
        if reply_to::is_reply_name(declare.queue.as_str()) {
            return self.declare_reply_queue(channel, declare.queue);
        }
        if declare.passive {
            let id = self.find_named_queue(channel, &declare.queue)?;
            self.answer_declare(channel, id, false);
            return Ok(());
        }
        check_name(&declare.queue)?;
        match self.queues.find(&declare.queue) {
            Some(id) => {
                self.check_redeclared(channel, id, &declare)?;
                self.answer_declare(channel, id, false);
            }
            None => {
                let id = self.create_queue(channel, declare)?;
                self.answer_declare(channel, id, true);
            }
        }
        Ok(())
    }

    fn check_redeclared(
        &mut self,
        channel: ChannelId,
        id: QueueId,
        declare: &QueueDeclare,
    ) -> Result<(), Exception> {
        self.check_owner(id, channel.connection)?;
        let queue = self.queues.existing(id);
        if declare.exclusive != queue.owner.is_some() {
            return Err(locked(queue.name()));
        }
        queue.declared.check_equivalent(declare)
    }

    fn create_queue(
        &mut self,
        channel: ChannelId,
        declare: QueueDeclare,
    ) -> Result<QueueId, Exception> {
        let name = if declare.queue.as_str().is_empty() {
            let queues = &self.queues;
            self.names.queue(|name| queues.find(name).is_some())
        } else {
            declare.queue.clone()
        };
        let settings = QueueArguments::parse(&name, &declare)?;
        let owner = declare.exclusive.then_some(channel.connection);
        let queue = Queue {
            owner,
            ..Queue::new(Declared::new(name, declare), settings)
        };
        if queue.is_kept() {
            let declared = queue.declared.clone();
            self.record(Record::QueueDeclared {
                queue: declared.queue,
                auto_delete: declared.is_auto_delete,
                arguments: declared.arguments,
            });
        }
        let id = self.queues.insert(queue);
        if let Some(owner) = owner.and_then(|owner| self.connections.get_mut(&owner)) {
            owner.exclusive_queues.insert(id);
        }
        Ok(id)
    }

    fn answer_declare(&mut self, channel: ChannelId, id: QueueId, created: bool) {
        self.touch(id);
        let status = self.queues.existing(id).status();
        self.open(channel).last_declared = Some(status.name.clone());
        self.emit(Happening::QueueDeclared {
            channel,
            queue: status.name,
            created,
            message_count: status.ready,
            consumer_count: status.consumers,
        });
    }
}

fn check_name(queue: &QueueName) -> Result<(), Exception> {
    let name = queue.as_str();
    if name.starts_with("amq.") {
        return Err(Exception::channel(
            ReplyCode::AccessRefused,
            format!("queue name '{name}' contains reserved prefix 'amq.*'"),
        ));
    }
    Ok(())
}
