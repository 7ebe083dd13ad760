//! How many messages a second go each way, as the eye sees it: where tokens would be too many to be
//! told apart there is a number instead.

use std::collections::{BTreeMap, VecDeque};

use crate::projection::{Speed, Spot, WayCount};

/// What moved in the last second of the screen's time.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    seen: VecDeque<(u64, Vec<WayCount>)>,
}

/// A way on which tokens cannot be told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dense {
    /// From where.
    pub from: Spot,
    /// To where.
    pub to: Spot,
    /// Messages in a second of the broker's time, to two digits.
    pub per_second: u64,
}

impl Rates {
    /// Takes in what a view says that it moved, at that time of the screen.
    pub fn push(&mut self, at_ms: u64, counts: &[WayCount]) {
        self.forget(at_ms);
        if !counts.is_empty() {
            self.seen.push_back((at_ms, counts.to_vec()));
        }
    }

    /// Forgets what is more than a second ago.
    pub fn forget(&mut self, now_ms: u64) {
        while self
            .seen
            .front()
            .is_some_and(|&(at_ms, _)| at_ms + WINDOW_MS <= now_ms)
        {
            self.seen.pop_front();
        }
    }

    /// The ways with too many messages to be told apart, at that speed of time.
    #[must_use]
    pub fn dense(&self, speed: Speed) -> Vec<Dense> {
        let mut ways: BTreeMap<(&Spot, &Spot), u64> = BTreeMap::new();
        for way in self.seen.iter().flat_map(|(_, counts)| counts) {
            *ways.entry((&way.from, &way.to)).or_default() += way.count;
        }
        let all: u64 = ways.values().sum();
        let most = if all > TOKENS_MAX {
            CROWDED_MAX
        } else {
            WAY_MAX
        };
        let dense = ways.into_iter().filter(|&(_, count)| count > most);
        dense
            .map(|((from, to), count)| Dense {
                from: from.clone(),
                to: to.clone(),
                per_second: two_digits((count * 10 / u64::from(speed.tenths()).max(1)).max(1)),
            })
            .collect()
    }
}

/// A number that changes with every view could not be read.
const fn two_digits(number: u64) -> u64 {
    let mut step = 1;
    while number / step >= 100 {
        step *= 10;
    }
    number / step * step
}

const WINDOW_MS: u64 = 1_000;
/// Tokens a second on one way that can still be told apart.
const WAY_MAX: u64 = 40;
/// Tokens a second on all ways together.
const TOKENS_MAX: u64 = 120;
/// Tokens a second on one way while there are more than that.
const CROWDED_MAX: u64 = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{broker::ExchangeName, projection::Ending};

    fn way(from: Spot, count: u64) -> WayCount {
        WayCount {
            from,
            to: Spot::End(Ending::Acked),
            count,
        }
    }

    fn consumer(count: u64) -> WayCount {
        way(Spot::Consumer("consumer-1".into()), count)
    }

    fn per_second(rates: &Rates, speed_tenths: u16) -> Vec<u64> {
        let speed = Speed::of_tenths(speed_tenths).expect("there is such a speed");
        let dense = rates.dense(speed).into_iter();
        dense.map(|way| way.per_second).collect()
    }

    #[test]
    fn up_to_forty_a_second_every_message_is_a_token() {
        let mut rates = Rates::default();
        for view in 0..20 {
            rates.push(view * 50, &[consumer(2)]);
        }
        assert!(per_second(&rates, 10).is_empty());
        rates.push(999, &[consumer(1)]);
        assert_eq!(per_second(&rates, 10), [41]);
    }

    #[test]
    fn every_move_counts_and_a_second_later_none() {
        let mut rates = Rates::default();
        rates.push(0, &[consumer(500)]);
        rates.push(600, &[consumer(327)]);
        assert_eq!(per_second(&rates, 10), [820]);
        rates.forget(1_000);
        assert_eq!(per_second(&rates, 10), [320]);
        rates.forget(1_600);
        assert!(per_second(&rates, 10).is_empty());
    }

    #[test]
    fn a_rate_is_one_of_the_brokers_time() {
        let mut rates = Rates::default();
        rates.push(0, &[consumer(500)]);
        assert_eq!(per_second(&rates, 1_000), [5]);
        assert_eq!(per_second(&rates, 5), [1_000]);
    }

    #[test]
    fn in_a_crowd_the_busy_ways_are_dense_earlier() {
        let mut rates = Rates::default();
        let exchange = Spot::Exchange(ExchangeName::default_exchange());
        let few = way(Spot::Producer, 5);
        rates.push(0, &[consumer(40), way(exchange, 40), few.clone()]);
        assert!(per_second(&rates, 10).is_empty());
        rates.push(10, &[way(Spot::Consumer("other".into()), 40)]);
        assert_eq!(per_second(&rates, 10), [40, 40, 40]);
        assert!(
            rates
                .dense(Speed::default())
                .iter()
                .all(|way| way.from != few.from)
        );
    }
}
