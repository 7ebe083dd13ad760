//! Series: how much, how fast and how long, over the whole run, on the virtual clock.
//!
//! The run is cut into intervals of a second. When there are as many as are kept, each two
//! neighbours become one and the interval doubles, so the whole run stays on the axis and an old
//! second is as coarse as a new one. Nothing here knows when somebody looks.
//!
//! # Invariants
//! - Every line has as many closed intervals as every other.

mod histogram;
mod line;

use std::{collections::BTreeMap, rc::Rc};

use self::{
    histogram::Histogram,
    line::{Counter, Gauge, Stint},
};
use super::view::{ConsumerUse, Measures, Percentiles, QueueDepth, Waiting};
use crate::broker::{Millis, QueueName, Timestamp};

/// What is measured.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// When the first interval began, once anything has happened.
    start: Option<Timestamp>,
    interval: Millis,
    closed: usize,
    pub(super) published: Counter,
    pub(super) delivered: Counter,
    pub(super) acked: Counter,
    waiting: Vec<Histogram>,
    waiting_now: Histogram,
    waiting_in_all: Histogram,
    queues: BTreeMap<QueueName, Depth>,
    consumers: BTreeMap<Rc<str>, Stint>,
}

#[derive(Clone, Debug, Default)]
struct Depth {
    ready: Gauge,
    unacked: Gauge,
    is_deleted: bool,
}

impl Default for Series {
    fn default() -> Self {
        Self {
            start: None,
            interval: INTERVAL_MIN,
            closed: 0,
            published: Counter::default(),
            delivered: Counter::default(),
            acked: Counter::default(),
            waiting: Vec::new(),
            waiting_now: Histogram::default(),
            waiting_in_all: Histogram::default(),
            queues: BTreeMap::new(),
            consumers: BTreeMap::new(),
        }
    }
}

impl Series {
    /// Time has come to this moment: closes every interval that has ended.
    pub(super) fn advance(&mut self, now: Timestamp) {
        let start = *self.start.get_or_insert(now);
        loop {
            let end = start + Millis(self.interval.0 * (self.closed as u64 + 1));
            if now < end {
                return;
            }
            self.close(end);
            if self.closed == INTERVALS_MAX {
                self.halve();
            }
        }
    }

    /// So many messages are in a queue now.
    pub(super) fn depth(&mut self, queue: &QueueName, ready: u64, unacked: u64) {
        if !self.queues.contains_key(queue) && !self.make_room_for_queue(queue) {
            return;
        }
        if let Some(depth) = self.queues.get_mut(queue) {
            depth.is_deleted = false;
            depth.ready.set(ready);
            depth.unacked.set(unacked);
        }
    }

    /// A queue is gone. Its line stays until another needs the room.
    pub(super) fn queue_deleted(&mut self, queue: &QueueName) {
        if let Some(depth) = self.queues.get_mut(queue) {
            depth.is_deleted = true;
            depth.ready.set(0);
            depth.unacked.set(0);
        }
    }

    /// A message was delivered for the first time, after it had waited so long.
    pub(super) fn waited(&mut self, time: Millis) {
        self.waiting_now.add(time);
        self.waiting_in_all.add(time);
    }

    /// A consumer started.
    pub(super) fn consumer_started(&mut self, name: &str, now: Timestamp) {
        if !self.consumers.contains_key(name) && self.make_room_for_consumer() {
            let stint = Stint::begin(now, self.closed);
            self.consumers.insert(name.into(), stint);
        }
    }

    /// A consumer has one more message in its hands, or one less.
    pub(super) fn held(&mut self, name: &str, now: Timestamp, is_more: bool) {
        if let Some(stint) = self.consumers.get_mut(name) {
            stint.held(now, is_more);
        }
    }

    /// The moment up to which all intervals are closed, and when the first began.
    pub(super) fn measured(&self) -> Option<(Timestamp, Timestamp)> {
        let start = self.start?;
        Some((start, start + Millis(self.interval.0 * self.closed as u64)))
    }

    /// What is shown of it at that moment.
    pub(super) fn measures(&self, now: Timestamp) -> Measures {
        let mut shown = self.clone();
        shown.advance(now);
        while shown.closed > POINTS_MAX {
            shown.halve();
        }
        let now = shown.measured().map_or(now, |(_, end)| end);
        Measures {
            start: shown.start.unwrap_or(now),
            interval: shown.interval,
            depth: shown.queues.into_iter().map(shown_depth).collect(),
            waiting: Waiting {
                intervals: shown.waiting.iter().map(Histogram::percentiles).collect(),
                in_all: shown.waiting_in_all.percentiles(),
            },
            consumers: shown
                .consumers
                .into_iter()
                .map(|(name, stint)| ConsumerUse {
                    name: name.to_string(),
                    permille_in_all: stint.permille_in_all(now),
                    permille: stint.permille(shown.interval),
                })
                .collect(),
            published: shown.published.closed,
            delivered: shown.delivered.closed,
            acked: shown.acked.closed,
        }
    }

    fn close(&mut self, end: Timestamp) {
        self.closed += 1;
        for counter in self.counters() {
            counter.close();
        }
        self.waiting.push(std::mem::take(&mut self.waiting_now));
        for depth in self.queues.values_mut() {
            depth.ready.close();
            depth.unacked.close();
        }
        for stint in self.consumers.values_mut() {
            stint.close(end);
        }
    }

    /// Makes one interval of each two. An odd one at the end goes back to being open.
    fn halve(&mut self) {
        let is_odd = !self.closed.is_multiple_of(2);
        self.closed /= 2;
        self.interval = Millis(self.interval.0 * 2);
        for counter in self.counters() {
            counter.halve();
        }
        if is_odd && let Some(last) = self.waiting.pop() {
            self.waiting_now.merge(&last);
        }
        self.waiting = (self.waiting.chunks(2))
            .map(|two| {
                let mut merged = Histogram::default();
                two.iter().for_each(|one| merged.merge(one));
                merged
            })
            .collect();
        for depth in self.queues.values_mut() {
            depth.ready.halve();
            depth.unacked.halve();
        }
        for stint in self.consumers.values_mut() {
            stint.halve();
        }
    }

    fn counters(&mut self) -> [&mut Counter; 3] {
        [&mut self.published, &mut self.delivered, &mut self.acked]
    }

    fn make_room_for_queue(&mut self, queue: &QueueName) -> bool {
        if self.queues.len() >= QUEUES_MAX {
            let deleted = self.queues.iter().find(|(_, depth)| depth.is_deleted);
            let Some(deleted) = deleted.map(|(name, _)| name.clone()) else {
                return false;
            };
            self.queues.remove(&deleted);
        }
        let depth = Depth {
            ready: Gauge::begin(self.closed),
            unacked: Gauge::begin(self.closed),
            is_deleted: false,
        };
        self.queues.insert(queue.clone(), depth);
        true
    }

    /// The consumer that has been idle for longest goes first.
    fn make_room_for_consumer(&mut self) -> bool {
        if self.consumers.len() >= CONSUMERS_SHOWN_MAX {
            let idle = self.consumers.iter().filter(|(_, stint)| stint.is_idle());
            let longest = idle.min_by_key(|(_, stint)| stint.since());
            let Some(name) = longest.map(|(name, _)| Rc::clone(name)) else {
                return false;
            };
            self.consumers.remove(&name);
        }
        true
    }
}

fn shown_depth((queue, depth): (QueueName, Depth)) -> QueueDepth {
    QueueDepth {
        queue,
        ready: depth.ready.closed,
        unacked: depth.unacked.closed,
    }
}

impl Histogram {
    fn percentiles(&self) -> Option<Percentiles> {
        Some(Percentiles {
            p50: self.percentile(500)?,
            p95: self.percentile(950)?,
            p99: self.percentile(990)?,
        })
    }
}

/// What a person at a course's pace can tell apart.
const INTERVAL_MIN: Millis = Millis(1_000);

/// Intervals that are kept. An even number, so that halving leaves none over.
const INTERVALS_MAX: usize = 300;

/// Points of a line that are drawn: about one for each two pixels of a small chart.
const POINTS_MAX: usize = 150;

/// Queues that are measured one by one: more charts than a person compares.
pub(super) const QUEUES_MAX: usize = 12;

/// Consumers that are measured one by one, likewise.
pub(super) const CONSUMERS_SHOWN_MAX: usize = 20;

#[cfg(test)]
mod tests;
