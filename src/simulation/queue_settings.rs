//! What a queue is declared with, parsed once from what a person typed.
//!
//! Only what is no value of its type is refused here. Whether a value makes sense, alone or with
//! others, is for the broker to say, in RabbitMQ's words.

use serde::{Deserialize, Serialize};

use super::{
    field::{Field, FieldError, SHOWN_CHARS_MAX, parse_queue_name},
    label::one_line,
    value::{Value, to_table},
};
use crate::broker::{Method, QueueDeclare, QueueName, ShortString};

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

    fn parse(self, text: &str) -> Result<Value, FieldError> {
        match self.kind() {
            ArgumentKind::Number => self.parse_number(text),
            ArgumentKind::Text | ArgumentKind::OneOf(_) => Ok(Value::Text(text.to_owned())),
            ArgumentKind::Flag => Ok(Value::Bool(true)),
        }
    }

    fn parse_number(self, text: &str) -> Result<Value, FieldError> {
        let text = text.trim();
        text.parse().map(Value::Number).map_err(|_| {
            let shown = one_line(text, SHOWN_CHARS_MAX);
            let message = format!("{} is a whole number; “{shown}” is none.", self.name());
            FieldError::new(Field::QueueArgument(self), message)
        })
    }
}

/// A queue as a person wants it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueSettings {
    /// Its name; the broker says what is wrong with it. The empty name asks the broker for one
    /// (<https://www.rabbitmq.com/docs/queues#server-named-queues>).
    pub queue: QueueName,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Whether it is there for the connection that declares it alone, and goes with it
    /// (<https://www.rabbitmq.com/docs/queues#exclusive-queues>).
    pub exclusive: bool,
    /// Whether it goes with its last consumer.
    pub auto_delete: bool,
    /// What it is declared with.
    pub arguments: Vec<(QueueArgument, Value)>,
}

/// A queue as it was typed.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a tick of its own")]
pub struct QueueForm<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether the broker makes the name up; then the typed one is not read.
    pub is_server_named: bool,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Whether it is there for one connection alone.
    pub exclusive: bool,
    /// Whether it goes with its last consumer.
    pub auto_delete: bool,
}

impl QueueForm<'_> {
    /// Reads what was typed, with these arguments.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse<'a>(
        &self,
        arguments: impl Iterator<Item = (QueueArgument, &'a str)>,
    ) -> Result<QueueSettings, Vec<FieldError>> {
        let mut errors = Vec::new();
        let queue = if self.is_server_named {
            Ok(QueueName::empty())
        } else {
            parse_queue_name(self.name).map_err(|error| errors.push(error))
        };
        let mut parsed = Vec::new();
        for (argument, text) in arguments {
            match argument.parse(text) {
                Ok(value) => parsed.push((argument, value)),
                Err(error) => errors.push(error),
            }
        }
        match queue {
            Ok(queue) if errors.is_empty() => Ok(QueueSettings {
                queue,
                durable: self.durable,
                exclusive: self.exclusive,
                auto_delete: self.auto_delete,
                arguments: parsed,
            }),
            Ok(_) | Err(()) => Err(errors),
        }
    }
}

impl QueueSettings {
    /// The method that declares it.
    #[must_use]
    pub fn declare(self) -> Method {
        let arguments = (self.arguments.iter())
            .map(|(argument, value)| (ShortString::of(argument.name()), value));
        Method::QueueDeclare(QueueDeclare {
            arguments: to_table(arguments),
            queue: self.queue,
            passive: false,
            durable: self.durable,
            exclusive: self.exclusive,
            auto_delete: self.auto_delete,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::FieldValue;

    fn parse<const N: usize>(
        name: &str,
        typed: [(QueueArgument, &str); N],
    ) -> Result<QueueSettings, Vec<FieldError>> {
        let form = QueueForm {
            name,
            is_server_named: false,
            durable: true,
            exclusive: false,
            auto_delete: false,
        };
        form.parse(typed.into_iter())
    }

    #[test]
    fn what_was_typed_becomes_the_arguments_in_their_order() {
        let typed = [
            (QueueArgument::MessageTtl, " 1500 "),
            (QueueArgument::MaxLength, "-1"),
            (QueueArgument::DeadLetterExchange, ""),
            (QueueArgument::SingleActiveConsumer, "true"),
        ];
        let settings = parse(" late ", typed);
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
        let errors = parse("", typed).expect_err("four errors");
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
