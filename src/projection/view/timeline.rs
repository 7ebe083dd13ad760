//! The timeline as the page shows it: how far it goes, what happened where, and what moment is
//! looked at.

use serde::{Deserialize, Serialize};

use crate::broker::Timestamp;

/// The time that can be gone back over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineView {
    /// The earliest moment that can be reached.
    pub begins: Timestamp,
    /// The present.
    pub ends: Timestamp,
    /// What happened, in the order of its time.
    pub marks: Vec<Mark>,
    /// Whether the moment that is shown is a past one.
    pub is_past: bool,
    /// The last line of the log that had been said by the moment that is shown.
    pub told: u64,
}

/// Something worth finding again on the timeline, or several such things close to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// When the first of them happened.
    pub at: Timestamp,
    /// How many there are of each kind, in the order of [`MarkKind::ALL`].
    counts: [u64; MarkKind::ALL.len()],
}

impl Mark {
    /// A mark for one thing.
    #[must_use]
    pub fn new(at: Timestamp, kind: MarkKind) -> Self {
        Self {
            at,
            counts: MarkKind::ALL.map(|each| u64::from(each == kind)),
        }
    }

    /// Both as one, at this one's time.
    #[must_use]
    pub fn and(mut self, later: Self) -> Self {
        for (count, more) in self.counts.iter_mut().zip(later.counts) {
            *count += more;
        }
        self
    }

    /// How many things of that kind it stands for.
    #[must_use]
    pub fn count(&self, kind: MarkKind) -> u64 {
        let counts = MarkKind::ALL.into_iter().zip(self.counts);
        counts
            .filter(|(each, _)| *each == kind)
            .map(|(_, count)| count)
            .sum()
    }

    /// The gravest kind that it stands for.
    ///
    /// # Panics
    /// If it stands for nothing, which no mark does.
    #[must_use]
    pub fn gravest(&self) -> MarkKind {
        let counts = MarkKind::ALL.into_iter().zip(self.counts);
        let there = counts.filter(|(_, count)| *count > 0).map(|(kind, _)| kind);
        there.max().expect("a mark stands for something")
    }
}

/// What sort of thing is marked, the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MarkKind {
    /// A queue, an exchange or a binding came or went.
    Topology,
    /// A message came back to its queue.
    Requeued,
    /// A message ended without having been acked.
    GivenUp,
    /// A connection was lost, a channel closed by an error, the broker restarted or short of
    /// something.
    Fault,
}

impl MarkKind {
    /// Every kind, the gravest last.
    pub const ALL: [Self; 4] = [Self::Topology, Self::Requeued, Self::GivenUp, Self::Fault];
}

/// Where to go on the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seek {
    /// What it was like at that time, when all that happened at it had happened.
    Time(Timestamp),
    /// What it was like when that line of the log had just been said.
    Line(u64),
    /// Before the last thing that the log tells of.
    Back,
    /// Back to the present.
    Present,
}
