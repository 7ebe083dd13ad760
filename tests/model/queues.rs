//! What the reference does with queues: declaring, publishing to them, and what a restart leaves.

use std::{collections::BTreeSet, rc::Rc};

use leveret::broker::{
    CancelCause, ChannelClosure, ChannelId, ConfirmCause, ConnectionClosure, DurableMessage,
    Exception, Happening, Kept, Message, Position, Publish, PublishSeq, QueueDeclare,
    QueueDeletion, QueueName, QueueRestart, Record, ReplyCode, Table,
};

use super::{
    reference::{Awaited, Phase, Place, Queue, Queued, Reference},
    rules::{hard, soft},
};

impl Reference {
    /// The queue that a name means on a channel.
    pub(super) fn meant(&self, channel: usize, name: &QueueName) -> Result<usize, Exception> {
        let name = self.meant_name(channel, name)?;
        self.find_queue(&name).ok_or_else(|| {
            let missing = format!("no queue '{name}' in vhost '/'");
            soft(ReplyCode::NotFound, missing)
        })
    }

    fn meant_name(&self, channel: usize, name: &QueueName) -> Result<QueueName, Exception> {
        if !name.as_str().is_empty() {
            return Ok(name.clone());
        }
        let last = self.channels[channel].last_declared.clone();
        last.ok_or_else(|| soft(ReplyCode::NotFound, "no previously declared queue"))
    }

    pub(super) fn declare(
        &mut self,
        channel: usize,
        declare: &QueueDeclare,
    ) -> Result<(), Exception> {
        let name = &declare.queue;
        let found = if declare.passive {
            Some(self.meant(channel, name)?)
        } else if name.as_str().starts_with("amq.") {
            let why = format!("queue name '{name}' contains reserved prefix 'amq.*'");
            return Err(soft(ReplyCode::AccessRefused, why));
        } else if name.as_str().is_empty() {
            return Err(hard(ReplyCode::NotImplemented, "server-named queues"));
        } else {
            self.find_queue(name)
        };
        if let Some(queue) = found
            && !declare.passive
            && self.queues[queue].durable != declare.durable
        {
            let (received, current) = (declare.durable, self.queues[queue].durable);
            let why = format!(
                "inequivalent arg 'durable' for queue '{name}' in vhost '/': received \
                 '{received}' but current is '{current}'"
            );
            return Err(soft(ReplyCode::PreconditionFailed, why));
        }
        let queue = found.unwrap_or_else(|| {
            if declare.durable {
                self.records.push(Record::QueueDeclared {
                    queue: name.clone(),
                    auto_delete: false,
                    arguments: Table::default(),
                });
            }
            self.add_queue(name.clone(), declare.durable)
        });
        let name = self.queues[queue].name.clone();
        self.channels[channel].last_declared = Some(name.clone());
        self.say(Happening::QueueDeclared {
            channel: self.channels[channel].id,
            queue: name,
            created: found.is_none(),
            message_count: self.ready_in(queue).len() as u64,
            consumer_count: self.consumers_of(queue).len() as u64,
        });
        Ok(())
    }

    fn add_queue(&mut self, name: QueueName, durable: bool) -> usize {
        self.queues.push(Queue {
            name,
            durable,
            is_gone: false,
            last_position: 0,
            turns: Vec::new(),
        });
        self.queues.len() - 1
    }

    pub(super) fn purge(&mut self, channel: usize, queue: usize) {
        let ready = self.ready_in(queue);
        for &message in &ready {
            self.remove(message);
        }
        self.say(Happening::QueuePurged {
            channel: self.channels[channel].id,
            queue: self.queues[queue].name.clone(),
            message_count: ready.len() as u64,
        });
    }

    pub(super) fn delete(
        &mut self,
        channel: usize,
        name: &QueueName,
        if_unused: bool,
        if_empty: bool,
    ) -> Result<(), Exception> {
        let name = self.meant_name(channel, name)?;
        let id = self.channels[channel].id;
        let deleted = |message_count, unacked_count, cause| Happening::QueueDeleted {
            queue: name.clone(),
            message_count,
            unacked_count,
            cause,
        };
        let Some(queue) = self.find_queue(&name) else {
            self.say(deleted(0, 0, QueueDeletion::AlreadyGone(id)));
            return Ok(());
        };
        let in_queue = self.in_queue(queue).len() as u64;
        let ready = self.ready_in(queue);
        let consumers = self.consumers_of(queue);
        if if_empty && !ready.is_empty() {
            let why = format!("queue '{name}' in vhost '/' not empty");
            return Err(soft(ReplyCode::PreconditionFailed, why));
        }
        if if_unused && !consumers.is_empty() {
            let why = format!("queue '{name}' in vhost '/' in use");
            return Err(soft(ReplyCode::PreconditionFailed, why));
        }
        let ready_count = ready.len() as u64;
        let cause = QueueDeletion::Client(id);
        let deleted = deleted(ready_count, in_queue - ready_count, cause);
        for message in ready {
            self.messages[message].place = Place::Gone;
        }
        if self.queues[queue].durable {
            self.records.push(Record::QueueDeleted { queue: name });
        }
        self.say(deleted);
        self.queues[queue].is_gone = true;
        let asked_next = self.queues[queue].turns.clone();
        let (aside, _): (Vec<_>, Vec<_>) = consumers
            .into_iter()
            .partition(|&consumer| self.consumers[consumer].is_aside);
        for consumer in asked_next.into_iter().chain(aside) {
            self.stop(consumer, CancelCause::QueueDeleted);
        }
        Ok(())
    }

    pub(super) fn publish(&mut self, channel: usize, publish: &Publish) -> Result<(), Exception> {
        let exchange = publish.exchange.as_str();
        if !exchange.is_empty() {
            let missing = format!("no exchange '{exchange}' in vhost '/'");
            return Err(soft(ReplyCode::NotFound, missing));
        }
        let id = self.channels[channel].id;
        let message = Rc::new(Message {
            exchange: publish.exchange.clone(),
            routing_key: publish.routing_key.clone(),
            copied_to: Vec::new(),
            properties: publish.properties.clone(),
            body: Rc::clone(&publish.body),
            deaths: None,
        });
        let publish_seq = self.number_publish(channel);
        let name = QueueName::from(&publish.routing_key);
        let queue = self.find_queue(&name);
        self.say(Happening::Published {
            channel: id,
            publish_seq,
            message: Rc::clone(&message),
            queues: queue.map(|_| name.clone()).into_iter().collect(),
        });
        let Some(queue) = queue else {
            if publish.mandatory {
                self.say(Happening::Returned {
                    channel: id,
                    message,
                    code: ReplyCode::NoRoute,
                });
            }
            if let Some(publish_seq) = publish_seq {
                self.confirm(channel, publish_seq, false, ConfirmCause::Unroutable);
            }
            return Ok(());
        };
        let kept = self.enqueue(queue, &message);
        match (publish_seq, kept) {
            (None, _) => {}
            (Some(publish_seq), Kept::Yes) => self.awaited.push(Awaited {
                records: self.records.len(),
                channel,
                publish_seq,
            }),
            (Some(publish_seq), Kept::TransientMessage | Kept::TransientQueue) => {
                self.confirm(channel, publish_seq, false, ConfirmCause::Transient);
            }
        }
        self.dispatch(queue);
        Ok(())
    }

    fn number_publish(&mut self, channel: usize) -> Option<PublishSeq> {
        let publisher = &mut self.channels[channel];
        if !publisher.confirms {
            return None;
        }
        publisher.published += 1;
        let publish_seq = PublishSeq(publisher.published);
        publisher.unconfirmed.push(publish_seq);
        Some(publish_seq)
    }

    fn enqueue(&mut self, queue: usize, message: &Rc<Message>) -> Kept {
        self.queues[queue].last_position += 1;
        let position = Position(self.queues[queue].last_position);
        self.messages.push(Queued {
            queue,
            position,
            message: Rc::clone(message),
            redelivered: false,
            place: Place::Ready,
        });
        let kept = self.kept(self.messages.len() - 1);
        let name = self.queues[queue].name.clone();
        self.say(Happening::Enqueued {
            queue: name.clone(),
            position,
            message: Rc::clone(message),
            kept,
            expires_at: None,
        });
        if kept == Kept::Yes {
            self.records.push(Record::MessageEnqueued {
                queue: name,
                message: self.durable(self.messages.len() - 1, 0),
            });
        }
        kept
    }

    fn confirm(
        &mut self,
        channel: usize,
        publish_seq: PublishSeq,
        multiple: bool,
        cause: ConfirmCause,
    ) {
        let publisher = &mut self.channels[channel];
        publisher.unconfirmed.retain(|other| *other != publish_seq);
        let channel = publisher.id;
        self.say(Happening::Confirmed {
            channel,
            publish_seq,
            multiple,
            cause,
        });
    }

    /// The first so many records are persisted.
    pub(super) fn persist(&mut self, records: usize) {
        let (persisted, awaited): (Vec<Awaited>, Vec<Awaited>) = std::mem::take(&mut self.awaited)
            .into_iter()
            .partition(|awaited| awaited.records <= records);
        self.awaited = awaited;
        for channel in self.open_channels() {
            let of_channel = persisted.iter().filter(|one| one.channel == channel);
            let now: BTreeSet<PublishSeq> = of_channel.map(|one| one.publish_seq).collect();
            let publisher = &mut self.channels[channel];
            publisher.unconfirmed.retain(|one| !now.contains(one));
            let first_left = publisher.unconfirmed.iter().min().copied();
            let (together, alone): (Vec<PublishSeq>, Vec<PublishSeq>) = now
                .into_iter()
                .partition(|one| first_left.is_none_or(|first| *one < first));
            if let Some(&last) = together.last() {
                self.confirm(channel, last, together.len() > 1, ConfirmCause::Persisted);
            }
            for publish_seq in alone {
                self.confirm(channel, publish_seq, false, ConfirmCause::Persisted);
            }
        }
    }

    pub(super) fn restart(&mut self) {
        let open = self.open_channels();
        self.close_channels(&open, Phase::Closed, &ChannelClosure::Connection);
        for channel in &mut self.channels {
            channel.phase = Phase::Closed;
        }
        self.connected.sort();
        for connection in std::mem::take(&mut self.connected) {
            let why = "broker forced connection closure with reason 'shutdown'";
            let cause = ConnectionClosure::Exception(hard(ReplyCode::ConnectionForced, why));
            self.say(Happening::ConnectionClosed { connection, cause });
        }
        self.awaited.clear();
        let existing = self.existing().into_iter();
        let queues = existing.map(|queue| self.start_again(queue)).collect();
        self.say(Happening::Restarted { queues });
    }

    /// A queue's successor after a restart has what was kept of it.
    fn start_again(&mut self, queue: usize) -> QueueRestart {
        self.queues[queue].is_gone = true;
        let Queue { name, durable, .. } = self.queues[queue].clone();
        let successor = durable.then(|| self.add_queue(name.clone(), true));
        let mut restart = QueueRestart {
            queue: name,
            durable,
            restored: 0,
            redelivered: 0,
            lost: 0,
        };
        for index in self.in_queue(queue) {
            let kept = self.kept(index);
            let message = &mut self.messages[index];
            match successor {
                Some(successor) if kept == Kept::Yes => {
                    message.queue = successor;
                    let last_position = &mut self.queues[successor].last_position;
                    *last_position = message.position.0.max(*last_position);
                    restart.restored += 1;
                    restart.redelivered += u64::from(message.redelivered);
                }
                Some(_) | None => {
                    message.place = Place::Gone;
                    restart.lost += 1;
                }
            }
        }
        restart
    }

    /// A message as records have it.
    pub(super) fn durable(&self, message: usize, deliveries: u32) -> DurableMessage {
        let queued = &self.messages[message];
        DurableMessage {
            position: queued.position,
            deliveries,
            expires_at: None,
            message: Rc::clone(&queued.message),
        }
    }

    /// A message is gone for good.
    pub(super) fn remove(&mut self, message: usize) {
        if self.kept(message) == Kept::Yes {
            self.records.push(Record::MessageRemoved {
                queue: self.name_of(message),
                position: self.messages[message].position,
            });
        }
        self.messages[message].place = Place::Gone;
    }

    pub(super) fn name_of(&self, message: usize) -> QueueName {
        self.queues[self.messages[message].queue].name.clone()
    }

    pub(super) fn id_of(&self, channel: usize) -> ChannelId {
        self.channels[channel].id
    }
}
