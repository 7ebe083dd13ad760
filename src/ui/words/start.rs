//! What a start of the broker brought back, in sentences.

use super::count;
use crate::projection::{QueueStart, StartKind, StartReport};

/// What happened.
#[must_use]
pub const fn start_heading(report: &StartReport) -> &'static str {
    match report.kind {
        StartKind::Fresh => "The broker has started",
        StartKind::Reload => "The broker has started again from what was saved",
        StartKind::Restart => "The broker was restarted",
    }
}

/// What became of a queue, and why.
#[must_use]
pub fn start_sentence(queue: &QueueStart) -> String {
    let name = queue.queue.as_str();
    if !queue.durable {
        let lost = if queue.lost == 0 {
            String::new()
        } else {
            format!(", and {} with it", count(queue.lost, "message"))
        };
        return format!(
            "{name}: gone{lost}. It was a transient queue, which does not survive a restart."
        );
    }
    if queue.restored == 0 && queue.lost == 0 {
        return format!("{name}: the queue is back. It was empty.");
    }
    let mut text = format!("{name}: {} restored", count(queue.restored, "message"));
    match queue.redelivered {
        0 => {}
        1 => text.push_str(", 1 of them flagged redelivered: it had been handed out and not acked"),
        many => {
            text.push_str(&format!(
                ", {many} of them flagged redelivered: they had been handed out and not acked"
            ));
        }
    }
    text.push('.');
    if queue.lost > 0 {
        text.push_str(&format!(
            " {} lost: transient messages (delivery_mode 1) are not written to disk.",
            queue.lost
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::QueueName;

    fn queue(durable: bool, restored: u64, redelivered: u64, lost: u64) -> QueueStart {
        QueueStart {
            queue: QueueName::new("order_queue").expect("short"),
            durable,
            restored,
            redelivered,
            lost,
        }
    }

    #[test]
    fn a_restored_queue_says_what_came_back_and_what_did_not() {
        assert_eq!(
            start_sentence(&queue(true, 4, 1, 2)),
            "order_queue: 4 messages restored, 1 of them flagged redelivered: it had been handed out \
             and not acked. 2 lost: transient messages (delivery_mode 1) are not written to disk."
        );
        assert_eq!(
            start_sentence(&queue(true, 1, 0, 0)),
            "order_queue: 1 message restored."
        );
        assert_eq!(
            start_sentence(&queue(true, 0, 0, 0)),
            "order_queue: the queue is back. It was empty."
        );
    }

    #[test]
    fn a_transient_queue_is_gone() {
        assert_eq!(
            start_sentence(&queue(false, 0, 0, 3)),
            "order_queue: gone, and 3 messages with it. It was a transient queue, which does not \
             survive a restart."
        );
    }
}
