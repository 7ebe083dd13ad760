//! How the page's programs are set, parsed once from what a person typed.
//!
//! Each parser names the field and says what would be right. The limits are the page's own: they
//! keep one slip of the keyboard from asking for a year's sleep or a billion orders. A value that
//! arrives ready-made, from the page's worker boundary or from storage, goes through the same rules
//! by `validate`.

use serde::{Deserialize, Serialize};

use super::{
    field::{Field, FieldError},
    poison::OnFailure,
};
use crate::broker::{Millis, QueueName};

/// The course's queue.
pub const ORDER_QUEUE: &str = "order_queue";

/// Seconds that a consumer may sleep over one order: an hour, longer than anybody will watch.
pub const SLEEP_SECONDS_MAX: u32 = 3600;

/// Orders that one publish may make.
pub const PUBLISH_COUNT_MAX: u32 = 100_000;

/// When a consumer's program acknowledges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Acknowledgement {
    /// After its sleep, by delivery tag.
    #[default]
    AfterSleep,
    /// Never: `no_ack` makes the broker forget a message when it is sent.
    Automatic,
    /// When the person at the page says so.
    ByHand,
}

/// How a consumer is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerSettings {
    /// The queue that it consumes from.
    pub queue: QueueName,
    /// Unacked deliveries that it may hold; 0 means no limit.
    pub prefetch_count: u16,
    /// How long it works on an order.
    pub sleep: Millis,
    /// When it acknowledges.
    pub acknowledgement: Acknowledgement,
    /// What it does when it fails on an order.
    pub on_failure: OnFailure,
    /// How long after a crash it is started again by itself; never, if there is nothing here.
    pub restart_after: Option<Millis>,
    /// Whether it wants the queue to itself
    /// (<https://www.rabbitmq.com/docs/consumers#exclusivity>).
    pub exclusive: bool,
    /// Before whom it is served (<https://www.rabbitmq.com/docs/consumer-priority>); 0 if there is
    /// nothing here.
    pub priority: Option<i32>,
}

impl Default for ConsumerSettings {
    /// The course's consumer.
    fn default() -> Self {
        Self {
            queue: order_queue(),
            prefetch_count: 1,
            sleep: Millis(2000),
            acknowledgement: Acknowledgement::AfterSleep,
            on_failure: OnFailure::Crash,
            restart_after: None,
            exclusive: false,
            priority: None,
        }
    }
}

impl ConsumerSettings {
    /// The same with twice the sleep, so far as that goes.
    #[must_use]
    pub fn slower(&self) -> Self {
        let sleep = Millis((self.sleep.0 * 2).clamp(SLEEP_MIN.0, SLEEP_MAX.0));
        Self {
            sleep,
            ..self.clone()
        }
    }

    /// The same with half the sleep, and at the end with none.
    #[must_use]
    pub fn faster(&self) -> Self {
        let half = Millis(self.sleep.0 / 2);
        Self {
            sleep: if half < SLEEP_MIN { Millis(0) } else { half },
            ..self.clone()
        }
    }

    /// Checks settings that were not parsed here.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.queue.as_str().trim().is_empty() {
            errors.push(FieldError::no_queue());
        }
        if self.sleep > SLEEP_MAX {
            errors.push(sleep_too_long(&seconds(self.sleep)));
        }
        if let Some(after) = self.restart_after
            && !(RESTART_MIN..=SLEEP_MAX).contains(&after)
        {
            let wrong = if after < RESTART_MIN {
                "is too short"
            } else {
                "is too long"
            };
            errors.push(restart_error(&format!("{} {wrong}", seconds(after))));
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

/// The name of the course's queue.
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "the name is a constant, and short"
)]
pub fn order_queue() -> QueueName {
    QueueName::new(ORDER_QUEUE).expect("the course's queue has a short name")
}

fn sleep_too_long(shown: &str) -> FieldError {
    FieldError::new(Field::Sleep, format!("{SLEEP_RIGHT}; {shown} is too long."))
}

pub(super) fn restart_error(wrong: &str) -> FieldError {
    FieldError::new(Field::RestartAfter, format!("{RESTART_RIGHT}; {wrong}."))
}

pub(super) const SLEEP_RIGHT: &str =
    "The sleep is from 0 to 3600 seconds (an hour), such as 2 or 0.5";

pub(super) const SLEEP_MAX: Millis = Millis(SLEEP_SECONDS_MAX as u64 * 1000);

/// Where somebody who speeds a consumer up has come to no sleep at all, and begins again when
/// slowing it down.
pub(super) const SLEEP_MIN: Millis = Millis(125);

pub(super) const RESTART_RIGHT: &str =
    "A restart comes from 0.1 to 3600 seconds after the crash, or never if nothing is here";

/// A program that crashes over and over must leave time for everything else.
pub(super) const RESTART_MIN: Millis = Millis(100);

/// A length of time in seconds with no more decimals than it needs.
#[must_use]
pub fn seconds(length: Millis) -> String {
    let (whole, millis) = (length.0 / 1000, length.0 % 1000);
    if millis == 0 {
        return whole.to_string();
    }
    let decimals = format!("{millis:03}");
    format!("{whole}.{}", decimals.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slower_and_faster_lead_from_no_sleep_to_an_hour_and_back() {
        let mut settings = ConsumerSettings::default();
        settings = settings.slower();
        assert_eq!(settings.sleep, Millis(4_000));
        for _ in 0..20 {
            settings = settings.slower();
        }
        assert_eq!(settings.sleep, SLEEP_MAX);
        for _ in 0..20 {
            settings = settings.faster();
        }
        assert_eq!(settings.sleep, Millis(0));
        assert_eq!(settings.slower().sleep, SLEEP_MIN);
        assert_eq!(settings.slower().validate(), Ok(()));
    }

    #[test]
    fn settings_that_were_not_parsed_here_are_held_to_the_same_rules() {
        let arrived = ConsumerSettings {
            queue: QueueName::new("").expect("short"),
            sleep: Millis(3_600_001),
            restart_after: Some(Millis(0)),
            ..ConsumerSettings::default()
        };
        let errors = arrived.validate().expect_err("three errors");
        let messages: Vec<&str> = errors.iter().map(|error| &*error.message).collect();
        assert_eq!(
            messages,
            [
                "Name a queue, such as order_queue.",
                "The sleep is from 0 to 3600 seconds (an hour), such as 2 or 0.5; 3600.001 is too long.",
                "A restart comes from 0.1 to 3600 seconds after the crash, or never if nothing is here; \
                 0 is too short.",
            ]
        );
        assert_eq!(ConsumerSettings::default().validate(), Ok(()));
    }
}
