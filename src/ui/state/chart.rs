//! Charts: what was measured as lines that can be drawn, each in few enough to tell them apart.
//!
//! All have the run as their time axis, so that what stands one below the other happened at the
//! same time. A line has a colour, a dash and a name; no two of one chart share any.

use std::fmt::Write;

use crate::{
    broker::Millis,
    projection::{ConsumerUse, Measures, Percentiles, QueueDepth},
    ui::words::Unit,
};

/// The width of a chart's picture, in units of its own; it is stretched to what there is.
pub const WIDTH: u64 = 600;

/// Its height.
pub const HEIGHT: u64 = 100;

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What that is, in a sentence.
    pub meaning: &'static str,
    /// The newest value, or what sums up the run, in words.
    pub newest: String,
    /// What its numbers are.
    pub unit: Unit,
    /// What its upper edge stands for.
    pub top: u64,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name.
    pub name: &'static str,
    /// The class by which it is drawn.
    pub class: &'static str,
    /// A point for each interval; none where there was nothing to measure.
    pub values: Vec<Option<u64>>,
}

/// A part of a line without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its points, as SVG has them.
    pub points: String,
    /// Whether it is one point alone, which has no length to be seen by.
    pub is_dot: bool,
}

impl Line {
    pub(super) fn of(index: usize, name: &'static str, values: Vec<Option<u64>>) -> Self {
        let class = CLASSES.get(index).copied().unwrap_or("line-3");
        Self {
            name,
            class,
            values,
        }
    }

    /// The last point, if there is one.
    #[must_use]
    pub fn newest(&self) -> Option<u64> {
        self.values.last().copied().flatten()
    }

    /// The parts of the line between its gaps.
    #[must_use]
    pub fn stretches(&self, top: u64) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        let mut points: Vec<(u64, u64)> = Vec::new();
        let intervals = (self.values.len() as u64).max(1);
        for (index, value) in (1..).zip(&self.values) {
            match value {
                Some(value) => {
                    let height = (value * HEIGHT / top.max(1)).min(HEIGHT);
                    points.push((index * WIDTH / intervals, HEIGHT - height));
                }
                None => stretches.extend(take_stretch(&mut points)),
            }
        }
        stretches.extend(take_stretch(&mut points));
        stretches
    }
}

/// The charts that are seen first: what waits, and how fast it moves.
#[must_use]
pub fn first_charts(measures: &Measures) -> Vec<Chart> {
    let mut charts: Vec<Chart> = measures.depth.first().map(depth).into_iter().collect();
    charts.push(rates(measures));
    charts
}

/// The charts that are there when asked for.
#[must_use]
pub fn more_charts(measures: &Measures) -> Vec<Chart> {
    let other_queues = measures.depth.iter().skip(1).map(depth);
    let mut charts = vec![waiting(measures)];
    charts.extend(measures.consumers.iter().map(utilisation));
    charts.extend(other_queues);
    charts
}

fn depth(queue: &QueueDepth) -> Chart {
    let lines = vec![
        Line::of(0, "Ready", known(&queue.ready)),
        Line::of(1, "Unacked", known(&queue.unacked)),
    ];
    let newest = |line: Option<&Line>| line.and_then(Line::newest).unwrap_or(0);
    let said = format!(
        "{} ready, {} unacked",
        Unit::Messages.figure(newest(lines.first())),
        Unit::Messages.figure(newest(lines.get(1))),
    );
    Chart::of(
        format!("Depth of {}", queue.queue),
        "The most messages that stood in the queue in each interval.",
        said,
        Unit::Messages,
        lines,
    )
}

fn rates(measures: &Measures) -> Chart {
    let rate = |counts: &[u64]| {
        let tenths = |count: &u64| Some(count * 10_000 / measures.interval.0.max(1));
        counts.iter().map(tenths).collect()
    };
    let lines = vec![
        Line::of(0, "Published", rate(&measures.published)),
        Line::of(1, "Delivered", rate(&measures.delivered)),
        Line::of(2, "Acked", rate(&measures.acked)),
    ];
    let said = |line: &Line| {
        let newest = line.newest().unwrap_or(0);
        format!(
            "{} {}",
            Unit::TenthsASecond.figure(newest),
            line.name.to_lowercase()
        )
    };
    let newest = lines.iter().map(said).collect::<Vec<_>>().join(", ");
    Chart::of(
        "Rates".to_owned(),
        "Messages a second of virtual time, on average over each interval.",
        format!("{newest} a second"),
        Unit::TenthsASecond,
        lines,
    )
}

fn waiting(measures: &Measures) -> Chart {
    let line = |index, name, pick: fn(&Percentiles) -> Millis| {
        let intervals = measures.waiting.intervals.iter();
        let values = intervals.map(|percentiles| percentiles.as_ref().map(|some| pick(some).0));
        Line::of(index, name, values.collect())
    };
    let said = measures.waiting.in_all.map_or_else(
        || "nothing was delivered yet".to_owned(),
        |Percentiles { p50, p95, p99 }| {
            let [p50, p95, p99] = [p50, p95, p99].map(|time| Unit::Millis.say(time.0));
            format!("p50 {p50}, p95 {p95}, p99 {p99} over the run")
        },
    );
    Chart::of(
        "Waiting time".to_owned(),
        "From the queue to the first delivery: half of the messages waited no longer than p50, \
         99 of a hundred no longer than p99.",
        said,
        Unit::Millis,
        vec![
            line(0, "p50", |percentiles| percentiles.p50),
            line(1, "p95", |percentiles| percentiles.p95),
            line(2, "p99", |percentiles| percentiles.p99),
        ],
    )
}

fn utilisation(consumer: &ConsumerUse) -> Chart {
    let chart = Chart::of(
        format!("Utilisation of {}", consumer.name),
        "The share of the time in which it had a message in its hands. RabbitMQ's “consumer \
         capacity” is another thing: the share of the time in which its queue could have \
         delivered to it at once.",
        format!(
            "{} since it started",
            Unit::Permille.say(consumer.permille_in_all)
        ),
        Unit::Permille,
        vec![Line::of(0, "Working", known(&consumer.permille))],
    );
    Chart {
        top: 1_000,
        ..chart
    }
}

impl Chart {
    pub(super) fn of(
        title: String,
        meaning: &'static str,
        newest: String,
        unit: Unit,
        lines: Vec<Line>,
    ) -> Self {
        let values = lines.iter().flat_map(|line| &line.values);
        let highest = values.copied().flatten().max().unwrap_or(0);
        Self {
            title,
            meaning,
            newest,
            unit,
            top: round_up(highest),
            lines,
        }
    }
}

pub(super) fn known(values: &[u64]) -> Vec<Option<u64>> {
    values.iter().copied().map(Some).collect()
}

/// The next 1, 2 or 5 with zeros behind it, so that the edge does not move with every message.
fn round_up(highest: u64) -> u64 {
    let mut step: u64 = 1;
    loop {
        for factor in [1, 2, 5] {
            let edge = step.saturating_mul(factor);
            if edge >= highest {
                return edge;
            }
        }
        step = step.saturating_mul(10);
    }
}

fn take_stretch(points: &mut Vec<(u64, u64)>) -> Option<Stretch> {
    let taken = std::mem::take(points);
    let &first = taken.first()?;
    let is_dot = taken.len() == 1;
    let dot = is_dot.then_some(first);
    let mut text = String::new();
    for (x, y) in taken.into_iter().chain(dot) {
        let space = if text.is_empty() { "" } else { " " };
        write!(text, "{space}{x},{y}").expect("a string takes everything");
    }
    Some(Stretch {
        points: text,
        is_dot,
    })
}

const CLASSES: [&str; 3] = ["line-1", "line-2", "line-3"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        broker::{QueueName, Timestamp},
        projection::Waiting,
    };

    fn measures() -> Measures {
        let percentiles = |p50, p95, p99| {
            Some(Percentiles {
                p50: Millis(p50),
                p95: Millis(p95),
                p99: Millis(p99),
            })
        };
        Measures {
            start: Timestamp(0),
            interval: Millis(2_000),
            depth: vec![QueueDepth {
                queue: QueueName::new("order_queue").expect("short"),
                ready: vec![3, 12],
                unacked: vec![1, 1],
            }],
            published: vec![30, 0],
            delivered: vec![3, 1],
            acked: vec![2, 1],
            waiting: Waiting {
                intervals: vec![None, percentiles(10, 400, 900)],
                in_all: percentiles(10, 400, 1_900),
            },
            consumers: vec![ConsumerUse {
                name: "consumer-1".to_owned(),
                permille: vec![500, 1_000],
                permille_in_all: 750,
            }],
        }
    }

    #[test]
    fn each_chart_says_its_newest_value_in_words() {
        let measures = measures();
        let charts: Vec<Chart> = [first_charts(&measures), more_charts(&measures)].concat();
        let said: Vec<_> = charts
            .iter()
            .map(|chart| (chart.title.as_str(), chart.newest.as_str(), chart.top))
            .collect();
        assert_eq!(
            said,
            [
                ("Depth of order_queue", "12 ready, 1 unacked", 20),
                (
                    "Rates",
                    "0 published, 0.5 delivered, 0.5 acked a second",
                    200
                ),
                (
                    "Waiting time",
                    "p50 10 ms, p95 400 ms, p99 1.9 s over the run",
                    1_000
                ),
                ("Utilisation of consumer-1", "75 % since it started", 1_000),
            ]
        );
    }

    #[test]
    fn lines_of_a_chart_differ_in_name_and_class() {
        for chart in [first_charts(&measures()), more_charts(&measures())].concat() {
            for (index, line) in chart.lines.iter().enumerate() {
                let others = chart.lines.iter().skip(index + 1);
                assert!(
                    others
                        .clone()
                        .all(|other| other.name != line.name && other.class != line.class)
                );
            }
        }
    }

    #[test]
    fn a_line_has_gaps_where_nothing_was_measured() {
        let values = vec![Some(0), Some(10), None, Some(5), None, Some(20)];
        let line = Line::of(0, "p50", values);
        let stretches: Vec<_> = (line.stretches(10).into_iter())
            .map(|stretch| (stretch.points, stretch.is_dot))
            .collect();
        let expected = [
            ("100,100 200,0", false),
            ("400,50 400,50", true),
            ("600,0 600,0", true),
        ];
        assert_eq!(
            stretches,
            expected.map(|(points, is_dot)| (points.to_owned(), is_dot))
        );
        assert!(Line::of(0, "p50", Vec::new()).stretches(0).is_empty());
    }

    #[test]
    fn an_edge_is_a_round_number() {
        let edges = [0, 1, 3, 10, 11, 21, 999].map(round_up);
        assert_eq!(edges, [1, 1, 5, 10, 20, 50, 1_000]);
        assert_eq!(round_up(u64::MAX), u64::MAX);
    }
}
