//! The ends: how many messages ended in which way.
//!
//! A message that its queue gives up and sends on has not ended: it is counted where it comes to.
//! What has no name in an event, such as what went with a queue, is counted all the same.

use super::{
    flow::is_reply,
    view::{Ended, Ending},
};
use crate::broker::{DeadLetterOutcome, DropCause, Event, Happening};

impl Ended {
    /// Counts what ended.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "with everything else that happens no message ends"
    )]
    pub(super) fn note(&mut self, event: &Event) {
        match &event.what {
            Happening::Acked { .. } => self.add(Ending::Acked, 1),
            Happening::Published {
                message,
                queues,
                mandatory,
                ..
            } if queues.is_empty() && !mandatory && !is_reply(message) => {
                self.add(Ending::Unroutable, 1);
            }
            Happening::Returned { .. } => self.add(Ending::Returned, 1),
            Happening::Refused { .. } => self.add(Ending::Refused, 1),
            Happening::Dropped {
                cause,
                is_dead_lettered: false,
                ..
            } => self.drop_for(*cause),
            Happening::DeadLettered { outcome, .. } => self.send_on(outcome),
            Happening::QueuePurged { message_count, .. } => self.add(Ending::Gone, *message_count),
            Happening::QueueDeleted {
                message_count,
                unacked_count,
                ..
            } => self.add(Ending::Gone, message_count + unacked_count),
            Happening::Restarted { queues } => {
                let lost = queues.iter().map(|queue| queue.lost).sum();
                self.add(Ending::Gone, lost);
            }
            _ => {}
        }
    }

    fn drop_for(&mut self, cause: DropCause) {
        match cause {
            DropCause::Expired { .. } => self.add(Ending::Expired, 1),
            DropCause::Nack { .. }
            | DropCause::Reject { .. }
            | DropCause::MaxLength(_)
            | DropCause::DeliveryLimit { .. } => self.add(Ending::Dropped, 1),
            // That it was refused has been said.
            DropCause::RefusedWhenFull => {}
        }
    }

    fn send_on(&mut self, outcome: &DeadLetterOutcome) {
        match outcome {
            DeadLetterOutcome::NoExchange => self.add(Ending::DeadLettered, 1),
            DeadLetterOutcome::Routed(routed) | DeadLetterOutcome::CycleCut { routed, .. } => {
                self.add(Ending::Unroutable, u64::from(routed.is_empty()));
            }
        }
    }

    fn add(&mut self, ending: Ending, count: u64) {
        if count > 0 {
            *self.0.entry(ending).or_default() += count;
        }
    }
}
