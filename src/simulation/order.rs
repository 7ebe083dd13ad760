//! Orders: what the course's producer sends, as the JSON that Python's `json.dumps` would write.

use serde::{Deserialize, Serialize};

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its id, such as `order_123`.
    pub id: String,
    /// Who ordered.
    pub user: String,
    /// What it costs, finite.
    pub total: f64,
}
