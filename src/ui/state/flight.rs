//! Flights: the moves of one view, put together into the way that each message went in it.
//!
//! What happened at one moment of the broker's time would be one leap. On the screen it is a flight
//! from stop to stop, so that the way is seen. A message that an exchange sends to several queues
//! flies to the exchange once, and on from there as often as it was sent.

use crate::projection::{Move, Speed, Spot};

/// A message's way in one view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flight {
    /// What it is called.
    pub label: String,
    /// `delivery_mode` 2.
    pub persistent: bool,
    /// Whether it had been handed out before.
    pub redelivered: bool,
    /// Where it was, one after the other; at least two places.
    pub stops: Vec<Spot>,
    /// Legs that another one flies before this one begins.
    pub waits: usize,
}

/// The flights of these moves, in their order.
#[must_use]
pub fn flights(moves: &[Move]) -> Vec<Flight> {
    let mut flights: Vec<Flight> = Vec::new();
    for step in moves {
        let is_new = step.from == Spot::Producer;
        let same = |flight: &&mut Flight| !is_new && flight.label == step.label;
        let arrived = |flight: &&mut Flight| flight.stops.last() == Some(&step.from);
        let mut candidates = flights.iter_mut().rev().filter(same);
        if let Some(flight) = candidates.find(arrived) {
            flight.stops.push(step.to.clone());
            flight.redelivered |= step.redelivered;
            continue;
        }
        let waits = flights
            .iter()
            .rev()
            .filter(|flight| !is_new && flight.label == step.label)
            .find_map(|flight| {
                let passed = flight.stops.iter().position(|stop| *stop == step.from)?;
                Some(flight.waits + passed)
            });
        flights.push(Flight {
            label: step.label.clone(),
            persistent: step.persistent,
            redelivered: step.redelivered,
            stops: vec![step.from.clone(), step.to.clone()],
            waits: waits.unwrap_or(0),
        });
    }
    flights
}

/// How long a leg takes, and how long after one flight the next one begins, in milliseconds: the
/// more there is to see, and the faster time goes, the shorter.
#[must_use]
pub fn pace(flights: &[Flight], speed: Speed) -> (u32, u32) {
    let longest = flights.iter().map(|flight| flight.stops.len()).max();
    let leg = match (flights.len(), longest) {
        (..=8, None | Some(..=2)) => LEG_ALONE_MS,
        (..=8, Some(3..)) => LEG_MS,
        (9..=20, _) => LEG_MS * 3 / 4,
        (21.., _) => LEG_MS / 2,
    };
    let hurry = u32::from(speed.tenths()).clamp(10, HURRY_TENTHS_MAX);
    let between = BETWEEN_MS.min(ALL_BEGUN_MS / u32::try_from(flights.len().max(1)).unwrap_or(1));
    (leg * 10 / hurry, between * 10 / hurry)
}

const LEG_ALONE_MS: u32 = 600;
const LEG_MS: u32 = 420;
const BETWEEN_MS: u32 = 110;
/// By then even the last of many has begun.
const ALL_BEGUN_MS: u32 = 500;
/// An eye follows three times as fast, and no faster.
const HURRY_TENTHS_MAX: u32 = 30;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        broker::{ExchangeName, QueueName},
        projection::Ending,
    };

    fn queue(name: &str) -> Spot {
        Spot::Queue(QueueName::new(name).expect("short"))
    }

    fn exchange() -> Spot {
        Spot::Exchange(ExchangeName::default_exchange())
    }

    fn consumer() -> Spot {
        Spot::Consumer("consumer-1".into())
    }

    fn step(label: &str, from: Spot, to: Spot) -> Move {
        Move {
            label: label.to_owned(),
            persistent: true,
            redelivered: false,
            from,
            to,
        }
    }

    #[test]
    fn a_message_flies_its_whole_way_at_once() {
        let flights = flights(&[
            step("a", Spot::Producer, exchange()),
            step("a", exchange(), queue("q")),
            step("a", queue("q"), consumer()),
            step("b", Spot::Producer, exchange()),
            step("b", exchange(), queue("q")),
        ]);
        let [a, b] = flights.as_slice() else {
            panic!("two flights: {flights:?}");
        };
        assert_eq!(
            a.stops,
            [Spot::Producer, exchange(), queue("q"), consumer()]
        );
        assert_eq!(b.stops, [Spot::Producer, exchange(), queue("q")]);
    }

    #[test]
    fn a_copy_waits_until_the_message_has_come_to_where_they_part() {
        let flights = flights(&[
            step("a", Spot::Producer, exchange()),
            step("a", exchange(), queue("one")),
            step("a", exchange(), queue("two")),
        ]);
        assert_eq!(flights.len(), 2);
        assert_eq!((flights[0].waits, flights[1].waits), (0, 1));
        assert_eq!(flights[1].stops, [exchange(), queue("two")]);
    }

    #[test]
    fn what_is_published_is_another_message_even_if_it_is_called_the_same() {
        let flights = flights(&[
            step("a", Spot::Producer, exchange()),
            step("a", Spot::Producer, exchange()),
        ]);
        assert_eq!(flights.len(), 2);
        assert!(flights.iter().all(|flight| flight.waits == 0));
    }

    #[test]
    fn a_redelivery_is_a_flight_there_and_back_again() {
        let mut again = step("a", queue("q"), consumer());
        again.redelivered = true;
        let flights = flights(&[step("a", consumer(), queue("q")), again]);
        assert_eq!(flights.len(), 1);
        assert_eq!(flights[0].stops, [consumer(), queue("q"), consumer()]);
        assert!(flights[0].redelivered);
    }

    #[test]
    fn many_at_once_and_a_fast_clock_make_short_flights() {
        let one = |label: &str| step(label, consumer(), Spot::End(Ending::Acked));
        let labels: Vec<String> = (0..60).map(|number| number.to_string()).collect();
        let many: Vec<Move> = labels.iter().map(|label| one(label)).collect();
        let (few, many) = (flights(&[one("a")]), flights(&many));
        let real = Speed::default();
        let fast = Speed::of_tenths(1_000).expect("there is such a speed");
        let ((leg, _), (leg_of_many, between)) = (pace(&few, real), pace(&many, real));
        assert!(leg_of_many < leg && leg == 600);
        assert!(between * 60 <= 500);
        assert_eq!(pace(&few, fast).0, 200);
    }
}
