//! The charts of a comparison: the same measure of both sides in one picture, on one axis.

use super::chart::{Chart, Line, known};
use crate::{
    broker::Millis,
    projection::{ComparisonView, Percentiles, SideView},
    simulation::Side,
    ui::words::Unit,
};

/// The charts: what waits, what is held, what is done, and how long an order stands in the queue.
#[must_use]
pub fn comparison_charts(comparison: &ComparisonView) -> Vec<Chart> {
    vec![
        chart(
            comparison,
            "Ready in the queue",
            "The most orders that stood in the queue in each interval.",
            Unit::Messages,
            |side| depth(side, |depth| &depth.ready),
        ),
        chart(
            comparison,
            "Unacked",
            "The most orders that were with consumers and not acked.",
            Unit::Messages,
            |side| depth(side, |depth| &depth.unacked),
        ),
        chart(
            comparison,
            "Acked so far",
            "Orders that the broker has let go of, by an ack or as they were sent.",
            Unit::Messages,
            |side| known(&summed(&side.measures.acked)),
        ),
        chart(
            comparison,
            "Waiting time, p95",
            "From the queue to the first delivery: 95 of a hundred waited no longer.",
            Unit::Millis,
            waited,
        ),
    ]
}

fn chart(
    comparison: &ComparisonView,
    title: &str,
    meaning: &'static str,
    unit: Unit,
    values: impl Fn(&SideView) -> Vec<Option<u64>>,
) -> Chart {
    let [a, b] = &comparison.sides;
    let lines = vec![
        Line::of(0, Side::A.name(), values(a)),
        Line::of(1, Side::B.name(), values(b)),
    ];
    let most = |line: &Line| {
        let most = line.values.iter().flatten().max().copied().unwrap_or(0);
        format!("{} {}", line.name, unit.say(most))
    };
    let most: Vec<String> = lines.iter().map(most).collect();
    let newest = format!("at most {}", most.join(", "));
    Chart::of(title.to_owned(), meaning, newest, unit, lines)
}

/// Both worlds have one queue.
fn depth(
    side: &SideView,
    of: impl Fn(&crate::projection::QueueDepth) -> &Vec<u64>,
) -> Vec<Option<u64>> {
    let queue = side.measures.depth.first();
    queue.map(|queue| known(of(queue))).unwrap_or_default()
}

fn summed(counts: &[u64]) -> Vec<u64> {
    let mut sum = 0;
    let so_far = counts.iter().map(|count| {
        sum += count;
        sum
    });
    so_far.collect()
}

fn waited(side: &SideView) -> Vec<Option<u64>> {
    let intervals = side.measures.waiting.intervals.iter();
    let p95 = |of: &Option<Percentiles>| {
        of.as_ref().map(
            |Percentiles {
                 p95: Millis(p95), ..
             }| *p95,
        )
    };
    intervals.map(p95).collect()
}
