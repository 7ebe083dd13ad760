//! A node of the flow, looked at whole.

use serde::{Deserialize, Serialize};

use super::Spot;

/// A producer, an exchange, a queue or a consumer with all that the broker knows of it, by the
/// names of RabbitMQ's own tools.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeInspection {
    /// Which.
    pub spot: Spot,
    /// Its properties, then the channels, consumers and bindings that belong to it.
    pub sections: Vec<NodeSection>,
}

/// A part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeSection {
    /// What it is.
    pub heading: String,
    /// Names and values.
    pub facts: Vec<(String, String)>,
}
