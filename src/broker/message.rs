//! Messages: what a publisher hands in and a consumer gets, immutable from end to end.

use std::rc::Rc;

use super::{
    death::Deaths,
    id::{ExchangeName, RoutingKey},
    short_string::ShortString,
    table::Table,
};

/// A published message. Queues, deliveries and records share one copy.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The exchange that it was published to, or dead-lettered to.
    pub exchange: ExchangeName,
    /// The routing key that it was published with.
    pub routing_key: RoutingKey,
    /// More keys that it was routed by: those of its `CC` and `BCC` headers
    /// (<https://www.rabbitmq.com/docs/sender-selected>).
    pub copied_to: Vec<RoutingKey>,
    /// What the publisher said about it.
    pub properties: Properties,
    /// The payload, which the broker never looks into.
    pub body: Rc<[u8]>,
    /// The queues that gave it up; none for most messages.
    pub deaths: Option<Rc<Deaths>>,
}

impl Message {
    /// Whether the publisher asked for it to survive a restart (`delivery_mode` 2). It does so only
    /// in a durable queue: <https://www.rabbitmq.com/docs/queues#durability>.
    #[must_use]
    pub fn is_persistent(&self) -> bool {
        self.properties.delivery_mode == Some(DELIVERY_MODE_PERSISTENT)
    }

    /// The keys that it is routed by: its own, then those of `CC` and `BCC`.
    pub fn routing_keys(&self) -> impl Iterator<Item = &RoutingKey> {
        std::iter::once(&self.routing_key).chain(&self.copied_to)
    }
}

/// `delivery_mode` of a message that need not survive a restart; what a message without any counts
/// as.
pub const DELIVERY_MODE_TRANSIENT: u8 = 1;

/// `delivery_mode` of a message that is to survive a restart.
pub const DELIVERY_MODE_PERSISTENT: u8 = 2;

/// The content header's properties (AMQP 0-9-1, section 1.8 of its reference: class `basic`),
/// passed on as they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Properties {
    /// MIME type of the body.
    pub content_type: Option<ShortString>,
    /// MIME encoding of the body.
    pub content_encoding: Option<ShortString>,
    /// The application's own fields.
    pub headers: Option<Table>,
    /// 2 for persistent; 1, or none, for transient.
    pub delivery_mode: Option<u8>,
    /// 0 to 255.
    pub priority: Option<u8>,
    /// Which request this answers.
    pub correlation_id: Option<ShortString>,
    /// Where an answer should go.
    pub reply_to: Option<ShortString>,
    /// Time to live in milliseconds, as decimal digits.
    pub expiration: Option<ShortString>,
    /// The application's own identifier.
    pub message_id: Option<ShortString>,
    /// Seconds since the Unix epoch, as the application has them.
    pub timestamp: Option<u64>,
    /// The application's name for the kind of message.
    pub kind: Option<ShortString>,
    /// The publisher's user name.
    pub user_id: Option<ShortString>,
    /// The publishing application.
    pub app_id: Option<ShortString>,
    /// What AMQP 0-9 called the cluster id and 0-9-1 reserves. RabbitMQ passes it on.
    pub cluster_id: Option<ShortString>,
}
