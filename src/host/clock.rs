//! The clock: real time in, virtual time out.
//!
//! The virtual clock follows the real one at a speed of its own, or stands still. It never leaps:
//! after a pause of the whole page, as when a laptop sleeps or a browser freezes a hidden tab, it
//! goes on from where it was.

use crate::{
    broker::{Millis, Timestamp},
    projection::{Play, PlayState},
};

/// How far one reading may move the real clock on. A page that is awake reads it far more often.
const STEP_MAX: Millis = Millis(1_000);

/// Maps real time to virtual time. Both are milliseconds since the Unix epoch.
///
/// # Invariants
/// - Less than a millisecond of virtual time is left over.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    real: Timestamp,
    now: Timestamp,
    /// Virtual time that has passed beyond `now`, in tenths of a millisecond.
    left_over: u64,
}

impl Clock {
    /// A clock that shows the real time, for now.
    #[must_use]
    pub const fn start(real: Timestamp) -> Self {
        Self {
            real,
            now: real,
            left_over: 0,
        }
    }

    /// What the clock shows when it is really `real` and it has gone like that since it was read
    /// last. A real clock that was set back moves nothing.
    pub fn read(&mut self, real: Timestamp, play: Play) -> Timestamp {
        let passed = (real - self.real).min(STEP_MAX);
        self.real = real;
        match play.state {
            PlayState::Playing => {
                let tenths = passed.0 * u64::from(play.speed.tenths()) + self.left_over;
                self.now = self.now + Millis(tenths / 10);
                self.left_over = tenths % 10;
            }
            PlayState::Paused => {}
        }
        self.now
    }

    /// Goes on from that moment.
    pub const fn leap(&mut self, moment: Timestamp) {
        self.now = moment;
        self.left_over = 0;
    }

    /// How long to wait, really, for that moment: nothing if it has passed, for ever if the clock
    /// stands still.
    #[must_use]
    pub fn until(&self, moment: Timestamp, play: Play) -> Option<Millis> {
        let tenths = ((moment - self.now).0 * 10).saturating_sub(self.left_over);
        if tenths == 0 {
            return Some(Millis(0));
        }
        match play.state {
            PlayState::Playing => Some(Millis(tenths.div_ceil(play.speed.tenths().into()))),
            PlayState::Paused => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::Speed;

    const PAUSED: Play = Play {
        state: PlayState::Paused,
        speed: Speed::REAL,
    };

    fn at(tenths: u16) -> Play {
        Play {
            state: PlayState::Playing,
            speed: Speed::of_tenths(tenths).expect("a speed"),
        }
    }

    #[test]
    fn it_follows_the_real_clock() {
        let mut clock = Clock::start(Timestamp(10_000));
        assert_eq!(clock.read(Timestamp(10_250), at(10)), Timestamp(10_250));
        assert_eq!(clock.until(Timestamp(12_000), at(10)), Some(Millis(1_750)));
    }

    #[test]
    fn after_an_hour_of_sleep_it_goes_on_from_where_it_was() {
        let mut clock = Clock::start(Timestamp(10_000));
        assert_eq!(clock.read(Timestamp(3_610_000), at(10)), Timestamp(11_000));
        assert_eq!(clock.read(Timestamp(3_610_100), at(10)), Timestamp(11_100));
    }

    #[test]
    fn a_real_clock_that_was_set_back_does_not_turn_it_back() {
        let mut clock = Clock::start(Timestamp(10_000));
        assert_eq!(clock.read(Timestamp(2_000), at(10)), Timestamp(10_000));
        assert_eq!(clock.read(Timestamp(2_050), at(10)), Timestamp(10_050));
    }

    #[test]
    fn ten_readings_a_tenth_as_fast_lose_nothing() {
        let mut clock = Clock::start(Timestamp(0));
        for real in 1..=25 {
            clock.read(Timestamp(real), at(1));
        }
        assert_eq!(clock.now, Timestamp(2));
        assert_eq!(clock.until(Timestamp(3), at(1)), Some(Millis(5)));
        assert_eq!(clock.read(Timestamp(30), at(1)), Timestamp(3));
    }

    #[test]
    fn a_hundred_times_as_fast_nobody_waits_too_long_or_too_short() {
        let mut clock = Clock::start(Timestamp(0));
        let due = Timestamp(2_050);
        let wait = clock.until(due, at(1_000)).expect("it goes");
        assert_eq!(wait, Millis(21));
        assert!(clock.read(Timestamp(wait.0), at(1_000)) >= due);
    }

    #[test]
    fn paused_it_stands_still_and_goes_on_from_there() {
        let mut clock = Clock::start(Timestamp(100));
        assert_eq!(clock.read(Timestamp(900), PAUSED), Timestamp(100));
        assert_eq!(clock.until(Timestamp(101), PAUSED), None);
        assert_eq!(clock.until(Timestamp(100), PAUSED), Some(Millis(0)));
        assert_eq!(clock.read(Timestamp(950), at(10)), Timestamp(150));
    }

    #[test]
    fn it_goes_on_from_where_it_is_told_to() {
        let mut clock = Clock::start(Timestamp(100));
        clock.leap(Timestamp(2_100));
        assert_eq!(clock.read(Timestamp(100), PAUSED), Timestamp(2_100));
        clock.leap(Timestamp(50));
        assert_eq!(clock.read(Timestamp(110), at(10)), Timestamp(60));
    }
}
