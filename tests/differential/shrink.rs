//! The fewest operations that still show a difference.

use std::thread;

use super::world::{Brokers, Difference, PATIENT, repeat};

/// Leaves out whatever the difference does not need: large parts first, several tries at once.
pub(crate) fn shrink(brokers: &Brokers, found: Difference) -> Difference {
    let mut best = found;
    let mut part = best.operations.len() / 2;
    while part > 0 {
        let Some(smaller) = without_a_part(brokers, &best, part) else {
            part /= 2;
            continue;
        };
        best = smaller;
        part = part.min(best.operations.len() / 2).max(1);
    }
    best
}

/// The first difference that is left when a part of this length is left out. The last operation
/// stays: it is the one that shows it.
fn without_a_part(brokers: &Brokers, found: &Difference, part: usize) -> Option<Difference> {
    let last = found.operations.len() - 1;
    let starts: Vec<usize> = (0..last).step_by(part).collect();
    starts.chunks(AT_ONCE).find_map(|starts| {
        thread::scope(|scope| {
            let tries: Vec<_> = starts
                .iter()
                .map(|start| {
                    let mut fewer = found.operations.clone();
                    fewer.drain(*start..(start + part).min(last));
                    scope.spawn(move || repeat(brokers, &fewer, PATIENT))
                })
                .collect();
            let mut tries = tries.into_iter();
            tries.find_map(|found| found.join().expect("a replay does not panic"))
        })
    })
}

const AT_ONCE: usize = 16;
