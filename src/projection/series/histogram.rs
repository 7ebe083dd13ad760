//! A histogram of times, exact to a sixteenth: log-linear, as `HdrHistogram`'s is.
//!
//! Each doubling of the time has sixteen buckets of equal width. Only buckets with something in
//! them are kept, and they are whole numbers throughout, so every machine says the same.

use std::collections::BTreeMap;

use crate::broker::Millis;

/// How often each time was measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Histogram {
    buckets: BTreeMap<u64, u64>,
    count: u64,
}

impl Histogram {
    pub(super) fn add(&mut self, time: Millis) {
        *self.buckets.entry(bucket_of(time.0)).or_default() += 1;
        self.count += 1;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (bucket, count) in &other.buckets {
            *self.buckets.entry(*bucket).or_default() += count;
        }
        self.count += other.count;
    }

    /// The time that so many of a thousand did not exceed; none of none.
    pub(super) fn percentile(&self, permille: u64) -> Option<Millis> {
        let rank = (self.count * permille).div_ceil(1_000).max(1);
        let mut seen = 0;
        self.buckets.iter().find_map(|(bucket, count)| {
            seen += count;
            (seen >= rank).then(|| Millis(middle_of(*bucket)))
        })
    }
}

/// Times below sixteen milliseconds have a bucket each.
const fn bucket_of(time: u64) -> u64 {
    if time < WIDTH {
        return time;
    }
    let doublings = (time.ilog2() - WIDTH.ilog2()) as u64;
    doublings * WIDTH + (time >> doublings)
}

const fn middle_of(bucket: u64) -> u64 {
    if bucket < 2 * WIDTH {
        return bucket;
    }
    let doublings = bucket / WIDTH - 1;
    let lowest = (bucket - doublings * WIDTH) << doublings;
    lowest + (1 << doublings) / 2
}

/// Buckets of a doubling.
const WIDTH: u64 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_lies_near_the_middle_of_its_bucket() {
        let times = (0..100_000).chain([1 << 40, (1 << 40) + 12_345, u64::MAX >> 1]);
        for time in times {
            let middle = middle_of(bucket_of(time));
            assert!(middle.abs_diff(time) <= time / 32 + 1, "{time}: {middle}");
        }
    }

    #[test]
    fn percentiles_are_those_of_a_sorted_list() {
        let mut state = 7_u64;
        for length in [1, 2, 19, 100, 5_000] {
            let mut times: Vec<u64> = (0..length)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    state >> 33 >> (state >> 60)
                })
                .collect();
            let mut whole = Histogram::default();
            let mut halves = [Histogram::default(), Histogram::default()];
            for (index, time) in times.iter().enumerate() {
                whole.add(Millis(*time));
                halves[index % 2].add(Millis(*time));
            }
            let [mut merged, other] = halves;
            merged.merge(&other);
            times.sort_unstable();
            for permille in [500, 950, 990] {
                let rank = (times.len() * permille).div_ceil(1_000).max(1);
                let exact = times[rank - 1];
                let said = whole.percentile(permille as u64).expect("some").0;
                assert!(said.abs_diff(exact) <= exact / 32 + 1, "{said} for {exact}");
                assert_eq!(merged.percentile(permille as u64), Some(Millis(said)));
            }
        }
        assert_eq!(Histogram::default().percentile(500), None);
    }
}
