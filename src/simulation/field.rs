//! Fields: what a person typed into a form, read once, with an error that says what would be right.

use std::{fmt, ops::RangeInclusive};

use serde::{Deserialize, Serialize};

use super::{
    comparison_settings::{Side, SideField},
    label::one_line,
    message_property::MessageProperty,
    queue_settings::QueueArgument,
    settings::ORDER_QUEUE,
};
use crate::broker::{DeliveryTag, ExchangeName, NameTooLong, QueueName};

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
    /// An exchange's name.
    Exchange,
    /// The name of the exchange that gets what another cannot route.
    AlternateExchange,
    /// The queue or exchange that a binding leads to.
    Destination,
    /// A binding's key.
    BindingKey,
    /// An argument that a queue is declared with.
    QueueArgument(QueueArgument),
    /// A consumer's prefetch.
    Prefetch,
    /// A consumer's priority.
    ConsumerPriority,
    /// A consumer's sleep.
    Sleep,
    /// How long after a crash a consumer is started again.
    RestartAfter,
    /// An order's id.
    OrderId,
    /// An order's user.
    User,
    /// An order's total.
    Total,
    /// A body typed as text.
    Body,
    /// A message's priority.
    Priority,
    /// A message's time to live.
    Expiration,
    /// A property of a message that is a text.
    Property(MessageProperty),
    /// A message's headers, all together.
    Headers,
    /// The name in a row of a table, counted from 0.
    TableName(usize),
    /// The value in a row of a table, counted from 0.
    TableValue(usize),
    /// How many to publish.
    Count,
    /// How many producers a burst has.
    Producers,
    /// How many orders a second a burst publishes.
    Rate,
    /// How long a burst lasts.
    Seconds,
    /// A delivery tag.
    DeliveryTag,
    /// What is looked for.
    SearchText,
    /// A field of one side of a comparison.
    OfSide(Side, SideField),
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

/// Reads a queue's name. Spaces around it are taken for slips. Whether the broker accepts the name
/// is for the broker to say.
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

/// Reads an exchange's name; none is the default exchange's. Spaces around it are taken for slips.
///
/// # Errors
/// [`FieldError`] if it is too long.
pub fn parse_exchange_name(text: &str) -> Result<ExchangeName, FieldError> {
    ExchangeName::new(text.trim()).map_err(|NameTooLong { bytes }| {
        let message = format!("An exchange's name has at most 255 bytes; this one has {bytes}.");
        FieldError::new(Field::Exchange, message)
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

/// Reads a whole number. `right` says what would be right, without a full stop.
pub(super) fn parse_whole(
    field: Field,
    text: &str,
    range: RangeInclusive<u64>,
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

/// Characters of what was typed that an error repeats.
pub(super) const SHOWN_CHARS_MAX: usize = 20;

/// What sort of number a text looks like.
pub(super) enum Digits {
    None,
    Whole,
    Negative,
    Fraction,
    NotANumber,
}

impl Digits {
    pub(super) fn of(text: &str) -> Self {
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
    fn a_delivery_tag_is_any_whole_number() {
        assert_eq!(parse_delivery_tag("99"), Ok(DeliveryTag(99)));
        let negative = parse_delivery_tag("-1").expect_err("negative");
        assert_eq!(
            negative.message,
            "A delivery tag is a whole number from 0; -1 is negative."
        );
    }
}
