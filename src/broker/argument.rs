//! One `x-` argument: reading its value, and RabbitMQ's words for one that it cannot have.
//!
//! RabbitMQ prints what it refuses as an Erlang term, so a text stands in quotes, a word does not,
//! and a pair in braces. Clients match these texts. Which arguments there are is said by
//! `queue_arguments` and `consumer_arguments`.

use super::{
    exception::{Exception, ReplyCode},
    id::QueueName,
    queue_arguments::QueueKind,
    table::FieldValue,
};

/// Why a value is refused, as RabbitMQ prints it.
#[derive(Debug)]
pub(super) struct Unacceptable(pub(super) String);

impl Unacceptable {
    /// A word of RabbitMQ's own.
    pub(super) fn word(word: &str) -> Self {
        Self(word.to_owned())
    }

    /// A sentence, which is printed in quotes.
    pub(super) fn sentence(sentence: &str) -> Self {
        Self(quoted(sentence))
    }

    /// A word with the number that it is about.
    pub(super) fn number(word: &str, number: i64) -> Self {
        Self(format!("{{{word},{number}}}"))
    }

    fn wrong_type(value: &FieldValue) -> Self {
        Self(format!("{{unacceptable_type,{}}}", value.type_name()))
    }

    /// The refusal of a queue's argument, or of a consumer's.
    pub(super) fn refuse(&self, argument: &str, queue: &QueueName) -> Exception {
        Exception::channel(
            ReplyCode::PreconditionFailed,
            format!(
                "invalid arg '{argument}' for queue '{queue}' in vhost '/': {}",
                self.0
            ),
        )
    }
}

/// The refusal of an argument that other kinds of queue have and this one has not.
pub(super) fn refuse_for_kind(argument: &str, queue: &QueueName, kind: QueueKind) -> Exception {
    Exception::channel(
        ReplyCode::PreconditionFailed,
        format!(
            "invalid arg '{argument}' for queue '{queue}' in vhost '/' of queue type {}",
            kind.module()
        ),
    )
}

/// The number that a value of an integer type is.
pub(super) fn integer(value: &FieldValue) -> Option<i64> {
    match value {
        FieldValue::Byte(number) => Some(i64::from(*number)),
        FieldValue::UnsignedByte(number) => Some(i64::from(*number)),
        FieldValue::Short(number) => Some(i64::from(*number)),
        FieldValue::UnsignedShort(number) => Some(i64::from(*number)),
        FieldValue::Int(number) => Some(i64::from(*number)),
        FieldValue::UnsignedInt(number) => Some(i64::from(*number)),
        FieldValue::Long(number) => Some(*number),
        FieldValue::Bool(_)
        | FieldValue::Float(_)
        | FieldValue::Double(_)
        | FieldValue::Decimal { .. }
        | FieldValue::LongString(_)
        | FieldValue::Array(_)
        | FieldValue::Timestamp(_)
        | FieldValue::Table(_)
        | FieldValue::Void
        | FieldValue::Bytes(_) => None,
    }
}

/// Any number of an integer type.
pub(super) fn expect_integer(value: &FieldValue) -> Result<i64, Unacceptable> {
    integer(value).ok_or_else(|| {
        Unacceptable::sentence(&format!("expected integer, got {}", value.type_name()))
    })
}

/// A number from 0.
pub(super) fn expect_count(value: &FieldValue) -> Result<u64, Unacceptable> {
    let number = expect_integer(value)?;
    u64::try_from(number).map_err(|_| Unacceptable::number("value_negative", number))
}

/// A long string, which need not be text.
pub(super) fn expect_string(value: &FieldValue) -> Result<&[u8], Unacceptable> {
    if let FieldValue::LongString(bytes) = value {
        Ok(bytes)
    } else {
        Err(Unacceptable::wrong_type(value))
    }
}

/// True or false.
pub(super) fn expect_bool(value: &FieldValue) -> Result<bool, Unacceptable> {
    if let FieldValue::Bool(is_set) = value {
        Ok(*is_set)
    } else {
        Err(Unacceptable::wrong_type(value))
    }
}

/// A text as Erlang prints it for a programmer: in quotes, or as a list of numbers if it has a
/// character that cannot be seen.
pub(super) fn quoted(text: &str) -> String {
    let mut printed = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => printed.push_str("\\\""),
            '\\' => printed.push_str("\\\\"),
            '\n' => printed.push_str("\\n"),
            '\r' => printed.push_str("\\r"),
            '\t' => printed.push_str("\\t"),
            ' '..='~' | '\u{a0}'..='\u{ff}' => printed.push(character),
            _ => return numbers(text),
        }
    }
    printed.push('"');
    printed
}

fn numbers(text: &str) -> String {
    let numbers: Vec<String> = text
        .chars()
        .map(|character| u32::from(character).to_string())
        .collect();
    format!("[{}]", numbers.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_printed_in_quotes_and_what_cannot_be_seen_as_numbers() {
        assert_eq!(quoted("x y"), "\"x y\"");
        assert_eq!(quoted("a\"b\\c\n"), "\"a\\\"b\\\\c\\n\"");
        assert_eq!(quoted("a\0"), "[97,0]");
        assert_eq!(quoted("\u{2603}"), "[9731]");
    }

    #[test]
    fn every_integer_type_is_a_number_and_no_other_is() {
        assert_eq!(integer(&FieldValue::Byte(-1)), Some(-1));
        assert_eq!(integer(&FieldValue::UnsignedShort(u16::MAX)), Some(65_535));
        assert_eq!(integer(&FieldValue::Long(i64::MIN)), Some(i64::MIN));
        assert_eq!(integer(&FieldValue::Timestamp(5)), None);
        assert_eq!(integer(&FieldValue::Double(5.0)), None);
    }
}
