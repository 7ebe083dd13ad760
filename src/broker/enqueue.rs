//! Taking a message into a queue, within the queue's limits
//! (<https://www.rabbitmq.com/docs/maxlength>).
//!
//! A queue with `reject-publish` refuses what would be too much. One with `drop-head` takes it,
//! hands out what it can, and gives up its oldest messages. Only ready messages count.

use std::rc::Rc;

use super::{
    Broker,
    cause::{DropCause, Excess, Kept, RefusalCause},
    event::Happening,
    id::RecordSeq,
    message::Message,
    queue::Queue,
    queue_arguments::Overflow,
    queues::QueueId,
    record::{DurableMessage, Record},
    time::Millis,
};

impl Broker {
    /// Adds a message at the tail of a queue; gives the record that keeps it, if it is kept. What
    /// follows from it is for [`settle_down`](Self::settle_down).
    pub(super) fn offer(
        &mut self,
        id: QueueId,
        message: &Rc<Message>,
        time_to_live: Option<Millis>,
    ) -> Result<Option<RecordSeq>, RefusalCause> {
        let queue = self.queues.existing(id);
        if let Some(excess) = refused_excess(queue, message) {
            let cause = RefusalCause::MaxLength(excess);
            self.refuse_publish(id, message, cause);
            return Err(cause);
        }
        let shorter = match (queue.settings.message_ttl, time_to_live) {
            (Some(of_queue), Some(of_message)) => Some(of_queue.min(of_message)),
            (of_queue, of_message) => of_queue.or(of_message),
        };
        let expires_at = shorter.map(|time_to_live| self.now + time_to_live);
        let (position, kept) = queue.append(Rc::clone(message), expires_at);
        let precedence = queue.ready.precedence(message);
        let name = queue.name().clone();
        let kept_name = (kept == Kept::Yes).then(|| name.clone());
        self.emit(Happening::Enqueued {
            queue: name,
            position,
            message: Rc::clone(message),
            kept,
            expires_at,
            precedence,
        });
        let record = kept_name.map(|queue| {
            let message = DurableMessage {
                position,
                deliveries: 0,
                expires_at,
                message: Rc::clone(message),
            };
            self.record(Record::MessageEnqueued { queue, message })
        });
        Ok(record)
    }

    /// After messages were added: hands out what consumers have room for, then gives up what is too
    /// much or too old. In this order, a message that a consumer waits for is never too much.
    pub(super) fn settle_down(&mut self, id: QueueId) {
        self.dispatch(id);
        self.drop_over_limit(id);
        self.expire_head(id);
    }

    /// Gives up the oldest ready messages until the queue is within its limits.
    pub(super) fn drop_over_limit(&mut self, id: QueueId) {
        while let Some(queue) = self.queues.find_id_mut(id) {
            let Some(excess) = excess(queue, queue.ready.len(), queue.ready.bytes()) else {
                return;
            };
            if queue.settings.overflow != Overflow::DropHead {
                return;
            }
            let Some(oldest) = queue.ready.take() else {
                return;
            };
            self.give_up(id, &oldest, DropCause::MaxLength(excess));
        }
    }

    fn refuse_publish(&mut self, id: QueueId, message: &Rc<Message>, cause: RefusalCause) {
        let queue = self.queues.existing(id);
        let overflow = queue.settings.overflow;
        let name = queue.name().clone();
        self.emit(Happening::Refused {
            queue: name,
            message: Rc::clone(message),
            cause,
        });
        if overflow == Overflow::RejectPublishDlx {
            self.give_up_refused(id, message);
        }
    }
}

/// What would be too much of a queue that then refuses the message.
fn refused_excess(queue: &Queue, message: &Message) -> Option<Excess> {
    match queue.settings.overflow {
        Overflow::DropHead => None,
        Overflow::RejectPublish | Overflow::RejectPublishDlx => excess(
            queue,
            queue.ready.len() + 1,
            queue.ready.bytes() + message.body.len() as u64,
        ),
    }
}

/// What is too much of so many messages with so many bytes; nothing if they are within the limits.
fn excess(queue: &Queue, len: u64, bytes: u64) -> Option<Excess> {
    let settings = &queue.settings;
    let max_messages = settings.max_length.filter(|max| len > *max);
    let max_bytes = settings.max_length_bytes.filter(|max| bytes > *max);
    match (max_messages, max_bytes) {
        (Some(max), _) => Some(Excess::Messages { ready: len, max }),
        (None, Some(max)) => Some(Excess::Bytes { ready: bytes, max }),
        (None, None) => None,
    }
}
