//! Queues: declaring, purging and deleting them, who may use them, and those that go by themselves.

use std::sync::LazyLock;

use leveret::broker::{
    Broker, ChannelId, Command, ConnectionId, Destination, Exception, Happening, Method,
    QueueDeclare, QueueName, ReplyCode, Table, Timestamp,
};

use super::{
    Place, Queue, Reference, arguments,
    arguments::Arguments,
    refuse::{inequivalent, precondition, soft},
    reply_to::is_reply_name,
};
use crate::seen::What;

impl Reference {
    pub(super) fn find_queue(&self, name: &QueueName) -> Option<usize> {
        let mut queues = self.queues.iter();
        queues.position(|queue| queue.name == *name && !queue.is_gone)
    }

    /// No name means the queue last declared on the channel.
    pub(super) fn meant_name(
        &self,
        channel: usize,
        name: &QueueName,
    ) -> Result<QueueName, Exception> {
        if !name.as_str().is_empty() {
            return Ok(name.clone());
        }
        let last = self.channels[channel].last_declared.clone();
        last.ok_or_else(|| soft(ReplyCode::NotFound, "no previously declared queue"))
    }

    /// A queue that is there, and not another connection's own.
    pub(super) fn usable_queue(
        &self,
        channel: usize,
        name: &QueueName,
    ) -> Result<usize, Exception> {
        let queue = self.find_queue(name).ok_or_else(|| {
            let missing = format!("no queue '{name}' in vhost '/'");
            soft(ReplyCode::NotFound, missing)
        })?;
        let connection = self.channels[channel].id.connection;
        match self.queues[queue].owner {
            Some(owner) if owner != connection => Err(locked(name)),
            Some(_) | None => Ok(queue),
        }
    }

    pub(super) fn meant_queue(&self, channel: usize, name: &QueueName) -> Result<usize, Exception> {
        let name = self.meant_name(channel, name)?;
        self.usable_queue(channel, &name)
    }

    pub(super) fn declare_queue(
        &mut self,
        channel: usize,
        declare: &QueueDeclare,
    ) -> Result<(), Exception> {
        let name = &declare.queue;
        if is_reply_name(name.as_str()) {
            return self.declare_reply_queue(channel, name);
        }
        let queue = if declare.passive {
            self.usable_queue(channel, name)?
        } else if name.as_str().starts_with("amq.") {
            let why = format!("queue name '{name}' contains reserved prefix 'amq.*'");
            return Err(soft(ReplyCode::AccessRefused, why));
        } else if let Some(queue) = self.find_queue(name) {
            self.compare_queue(channel, queue, declare)?;
            queue
        } else {
            self.new_queue(channel, declare)?
        };
        self.queues[queue].unused_since = self.now;
        let name = self.queues[queue].name.clone();
        self.channels[channel].last_declared = Some(name.clone());
        let declared = What::QueueDeclared {
            queue: name,
            message_count: self.ready_in(queue).len() as u64,
            consumer_count: self.consumers_of(queue).len() as u64,
        };
        self.say(channel, declared);
        Ok(())
    }

    fn compare_queue(
        &self,
        channel: usize,
        queue: usize,
        declare: &QueueDeclare,
    ) -> Result<(), Exception> {
        let current = &self.queues[queue];
        let connection = self.channels[channel].id.connection;
        let owner = declare.exclusive.then_some(connection);
        if current.owner != owner {
            return Err(locked(&current.name));
        }
        let of_queue = format!("queue '{}'", current.name);
        let flags = [
            ("durable", is_durable(declare), current.durable),
            ("auto_delete", declare.auto_delete, current.auto_delete),
        ];
        for (flag, received, current) in flags {
            let [received, current] = [received, current].map(|flag| format!("'{flag}'"));
            inequivalent(flag, &of_queue, &received, &current)?;
        }
        arguments::compare(&current.name, &declare.arguments, &current.table)
    }

    fn new_queue(&mut self, channel: usize, declare: &QueueDeclare) -> Result<usize, Exception> {
        let connection = self.channels[channel].id.connection;
        // A refusal says the name, so that one is made up first.
        let name = if declare.queue.as_str().is_empty() {
            let invented = self.invent("amq.gen-");
            QueueName::new(&invented).expect("the name is short")
        } else {
            declare.queue.clone()
        };
        let is_quorum = arguments::is_quorum(&declare.arguments);
        if declare.queue.as_str().is_empty() && is_quorum {
            return Err(precondition(
                "Cannot declare a server-named queue for type rabbit_quorum_queue",
            ));
        }
        arguments::check(&name, declare)?;
        Ok(self.add_queue(Queue {
            name,
            durable: is_durable(declare),
            auto_delete: declare.auto_delete,
            owner: declare.exclusive.then_some(connection),
            table: declare.arguments.clone(),
            arguments: Arguments::of(&declare.arguments),
            is_gone: false,
            slot: 0,
            last_position: 0,
            turns: Vec::new(),
            active: None,
            had_a_consumer: false,
            unused_since: self.now,
            high_in_a_row: 0,
        }))
    }

    /// A name that the broker makes up.
    pub(super) fn invent(&mut self, prefix: &str) -> String {
        self.invented += 1;
        format!("{prefix}{}", SUFFIXES[self.invented - 1])
    }

    /// A queue takes the place that was left the longest ago; where several queues have something
    /// to do, they do it in the order of their places.
    pub(super) fn add_queue(&mut self, queue: Queue) -> usize {
        let slot = if self.free_slots.is_empty() {
            self.queues.iter().filter(|queue| !queue.is_gone).count()
        } else {
            self.free_slots.remove(0)
        };
        self.queues.push(Queue { slot, ..queue });
        self.queues.len() - 1
    }

    pub(super) fn purge(&mut self, channel: usize, name: &QueueName) -> Result<(), Exception> {
        let queue = self.meant_queue(channel, name)?;
        let ready = self.ready_in(queue);
        for &message in &ready {
            self.messages[message].place = Place::Gone;
        }
        self.say(channel, What::QueuePurged(ready.len() as u64));
        Ok(())
    }

    pub(super) fn delete_queue(
        &mut self,
        channel: usize,
        name: &QueueName,
        if_unused: bool,
        if_empty: bool,
    ) -> Result<(), Exception> {
        let name = self.meant_name(channel, name)?;
        if self.find_queue(&name).is_none() {
            self.say(channel, What::QueueDeleted(0));
            return Ok(());
        }
        let queue = self.usable_queue(channel, &name)?;
        let ready = self.ready_in(queue).len() as u64;
        if if_empty && ready > 0 {
            return Err(precondition(format!(
                "queue '{name}' in vhost '/' not empty"
            )));
        }
        if if_unused && !self.consumers_of(queue).is_empty() {
            return Err(precondition(format!("queue '{name}' in vhost '/' in use")));
        }
        self.say(channel, What::QueueDeleted(ready));
        self.queue_goes(queue);
        Ok(())
    }

    /// A queue goes with its bindings, its ready messages and its consumers. What is unacked stays
    /// with who holds it.
    pub(super) fn queue_goes(&mut self, queue: usize) {
        let name = self.queues[queue].name.clone();
        self.destination_goes(&Destination::Queue(name));
        for message in self.ready_in(queue) {
            self.messages[message].place = Place::Gone;
        }
        let asked_next = self.queues[queue].turns.clone();
        let mut aside = self.consumers_of(queue);
        aside.retain(|consumer| !asked_next.contains(consumer));
        self.queues[queue].is_gone = true;
        self.free_slots.push(self.queues[queue].slot);
        for consumer in asked_next.into_iter().chain(aside) {
            self.consumers[consumer].is_gone = true;
            let tag = self.consumers[consumer].id.tag.clone();
            self.say(self.consumers[consumer].channel, What::Cancelled(tag));
        }
    }

    /// An auto-delete queue goes with its last consumer.
    pub(super) fn lost_a_consumer(&mut self, queue: usize) {
        self.queues[queue].unused_since = self.now;
        let is_abandoned = self.queues[queue].auto_delete
            && self.queues[queue].had_a_consumer
            && self.consumers_of(queue).is_empty();
        if is_abandoned && !self.queues[queue].is_gone {
            self.queue_goes(queue);
        }
    }

    /// Exclusive queues go with their connection.
    pub(super) fn owner_goes(&mut self, connection: ConnectionId) {
        for queue in self.existing_queues() {
            if self.queues[queue].owner == Some(connection) {
                self.queue_goes(queue);
            }
        }
    }

    /// The queues that exist, by their places.
    pub(super) fn existing_queues(&self) -> Vec<usize> {
        let mut existing: Vec<usize> = (0..self.queues.len())
            .filter(|&queue| !self.queues[queue].is_gone)
            .collect();
        existing.sort_by_key(|&queue| self.queues[queue].slot);
        existing
    }
}

/// What the broker puts behind the prefixes of the names that it makes up, one after the other.
/// There is no rule for them, so a broker is asked.
static SUFFIXES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut broker = Broker::default();
    let channel = ChannelId {
        connection: ConnectionId(1),
        number: 1,
    };
    let connection = channel.connection;
    broker.handle(Timestamp(0), Command::OpenConnection { connection });
    while broker.poll_event().is_some() {}
    broker.handle(Timestamp(0), Command::OpenChannel { channel });
    let mut suffixes = Vec::new();
    while suffixes.len() < 1000 {
        while let Some(event) = broker.poll_event() {
            if let Happening::QueueDeclared { queue, .. } = event.what {
                let suffix = queue.as_str().strip_prefix("amq.gen-");
                suffixes.push(suffix.expect("the prefix is known").to_owned());
            }
        }
        let method = Method::QueueDeclare(QueueDeclare {
            queue: QueueName::new("").expect("it is short"),
            passive: false,
            durable: false,
            exclusive: false,
            auto_delete: false,
            arguments: Table::default(),
        });
        broker.handle(Timestamp(0), Command::Method { channel, method });
    }
    suffixes
});

/// An exclusive queue is never durable, whatever was asked for.
fn is_durable(declare: &QueueDeclare) -> bool {
    declare.durable && !declare.exclusive
}

fn locked(name: &QueueName) -> Exception {
    let why = format!(
        "cannot obtain exclusive access to locked queue '{name}' in vhost '/'. It could be \
         originally declared on another connection or the exclusive property value does not match \
         that of the original declaration."
    );
    soft(ReplyCode::ResourceLocked, why)
}
