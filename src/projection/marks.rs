//! Marks: what is worth finding again on the timeline, folded from events.

use super::view::{Mark, MarkKind};
use crate::broker::{ChannelClosure, ConnectionClosure, Disconnect, Event, Happening, Timestamp};

/// The marks so far.
///
/// # Invariants
/// - They are in the order of their times, and never more than fit a timeline.
#[derive(Clone, Debug, Default)]
pub struct Marks(Vec<Mark>);

impl Marks {
    /// Takes in what happened.
    pub fn note(&mut self, event: &Event) {
        let Some(kind) = kind(&event.what) else {
            return;
        };
        match self.0.last_mut() {
            Some(last) if last.at == event.at && last.kind == kind => last.count += 1,
            Some(_) | None => self.0.push(Mark {
                at: event.at,
                kind,
                count: 1,
            }),
        }
        if self.0.len() > MARKS_MAX {
            self.halve();
        }
    }

    /// The marks between two times, those that would stand on one another made one.
    #[must_use]
    pub fn between(&self, begins: Timestamp, ends: Timestamp) -> Vec<Mark> {
        let mut shown: Vec<Mark> = Vec::new();
        let place = |at: Timestamp| (at - begins).0 * PLACES / (ends - begins).0.max(1);
        for mark in self.0.iter().filter(|mark| mark.at >= begins) {
            match shown.last_mut() {
                Some(last) if place(last.at) == place(mark.at) => *last = last.and(*mark),
                Some(_) | None => shown.push(*mark),
            }
        }
        shown
    }

    /// Two neighbours become one, over and over: what is long ago is told less exactly.
    fn halve(&mut self) {
        self.0 = self
            .0
            .chunks(2)
            .filter_map(|pair| pair.iter().copied().reduce(Mark::and))
            .collect();
    }
}

impl Mark {
    /// Both as one.
    fn and(self, later: Self) -> Self {
        Self {
            at: self.at,
            kind: self.kind.max(later.kind),
            count: self.count + later.count,
        }
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most of what happens is no landmark, and a new kind of event is none before somebody says so"
)]
const fn kind(what: &Happening) -> Option<MarkKind> {
    match what {
        Happening::QueueDeclared { created: true, .. }
        | Happening::ExchangeDeclared { created: true, .. }
        | Happening::Bound { created: true, .. }
        | Happening::QueueDeleted { .. }
        | Happening::ExchangeDeleted { .. }
        | Happening::Unbound { .. } => Some(MarkKind::Topology),
        Happening::Requeued { .. } => Some(MarkKind::Requeued),
        Happening::Dropped { .. }
        | Happening::Refused { .. }
        | Happening::Returned { .. }
        | Happening::QueuePurged { .. } => Some(MarkKind::GivenUp),
        Happening::Restarted { .. }
        | Happening::ConnectionBlocked { .. }
        | Happening::ChannelClosed {
            cause: ChannelClosure::Exception(_),
            ..
        }
        | Happening::ConnectionClosed {
            cause: ConnectionClosure::Exception(_) | ConnectionClosure::Client(Disconnect::Lost),
            ..
        } => Some(MarkKind::Fault),
        _ => None,
    }
}

/// Marks that are kept: they are part of every snapshot.
const MARKS_MAX: usize = 400;

/// Places for marks on a timeline.
const PLACES: u64 = 100;
