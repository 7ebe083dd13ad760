//! Deaths: what a message remembers of the queues that gave it up
//! (<https://www.rabbitmq.com/docs/dlx#effects>).

use std::rc::Rc;

use super::{
    id::{ExchangeName, QueueName, RoutingKey},
    short_string::ShortString,
    time::Timestamp,
};

/// Why a queue gave a message up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeathReason {
    /// `rejected`: a consumer refused it without requeue.
    Rejected,
    /// `expired`: its time to live ended.
    Expired,
    /// `maxlen`: the queue was full.
    MaxLength,
    /// `delivery_limit`: a quorum queue had handed it out too often.
    DeliveryLimit,
}

impl DeathReason {
    /// RabbitMQ's word, as `x-death` has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::MaxLength => "maxlen",
            Self::DeliveryLimit => "delivery_limit",
        }
    }
}

/// An entry of `x-death`: all deaths of one message in one queue for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Death {
    /// Where.
    pub queue: QueueName,
    /// Why.
    pub reason: DeathReason,
    /// How often.
    pub count: u64,
    /// When it happened first.
    pub first: Timestamp,
    /// The exchange that had brought the message into the queue.
    pub exchange: ExchangeName,
    /// The keys that it had been routed by.
    pub routing_keys: Vec<RoutingKey>,
    /// The `expiration` that was taken off the message, so that it cannot expire again.
    pub original_expiration: Option<ShortString>,
}

/// Every death of a message, the latest first. Kept beside the headers, because a client can write
/// headers as it likes and RabbitMQ 4.0 believes none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deaths {
    /// The entries of `x-death`, in its order.
    pub entries: Vec<Death>,
    /// The queue, the reason and the exchange of the very first death.
    pub first: Rc<Death>,
}
