//! Identifiers: one type for each thing that can be named or counted.
//!
//! Short strings follow AMQP 0-9-1 section 4.2.5.3: at most 255 bytes of UTF-8. The check happens
//! once, when a name enters; inside, a name that is too long cannot be written down.

use std::{borrow::Borrow, fmt, rc::Rc};

use serde::{Deserialize, Serialize};

use super::limits::SHORT_STRING_BYTES_MAX;

/// A client's session with the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConnectionId(pub u32);

/// A lane of a connection. Deliveries, acks and confirms are counted per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChannelId {
    /// The connection that the channel belongs to.
    pub connection: ConnectionId,
    /// The channel's number on its connection, from 1.
    pub number: u16,
}

impl fmt::Display for ChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.connection.0, self.number)
    }
}

/// The number of one hand-over of a message to a client: per channel, from 1
/// (AMQP 0-9-1, `basic.deliver.delivery-tag`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct DeliveryTag(pub u64);

/// The number of a publish on a channel in confirm mode, from 1
/// (<https://www.rabbitmq.com/docs/confirms#publisher-confirms>).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct PublishSeq(pub u64);

/// A message's place in its queue, from 1 in the order of enqueueing. It never changes: a requeued
/// message returns to it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Position(pub u64);

/// The number of a durable change, from 1 in the order in which the broker made them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordSeq(pub u64);

/// A consumer, unique in the broker: tags are unique on a channel only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConsumerId {
    /// The channel on which it consumes.
    pub channel: ChannelId,
    /// Its tag on that channel.
    pub tag: ConsumerTag,
}

/// A name was longer than AMQP's short strings may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameTooLong {
    /// The length of the refused name in bytes.
    pub bytes: usize,
}

impl fmt::Display for NameTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a name has at most {SHORT_STRING_BYTES_MAX} bytes, this one has {}",
            self.bytes
        )
    }
}

impl std::error::Error for NameTooLong {}

macro_rules! short_string {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Rc<str>);

        impl $name {
            /// Takes a name in.
            ///
            /// # Errors
            /// [`NameTooLong`] if it has more than 255 bytes.
            pub fn new(name: &str) -> Result<Self, NameTooLong> {
                if name.len() > SHORT_STRING_BYTES_MAX {
                    return Err(NameTooLong { bytes: name.len() });
                }
                Ok(Self(name.into()))
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameTooLong;

            fn try_from(name: String) -> Result<Self, NameTooLong> {
                Self::new(&name)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.as_str().to_owned()
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

short_string! {
    /// A queue's name. The empty name means "the queue last declared on this channel".
    QueueName
}
short_string! {
    /// An exchange's name. The empty name is the default exchange.
    ExchangeName
}
short_string! {
    /// What a message says about where it wants to go. On the default exchange it is a queue's
    /// name.
    RoutingKey
}
short_string! {
    /// What a binding asks of a message's routing key; on a topic exchange, a pattern.
    BindingKey
}
short_string! {
    /// A consumer's name on its channel.
    ConsumerTag
}

impl ExchangeName {
    /// The default exchange, to which every queue is bound by its own name (AMQP 0-9-1, section
    /// 3.1.3.1).
    #[must_use]
    pub fn default_exchange() -> Self {
        Self("".into())
    }
}

impl QueueName {
    /// The empty name: who declares a queue so has the broker make a name up
    /// (<https://www.rabbitmq.com/docs/queues#server-named-queues>).
    #[must_use]
    pub fn empty() -> Self {
        Self("".into())
    }
}

impl From<&QueueName> for RoutingKey {
    fn from(queue: &QueueName) -> Self {
        Self(Rc::clone(&queue.0))
    }
}

impl From<&QueueName> for BindingKey {
    fn from(queue: &QueueName) -> Self {
        Self(Rc::clone(&queue.0))
    }
}

impl From<&RoutingKey> for QueueName {
    fn from(routing_key: &RoutingKey) -> Self {
        Self(Rc::clone(&routing_key.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_255_bytes_is_taken_and_one_of_256_is_refused() {
        assert!(QueueName::new(&"q".repeat(255)).is_ok());
        assert_eq!(
            QueueName::new(&"q".repeat(256)),
            Err(NameTooLong { bytes: 256 })
        );
    }

    #[test]
    fn a_stored_name_is_checked_like_any_other() {
        let stored = format!("\"{}\"", "é".repeat(128));
        let read: Result<QueueName, _> = serde_json::from_str(&stored);
        let refusal = read.expect_err("256 bytes are one too many").to_string();
        assert!(refusal.contains("at most 255 bytes, this one has 256"));
    }
}
