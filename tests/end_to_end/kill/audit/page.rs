//! What the page says after its start, held against the rows that it started with.

use std::collections::{BTreeMap, BTreeSet};

use leveret::{
    broker::QueueName,
    projection::{QueueStart, StartKind},
};

use super::Round;
use crate::kill::witness::{Count, Happened, What};

impl Round<'_> {
    /// The report of the start, the number of messages in every view, and the flag of each first
    /// delivery say what was stored.
    pub(super) fn says_what_was_stored(&self) -> Result<(), String> {
        self.start_is_told()?;
        if self.life.has_gap {
            return Ok(());
        }
        let stored = self.before.len() as u64;
        let wrong = |count: &&Count| count.shown + count.left != stored + count.entered;
        if let Some(count) = self.life.counts.iter().find(wrong) {
            return Err(format!(
                "of {stored} that were stored the page has {count:?}"
            ));
        }
        self.deliveries_are_flagged()
    }

    fn start_is_told(&self) -> Result<(), String> {
        let Some(start) = &self.life.start else {
            return Ok(());
        };
        let queue = start
            .queues
            .iter()
            .find(|queue| queue.queue == order_queue());
        let told = queue.map(|queue| QueueStart {
            lost: 0,
            ..queue.clone()
        });
        let right = start.kind == StartKind::Reload
            && start.quarantined.is_empty()
            && told == Some(restored(self.before.len(), self.redelivered_count()));
        if right {
            Ok(())
        } else {
            Err(format!("the page says of its start: {start:?}"))
        }
    }

    fn deliveries_are_flagged(&self) -> Result<(), String> {
        let flags = self
            .before
            .iter()
            .map(|row| (row.id.as_str(), row.deliveries > 0));
        let flags: BTreeMap<&str, bool> = flags.collect();
        let mut handed_out = BTreeSet::new();
        for Happened { id, what } in &self.life.happened {
            let What::HandedOut { redelivered } = what else {
                continue;
            };
            if !handed_out.insert(id) {
                let sent = self.life.sent.iter().filter(|sent| *sent == id).count();
                return Err(format!(
                    "{id} was handed out twice and never requeued; it was sent {sent} times"
                ));
            }
            let right = flags.get(id.as_str()).copied().unwrap_or(false);
            if *redelivered != right {
                return Err(format!("{id} came with redelivered {redelivered}"));
            }
        }
        Ok(())
    }

    fn redelivered_count(&self) -> usize {
        self.before.iter().filter(|row| row.deliveries > 0).count()
    }
}

/// What a start reports of the queue, apart from transient messages.
pub(in crate::kill) fn restored(messages: usize, redelivered: usize) -> QueueStart {
    QueueStart {
        queue: order_queue(),
        durable: true,
        restored: messages as u64,
        redelivered: redelivered as u64,
        lost: 0,
    }
}

fn order_queue() -> QueueName {
    QueueName::new("order_queue").expect("a short name")
}
