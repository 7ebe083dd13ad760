//! Publishing and confirming.
//!
//! A confirm is a promise: for a persistent message in a durable queue it leaves only when its
//! record has been persisted; where there is nothing to persist, at once
//! (<https://www.rabbitmq.com/docs/confirms#when-publishes-are-confirmed>).

use std::{collections::BTreeMap, rc::Rc};

use super::{
    Broker,
    cause::{ConfirmCause, Kept},
    channel::Confirms,
    event::Happening,
    exception::{Exception, ReplyCode},
    id::{ChannelId, ExchangeName, Position, PublishSeq, QueueName, RecordSeq, RoutingKey},
    limits::MESSAGE_BYTES_MAX,
    message::Message,
    method::Publish,
    queue::QueuedMessage,
    queues::QueueId,
    record::{DurableMessage, Record},
    time::Timestamp,
};

/// A publish whose confirm waits for a record.
#[derive(Clone, Debug)]
pub(super) struct AwaitedRecord {
    record: RecordSeq,
    channel: ChannelId,
    /// Of the channel: one that was opened later under the same number did not publish this.
    incarnation: u64,
    publish_seq: PublishSeq,
}

impl Broker {
    /// Says that every record up to this one is on disk, which lets the confirms leave that waited
    /// for it.
    ///
    /// # Panics
    /// If events or records were left undrained: a bug of the caller.
    pub fn handle_persisted(&mut self, now: Timestamp, persisted: RecordSeq) {
        assert!(
            self.is_drained(),
            "events and records are drained before the next command"
        );
        self.now = now;
        let mut confirmed: BTreeMap<ChannelId, Vec<PublishSeq>> = BTreeMap::new();
        while let Some(awaited) = self.awaited.pop_front_if(|first| first.record <= persisted) {
            let publisher = self.channels.get(&awaited.channel);
            if publisher.is_some_and(|channel| channel.incarnation == awaited.incarnation) {
                let of_channel = confirmed.entry(awaited.channel).or_default();
                of_channel.push(awaited.publish_seq);
            }
        }
        for (channel, publishes) in confirmed {
            self.confirm_persisted(channel, &publishes);
        }
    }

    pub(super) fn select_confirms(&mut self, channel: ChannelId) {
        self.open(channel).confirms.get_or_insert_default();
        self.emit(Happening::ConfirmSelected { channel });
    }

    pub(super) fn publish(
        &mut self,
        channel: ChannelId,
        publish: Publish,
    ) -> Result<(), Exception> {
        check_publish(&publish)?;
        let mandatory = publish.mandatory;
        let message = Rc::new(Message {
            exchange: publish.exchange,
            routing_key: publish.routing_key,
            copied_to: Vec::new(),
            properties: publish.properties,
            body: publish.body,
            deaths: None,
        });
        let publish_seq = self.open(channel).confirms.as_mut().map(Confirms::next);
        let routed = self.route(&message.routing_key);
        self.emit(Happening::Published {
            channel,
            publish_seq,
            message: Rc::clone(&message),
            queues: routed.iter().map(|(_, name)| name.clone()).collect(),
        });
        let Some((id, name)) = routed else {
            self.handle_unroutable(channel, message, mandatory, publish_seq);
            return Ok(());
        };
        let record = self.enqueue(id, name, message);
        if let Some(publish_seq) = publish_seq {
            match record {
                Some(record) => self.await_record(channel, publish_seq, record),
                None => self.confirm(channel, publish_seq, ConfirmCause::Transient),
            }
        }
        self.dispatch(id);
        Ok(())
    }

    /// The default exchange routes to the queue that has the routing key for a name.
    fn route(&self, routing_key: &RoutingKey) -> Option<(QueueId, QueueName)> {
        let name = QueueName::from(routing_key);
        self.queues.find(&name).map(|id| (id, name))
    }

    fn handle_unroutable(
        &mut self,
        channel: ChannelId,
        message: Rc<Message>,
        mandatory: bool,
        publish_seq: Option<PublishSeq>,
    ) {
        if mandatory {
            self.emit(Happening::Returned {
                channel,
                message,
                code: ReplyCode::NoRoute,
            });
        }
        if let Some(publish_seq) = publish_seq {
            self.confirm(channel, publish_seq, ConfirmCause::Unroutable);
        }
    }

    /// Adds a message at the tail of a queue; gives the record that keeps it, if it is kept.
    fn enqueue(&mut self, id: QueueId, name: QueueName, message: Rc<Message>) -> Option<RecordSeq> {
        let queue = self.queues.existing(id);
        let kept = queue.keeps(&message);
        queue.last_position = Position(queue.last_position.0 + 1);
        let position = queue.last_position;
        queue.ready.append(QueuedMessage {
            position,
            message: Rc::clone(&message),
            kept,
            deliveries: 0,
            expires_at: None,
        });
        if kept != Kept::Yes {
            queue.unkept_count += 1;
        }
        self.emit(Happening::Enqueued {
            queue: name.clone(),
            position,
            message: Rc::clone(&message),
            kept,
            expires_at: None,
        });
        (kept == Kept::Yes).then(|| {
            self.record(Record::MessageEnqueued {
                queue: name,
                message: DurableMessage {
                    position,
                    deliveries: 0,
                    expires_at: None,
                    message,
                },
            })
        })
    }

    fn await_record(&mut self, channel: ChannelId, publish_seq: PublishSeq, record: RecordSeq) {
        let incarnation = self.open(channel).incarnation;
        self.awaited.push_back(AwaitedRecord {
            record,
            channel,
            incarnation,
            publish_seq,
        });
    }

    fn confirm(&mut self, channel: ChannelId, publish_seq: PublishSeq, cause: ConfirmCause) {
        if let Some(confirms) = &mut self.open(channel).confirms {
            confirms.outstanding.remove(&publish_seq);
        }
        self.emit(Happening::Confirmed {
            channel,
            publish_seq,
            multiple: false,
            cause,
        });
    }

    /// Confirms publishes whose records were persisted together: in one go as far as nothing before
    /// them is outstanding, and one by one beyond.
    fn confirm_persisted(&mut self, channel: ChannelId, publishes: &[PublishSeq]) {
        let confirms = self.open(channel).confirms.as_mut();
        let confirms = confirms.expect("a channel never leaves confirm mode");
        for publish_seq in publishes {
            confirms.outstanding.remove(publish_seq);
        }
        let first_outstanding = confirms.outstanding.first().copied();
        let together = publishes
            .partition_point(|publish| first_outstanding.is_none_or(|first| *publish < first));
        let (together, single) = publishes.split_at(together);
        let mut confirmed = |publish_seq, multiple| {
            self.emit(Happening::Confirmed {
                channel,
                publish_seq,
                multiple,
                cause: ConfirmCause::Persisted,
            });
        };
        if let Some(&last) = together.last() {
            confirmed(last, together.len() > 1);
        }
        for &publish_seq in single {
            confirmed(publish_seq, false);
        }
    }
}

impl Confirms {
    fn next(&mut self) -> PublishSeq {
        self.last.0 += 1;
        self.outstanding.insert(self.last);
        self.last
    }
}

fn check_publish(publish: &Publish) -> Result<(), Exception> {
    let size = publish.body.len();
    if size > MESSAGE_BYTES_MAX {
        return Err(Exception::channel(
            ReplyCode::PreconditionFailed,
            format!("message size {size} is larger than configured max size {MESSAGE_BYTES_MAX}"),
        ));
    }
    let exchange = publish.exchange.as_str();
    if publish.exchange == ExchangeName::default_exchange() {
        Ok(())
    } else if PREDECLARED.contains(&exchange) {
        Err(Exception::connection(
            ReplyCode::NotImplemented,
            format!("exchange '{exchange}'"),
        ))
    } else {
        Err(Exception::channel(
            ReplyCode::NotFound,
            format!("no exchange '{exchange}' in vhost '/'"),
        ))
    }
}

/// Exchanges that every RabbitMQ has (<https://www.rabbitmq.com/docs/exchanges#default-exchanges>)
/// and this broker does not yet. Losing a message to one without a word would be a lie.
const PREDECLARED: [&str; 6] = [
    "amq.direct",
    "amq.fanout",
    "amq.headers",
    "amq.match",
    "amq.rabbitmq.trace",
    "amq.topic",
];
