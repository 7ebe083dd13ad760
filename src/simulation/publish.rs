//! What the page's producer is asked to publish.

use serde::{Deserialize, Serialize};

use super::order::Order;
use crate::broker::RoutingKey;

/// One order or many, to the default exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishOrders {
    /// The queue's name, since on the default exchange that is the routing key.
    pub routing_key: RoutingKey,
    /// What to send.
    pub content: Content,
    /// `delivery_mode` 2, or else 1.
    pub persistent: bool,
    /// Ask for the message back if no queue takes it.
    pub mandatory: bool,
    /// How many, from 1. Of many orders each has an id of its own, counted up from the first.
    pub count: u32,
}

/// What to send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// An order, as JSON.
    Order(Order),
    /// Any text, as it stands.
    Raw(String),
}
