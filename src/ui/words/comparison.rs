//! What came of a comparison, in words: for each measure both sides and the difference.

use std::cmp::Ordering;

use super::{Unit, grouped};
use crate::{
    broker::Millis,
    projection::{ComparisonView, Percentiles, SideView},
    simulation::{Configuration, seconds},
};

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedRow {
    /// What is compared.
    pub name: &'static str,
    /// What it was on each side.
    pub sides: [String; 2],
    /// The difference, in words.
    pub difference: String,
}

/// How a side is set, in a line.
#[must_use]
pub fn configuration(side: &Configuration) -> String {
    let mut parts = vec![
        super::count(side.consumers.into(), "consumer"),
        super::prefetch(side.prefetch_count),
        format!("sleep {} s", seconds(side.sleep)),
    ];
    parts.extend(
        side.first_sleep
            .map(|sleep| format!("the first {} s", seconds(sleep))),
    );
    parts.push(super::acknowledgement(side.acknowledgement).to_owned());
    parts.extend(
        side.crash_at
            .map(|at| format!("the first crashes after {} s", seconds(at))),
    );
    parts.join(", ")
}

/// What is compared, what a person looks for first at the top.
#[must_use]
pub fn compared(comparison: &ComparisonView) -> Vec<ComparedRow> {
    let [a, b] = &comparison.sides;
    let count = |name, of: fn(&SideView) -> u64| counted(name, [of(a), of(b)]);
    let time =
        |name, of: fn(&SideView) -> Option<Millis>, words| timed(name, [of(a), of(b)], words);
    vec![
        time("Everything done after", |side| Some(side.took), SOONER),
        count("Fulfilled once", |side| side.orders.fulfilled_once),
        count("Fulfilled twice or more", |side| {
            side.orders.fulfilled_twice
        }),
        count("Lost", |side| side.orders.lost),
        count("Redelivered", |side| side.redelivered),
        time(
            "Order to done, p50",
            |side| turnaround(side, |of| of.p50),
            SHORTER,
        ),
        time(
            "Order to done, p95",
            |side| turnaround(side, |of| of.p95),
            SHORTER,
        ),
        time("Wait in the queue, p95", waited, SHORTER),
        count("Most ready at once", most_ready),
        shares("Share of the time at work", [a, b]),
    ]
}

/// What the difference comes to, in a sentence.
#[must_use]
pub fn conclusion(comparison: &ComparisonView) -> String {
    let [a, b] = &comparison.sides;
    let lost = match (a.orders.lost, b.orders.lost) {
        (0, 0) => "Neither loses an order.".to_owned(),
        (lost, same) if lost == same => format!("Both lose {}.", orders(lost)),
        (lost, 0) => format!("A loses {}, B none.", orders(lost)),
        (0, lost) => format!("B loses {}, A none.", orders(lost)),
        (in_a, in_b) => format!("A loses {}, B {}.", orders(in_a), orders(in_b)),
    };
    let by = Unit::Millis.say(a.took.0.abs_diff(b.took.0));
    let time = match a.took.cmp(&b.took) {
        Ordering::Equal => "Both are done at the same time.".to_owned(),
        Ordering::Less => format!("A is done {by} sooner."),
        Ordering::Greater => format!("B is done {by} sooner."),
    };
    format!("{time} {lost}")
}

const SOONER: &str = "sooner";
const SHORTER: &str = "shorter";

fn orders(number: u64) -> String {
    super::count(number, "order")
}

fn counted(name: &'static str, [a, b]: [u64; 2]) -> ComparedRow {
    let difference = match a.cmp(&b) {
        Ordering::Equal => SAME.to_owned(),
        Ordering::Less => format!("B {} more", grouped(b - a)),
        Ordering::Greater => format!("A {} more", grouped(a - b)),
    };
    ComparedRow {
        name,
        sides: [grouped(a), grouped(b)],
        difference,
    }
}

fn timed(name: &'static str, sides: [Option<Millis>; 2], word: &str) -> ComparedRow {
    let difference = match sides {
        [Some(a), Some(b)] => difference(a, b, word),
        [None, None] => SAME.to_owned(),
        [Some(_), None] => "only A has any".to_owned(),
        [None, Some(_)] => "only B has any".to_owned(),
    };
    let say =
        |time: Option<Millis>| time.map_or_else(|| "–".to_owned(), |time| Unit::Millis.say(time.0));
    ComparedRow {
        name,
        sides: sides.map(say),
        difference,
    }
}

/// Which of two times is the shorter one, and by how much.
fn difference(a: Millis, b: Millis, word: &str) -> String {
    let by = Unit::Millis.say(a.0.abs_diff(b.0));
    match a.cmp(&b) {
        Ordering::Equal => SAME.to_owned(),
        Ordering::Less => format!("A {by} {word}"),
        Ordering::Greater => format!("B {by} {word}"),
    }
}

/// Of each consumer, so that one sees who had little to do.
fn shares(name: &'static str, sides: [&SideView; 2]) -> ComparedRow {
    let average = |side: &SideView| {
        let consumers = &side.measures.consumers;
        let all: u64 = consumers
            .iter()
            .map(|consumer| consumer.permille_in_all)
            .sum();
        all / (consumers.len() as u64).max(1)
    };
    let [a, b] = sides.map(average);
    let difference = match a.cmp(&b) {
        Ordering::Equal => SAME.to_owned(),
        Ordering::Less => "B is busier".to_owned(),
        Ordering::Greater => "A is busier".to_owned(),
    };
    let each = |side: &SideView| {
        let consumers = side.measures.consumers.iter();
        let each = consumers.map(|consumer| Unit::Permille.say(consumer.permille_in_all));
        each.collect::<Vec<_>>().join(", ")
    };
    ComparedRow {
        name,
        sides: sides.map(each),
        difference,
    }
}

fn turnaround(side: &SideView, of: fn(Percentiles) -> Millis) -> Option<Millis> {
    side.turnaround.map(of)
}

fn waited(side: &SideView) -> Option<Millis> {
    side.measures.waiting.in_all.map(|of| of.p95)
}

fn most_ready(side: &SideView) -> u64 {
    let depths = side.measures.depth.iter();
    depths
        .flat_map(|depth| &depth.ready)
        .max()
        .copied()
        .unwrap_or(0)
}

const SAME: &str = "the same";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        projection::{ConsumerUse, Measures, OrderCounts},
        ui::state::ComparisonDraft,
    };

    fn side(took: u64, lost: u64, shares: &[u64]) -> SideView {
        SideView {
            orders: OrderCounts {
                placed: 40,
                fulfilled_once: 40 - lost,
                lost,
                ..OrderCounts::default()
            },
            redelivered: 0,
            took: Millis(took),
            turnaround: None,
            measures: Measures {
                consumers: (1..)
                    .zip(shares)
                    .map(|(number, share)| ConsumerUse {
                        name: format!("consumer-{number}"),
                        permille: Vec::new(),
                        permille_in_all: *share,
                    })
                    .collect(),
                ..Measures::default()
            },
        }
    }

    fn compared_with(a: SideView, b: SideView) -> ComparisonView {
        let draft = ComparisonDraft::default();
        ComparisonView {
            settings: draft.parse().expect("the form begins with a right one"),
            sides: [a, b],
        }
    }

    #[test]
    fn the_difference_is_said_in_words() {
        let view = compared_with(side(7_000, 0, &[500, 900]), side(20_000, 12, &[1_000]));
        assert_eq!(
            conclusion(&view),
            "A is done 13 s sooner. B loses 12 orders, A none."
        );
        let told: Vec<String> = compared(&view)
            .into_iter()
            .map(|row| {
                format!(
                    "{}: {} | {}: {}",
                    row.name, row.sides[0], row.sides[1], row.difference
                )
            })
            .collect();
        let expected = [
            "Everything done after: 7 s | 20 s: A 13 s sooner",
            "Fulfilled once: 40 | 28: A 12 more",
            "Fulfilled twice or more: 0 | 0: the same",
            "Lost: 0 | 12: B 12 more",
            "Redelivered: 0 | 0: the same",
            "Order to done, p50: – | –: the same",
            "Order to done, p95: – | –: the same",
            "Wait in the queue, p95: – | –: the same",
            "Most ready at once: 0 | 0: the same",
            "Share of the time at work: 50 %, 90 % | 100 %: B is busier",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_side_is_described_with_what_sets_its_first_consumer_apart() {
        let draft = ComparisonDraft::default();
        let [a, _] = draft.parse().expect("it is right").sides;
        let crashing = Configuration {
            crash_at: Some(Millis(1_500)),
            ..a
        };
        assert_eq!(
            configuration(&crashing),
            "2 consumers, prefetch 1, sleep 0.2 s, the first 2 s, acks after the sleep, \
             the first crashes after 1.5 s"
        );
    }

    #[test]
    fn two_that_are_alike_are_said_to_be() {
        let view = compared_with(side(5, 1, &[]), side(5, 1, &[]));
        assert_eq!(
            conclusion(&view),
            "Both are done at the same time. Both lose 1 order."
        );
    }
}
