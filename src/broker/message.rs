//! Messages: what a publisher hands in and a consumer gets, immutable from end to end.

use std::rc::Rc;

use super::{
    id::{ExchangeName, RoutingKey},
    table::Table,
};

/// A published message. Queues, deliveries and records share one copy.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The exchange that it was published to.
    pub exchange: ExchangeName,
    /// The routing key that it was published with.
    pub routing_key: RoutingKey,
    /// What the publisher said about it.
    pub properties: Properties,
    /// The payload, which the broker never looks into.
    pub body: Rc<[u8]>,
}

impl Message {
    /// Whether the publisher asked for it to survive a restart (`delivery_mode` 2). It does so only
    /// in a durable queue: <https://www.rabbitmq.com/docs/queues#durability>.
    #[must_use]
    pub fn is_persistent(&self) -> bool {
        self.properties.delivery_mode == Some(DELIVERY_MODE_PERSISTENT)
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
    pub content_type: Option<Rc<str>>,
    /// MIME encoding of the body.
    pub content_encoding: Option<Rc<str>>,
    /// The application's own fields.
    pub headers: Option<Table>,
    /// 2 for persistent; 1, or none, for transient.
    pub delivery_mode: Option<u8>,
    /// 0 to 255.
    pub priority: Option<u8>,
    /// Which request this answers.
    pub correlation_id: Option<Rc<str>>,
    /// Where an answer should go.
    pub reply_to: Option<Rc<str>>,
    /// Time to live in milliseconds, as decimal digits.
    pub expiration: Option<Rc<str>>,
    /// The application's own identifier.
    pub message_id: Option<Rc<str>>,
    /// Seconds since the Unix epoch, as the application has them.
    pub timestamp: Option<u64>,
    /// The application's name for the kind of message.
    pub kind: Option<Rc<str>>,
    /// The publisher's user name.
    pub user_id: Option<Rc<str>>,
    /// The publishing application.
    pub app_id: Option<Rc<str>>,
}
