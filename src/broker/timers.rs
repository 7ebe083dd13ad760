//! When the broker has something to do by itself.
//!
//! Two things happen by time alone: messages expire at the head of a queue, and a queue that nobody
//! uses goes. Each queue has at most one entry for each of them, so a million messages with a time
//! to live cost no more than one.

use std::collections::BTreeSet;

use super::{
    Broker,
    cause::{DropCause, QueueDeletion},
    queue::Queue,
    queues::QueueId,
    time::Timestamp,
};

/// What is due when, the earliest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers(BTreeSet<(Timestamp, QueueId, Due)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// The message at the head expires.
    Head,
    /// Nobody has used the queue for long enough, unless somebody does by now.
    Disuse,
}

impl Timers {
    /// A queue is gone.
    pub(super) fn forget(&mut self, id: QueueId, queue: &Queue) {
        if let Some(at) = queue.looks_at_head {
            self.0.remove(&(at, id, Due::Head));
        }
        if let Some(at) = queue.goes_unused_at() {
            self.0.remove(&(at, id, Due::Disuse));
        }
    }

    pub(super) fn contains(&self, at: Timestamp, id: QueueId, due: Due) -> bool {
        self.0.contains(&(at, id, due))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Timestamp, QueueId, Due)> {
        self.0.iter().copied()
    }

    fn next(&self) -> Option<Timestamp> {
        self.0.first().map(|(at, ..)| *at)
    }

    fn take_due(&mut self, now: Timestamp) -> Option<(QueueId, Due)> {
        if self.next()? > now {
            return None;
        }
        self.0.pop_first().map(|(_, id, due)| (id, due))
    }
}

impl Queue {
    /// When it goes if it is not used until then; none if it never does.
    pub(super) fn goes_unused_at(&self) -> Option<Timestamp> {
        self.settings
            .expires
            .map(|expires| self.last_used + expires)
    }
}

impl Broker {
    /// The next moment at which the broker has something to do by itself: call
    /// [`handle_timeout`](Self::handle_timeout) then.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.timers.next()
    }

    /// Does what is due by now. [`handle`](Self::handle) does so, too, before its command.
    ///
    /// # Panics
    /// If events or records were left undrained: a bug of the caller.
    pub fn handle_timeout(&mut self, now: Timestamp) {
        self.begin(now);
        self.finish();
    }

    /// Expires what is due by now. Returns whether anything was.
    pub(super) fn do_what_is_due(&mut self) -> bool {
        let mut was_due = false;
        while let Some((id, due)) = self.timers.take_due(self.now) {
            was_due = true;
            match due {
                Due::Head => {
                    self.queues.existing(id).looks_at_head = None;
                    self.expire_head(id);
                }
                Due::Disuse => self.expire_queue(id),
            }
        }
        was_due
    }

    /// Gives up the messages at the head whose time is over. Those behind one whose time is not,
    /// those of a lower priority among them, wait for it
    /// (<https://www.rabbitmq.com/docs/ttl#per-message-ttl-caveats>).
    pub(super) fn expire_head(&mut self, id: QueueId) {
        let now = self.now;
        while let Some(queue) = self.queues.find_id_mut(id) {
            let Some(expired) = queue.ready.take_expired(now) else {
                break;
            };
            let ended_at = expired.expires_at().unwrap_or(now);
            self.give_up(id, &expired, DropCause::Expired { ended_at });
        }
        self.look_at_head_in_time(id);
    }

    /// Makes sure that the broker looks at the head of a queue when it expires. Call it after
    /// whatever may have changed the head.
    pub(super) fn look_at_head_in_time(&mut self, id: QueueId) {
        let Some(queue) = self.queues.find_id_mut(id) else {
            return;
        };
        let expires_at = queue.ready.next_expiry();
        if queue.looks_at_head == expires_at {
            return;
        }
        if let Some(at) = queue.looks_at_head {
            self.timers.0.remove(&(at, id, Due::Head));
        }
        if let Some(at) = expires_at {
            self.timers.0.insert((at, id, Due::Head));
        }
        queue.looks_at_head = expires_at;
    }

    /// A queue is used: its time starts anew (<https://www.rabbitmq.com/docs/ttl#queue-ttl>).
    pub(super) fn touch(&mut self, id: QueueId) {
        let Some(queue) = self.queues.find_id_mut(id) else {
            return;
        };
        if let Some(at) = queue.goes_unused_at() {
            self.timers.0.remove(&(at, id, Due::Disuse));
        }
        queue.last_used = self.now;
        if let Some(at) = queue.goes_unused_at() {
            self.timers.0.insert((at, id, Due::Disuse));
        }
    }

    /// A queue with consumers is in use; its time starts when the last of them goes.
    fn expire_queue(&mut self, id: QueueId) {
        let queue = self.queues.existing(id);
        if let Some(expires) = queue.settings.expires
            && queue.turns.consumer_count() == 0
        {
            self.remove_queue(id, QueueDeletion::Expired { expires });
        }
    }
}
