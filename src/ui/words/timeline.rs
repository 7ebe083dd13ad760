//! The timeline, in words.

use super::{count, duration};
use crate::{
    broker::Millis,
    projection::{Mark, MarkKind},
};

/// How a mark is drawn: its class, and its height out of 12.
#[must_use]
pub const fn mark_shape(kind: MarkKind) -> (&'static str, u64) {
    match kind {
        MarkKind::Topology => ("mark-topology", 4),
        MarkKind::Requeued => ("mark-requeued", 7),
        MarkKind::GivenUp => ("mark-given-up", 9),
        MarkKind::Fault => ("mark-fault", 12),
    }
}

/// What the marks mean, the gravest first, each kind with its class: `2 faults`.
#[must_use]
pub fn marks(marks: &[Mark]) -> Vec<(&'static str, String)> {
    [
        (MarkKind::Fault, "fault"),
        (MarkKind::GivenUp, "message given up"),
        (MarkKind::Requeued, "requeue"),
        (MarkKind::Topology, "change of queues and bindings"),
    ]
    .into_iter()
    .filter_map(|(kind, noun)| {
        let of_kind = marks.iter().filter(|mark| mark.kind == kind);
        let number: u64 = of_kind.map(|mark| mark.count).sum();
        (number > 0).then(|| (mark_shape(kind).0, counted(number, noun)))
    })
    .collect()
}

/// The noun's own plural stands in its first word.
fn counted(number: u64, noun: &str) -> String {
    match noun.split_once(' ') {
        None => count(number, noun),
        Some((first, rest)) => format!("{} {rest}", count(number, first)),
    }
}

/// `A past moment, 2.5 s ago.`
#[must_use]
pub fn how_long_ago(length: Millis) -> String {
    match length {
        Millis(..60_000) => {
            let tenths = length.0 / 100;
            format!("A past moment, {}.{} s ago.", tenths / 10, tenths % 10)
        }
        Millis(60_000..) => format!("A past moment, {} ago.", duration(length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::Timestamp;

    #[test]
    fn marks_are_counted_by_kind_the_gravest_first() {
        let mark = |kind, count| Mark {
            at: Timestamp(1),
            kind,
            count,
        };
        let told = marks(&[
            mark(MarkKind::Topology, 1),
            mark(MarkKind::GivenUp, 2),
            mark(MarkKind::Fault, 1),
            mark(MarkKind::GivenUp, 1),
        ]);
        let sentences: Vec<&str> = told.iter().map(|(_, sentence)| &**sentence).collect();
        assert_eq!(
            sentences,
            [
                "1 fault",
                "3 messages given up",
                "1 change of queues and bindings"
            ]
        );
        assert!(marks(&[]).is_empty());
    }

    #[test]
    fn how_long_ago_is_told_to_a_tenth_of_a_second() {
        assert_eq!(how_long_ago(Millis(2_590)), "A past moment, 2.5 s ago.");
        assert_eq!(
            how_long_ago(Millis(65_000)),
            "A past moment, 1 min 5 s ago."
        );
    }
}
