//! How the page's programs are set, parsed once from what a person typed.
//!
//! Each `parse` names the field and says what would be right. The limits are the page's own: they keep one
//! slip of the keyboard from asking for a year's sleep or a billion orders. A value that arrives
//! ready-made, from the page's worker boundary or from storage, goes through the same rules by `validate`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::label::one_line;
use crate::broker::{DeliveryTag, Millis, NameTooLong, QueueName};

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
}

impl Default for ConsumerSettings {
    /// The course's consumer.
    fn default() -> Self {
        Self {
            queue: order_queue(),
            prefetch_count: 1,
            sleep: Millis(2000),
            acknowledgement: Acknowledgement::AfterSleep,
        }
    }
}

impl ConsumerSettings {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(
        queue: &str,
        prefetch: &str,
        sleep_seconds: &str,
        acknowledgement: Acknowledgement,
    ) -> Result<Self, Vec<FieldError>> {
        match (
            parse_queue_name(queue),
            parse_prefetch(prefetch),
            parse_sleep(sleep_seconds),
        ) {
            (Ok(queue), Ok(prefetch_count), Ok(sleep)) => Ok(Self {
                queue,
                prefetch_count,
                sleep,
                acknowledgement,
            }),
            (queue, prefetch, sleep) => Err([queue.err(), prefetch.err(), sleep.err()]
                .into_iter()
                .flatten()
                .collect()),
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
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

/// A form's field that cannot be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong and what would be right, as a sentence.
    pub message: String,
}

/// A field of one of the page's forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// A queue's name.
    Queue,
    /// A consumer's prefetch.
    Prefetch,
    /// A consumer's sleep.
    Sleep,
    /// An order's id.
    OrderId,
    /// An order's user.
    User,
    /// An order's total.
    Total,
    /// A body typed as text.
    Body,
    /// How many to publish.
    Count,
    /// A delivery tag.
    DeliveryTag,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FieldError {}

impl FieldError {
    pub(super) fn new(field: Field, message: impl Into<String>) -> Self {
        Self {
            field,
            message: message.into(),
        }
    }

    pub(super) fn no_queue() -> Self {
        Self::new(
            Field::Queue,
            format!("Name a queue, such as {ORDER_QUEUE}."),
        )
    }
}

/// The name of the course's queue.
#[must_use]
pub fn order_queue() -> QueueName {
    QueueName::new(ORDER_QUEUE).expect("the course's queue has a short name")
}

/// Reads a queue's name. Spaces around it are taken for slips. Whether the broker accepts the name is for the
/// broker to say.
///
/// # Errors
/// [`FieldError`] if there is none, or it is too long.
pub fn parse_queue_name(text: &str) -> Result<QueueName, FieldError> {
    let name = text.trim();
    if name.is_empty() {
        return Err(FieldError::no_queue());
    }
    QueueName::new(name).map_err(|NameTooLong { bytes }| {
        FieldError::new(
            Field::Queue,
            format!("A queue's name has at most 255 bytes; this one has {bytes}."),
        )
    })
}

/// Reads a delivery tag, outstanding or not; 0 is for `multiple`.
///
/// # Errors
/// [`FieldError`] if it is not a whole number from 0.
pub fn parse_delivery_tag(text: &str) -> Result<DeliveryTag, FieldError> {
    let right = "A delivery tag is a whole number from 0";
    parse_whole(Field::DeliveryTag, text, 0..=u64::MAX, right).map(DeliveryTag)
}

fn parse_prefetch(text: &str) -> Result<u16, FieldError> {
    let right = "The prefetch is a whole number from 0 (no limit) to 65535";
    let range = 0..=u64::from(u16::MAX);
    let count = parse_whole(Field::Prefetch, text, range, right)?;
    Ok(u16::try_from(count).expect("the range ends at the type's end"))
}

/// Reads a whole number. `right` says what would be right, without a full stop.
pub(super) fn parse_whole(
    field: Field,
    text: &str,
    range: std::ops::RangeInclusive<u64>,
    right: &str,
) -> Result<u64, FieldError> {
    let text = text.trim();
    let shown = one_line(text, SHOWN_CHARS_MAX);
    let wrong = match text.parse::<u64>() {
        Ok(number) if range.contains(&number) => return Ok(number),
        Ok(number) if number < *range.start() => format!("{shown} is too small"),
        Ok(_) => format!("{shown} is too large"),
        Err(_not_a_u64) => match Digits::of(text) {
            Digits::None => "there is nothing here".to_owned(),
            Digits::Whole => format!("{shown} is too large"),
            Digits::Negative => format!("{shown} is negative"),
            Digits::Fraction => format!("{shown} is a fraction"),
            Digits::NotANumber => format!("“{shown}” is not a number"),
        },
    };
    Err(FieldError::new(field, format!("{right}; {wrong}.")))
}

/// Reads seconds without going through floats, so that what was typed is what is meant.
fn parse_sleep(text: &str) -> Result<Millis, FieldError> {
    let text = text.trim();
    let shown = one_line(text, SHOWN_CHARS_MAX);
    let wrong = match Digits::of(text) {
        Digits::None => "there is nothing here".to_owned(),
        Digits::Negative => format!("{shown} is negative"),
        Digits::NotANumber => format!("“{shown}” is not a number"),
        Digits::Fraction if text.contains(',') => format!("{shown} has a comma for a point"),
        Digits::Whole | Digits::Fraction => {
            let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
            if decimals.len() > 3 {
                format!("{shown} has more than three decimals, and the clock counts milliseconds")
            } else {
                let millis = format!("{whole}{decimals:0<3}").parse().map(Millis);
                return match millis {
                    Ok(sleep) if sleep <= SLEEP_MAX => Ok(sleep),
                    Ok(_) | Err(_) => Err(sleep_too_long(&shown)),
                };
            }
        }
    };
    Err(FieldError::new(
        Field::Sleep,
        format!("{SLEEP_RIGHT}; {wrong}."),
    ))
}

fn sleep_too_long(shown: &str) -> FieldError {
    FieldError::new(Field::Sleep, format!("{SLEEP_RIGHT}; {shown} is too long."))
}

const SLEEP_RIGHT: &str = "The sleep is from 0 to 3600 seconds (an hour), such as 2 or 0.5";

const SLEEP_MAX: Millis = Millis(SLEEP_SECONDS_MAX as u64 * 1000);

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

/// Characters of what was typed that an error repeats.
const SHOWN_CHARS_MAX: usize = 20;

/// What sort of number a text looks like.
enum Digits {
    None,
    Whole,
    Negative,
    Fraction,
    NotANumber,
}

impl Digits {
    fn of(text: &str) -> Self {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let is_number = (digits.bytes().any(|byte| byte.is_ascii_digit()))
            && whole.bytes().all(|byte| byte.is_ascii_digit())
            && decimals.bytes().all(|byte| byte.is_ascii_digit());
        if text.is_empty() {
            Self::None
        } else if !is_number {
            Self::NotANumber
        } else if negative {
            Self::Negative
        } else if digits.contains(['.', ',']) {
            Self::Fraction
        } else {
            Self::Whole
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(
        queue: &str,
        prefetch: &str,
        sleep: &str,
    ) -> Result<ConsumerSettings, Vec<FieldError>> {
        ConsumerSettings::parse(queue, prefetch, sleep, Acknowledgement::AfterSleep)
    }

    #[test]
    fn the_courses_settings_as_typed() {
        assert_eq!(
            parse(" order_queue ", "1", "2"),
            Ok(ConsumerSettings::default())
        );
    }

    #[test]
    fn prefetch_is_a_whole_number_from_0_to_65535() {
        for (text, count) in [("0", 0), (" 10 ", 10), ("65535", 65535)] {
            let settings = parse("q", text, "0").expect(text);
            assert_eq!(settings.prefetch_count, count);
        }
        let wrong = [
            ("", "there is nothing here."),
            ("-1", "-1 is negative."),
            ("1.5", "1.5 is a fraction."),
            ("65536", "65536 is too large."),
            (
                "99999999999999999999999999",
                "99999999999999999999… is too large.",
            ),
            ("many", "“many” is not a number."),
            ("1e3", "“1e3” is not a number."),
        ];
        for (text, what) in wrong {
            let message =
                format!("The prefetch is a whole number from 0 (no limit) to 65535; {what}");
            let error = FieldError::new(Field::Prefetch, message);
            assert_eq!(parse("q", text, "0"), Err(vec![error]));
        }
    }

    #[test]
    fn sleep_is_in_seconds_with_decimals() {
        let right = [
            ("0", 0),
            ("2", 2000),
            ("0.5", 500),
            (".25", 250),
            ("1.", 1000),
            ("0.001", 1),
            ("3600", 3_600_000),
        ];
        for (text, millis) in right {
            let settings = parse("q", "1", text).expect(text);
            assert_eq!(settings.sleep, Millis(millis));
        }
        let wrong = [
            ("", "there is nothing here."),
            ("-2", "-2 is negative."),
            ("-0.5", "-0.5 is negative."),
            ("1,5", "1,5 has a comma for a point."),
            (
                "0.0001",
                "0.0001 has more than three decimals, and the clock counts milliseconds.",
            ),
            ("3600.001", "3600.001 is too long."),
            ("99999999999999999999", "99999999999999999999 is too long."),
            ("soon", "“soon” is not a number."),
            (".", "“.” is not a number."),
            ("1.5.5", "“1.5.5” is not a number."),
        ];
        for (text, what) in wrong {
            let error = FieldError::new(Field::Sleep, format!("{SLEEP_RIGHT}; {what}"));
            assert_eq!(parse("q", "1", text), Err(vec![error]));
        }
    }

    #[test]
    fn a_queue_has_a_name_of_at_most_255_bytes() {
        assert!(parse_queue_name(&"q".repeat(255)).is_ok());
        let long = parse_queue_name(&"é".repeat(128)).expect_err("256 bytes");
        assert_eq!(
            long.message,
            "A queue's name has at most 255 bytes; this one has 256."
        );
        let none = parse_queue_name("  ").expect_err("no name");
        assert_eq!(none.message, "Name a queue, such as order_queue.");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let errors = parse("", "-1", "x").expect_err("three errors");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, [Field::Queue, Field::Prefetch, Field::Sleep]);
    }

    #[test]
    fn settings_that_were_not_parsed_here_are_held_to_the_same_rules() {
        let arrived = ConsumerSettings {
            queue: QueueName::new("").expect("short"),
            sleep: Millis(3_600_001),
            ..ConsumerSettings::default()
        };
        let errors = arrived.validate().expect_err("two errors");
        let messages: Vec<&str> = errors.iter().map(|error| &*error.message).collect();
        assert_eq!(
            messages,
            [
                "Name a queue, such as order_queue.",
                "The sleep is from 0 to 3600 seconds (an hour), such as 2 or 0.5; 3600.001 is too long.",
            ]
        );
        assert_eq!(ConsumerSettings::default().validate(), Ok(()));
    }

    #[test]
    fn a_delivery_tag_is_any_whole_number() {
        assert_eq!(parse_delivery_tag("99"), Ok(DeliveryTag(99)));
        let negative = parse_delivery_tag("-1").expect_err("negative");
        assert_eq!(
            negative.message,
            "A delivery tag is a whole number from 0; -1 is negative."
        );
    }
}
