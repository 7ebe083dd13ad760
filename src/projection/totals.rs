//! Totals: what became of messages since the page was opened, counted from events.
//!
//! A publish may enter no queue, one or several, and a message that a queue gives up may enter
//! others as a dead letter. So places in queues are what adds up: see [`Balance`](super::Balance).

use super::view::Totals;
use crate::broker::{DropCause, Event, Happening};

impl Totals {
    /// Counts what happened.
    pub fn count(&mut self, event: &Event) {
        match &event.what {
            Happening::Published { queues, .. } => {
                self.published += 1;
                self.unroutable += u64::from(queues.is_empty());
            }
            // The publish before was counted as unroutable, since no queue took it.
            Happening::Replied { .. } => {
                self.replied += 1;
                self.unroutable -= 1;
            }
            Happening::Enqueued { .. } => self.enqueued += 1,
            Happening::Refused { .. } => self.refused += 1,
            Happening::DeadLettered { .. } => self.dead_lettered += 1,
            Happening::Delivered { redelivered, .. } | Happening::Got { redelivered, .. } => {
                self.delivered += 1;
                self.redelivered += u64::from(*redelivered);
            }
            Happening::Acked { .. } => self.acked += 1,
            Happening::Dropped { cause, .. } => self.count_dropped(*cause),
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
            | Happening::ConnectionBlocked { .. }
            | Happening::ConnectionUnblocked { .. }
            | Happening::ChannelOpened { .. }
            | Happening::ChannelClosed { .. }
            | Happening::FlowSet { .. }
            | Happening::ExchangeDeclared { .. }
            | Happening::ExchangeDeleted { .. }
            | Happening::Bound { .. }
            | Happening::Unbound { .. }
            | Happening::QueueDeclared { .. }
            | Happening::ConfirmSelected { .. }
            | Happening::TxSelected { .. }
            | Happening::TxCommitted { .. }
            | Happening::TxRolledBack { .. }
            | Happening::QosSet { .. }
            | Happening::Returned { .. }
            | Happening::Confirmed { .. }
            | Happening::ConfirmNacked { .. }
            | Happening::ConsumerStarted { .. }
            | Happening::ConsumerActivated { .. }
            | Happening::ConsumerCancelled { .. }
            | Happening::NothingToCancel { .. }
            | Happening::GotEmpty { .. }
            | Happening::Requeued { .. }
            | Happening::Recovered { .. } => {}
        }
    }

    fn count_dropped(&mut self, cause: DropCause) {
        match cause {
            DropCause::Nack { .. } | DropCause::Reject { .. } => self.dropped += 1,
            DropCause::Expired { .. } => self.expired += 1,
            DropCause::MaxLength(_) => self.over_length += 1,
            DropCause::DeliveryLimit { .. } => self.over_deliveries += 1,
            // It never had a place, and its refusal is counted.
            DropCause::RefusedWhenFull => {}
        }
    }
}
