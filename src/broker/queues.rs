//! The queues by name and by key, and who may use them.

use std::collections::BTreeMap;

use super::{
    Broker,
    arena::{Arena, Key},
    exception::{Exception, ReplyCode},
    id::{ChannelId, ConnectionId, QueueName},
    queue::{Queue, QueueStatus, ReadyMessage},
    table::Table,
};

/// A queue for as long as it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct QueueId(Key);

/// The queues.
#[derive(Clone, Debug, Default)]
pub(super) struct Queues {
    by_name: BTreeMap<QueueName, QueueId>,
    by_id: Arena<Queue>,
}

impl Queues {
    pub(super) fn insert(&mut self, queue: Queue) -> QueueId {
        let name = queue.name().clone();
        let id = QueueId(self.by_id.insert(queue));
        let namesake = self.by_name.insert(name, id);
        assert!(namesake.is_none(), "a queue's name is taken once");
        id
    }

    pub(super) fn remove(&mut self, id: QueueId) -> Queue {
        let queue = self
            .by_id
            .remove(id.0)
            .expect("only a queue that exists is removed");
        self.by_name.remove(queue.name());
        queue
    }

    pub(super) fn find(&self, name: &QueueName) -> Option<QueueId> {
        self.named(name.as_str())
    }

    /// The queue that has a text for its name.
    pub(super) fn named(&self, name: &str) -> Option<QueueId> {
        self.by_name.get(name).copied()
    }

    pub(super) fn find_id(&self, id: QueueId) -> Option<&Queue> {
        self.by_id.get(id.0)
    }

    pub(super) fn find_id_mut(&mut self, id: QueueId) -> Option<&mut Queue> {
        self.by_id.get_mut(id.0)
    }

    /// A queue that was just looked up.
    pub(super) fn existing(&mut self, id: QueueId) -> &mut Queue {
        self.by_id
            .get_mut(id.0)
            .expect("a queue found by name exists")
    }

    /// The queues by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (QueueId, &Queue)> {
        self.by_name.values().map(|&id| {
            let queue = self.by_id.get(id.0).expect("a named queue exists");
            (id, queue)
        })
    }
}

impl Broker {
    /// Every queue with its counts, by name.
    pub fn queues(&self) -> impl Iterator<Item = QueueStatus> {
        self.queues.iter().map(|(_, queue)| queue.status())
    }

    /// A queue's counts; none if there is no such queue.
    #[must_use]
    pub fn queue(&self, name: &QueueName) -> Option<QueueStatus> {
        let id = self.queues.find(name)?;
        self.queues.find_id(id).map(Queue::status)
    }

    /// What a queue was declared with; nothing if there is no such queue.
    #[must_use]
    pub fn queue_arguments(&self, name: &QueueName) -> Option<&Table> {
        let id = self.queues.find(name)?;
        let queue = self.queues.find_id(id)?;
        Some(&queue.declared.arguments)
    }

    /// A queue's ready messages, by priority and head first, looked at without consuming them; none
    /// if there is no such queue.
    pub fn ready(&self, name: &QueueName) -> impl Iterator<Item = ReadyMessage<'_>> {
        self.queues
            .find(name)
            .and_then(|id| self.queues.find_id(id))
            .into_iter()
            .flat_map(|queue| queue.ready.iter())
            .map(|queued| ReadyMessage {
                position: queued.position,
                redelivered: queued.is_redelivered(),
                message: &queued.message,
            })
    }

    /// What an empty queue name stands for: the queue last declared on the channel.
    pub(super) fn meant_queue(
        &self,
        channel: ChannelId,
        name: &QueueName,
    ) -> Result<QueueName, Exception> {
        if !name.as_str().is_empty() {
            return Ok(name.clone());
        }
        self.channels
            .get(channel)
            .and_then(|channel| channel.last_declared.clone())
            .ok_or_else(|| Exception::channel(ReplyCode::NotFound, "no previously declared queue"))
    }

    /// The queue of that name, for a channel that wants to use it.
    ///
    /// # Errors
    /// 404 if there is none, 405 if it is exclusive to another connection.
    pub(super) fn find_queue(
        &self,
        channel: ChannelId,
        name: &QueueName,
    ) -> Result<QueueId, Exception> {
        let name = self.meant_queue(channel, name)?;
        self.find_named_queue(channel, &name)
    }

    /// The same, where no name stands for no queue.
    ///
    /// # Errors
    /// As those of [`find_queue`](Self::find_queue).
    pub(super) fn find_named_queue(
        &self,
        channel: ChannelId,
        name: &QueueName,
    ) -> Result<QueueId, Exception> {
        let id = self.queues.find(name).ok_or_else(|| {
            Exception::channel(
                ReplyCode::NotFound,
                format!("no queue '{name}' in vhost '/'"),
            )
        })?;
        self.check_owner(id, channel.connection)?;
        Ok(id)
    }

    /// Refuses who is not the owner of an exclusive queue
    /// (<https://www.rabbitmq.com/docs/queues#exclusive-queues>).
    ///
    /// # Errors
    /// 405 if the queue is exclusive to another connection.
    pub(super) fn check_owner(
        &self,
        id: QueueId,
        connection: ConnectionId,
    ) -> Result<(), Exception> {
        let queue = self.queues.find_id(id).expect("it was just found");
        match queue.owner {
            Some(owner) if owner != connection => Err(locked(queue.name())),
            Some(_) | None => Ok(()),
        }
    }
}

/// The refusal of a queue that is another connection's.
pub(super) fn locked(queue: &QueueName) -> Exception {
    Exception::channel(
        ReplyCode::ResourceLocked,
        format!(
            "cannot obtain exclusive access to locked queue '{queue}' in vhost '/'. It could be \
             originally declared on another connection or the exclusive property value does not \
             match that of the original declaration."
        ),
    )
}
