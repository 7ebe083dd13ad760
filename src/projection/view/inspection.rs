//! One message, looked at whole.

use serde::{Deserialize, Serialize};

use super::History;
use crate::broker::{DeliveryTag, Position, QueueName};

/// A message that somebody looks at, by the place that it has or had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// The queue.
    pub queue: QueueName,
    /// Its place there.
    pub position: Position,
    /// Who can do something with it.
    pub reach: Reach,
    /// The queue in which it was dead-lettered first, if it was.
    pub died_in: Option<QueueName>,
    /// What it says; nothing if it is gone and forgotten.
    pub content: Option<MessageContent>,
    /// What happened to it; nothing if nothing did since the page was opened, or it is forgotten.
    pub history: Option<History>,
}

/// Who can do something with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Anybody: it is ready.
    Ready,
    /// The consumer that holds it.
    Held {
        /// Its name.
        consumer: String,
        /// Which delivery.
        delivery_tag: DeliveryTag,
    },
    /// Nobody on this page: it is gone, or another client holds it.
    Beyond,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageContent {
    /// The exchange that it was published to, or dead-lettered to.
    pub exchange: String,
    /// Its routing key.
    pub routing_key: String,
    /// The properties that it has, in RabbitMQ's names.
    pub properties: Vec<(String, String)>,
    /// Its headers, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body as text, cut to a length that can be read.
    pub body: String,
    /// The size of the whole body in bytes.
    pub body_bytes: u64,
}
