//! The clock: real time in, virtual time out.
//!
//! The virtual clock follows the real one, but never leaps: after a pause of the whole page, as
//! when a laptop sleeps or a browser freezes a hidden tab, it goes on from where it was.

use crate::broker::{Millis, Timestamp};

/// How far one reading may move the clock on. A page that is awake reads it far more often.
const STEP_MAX: Millis = Millis(1_000);

/// Maps real time to virtual time. Both are milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    real: Timestamp,
    now: Timestamp,
}

impl Clock {
    /// A clock that shows the real time, for now.
    #[must_use]
    pub const fn start(real: Timestamp) -> Self {
        Self { real, now: real }
    }

    /// What the clock shows when it is really `real`. A real clock that was set back moves nothing.
    pub fn read(&mut self, real: Timestamp) -> Timestamp {
        let passed = (real - self.real).min(STEP_MAX);
        self.real = real;
        self.now = self.now + passed;
        self.now
    }

    /// How long to wait, really, for that moment. Nothing if it has passed.
    #[must_use]
    pub fn until(&self, moment: Timestamp) -> Millis {
        moment - self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_follows_the_real_clock() {
        let mut clock = Clock::start(Timestamp(10_000));
        assert_eq!(clock.read(Timestamp(10_250)), Timestamp(10_250));
        assert_eq!(clock.until(Timestamp(12_000)), Millis(1_750));
    }

    #[test]
    fn after_an_hour_of_sleep_it_goes_on_from_where_it_was() {
        let mut clock = Clock::start(Timestamp(10_000));
        assert_eq!(clock.read(Timestamp(3_610_000)), Timestamp(11_000));
        assert_eq!(clock.read(Timestamp(3_610_100)), Timestamp(11_100));
    }

    #[test]
    fn a_real_clock_that_was_set_back_does_not_turn_it_back() {
        let mut clock = Clock::start(Timestamp(10_000));
        assert_eq!(clock.read(Timestamp(2_000)), Timestamp(10_000));
        assert_eq!(clock.read(Timestamp(2_050)), Timestamp(10_050));
    }
}
