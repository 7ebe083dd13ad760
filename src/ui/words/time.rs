//! How time goes, in words.

use super::duration;
use crate::{
    broker::{Millis, Timestamp},
    projection::{Play, PlayState},
};

/// `playing at 1×`, `paused`
#[must_use]
pub fn playing(play: Play) -> String {
    match play.state {
        PlayState::Playing => format!("playing at {}", play.speed),
        PlayState::Paused => "paused".to_owned(),
    }
}

/// When something happens next by itself: `Next in 1.5 s.`
#[must_use]
pub fn next_due(now: Timestamp, due: Option<Timestamp>) -> String {
    let Some(due) = due else {
        return "Nothing is due by itself.".to_owned();
    };
    match due - now {
        Millis(0) => "The next thing is due now.".to_owned(),
        wait @ Millis(..60_000) => {
            let tenths = wait.0.div_ceil(100);
            format!("Next in {}.{} s.", tenths / 10, tenths % 10)
        }
        wait @ Millis(60_000..) => format!("Next in {}.", duration(wait)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::Speed;

    #[test]
    fn how_time_goes_is_told_with_its_speed() {
        let mut play = Play::default();
        assert_eq!(playing(play), "playing at 1×");
        play.speed = Speed::MIN;
        assert_eq!(playing(play), "playing at 0.1×");
        play.state = PlayState::Paused;
        assert_eq!(playing(play), "paused");
    }

    #[test]
    fn what_is_next_is_told_to_a_tenth_of_a_second() {
        let now = Timestamp(10_000);
        let told = |due| next_due(now, Some(Timestamp(due)));
        assert_eq!(told(9_000), "The next thing is due now.");
        assert_eq!(told(10_000), "The next thing is due now.");
        assert_eq!(told(10_001), "Next in 0.1 s.");
        assert_eq!(told(11_950), "Next in 2.0 s.");
        assert_eq!(told(100_000), "Next in 1 min 30 s.");
        assert_eq!(next_due(now, None), "Nothing is due by itself.");
    }
}
