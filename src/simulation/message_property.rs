//! The properties of a message that are texts (AMQP 0-9-1, class `basic`), and that a person may
//! set. The others have forms of their own, or are the broker's.

use serde::{Deserialize, Serialize};

use super::field::{Field, FieldError};
use crate::broker::{NameTooLong, Properties, ShortString};

/// A property that is a text of up to 255 bytes
/// (<https://www.rabbitmq.com/docs/publishers#message-properties>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MessageProperty {
    /// MIME type of the body.
    ContentType,
    /// MIME encoding of the body.
    ContentEncoding,
    /// Which request this answers.
    CorrelationId,
    /// Where an answer should go.
    ReplyTo,
    /// The application's own identifier.
    MessageId,
    /// The application's name for the kind of message.
    Type,
    /// Who publishes; the broker checks it.
    UserId,
    /// The publishing application.
    AppId,
}

impl MessageProperty {
    /// All of them, in the order of the protocol.
    pub const ALL: [Self; 8] = [
        Self::ContentType,
        Self::ContentEncoding,
        Self::CorrelationId,
        Self::ReplyTo,
        Self::MessageId,
        Self::Type,
        Self::UserId,
        Self::AppId,
    ];

    /// Its name in RabbitMQ.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ContentType => "content_type",
            Self::ContentEncoding => "content_encoding",
            Self::CorrelationId => "correlation_id",
            Self::ReplyTo => "reply_to",
            Self::MessageId => "message_id",
            Self::Type => "type",
            Self::UserId => "user_id",
            Self::AppId => "app_id",
        }
    }

    /// The property among the others.
    #[must_use]
    pub const fn of(self, properties: &Properties) -> Option<&ShortString> {
        match self {
            Self::ContentType => properties.content_type.as_ref(),
            Self::ContentEncoding => properties.content_encoding.as_ref(),
            Self::CorrelationId => properties.correlation_id.as_ref(),
            Self::ReplyTo => properties.reply_to.as_ref(),
            Self::MessageId => properties.message_id.as_ref(),
            Self::Type => properties.kind.as_ref(),
            Self::UserId => properties.user_id.as_ref(),
            Self::AppId => properties.app_id.as_ref(),
        }
    }

    /// Sets it among the others to a text whose length was checked.
    pub(super) fn set(self, properties: &mut Properties, text: &str) {
        let place = match self {
            Self::ContentType => &mut properties.content_type,
            Self::ContentEncoding => &mut properties.content_encoding,
            Self::CorrelationId => &mut properties.correlation_id,
            Self::ReplyTo => &mut properties.reply_to,
            Self::MessageId => &mut properties.message_id,
            Self::Type => &mut properties.kind,
            Self::UserId => &mut properties.user_id,
            Self::AppId => &mut properties.app_id,
        };
        *place = Some(ShortString::new(text.as_bytes()).expect("its length was checked"));
    }

    /// What is wrong with such a text, if anything is.
    pub(super) fn check(self, text: &str) -> Option<FieldError> {
        let Err(NameTooLong { bytes }) = ShortString::new(text.as_bytes()) else {
            return None;
        };
        let message = format!(
            "{} has at most 255 bytes; this one has {bytes}.",
            self.name()
        );
        Some(FieldError::new(Field::Property(self), message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_property_has_a_place_of_its_own() {
        let mut properties = Properties::default();
        for property in MessageProperty::ALL {
            assert_eq!(property.of(&properties), None);
            property.set(&mut properties, property.name());
            assert_eq!(
                property.of(&properties),
                Some(&ShortString::of(property.name()))
            );
        }
    }

    #[test]
    fn a_property_is_a_short_string() {
        assert_eq!(MessageProperty::AppId.check(&"a".repeat(255)), None);
        let error = MessageProperty::AppId
            .check(&"a".repeat(256))
            .expect("too long");
        assert_eq!(error.field, Field::Property(MessageProperty::AppId));
        assert_eq!(
            error.message,
            "app_id has at most 255 bytes; this one has 256."
        );
    }
}
