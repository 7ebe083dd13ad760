//! Bursts: orders from several producers at once, each with a connection and confirms of its own.
//!
//! A burst is all at once or so many a second. The orders of the second sort leave at their own
//! moments on the virtual clock, whoever looks and however often; the producers take turns, so
//! that ids count up in the order in which they are sent. Of what these producers do nothing is
//! kept over a reload.

use super::{
    burst_settings::{BurstPace, BurstSettings},
    error::ClientError,
    order::Order,
    outbox::Outbox,
    producer::{Job, Pace, Producer, Progress, Share},
    publish::PublishOrders,
};
use crate::broker::{Event, Happening, Millis, RoutingKey, Timestamp};

/// A burst, under way or over.
#[derive(Clone, Debug)]
pub struct Burst {
    producers: Vec<Producer>,
    total: u32,
    is_stopped: bool,
}

impl Burst {
    /// Begins a burst whose first order has that number.
    pub(super) fn begin(out: &mut Outbox, settings: &BurstSettings, first_number: u64) -> Self {
        let start = out.now;
        let total = settings.pace.total();
        let count = u32::from(settings.producers);
        let mut producers = Vec::new();
        for turn in 0..count.min(total) {
            // Names begin where the page's own producer ends.
            let mut producer = Producer::named(&format!("producer-{}", turn + 2));
            let share = Share {
                first: turn,
                every: count,
                count: (total - turn).div_ceil(count),
            };
            let pace = match settings.pace {
                BurstPace::AtOnce { .. } => Pace::AsConfirmed,
                BurstPace::Steady { per_second, .. } => Pace::Steady { start, per_second },
            };
            let publish = PublishOrders {
                routing_key: RoutingKey::from(&settings.queue),
                count: total,
                ..PublishOrders::as_the_course_does(Order::numbered(first_number))
            };
            producer.take(out, Job::shared(publish, share, pace));
            producers.push(producer);
        }
        Self {
            producers,
            total,
            is_stopped: false,
        }
    }

    /// Its producers.
    #[must_use]
    pub fn producers(&self) -> &[Producer] {
        &self.producers
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            sent: self.producers.iter().map(Producer::published).sum(),
            total: self.total.into(),
        }
    }

    /// Whether it is under way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        let mut producers = self.producers.iter();
        producers.any(|producer| producer.is_attached() || producer.is_publishing())
    }

    /// Whether somebody stopped it before its end.
    #[must_use]
    pub const fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    pub(super) fn stop(&mut self, out: &mut Outbox) -> Result<(), ClientError> {
        if !self.producers.iter().any(Producer::is_publishing) {
            return Err(ClientError::NothingToStop);
        }
        self.is_stopped = true;
        for producer in &mut self.producers {
            if producer.is_publishing() {
                producer.stop_publishing(out)?;
            }
            producer.leave_if_done(out);
        }
        Ok(())
    }

    pub(super) fn handle_event(&mut self, out: &mut Outbox, event: &Event) {
        let restarted = matches!(event.what, Happening::Restarted { .. });
        for producer in &mut self.producers {
            if !restarted || producer.is_publishing() {
                producer.handle_event(out, event);
            }
            producer.leave_if_done(out);
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Timestamp> {
        let producers = self.producers.iter();
        producers.filter_map(Producer::poll_timeout).min()
    }

    /// Lets the producer send whose turn it is.
    pub(super) fn handle_timeout(&mut self, out: &mut Outbox) {
        let due = self.poll_timeout();
        let mut producers = self.producers.iter_mut();
        if let Some(producer) = producers.find(|producer| producer.poll_timeout() == due) {
            producer.handle_timeout(out);
        }
    }
}

/// When an order of a burst is due.
pub(super) fn due_at(start: Timestamp, per_second: u32, index: u32) -> Timestamp {
    start + Millis(u64::from(index) * 1000 / u64::from(per_second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orders_of_a_second_are_spread_over_it() {
        let due = |index| due_at(Timestamp(500), 3, index);
        let times: Vec<u64> = (0..5).map(|index| due(index).0).collect();
        assert_eq!(times, [500, 833, 1_166, 1_500, 1_833]);
    }
}
