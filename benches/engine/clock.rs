//! The native clock of the benchmark, and what is made of its readings.

use std::time::Instant;

/// Rounds that are measured, after one that is not.
pub(crate) const ROUNDS: usize = 3;

/// Milliseconds of each round after a warm-up.
pub(crate) fn rounds(mut round: impl FnMut()) -> Vec<f64> {
    round();
    (0..ROUNDS).map(|_| timed(&mut round)).collect()
}

/// So many things in a median round, a second.
pub(crate) fn per_second(count: f64, mut took_ms: Vec<f64>) -> f64 {
    took_ms.sort_by(f64::total_cmp);
    count / took_ms[took_ms.len() / 2] * 1000.0
}

#[expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
fn timed(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64() * 1000.0
}
