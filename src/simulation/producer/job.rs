//! Jobs: what was asked of the producer and has not all been sent.

use std::rc::Rc;

use crate::{
    broker::{Publish, Timestamp},
    simulation::{
        burst::due_at,
        label::Label,
        outbox::Outbox,
        publish::{Content, PublishOrders},
    },
};

/// A publish that has something left to send.
#[derive(Clone, Debug)]
pub(in crate::simulation) struct Job {
    publish: PublishOrders,
    share: Share,
    pace: Pace,
    sent: u32,
    /// The body, where all messages have the same.
    body: Option<Rc<[u8]>>,
}

/// Which orders of a publish of many are this producer's: every so manyth.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulation) struct Share {
    /// The first of them, counted from 0.
    pub(in crate::simulation) first: u32,
    /// From one to the next.
    pub(in crate::simulation) every: u32,
    /// How many.
    pub(in crate::simulation) count: u32,
}

/// When the orders of a job leave.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulation) enum Pace {
    /// As fast as confirms come.
    AsConfirmed,
    /// So many a second, those of all producers together.
    Steady {
        /// When the first one left.
        start: Timestamp,
        /// How many.
        per_second: u32,
    },
}

impl Job {
    pub(super) fn new(publish: PublishOrders) -> Self {
        let all = Share {
            first: 0,
            every: 1,
            count: publish.count,
        };
        Self::shared(publish, all, Pace::AsConfirmed)
    }

    pub(in crate::simulation) fn shared(publish: PublishOrders, share: Share, pace: Pace) -> Self {
        let body = match &publish.content {
            Content::Order(_) => None,
            Content::Raw(text) => Some(text.as_bytes().into()),
        };
        Self {
            publish,
            share,
            pace,
            sent: 0,
            body,
        }
    }

    pub(super) const fn left(&self) -> u32 {
        self.share.count - self.sent
    }

    /// When the next message may leave.
    pub(super) fn due_at(&self) -> Timestamp {
        self.due(self.sent)
    }

    /// How many messages may have left by then and have not.
    pub(super) fn due_by(&self, now: Timestamp, most: u32) -> u32 {
        let next = self.sent..self.sent + self.left().min(most);
        let due = next.take_while(|&nth| self.due(nth) <= now);
        u32::try_from(due.count()).expect("no more than the most")
    }

    fn due(&self, nth: u32) -> Timestamp {
        match self.pace {
            Pace::AsConfirmed => Timestamp(0),
            Pace::Steady { start, per_second } => due_at(start, per_second, self.index(nth)),
        }
    }

    /// The place among all orders of the publish.
    const fn index(&self, nth: u32) -> u32 {
        self.share.first + nth * self.share.every
    }

    /// The next message of the job.
    pub(super) fn next(&mut self) -> Publish {
        let body = match &self.body {
            Some(body) => Rc::clone(body),
            None => self.publish.body(self.index(self.sent)).into_bytes().into(),
        };
        self.sent += 1;
        Publish {
            exchange: self.publish.exchange.clone(),
            routing_key: self.publish.routing_key.clone(),
            mandatory: self.publish.mandatory,
            immediate: false,
            properties: self.publish.to_properties(),
            body,
        }
    }

    /// Says what is about to be sent: each order by name, of a large job only each portion, and of
    /// one that goes drop by drop each tenth.
    pub(super) fn print(&self, out: &mut Outbox, name: &Rc<str>, count: u32) {
        let total = self.share.count;
        let sent = self.sent + count;
        if total <= NAMED_COUNT_MAX {
            for nth in self.sent..sent {
                let text = format!("Sent order: {}", self.called(nth));
                out.print(name, text);
            }
            return;
        }
        let text = match self.pace {
            Pace::AsConfirmed => format!(
                "Sent {count} orders: {} to {} ({sent} of {total})",
                self.called(self.sent),
                self.called(sent - 1),
            ),
            Pace::Steady { .. } if tenths(sent, total) == tenths(self.sent, total) => return,
            Pace::Steady { .. } => format!(
                "Sent {sent} of {total} orders so far, the last one {}",
                self.called(sent - 1)
            ),
        };
        out.print(name, text);
    }

    fn called(&self, nth: u32) -> String {
        Label::of(self.publish.body(self.index(nth)).as_bytes()).called()
    }
}

fn tenths(sent: u32, total: u32) -> u64 {
    u64::from(sent) * 10 / u64::from(total)
}

/// Orders in a job that are named in the log one by one. More would push everything else out of it.
const NAMED_COUNT_MAX: u32 = 100;
