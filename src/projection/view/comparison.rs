//! What came of a comparison.

use serde::{Deserialize, Serialize};

use super::{Measures, OrderCounts, Percentiles};
use crate::{broker::Millis, simulation::ComparisonSettings};

/// What came of a comparison: the same was measured on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonView {
    /// How it was set.
    pub settings: ComparisonSettings,
    /// What came of each side.
    pub sides: [SideView; 2],
}

/// What came of one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideView {
    /// What became of the orders.
    pub orders: OrderCounts,
    /// Deliveries of what had been handed out before.
    pub redelivered: u64,
    /// From the first order until nothing was on its way any more.
    pub took: Millis,
    /// From the publish of an order until its work was done; none if none was.
    pub turnaround: Option<Percentiles>,
    /// What was measured on the way, for both sides with the same intervals.
    pub measures: Measures,
}

/// How far a comparison is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonProgress {
    /// Orders that have come to their end, of both sides.
    pub done: u64,
    /// Orders of both sides in all.
    pub total: u64,
}

impl ComparisonProgress {
    /// Whether nothing is left to be done.
    #[must_use]
    pub const fn is_done(self) -> bool {
        self.done == self.total
    }
}
