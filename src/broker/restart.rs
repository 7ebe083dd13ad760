//! Starting with what was kept, and stopping to start again.
//!
//! Durable queues come back, and in them the persistent messages; a message that had been handed
//! out comes back flagged redelivered (<https://www.rabbitmq.com/docs/queues#durability>).

use super::{
    Broker,
    cause::{ChannelClosure, ConnectionClosure, Kept, QueueRestart},
    event::Happening,
    exception::{Exception, ReplyCode},
    id::ChannelId,
    queue::{Queue, QueuedMessage},
    queues::Queues,
    record::{Durable, DurableQueue},
    time::Timestamp,
};

impl Broker {
    /// A broker that starts with what was kept of an earlier one.
    ///
    /// # Panics
    /// If a queue appears twice or its positions do not ascend: whoever reads a store checks that.
    #[must_use]
    pub fn recover(now: Timestamp, durable: Durable) -> Self {
        let mut broker = Self::new();
        broker.now = now;
        let queues = durable.queues.iter().map(restored).collect();
        broker.queues = rebuild(durable);
        broker.emit(Happening::Restarted { queues });
        broker
    }

    /// What a restart brings back, as records describe it.
    #[must_use]
    pub fn durable(&self) -> Durable {
        let queues = self.queues.iter().map(|(_, queue)| queue);
        let mut kept: Vec<DurableQueue> = queues.filter(|queue| queue.durable).map(keep).collect();
        for held in self
            .channels
            .values()
            .flat_map(|open| open.unacked.values())
        {
            let Some(queue) = self.queues.find_id(held.queue) else {
                continue;
            };
            if held.queued.kept == Kept::Yes
                && let Some(kept) = kept.iter_mut().find(|kept| kept.queue == queue.name)
            {
                kept.messages.push(held.queued.to_durable());
            }
        }
        for queue in &mut kept {
            queue.messages.sort_by_key(|message| message.position);
        }
        Durable {
            queues: kept,
            ..Durable::default()
        }
    }

    /// The operator restarts the broker: every connection is closed, what is not durable is gone,
    /// and the rest starts again.
    pub(super) fn restart(&mut self) {
        let channels: Vec<ChannelId> = self.channels.keys().copied().collect();
        self.closing.clear();
        self.close_channels(&channels, &ChannelClosure::Connection);
        for connection in std::mem::take(&mut self.connections) {
            let shutdown = Exception::connection(
                ReplyCode::ConnectionForced,
                "broker forced connection closure with reason 'shutdown'",
            );
            let cause = ConnectionClosure::Exception(shutdown);
            self.emit(Happening::ConnectionClosed { connection, cause });
        }
        let durable = self.durable();
        let queues = self
            .queues
            .iter()
            .map(|(_, queue)| {
                let kept = durable.queues.iter().find(|kept| kept.queue == queue.name);
                QueueRestart {
                    lost: queue.unkept_count,
                    ..kept.map_or_else(|| gone(queue), restored)
                }
            })
            .collect();
        self.queues = rebuild(durable);
        self.awaited.clear();
        self.emit(Happening::Restarted { queues });
    }
}

fn rebuild(durable: Durable) -> Queues {
    let mut queues = Queues::default();
    for kept in durable.queues {
        let mut queue = Queue::new(kept.queue, true, kept.arguments);
        for message in kept.messages {
            assert!(
                message.position > queue.last_position,
                "positions ascend in a queue that was kept"
            );
            queue.last_position = message.position;
            queue.ready.append(QueuedMessage {
                position: message.position,
                kept: Kept::Yes,
                deliveries: message.deliveries,
                expires_at: message.expires_at,
                message: message.message,
            });
        }
        queues.insert(queue);
    }
    queues
}

fn keep(queue: &Queue) -> DurableQueue {
    DurableQueue {
        queue: queue.name.clone(),
        auto_delete: false,
        arguments: queue.arguments.clone(),
        messages: queue
            .ready
            .iter()
            .filter(|queued| queued.kept == Kept::Yes)
            .map(QueuedMessage::to_durable)
            .collect(),
    }
}

fn restored(kept: &DurableQueue) -> QueueRestart {
    let redelivered = kept
        .messages
        .iter()
        .filter(|message| message.deliveries > 0);
    QueueRestart {
        queue: kept.queue.clone(),
        durable: true,
        restored: kept.messages.len() as u64,
        redelivered: redelivered.count() as u64,
        lost: 0,
    }
}

fn gone(queue: &Queue) -> QueueRestart {
    QueueRestart {
        queue: queue.name.clone(),
        durable: false,
        restored: 0,
        redelivered: 0,
        lost: queue.unkept_count,
    }
}
