//! The queues by name and by number.
//!
//! A number is never used twice, so a delivery of a deleted queue cannot be taken for one of a
//! queue that was declared later under the same name.

use std::collections::BTreeMap;

use super::{
    Broker,
    exception::{Exception, ReplyCode},
    id::{ChannelId, QueueName},
    queue::{Queue, QueueStatus, ReadyMessage},
};

/// A queue for as long as it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct QueueId(u64);

/// The queues.
#[derive(Clone, Debug, Default)]
pub(super) struct Queues {
    last: u64,
    by_name: BTreeMap<QueueName, QueueId>,
    by_id: BTreeMap<QueueId, Queue>,
}

impl Queues {
    pub(super) fn insert(&mut self, queue: Queue) -> QueueId {
        self.last += 1;
        let id = QueueId(self.last);
        let namesake = self.by_name.insert(queue.name.clone(), id);
        assert!(namesake.is_none(), "a queue's name is taken once");
        self.by_id.insert(id, queue);
        id
    }

    pub(super) fn remove(&mut self, id: QueueId) -> Queue {
        let queue = self
            .by_id
            .remove(&id)
            .expect("only a queue that exists is removed");
        self.by_name.remove(&queue.name);
        queue
    }

    pub(super) fn find(&self, name: &QueueName) -> Option<QueueId> {
        self.by_name.get(name).copied()
    }

    pub(super) fn find_id(&self, id: QueueId) -> Option<&Queue> {
        self.by_id.get(&id)
    }

    pub(super) fn find_id_mut(&mut self, id: QueueId) -> Option<&mut Queue> {
        self.by_id.get_mut(&id)
    }

    /// A queue that was just looked up.
    pub(super) fn existing(&mut self, id: QueueId) -> &mut Queue {
        self.by_id
            .get_mut(&id)
            .expect("a queue found by name exists")
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (QueueId, &Queue)> {
        self.by_name
            .values()
            .map(|&id| (id, self.by_id.get(&id).expect("a named queue exists")))
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

    /// A queue's ready messages, head first, looked at without consuming them; none if there is no
    /// such queue.
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
            .get(&channel)
            .and_then(|channel| channel.last_declared.clone())
            .ok_or_else(|| Exception::channel(ReplyCode::NotFound, "no previously declared queue"))
    }

    /// The queue of that name.
    ///
    /// # Errors
    /// 404 if there is none.
    pub(super) fn find_queue(
        &self,
        channel: ChannelId,
        name: &QueueName,
    ) -> Result<QueueId, Exception> {
        let name = self.meant_queue(channel, name)?;
        self.queues.find(&name).ok_or_else(|| {
            Exception::channel(
                ReplyCode::NotFound,
                format!("no queue '{name}' in vhost '/'"),
            )
        })
    }
}
