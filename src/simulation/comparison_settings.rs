//! How a comparison is set: two configurations of consumers, and the orders that come to both.
//!
//! What nobody could watch, or no tab could go through quickly, is refused at the field.

use serde::{Deserialize, Serialize};

use super::{
    burst_settings::{BURST_RATE_MAX, BurstPace, BurstSettings},
    field::{Field, FieldError},
    poison::OnFailure,
    settings::{Acknowledgement, ConsumerSettings, order_queue, seconds},
};
use crate::broker::Millis;

/// Two configurations on the same arrivals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonSettings {
    /// What comes to both.
    pub arrivals: Arrivals,
    /// What works on it, here and there.
    pub sides: [Configuration; 2],
}

/// Orders that come evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrivals {
    /// How many a second.
    pub per_second: u32,
    /// For so long.
    pub seconds: u32,
}

/// Consumers of the course's queue, all set alike but for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configuration {
    /// How many.
    pub consumers: u8,
    /// Unacked deliveries that each may hold; 0 means no limit.
    pub prefetch_count: u16,
    /// How long each works on an order.
    pub sleep: Millis,
    /// How long the first one does, if not as long.
    pub first_sleep: Option<Millis>,
    /// When they acknowledge.
    pub acknowledgement: Acknowledgement,
    /// When the first one crashes, if it does. It is started again [`RESTART`] later.
    pub crash_at: Option<Millis>,
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

/// A field of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SideField {
    /// How many consumers.
    Consumers,
    /// Their prefetch.
    Prefetch,
    /// Their sleep.
    Sleep,
    /// The first one's sleep.
    FirstSleep,
    /// When it crashes.
    CrashAt,
}

impl Side {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// Its name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

impl ComparisonSettings {
    /// Checks settings that were not parsed here.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let Arrivals {
            per_second,
            seconds,
        } = self.arrivals;
        let total = self.arrivals.total();
        if !(1..=BURST_RATE_MAX).contains(&per_second) {
            let message = format!("{RATE_RIGHT}; {per_second} is not.");
            errors.push(FieldError::new(Field::Rate, message));
        } else if !(1..=ARRIVALS_SECONDS_MAX).contains(&seconds) {
            let message = format!("{SECONDS_RIGHT}; {seconds} is not.");
            errors.push(FieldError::new(Field::Seconds, message));
        } else if total > ORDERS_MAX {
            let message =
                format!("A comparison has at most {ORDERS_MAX} orders; this one has {total}.");
            errors.push(FieldError::new(Field::Seconds, message));
        }
        for (side, configuration) in Side::BOTH.into_iter().zip(&self.sides) {
            errors.extend(configuration.check(side));
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

impl Arrivals {
    /// Orders in all.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.per_second.saturating_mul(self.seconds)
    }

    /// The burst that they are.
    #[must_use]
    pub fn burst(self) -> BurstSettings {
        BurstSettings {
            queue: order_queue(),
            producers: 1,
            pace: BurstPace::Steady {
                per_second: self.per_second,
                seconds: self.seconds,
            },
        }
    }
}

impl Configuration {
    /// How the consumer number `index` is set, counted from 0.
    #[must_use]
    pub fn consumer(&self, index: u8) -> ConsumerSettings {
        let is_first = index == 0;
        ConsumerSettings {
            queue: order_queue(),
            prefetch_count: self.prefetch_count,
            sleep: self.first_sleep.filter(|_| is_first).unwrap_or(self.sleep),
            acknowledgement: self.acknowledgement,
            on_failure: OnFailure::Crash,
            restart_after: (is_first && self.crash_at.is_some()).then_some(RESTART),
            ..ConsumerSettings::default()
        }
    }

    fn check(&self, side: Side) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut refuse = |field, message: String| {
            errors.push(FieldError::new(Field::OfSide(side, field), message));
        };
        if !(1..=CONSUMERS_MAX).contains(&self.consumers) {
            let message = format!("{CONSUMERS_RIGHT}; {} is not.", self.consumers);
            refuse(SideField::Consumers, message);
        }
        let times = [
            (SideField::Sleep, Some(self.sleep)),
            (SideField::FirstSleep, self.first_sleep),
            (SideField::CrashAt, self.crash_at),
        ];
        for (field, time) in times {
            if let Some(time) = time.filter(|time| *time > TIME_MAX) {
                let message = format!("{TIME_RIGHT}; {} is too long.", seconds(time));
                refuse(field, message);
            }
        }
        if self.acknowledgement == Acknowledgement::ByHand {
            let message = "Nobody acks by hand in a comparison.".to_owned();
            refuse(SideField::Consumers, message);
        }
        errors
    }
}

/// How long after its crash the first consumer is started again: as soon as a supervisor would.
pub const RESTART: Millis = Millis(2_000);

/// Consumers of one side.
pub(super) const CONSUMERS_MAX: u8 = 10;

/// Orders that a tab goes through twice in a few seconds.
const ORDERS_MAX: u32 = 5_000;

/// Seconds during which orders may come.
pub(super) const ARRIVALS_SECONDS_MAX: u32 = 600;

/// A minute: longer than anything that is worth comparing.
const TIME_MAX: Millis = Millis(60_000);

pub(super) const RATE_RIGHT: &str = "The rate is a whole number from 1 to 1000 orders a second";
pub(super) const SECONDS_RIGHT: &str = "Orders come for a whole number of seconds from 1 to 600";
pub(super) const CONSUMERS_RIGHT: &str = "A side has from 1 to 10 consumers";
pub(super) const TIME_RIGHT: &str = "It is from 0 to 60 seconds, such as 2 or 0.5";
