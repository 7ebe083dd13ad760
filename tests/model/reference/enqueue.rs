//! What a queue takes, what it refuses, and what it gives up when it has too much or too old.

use std::rc::Rc;

use leveret::broker::{DeathReason, Message, Millis, Position};

use super::{Place, Queued, Reference, arguments::Overflow};

/// What became of a message that came to a queue.
pub(super) enum Offer {
    /// It stands there, as the message of this index.
    Taken(usize),
    Refused,
}

impl Reference {
    /// A message comes to a queue. What follows from it is for `settle_down`.
    pub(super) fn offer(&mut self, queue: usize, message: &Rc<Message>) -> Offer {
        if self.would_be_too_much(queue, message) {
            match self.queues[queue].arguments.overflow {
                Overflow::DropHead => {}
                Overflow::RejectPublish => return Offer::Refused,
                Overflow::RejectPublishDlx => {
                    self.let_die(queue, message, DeathReason::MaxLength);
                    return Offer::Refused;
                }
            }
        }
        self.queues[queue].last_position += 1;
        let expiration = message.properties.expiration.as_ref();
        let of_message = expiration.map(|text| {
            let millis = text.to_string().parse();
            millis.expect("an expiration that was let in is a number")
        });
        let of_queue = self.queues[queue].arguments.message_ttl;
        let ttl = of_message.into_iter().chain(of_queue).min();
        self.messages.push(Queued {
            queue,
            position: Position(self.queues[queue].last_position),
            message: Rc::clone(message),
            handed_out: 0,
            expires_at: ttl.map(|ttl| self.now + Millis(ttl)),
            place: Place::Ready,
        });
        Offer::Taken(self.messages.len() - 1)
    }

    /// First whoever waits gets what there is, then what is too much goes, then what is too old.
    pub(super) fn settle_down(&mut self, queue: usize) {
        self.dispatch(queue);
        self.drop_what_is_too_much(queue);
        self.drop_what_is_too_old(queue);
    }

    pub(super) fn drop_what_is_too_much(&mut self, queue: usize) {
        while self.queues[queue].arguments.overflow == Overflow::DropHead
            && self.is_over(
                queue,
                self.ready_in(queue).len() as u64,
                self.ready_bytes(queue),
            )
        {
            let head = self
                .head(queue)
                .expect("a queue that has too much has a head");
            self.take_head(queue);
            self.give_up(head, DeathReason::MaxLength);
        }
    }

    /// Only the head is looked at: what has expired behind it waits.
    pub(super) fn drop_what_is_too_old(&mut self, queue: usize) {
        while let Some(head) = self.head(queue)
            && self.messages[head]
                .expires_at
                .is_some_and(|at| at <= self.now)
        {
            self.take_head(queue);
            self.give_up(head, DeathReason::Expired);
        }
    }

    fn would_be_too_much(&self, queue: usize, message: &Message) -> bool {
        let length = self.ready_in(queue).len() as u64 + 1;
        let bytes = self.ready_bytes(queue) + message.body.len() as u64;
        self.is_over(queue, length, bytes)
    }

    fn is_over(&self, queue: usize, length: u64, bytes: u64) -> bool {
        let arguments = &self.queues[queue].arguments;
        arguments.max_length.is_some_and(|max| length > max)
            || arguments.max_length_bytes.is_some_and(|max| bytes > max)
    }

    fn ready_bytes(&self, queue: usize) -> u64 {
        let ready = self.ready_in(queue).into_iter();
        ready
            .map(|message| self.messages[message].message.body.len() as u64)
            .sum()
    }
}
