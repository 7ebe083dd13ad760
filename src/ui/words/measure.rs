//! What was measured, in words and units.

use super::{count, duration, grouped};
use crate::broker::Millis;

/// What the numbers of a line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Messages.
    Messages,
    /// Tenths of a message in a second.
    TenthsASecond,
    /// Milliseconds.
    Millis,
    /// Thousandths of the time.
    Permille,
}

impl Unit {
    /// A number with its unit.
    #[must_use]
    pub fn say(self, number: u64) -> String {
        match self {
            Self::Messages => count(number, "message"),
            Self::TenthsASecond => format!("{} a second", tenths(number)),
            Self::Millis => time(Millis(number)),
            Self::Permille => format!("{} %", (number + 5) / 10),
        }
    }

    /// The number alone, where the unit stands beside it.
    #[must_use]
    pub fn figure(self, number: u64) -> String {
        match self {
            Self::Messages => grouped(number),
            Self::TenthsASecond => tenths(number),
            Self::Millis | Self::Permille => self.say(number),
        }
    }
}

/// `120 ms`, `3.4 s`, `2 min 5 s`
fn time(length: Millis) -> String {
    match length.0 {
        0..1_000 => format!("{} ms", length.0),
        1_000..60_000 => format!("{} s", tenths(length.0 / 100)),
        60_000.. => duration(length),
    }
}

/// `3`, `3.4`, `1,204`: a tenth tells nothing of what is large.
fn tenths(number: u64) -> String {
    match (number / 10, number % 10) {
        (whole, 0) => grouped(whole),
        (whole, _) if whole >= 100 => grouped(whole),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_with_their_units() {
        let said = [
            Unit::Messages.say(1_204),
            Unit::Messages.figure(1),
            Unit::TenthsASecond.say(34),
            Unit::TenthsASecond.figure(12_045),
            Unit::Millis.say(0),
            Unit::Millis.figure(3_450),
            Unit::Millis.say(125_000),
            Unit::Permille.say(1_000),
            Unit::Permille.figure(335),
        ];
        assert_eq!(
            said,
            [
                "1,204 messages",
                "1",
                "3.4 a second",
                "1,204",
                "0 ms",
                "3.4 s",
                "2 min 5 s",
                "100 %",
                "34 %"
            ]
        );
    }
}
