//! Totals: what became of messages since the page was opened, counted from events.
//!
//! The counts add up: what was published or restored is in a queue, ready or unacked, or is counted
//! as acked, dropped, purged, unroutable or lost.

use super::view::Totals;
use crate::broker::{Event, Happening};

impl Totals {
    /// Counts what happened.
    pub fn count(&mut self, event: &Event) {
        match &event.what {
            Happening::Published { queues, .. } => {
                self.published += 1;
                self.unroutable += u64::from(queues.is_empty());
            }
            Happening::Delivered { redelivered, .. } | Happening::Got { redelivered, .. } => {
                self.delivered += 1;
                self.redelivered += u64::from(*redelivered);
            }
            Happening::Acked { .. } => self.acked += 1,
            Happening::Dropped { .. } => self.dropped += 1,
            Happening::QueuePurged { message_count, .. } => self.purged += message_count,
            Happening::QueueDeleted {
                message_count,
                unacked_count,
                ..
            } => self.purged += message_count + unacked_count,
            Happening::Restarted { queues } => {
                // Messages that stand in a queue when nothing was counted yet are from before.
                if *self == Self::default() {
                    self.restored = queues.iter().map(|queue| queue.restored).sum();
                }
                self.lost += queues.iter().map(|queue| queue.lost).sum::<u64>();
            }
            Happening::ConnectionOpened { .. }
            | Happening::ConnectionClosed { .. }
            | Happening::ChannelOpened { .. }
            | Happening::ChannelClosed { .. }
            | Happening::QueueDeclared { .. }
            | Happening::ConfirmSelected { .. }
            | Happening::QosSet { .. }
            | Happening::Returned { .. }
            | Happening::Enqueued { .. }
            | Happening::Confirmed { .. }
            | Happening::ConsumerStarted { .. }
            | Happening::ConsumerCancelled { .. }
            | Happening::GotEmpty { .. }
            | Happening::Requeued { .. }
            | Happening::ConnectionBlocked { .. }
            | Happening::ConnectionUnblocked { .. }
            | Happening::FlowSet { .. }
            | Happening::ExchangeDeclared { .. }
            | Happening::ExchangeDeleted { .. }
            | Happening::Bound { .. }
            | Happening::Unbound { .. }
            | Happening::TxSelected { .. }
            | Happening::TxCommitted { .. }
            | Happening::TxRolledBack { .. }
            | Happening::Refused { .. }
            | Happening::ConfirmNacked { .. }
            | Happening::ConsumerActivated { .. }
            | Happening::NothingToCancel { .. }
            | Happening::Replied { .. }
            | Happening::DeadLettered { .. }
            | Happening::Recovered { .. } => {}
        }
    }
}
