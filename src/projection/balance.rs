//! The balance: where every message is, in parts that always add up.
//!
//! What is counted are places in queues, as [`Totals`] has it: a message that enters two queues is
//! there twice, and a dead letter arrives again where it is sent. What arrived and entered no queue
//! has parts of its own, so that nothing that a publisher sent is missing.

use super::view::Totals;

/// Where messages are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// All that arrived: with the start, from publishers, and as dead letters.
    pub arrived: u64,
    /// Where it is, in the order of its way; every part, also the empty ones.
    pub parts: [(Whereabouts, u64); 12],
}

/// Where a message is, or how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whereabouts {
    /// In a queue, to be delivered.
    Ready,
    /// In a queue, and with a consumer that has not acked it.
    Unacked,
    /// Acked.
    Acked,
    /// Rejected without requeue.
    Dropped,
    /// Given up because its time to live ended.
    Expired,
    /// Given up because its queue was too long.
    OverLength,
    /// Given up because it had been delivered too often.
    OverDeliveries,
    /// Gone with a purge, or with its queue.
    Purged,
    /// Gone with a restart.
    Lost,
    /// Routed to no queue.
    Unroutable,
    /// Refused by a queue that was full.
    Refused,
    /// Handed straight to who waited for it, as a reply.
    Replied,
}

impl Balance {
    /// The balance of what was counted and what is in all queues together.
    #[must_use]
    pub const fn of(totals: &Totals, ready: u64, unacked: u64) -> Self {
        Self {
            arrived: totals.restored
                + totals.enqueued
                + totals.unroutable
                + totals.refused
                + totals.replied,
            parts: [
                (Whereabouts::Ready, ready),
                (Whereabouts::Unacked, unacked),
                (Whereabouts::Acked, totals.acked),
                (Whereabouts::Dropped, totals.dropped),
                (Whereabouts::Expired, totals.expired),
                (Whereabouts::OverLength, totals.over_length),
                (Whereabouts::OverDeliveries, totals.over_deliveries),
                (Whereabouts::Purged, totals.purged),
                (Whereabouts::Lost, totals.lost),
                (Whereabouts::Unroutable, totals.unroutable),
                (Whereabouts::Refused, totals.refused),
                (Whereabouts::Replied, totals.replied),
            ],
        }
    }

    /// Whether the parts add up to what arrived. They always do.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.parts.iter().map(|(_, count)| count).sum::<u64>() == self.arrived
    }

    /// The parts in which there is something.
    pub fn present(&self) -> impl Iterator<Item = (Whereabouts, u64)> + '_ {
        self.parts.iter().copied().filter(|(_, count)| *count > 0)
    }
}
