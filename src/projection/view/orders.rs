//! What became of orders, in numbers.

use serde::{Deserialize, Serialize};

/// What became of the orders that were placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCounts {
    /// Published, an id that is published twice counted twice, and those that a start brought back.
    pub placed: u64,
    /// Of these, how many a consumer completed, once each.
    pub fulfilled_once: u64,
    /// Of these, how many were completed again.
    pub fulfilled_twice: u64,
    /// Of these, how many nobody completed and nobody has any more.
    pub lost: u64,
    /// Of these, how many are in a queue or with a consumer.
    pub on_the_way: u64,
    /// Published, and no orders: their bodies have no id.
    pub not_orders: u64,
}

impl OrderCounts {
    /// Whether the parts add up to what was placed. They always do.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.placed == self.fulfilled_once + self.fulfilled_twice + self.lost + self.on_the_way
    }
}
