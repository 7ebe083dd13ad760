//! Lines: one number for each interval, and how two neighbours become one.

use crate::broker::{Millis, Timestamp};

/// How often something happened. Two intervals have the sum.
#[derive(Clone, Debug, Default)]
pub(in crate::projection) struct Counter {
    pub(super) closed: Vec<u64>,
    open: u64,
}

impl Counter {
    pub(in crate::projection) const fn add(&mut self) {
        self.open += 1;
    }

    pub(super) fn close(&mut self) {
        self.closed.push(std::mem::take(&mut self.open));
    }

    pub(super) fn halve(&mut self) {
        if !self.closed.len().is_multiple_of(2) {
            self.open += self.closed.pop().unwrap_or(0);
        }
        merge_pairs(&mut self.closed, |one, other| one + other);
    }
}

/// How many there are. An interval has the most that there were, so that no peak is flattened.
#[derive(Clone, Debug, Default)]
pub(super) struct Gauge {
    pub(super) closed: Vec<u64>,
    most: u64,
    now: u64,
}

impl Gauge {
    /// There were none in the intervals before.
    pub(super) fn begin(closed: usize) -> Self {
        Self {
            closed: vec![0; closed],
            most: 0,
            now: 0,
        }
    }

    pub(super) fn set(&mut self, count: u64) {
        self.now = count;
        self.most = self.most.max(count);
    }

    pub(super) fn close(&mut self) {
        self.closed.push(self.most);
        self.most = self.now;
    }

    pub(super) fn halve(&mut self) {
        if !self.closed.len().is_multiple_of(2) {
            self.most = self.most.max(self.closed.pop().unwrap_or(0));
        }
        merge_pairs(&mut self.closed, u64::max);
    }
}

/// A consumer's time: how much of it there was something in its hands.
#[derive(Clone, Debug)]
pub(super) struct Stint {
    began: Timestamp,
    /// Milliseconds of work in each interval.
    closed: Vec<u64>,
    open: u64,
    in_all: u64,
    held: u64,
    since: Timestamp,
}

impl Stint {
    pub(super) fn begin(now: Timestamp, closed: usize) -> Self {
        Self {
            began: now,
            closed: vec![0; closed],
            open: 0,
            in_all: 0,
            held: 0,
            since: now,
        }
    }

    pub(super) fn held(&mut self, now: Timestamp, is_more: bool) {
        self.pass(now);
        self.held = if is_more {
            self.held + 1
        } else {
            self.held.saturating_sub(1)
        };
    }

    pub(super) fn close(&mut self, end: Timestamp) {
        self.pass(end);
        self.closed.push(std::mem::take(&mut self.open));
    }

    pub(super) fn halve(&mut self) {
        if !self.closed.len().is_multiple_of(2) {
            self.open += self.closed.pop().unwrap_or(0);
        }
        merge_pairs(&mut self.closed, |one, other| one + other);
    }

    pub(super) const fn is_idle(&self) -> bool {
        self.held == 0
    }

    /// Since when it is as it is.
    pub(super) const fn since(&self) -> Timestamp {
        self.since
    }

    /// Thousandths of each interval.
    pub(super) fn permille(&self, interval: Millis) -> Vec<u64> {
        let busy = self.closed.iter();
        busy.map(|millis| millis * 1_000 / interval.0).collect()
    }

    /// Thousandths of the time since it started.
    pub(super) fn permille_in_all(&self, now: Timestamp) -> u64 {
        match (now - self.began).0 {
            0 => 0,
            passed => (self.in_all * 1_000 / passed).min(1_000),
        }
    }

    fn pass(&mut self, now: Timestamp) {
        if self.held > 0 {
            let worked = (now - self.since).0;
            self.open += worked;
            self.in_all += worked;
        }
        self.since = now;
    }
}

fn merge_pairs(line: &mut Vec<u64>, merge: impl Fn(u64, u64) -> u64) {
    *line = line
        .chunks(2)
        .filter_map(|two| two.iter().copied().reduce(&merge))
        .collect();
}
