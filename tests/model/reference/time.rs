//! Time: what happens by itself.

use leveret::broker::{Millis, Timestamp};

use super::Reference;

impl Reference {
    /// The next moment at which something is due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.due().first().map(|(at, ..)| *at)
    }

    /// Time goes on, and what is due by then happens, one after the other.
    pub(crate) fn advance(&mut self, now: Timestamp) {
        self.now = now;
        while let Some(&(at, _, queue, due)) = self.due().first()
            && at <= now
        {
            match due {
                Due::Head => self.drop_what_is_too_old(queue),
                Due::Disuse => self.queue_goes(queue),
            }
        }
        self.send_dead_letters();
    }

    /// What is due when: the earliest first, of several at one moment that of the first queue.
    fn due(&self) -> Vec<(Timestamp, usize, usize, Due)> {
        let mut due = Vec::new();
        for queue in self.existing_queues() {
            let slot = self.queues[queue].slot;
            let head = self.head(queue);
            if let Some(at) = head.and_then(|head| self.messages[head].expires_at) {
                due.push((at, slot, queue, Due::Head));
            }
            if let Some(expires) = self.queues[queue].arguments.expires
                && self.consumers_of(queue).is_empty()
            {
                let at = self.queues[queue].unused_since + Millis(expires);
                due.push((at, slot, queue, Due::Disuse));
            }
        }
        due.sort();
        due
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// The message at the head of a queue expires.
    Head,
    /// Nobody has used a queue for long enough.
    Disuse,
}
