//! What a queue is declared with, parsed once from what a person typed.
//!
//! Only what is no value of its type is refused here. Whether a value makes sense, alone or with
//! others, is for the broker to say, in RabbitMQ's words.

use serde::{Deserialize, Serialize};

use super::{
    field::{Field, FieldError, SHOWN_CHARS_MAX, parse_queue_name},
    label::one_line,
};
use crate::broker::{FieldValue, Method, QueueDeclare, QueueName, ShortString, Table};

/// An argument of `queue.declare` (<https://www.rabbitmq.com/docs/queues#optional-arguments>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QueueArgument {
    /// Classic, or quorum.
    Type,
    /// How long a message may wait, in milliseconds.
    MessageTtl,
    /// After how many milliseconds without use the queue goes.
    Expires,
    /// How many ready messages it holds.
    MaxLength,
    /// How many bytes of ready messages it holds.
    MaxLengthBytes,
    /// What happens to what is too much.
    Overflow,
    /// The exchange that gets what the queue gives up.
    DeadLetterExchange,
    /// The routing key that it goes there with.
    DeadLetterRoutingKey,
    /// The highest priority that makes a difference.
    MaxPriority,
    /// One consumer at a time gets everything.
    SingleActiveConsumer,
    /// How often a quorum queue delivers a message.
    DeliveryLimit,
}

/// What sort of value an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// One of these texts, the first being what holds without it.
    OneOf(&'static [&'static str]),
    /// That it is so.
    Flag,
}

impl QueueArgument {
    /// All that the page can set, in the order of its form.
    pub const ALL: [Self; 11] = [
        Self::Type,
        Self::MessageTtl,
        Self::Expires,
        Self::MaxLength,
        Self::MaxLengthBytes,
        Self::Overflow,
        Self::DeadLetterExchange,
        Self::DeadLetterRoutingKey,
        Self::MaxPriority,
        Self::SingleActiveConsumer,
        Self::DeliveryLimit,
    ];

    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "x-queue-type",
            Self::MessageTtl => "x-message-ttl",
            Self::Expires => "x-expires",
            Self::MaxLength => "x-max-length",
            Self::MaxLengthBytes => "x-max-length-bytes",
            Self::Overflow => "x-overflow",
            Self::DeadLetterExchange => "x-dead-letter-exchange",
            Self::DeadLetterRoutingKey => "x-dead-letter-routing-key",
            Self::MaxPriority => "x-max-priority",
            Self::SingleActiveConsumer => "x-single-active-consumer",
            Self::DeliveryLimit => "x-delivery-limit",
        }
    }

    /// What sort of value it takes.
    #[must_use]
    pub const fn kind(self) -> ArgumentKind {
        match self {
            Self::Type => ArgumentKind::OneOf(&["classic", "quorum"]),
            Self::Overflow => {
                ArgumentKind::OneOf(&["drop-head", "reject-publish", "reject-publish-dlx"])
            }
            Self::DeadLetterExchange | Self::DeadLetterRoutingKey => ArgumentKind::Text,
            Self::SingleActiveConsumer => ArgumentKind::Flag,
            Self::MessageTtl
            | Self::Expires
            | Self::MaxLength
            | Self::MaxLengthBytes
            | Self::MaxPriority
            | Self::DeliveryLimit => ArgumentKind::Number,
        }
    }

    /// The argument that a text of the broker's names in quotes.
    #[must_use]
    pub fn named_in(text: &str) -> Option<Self> {
        let quoted = |argument: &Self| text.contains(&format!("'{}'", argument.name()));
        Self::ALL.into_iter().find(quoted)
    }

    fn parse(self, text: &str) -> Result<ArgumentValue, FieldError> {
        match self.kind() {
            ArgumentKind::Number => self.parse_number(text),
            ArgumentKind::Text | ArgumentKind::OneOf(_) => Ok(ArgumentValue::Text(text.to_owned())),
            ArgumentKind::Flag => Ok(ArgumentValue::Set),
        }
    }

    fn parse_number(self, text: &str) -> Result<ArgumentValue, FieldError> {
        let text = text.trim();
        text.parse().map(ArgumentValue::Number).map_err(|_| {
            let shown = one_line(text, SHOWN_CHARS_MAX);
            let message = format!("{} is a whole number; “{shown}” is none.", self.name());
            FieldError::new(Field::QueueArgument(self), message)
        })
    }
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArgumentValue {
    /// A whole number; the broker may find it too small or too large.
    Number(i64),
    /// A text.
    Text(String),
    /// It is so.
    Set,
}

/// A queue as a person wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSettings {
    /// Its name; the broker says what is wrong with it.
    pub queue: QueueName,
    /// Whether it survives a restart.
    pub durable: bool,
    /// What it is declared with.
    pub arguments: Vec<(QueueArgument, ArgumentValue)>,
}

impl QueueSettings {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse<'a>(
        name: &str,
        durable: bool,
        arguments: impl Iterator<Item = (QueueArgument, &'a str)>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let queue = parse_queue_name(name).map_err(|error| errors.push(error));
        let mut parsed = Vec::new();
        for (argument, text) in arguments {
            match argument.parse(text) {
                Ok(value) => parsed.push((argument, value)),
                Err(error) => errors.push(error),
            }
        }
        match queue {
            Ok(queue) if errors.is_empty() => Ok(Self {
                queue,
                durable,
                arguments: parsed,
            }),
            Ok(_) | Err(()) => Err(errors),
        }
    }

    /// The method that declares it.
    #[must_use]
    pub fn declare(self) -> Method {
        let arguments = self.arguments.into_iter().map(|(argument, value)| {
            let value = match value {
                ArgumentValue::Number(number) => FieldValue::Long(number),
                ArgumentValue::Text(text) => FieldValue::text(&text),
                ArgumentValue::Set => FieldValue::Bool(true),
            };
            (ShortString::of(argument.name()), value)
        });
        Method::QueueDeclare(QueueDeclare {
            queue: self.queue,
            passive: false,
            durable: self.durable,
            exclusive: false,
            auto_delete: false,
            arguments: Table(arguments.collect()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_becomes_the_arguments_in_their_order() {
        let typed = [
            (QueueArgument::MessageTtl, " 1500 "),
            (QueueArgument::MaxLength, "-1"),
            (QueueArgument::DeadLetterExchange, ""),
            (QueueArgument::SingleActiveConsumer, "true"),
        ];
        let settings = QueueSettings::parse(" late ", true, typed.into_iter());
        let Ok(Method::QueueDeclare(declare)) = settings.map(QueueSettings::declare) else {
            unreachable!("it is a declaration")
        };
        assert_eq!(declare.queue.as_str(), "late");
        assert_eq!(
            declare.arguments.0,
            [
                ("x-message-ttl", FieldValue::Long(1_500)),
                ("x-max-length", FieldValue::Long(-1)),
                ("x-dead-letter-exchange", FieldValue::text("")),
                ("x-single-active-consumer", FieldValue::Bool(true)),
            ]
            .map(|(name, value)| (ShortString::of(name), value))
        );
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let typed = [
            (QueueArgument::Expires, "soon"),
            (QueueArgument::MaxPriority, "2.5"),
            (QueueArgument::MaxLength, "99999999999999999999"),
        ];
        let errors = QueueSettings::parse("", true, typed.into_iter()).expect_err("four errors");
        let told: Vec<&str> = errors.iter().map(|error| &*error.message).collect();
        assert_eq!(
            told,
            [
                "Name a queue, such as order_queue.",
                "x-expires is a whole number; “soon” is none.",
                "x-max-priority is a whole number; “2.5” is none.",
                "x-max-length is a whole number; “99999999999999999999” is none.",
            ]
        );
        let fields = errors.iter().skip(1).map(|error| error.field);
        assert!(fields.eq(typed.map(|(argument, _)| Field::QueueArgument(argument))));
    }

    #[test]
    fn the_brokers_refusal_names_the_argument() {
        let text = "invalid arg 'x-max-length' for queue 'q' in vhost '/': {value_negative,-1}";
        assert_eq!(
            QueueArgument::named_in(text),
            Some(QueueArgument::MaxLength)
        );
        let bytes = "invalid arg 'x-max-length-bytes' for queue 'q' in vhost '/'";
        assert_eq!(
            QueueArgument::named_in(bytes),
            Some(QueueArgument::MaxLengthBytes)
        );
        assert_eq!(QueueArgument::named_in("no queue 'q' in vhost '/'"), None);
    }
}
