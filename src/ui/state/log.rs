//! The page's log: the newest lines, each with a key of the page's own.
//!
//! Lines are numbered by the worker, and a new worker begins at 1 again, so the number is no key
//! for a list.

use std::{collections::VecDeque, rc::Rc};

use crate::projection::LogLine;

/// Lines that stay on the page: enough to read back through a few minutes, few enough to draw at
/// once.
pub const LOG_LINES_MAX: usize = 500;

/// A line as the page keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Counts up for as long as the page is open.
    pub key: u64,
    /// Lines before this one that the worker had to leave out.
    pub left_out: u64,
    /// What it says.
    pub line: LogLine,
}

/// The newest lines, oldest first. Cloning it copies pointers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogBuffer {
    entries: VecDeque<Rc<LogEntry>>,
    added: u64,
    last_number: u64,
    /// The key of the first line of the broker that runs now: of how much had happened lines tell
    /// only within one.
    first_of_this: u64,
}

impl LogBuffer {
    /// Takes new lines in and lets the oldest go. What a line tells of replaces what came after
    /// it: somebody went on from a past moment.
    pub fn extend(&mut self, lines: Vec<LogLine>) {
        for line in lines {
            if line.number <= self.last_number {
                self.expect_new_worker();
            }
            while (self.entries.back())
                .is_some_and(|last| self.is_of_this(last) && last.line.told >= line.told)
            {
                self.entries.pop_back();
            }
            let expected = self.last_number + 1;
            self.last_number = line.number;
            self.added += 1;
            let entry = LogEntry {
                key: self.added,
                left_out: line.number.saturating_sub(expected),
                line,
            };
            if self.entries.len() == LOG_LINES_MAX {
                self.entries.pop_front();
            }
            self.entries.push_back(Rc::new(entry));
        }
    }

    /// A new worker, or a new broker in it, numbers its lines from 1; those of the last one stay.
    pub fn expect_new_worker(&mut self) {
        self.last_number = 0;
        self.first_of_this = self.added + 1;
    }

    /// Whether the line comes after the moment at which so much had been told: it belongs to the
    /// future of a past moment.
    #[must_use]
    pub fn is_later(&self, entry: &LogEntry, told: u64) -> bool {
        self.is_of_this(entry) && entry.line.told > told
    }

    const fn is_of_this(&self, entry: &LogEntry) -> bool {
        entry.key >= self.first_of_this
    }

    /// The lines, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Rc<LogEntry>> {
        self.entries.iter()
    }

    /// Lines ever taken in, which changes whenever the log does.
    #[must_use]
    pub const fn added(&self) -> u64 {
        self.added
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{broker::Timestamp, projection::LogKind};

    fn line(number: u64) -> LogLine {
        LogLine {
            number,
            told: number,
            at: Timestamp(0),
            source: "producer".into(),
            kind: LogKind::Program,
            text: format!("line {number}"),
            why: None,
        }
    }

    fn keys(log: &LogBuffer) -> Vec<u64> {
        log.entries().map(|entry| entry.key).collect()
    }

    #[test]
    fn the_oldest_lines_go_when_the_log_is_full() {
        let mut log = LogBuffer::default();
        let lines = 1..=LOG_LINES_MAX as u64 + 3;
        log.extend(lines.map(line).collect());
        assert_eq!(keys(&log).len(), LOG_LINES_MAX);
        assert_eq!(keys(&log).first(), Some(&4));
    }

    #[test]
    fn a_new_worker_starts_at_one_and_its_keys_go_on() {
        let mut log = LogBuffer::default();
        log.extend(vec![line(1), line(2)]);
        log.expect_new_worker();
        log.extend(vec![line(1)]);
        assert_eq!(keys(&log), [1, 2, 3]);
        assert!(log.entries().all(|entry| entry.left_out == 0));
    }

    #[test]
    fn what_came_after_a_past_moment_goes_when_something_else_comes_after_it() {
        let mut log = LogBuffer::default();
        log.extend(vec![line(1)]);
        log.expect_new_worker();
        log.extend((1..=5).map(line).collect());
        let instead = LogLine { told: 3, ..line(6) };
        assert_eq!(later(&log, 2), [4, 5, 6]);
        log.extend(vec![instead]);
        assert_eq!(keys(&log), [1, 2, 3, 7]);
        assert_eq!(later(&log, 2), [7]);
    }

    fn later(log: &LogBuffer, told: u64) -> Vec<u64> {
        let later = log.entries().filter(|entry| log.is_later(entry, told));
        later.map(|entry| entry.key).collect()
    }

    #[test]
    fn a_gap_in_the_numbers_is_counted() {
        let mut log = LogBuffer::default();
        log.extend(vec![line(1), line(41)]);
        let left_out: Vec<u64> = log.entries().map(|entry| entry.left_out).collect();
        assert_eq!(left_out, [0, 39]);
    }
}
