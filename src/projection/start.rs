//! The report of a start: what came back, what is flagged redelivered, what is gone and why.
//!
//! After a restart in the page the broker itself knows what it lost. After a reload it cannot: what
//! was not kept left no trace in it, so a count of it is kept and brought along.

use super::view::{QuarantinedRow, QueueStart, StartKind, StartReport};
use crate::broker::{QueueName, QueueRestart};

/// What a queue had, before a reload, that a reload does not bring back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueLoss {
    /// The queue.
    pub queue: QueueName,
    /// Whether the queue itself comes back.
    pub durable: bool,
    /// How many messages are gone.
    pub messages: u64,
}

impl StartReport {
    /// Of the first start: there was nothing before.
    #[must_use]
    pub fn of_fresh_start(clients: u64) -> Self {
        Self {
            number: 1,
            clients,
            ..Self::default()
        }
    }

    /// Of a start after a reload: what the broker recovered, and what was counted before as bound
    /// to be lost.
    #[must_use]
    pub fn of_reload(
        recovered: &[QueueRestart],
        losses: Vec<QueueLoss>,
        quarantined: Vec<QuarantinedRow>,
        clients: u64,
    ) -> Self {
        let mut queues: Vec<QueueStart> = recovered.iter().map(QueueStart::from).collect();
        for loss in losses {
            match queues.iter_mut().find(|queue| queue.queue == loss.queue) {
                Some(queue) => queue.lost += loss.messages,
                None => queues.push(QueueStart {
                    queue: loss.queue,
                    durable: loss.durable,
                    restored: 0,
                    redelivered: 0,
                    lost: loss.messages,
                }),
            }
        }
        Self {
            number: 1,
            kind: StartKind::Reload,
            queues,
            quarantined,
            clients,
        }
    }

    /// The report that follows this one, of a restart in the page.
    #[must_use]
    pub fn after_restart(&self, queues: &[QueueRestart], clients: u64) -> Self {
        Self {
            number: self.number + 1,
            kind: StartKind::Restart,
            queues: queues.iter().map(QueueStart::from).collect(),
            quarantined: Vec::new(),
            clients,
        }
    }
}

impl From<&QueueRestart> for QueueStart {
    fn from(restart: &QueueRestart) -> Self {
        Self {
            queue: restart.queue.clone(),
            durable: restart.durable,
            restored: restart.restored,
            redelivered: restart.redelivered,
            lost: restart.lost,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(name: &str) -> QueueName {
        QueueName::new(name).expect("a short name")
    }

    #[test]
    fn a_reload_tells_what_came_back_and_what_is_missing() {
        let recovered = [QueueRestart {
            queue: queue("order_queue"),
            durable: true,
            restored: 3,
            redelivered: 1,
            lost: 0,
        }];
        let loss = |name, durable, messages| QueueLoss {
            queue: queue(name),
            durable,
            messages,
        };
        let losses = vec![loss("order_queue", true, 2), loss("scratch", false, 5)];
        let report = StartReport::of_reload(&recovered, losses, Vec::new(), 2);
        let told: Vec<_> = report
            .queues
            .iter()
            .map(|queue| {
                let QueueStart {
                    queue,
                    durable,
                    restored,
                    redelivered,
                    lost,
                } = queue;
                (queue.as_str(), *durable, *restored, *redelivered, *lost)
            })
            .collect();
        assert_eq!(
            told,
            [("order_queue", true, 3, 1, 2), ("scratch", false, 0, 0, 5)]
        );
        assert_eq!(report.kind, StartKind::Reload);
        let next = report.after_restart(&recovered, 2);
        assert_eq!((next.number, next.kind), (2, StartKind::Restart));
    }
}
