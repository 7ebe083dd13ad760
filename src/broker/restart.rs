//! Starting with what was kept, and stopping to start again.
//!
//! Durable exchanges and queues come back with the bindings between them, and in the queues the
//! persistent messages; a message that had been handed out comes back flagged redelivered
//! (<https://www.rabbitmq.com/docs/queues#durability>). What had expired meanwhile goes at once; an
//! unused queue's time starts anew.

use super::{
    Broker,
    cause::{ChannelClosure, ConnectionClosure, Kept, QueueRestart},
    channel::Channel,
    event::Happening,
    exception::{Exception, ReplyCode},
    exchange::Exchanges,
    id::{ChannelId, ConnectionId},
    queue::{Deadline, Queue, QueuedMessage},
    queue_arguments::{Declared, QueueArguments},
    queues::{QueueId, Queues},
    record::{Durable, DurableQueue},
    time::Timestamp,
    timers::Timers,
};

impl Broker {
    /// A broker that starts with what was kept of an earlier one.
    ///
    /// # Panics
    /// If a queue or an exchange appears twice, positions do not ascend, a binding's end is
    /// missing, or a queue's arguments are none: whoever reads a store checks that.
    #[must_use]
    pub fn recover(now: Timestamp, durable: Durable) -> Self {
        let mut broker = Self::new();
        broker.now = now;
        let queues = durable.queues.iter().map(restored).collect();
        broker.rebuild(durable);
        broker.emit(Happening::Restarted { queues });
        broker.begin_again();
        broker
    }

    /// What a restart brings back, as records describe it.
    #[must_use]
    pub fn durable(&self) -> Durable {
        let queues = self.queues.iter().map(|(_, queue)| queue);
        let mut kept: Vec<DurableQueue> = queues
            .filter(|queue| queue.is_kept())
            .map(Queue::to_durable)
            .collect();
        for held in self.channels.iter().flat_map(Channel::every_unacked) {
            let Some(queue) = self.queues.find_id(held.queue) else {
                continue;
            };
            if held.queued.kept == Kept::Yes
                && let Some(kept) = kept.iter_mut().find(|kept| kept.queue == *queue.name())
            {
                kept.messages.push(held.queued.to_durable());
            }
        }
        for queue in &mut kept {
            queue.messages.sort_by_key(|message| message.position);
        }
        Durable {
            exchanges: self.exchanges.durable(),
            queues: kept,
            bindings: self.durable_bindings(),
        }
    }

    /// The operator restarts the broker: every connection is closed, what is not durable is gone,
    /// and the rest starts again.
    pub(super) fn restart(&mut self) {
        let channels: Vec<ChannelId> = self.channels.ids().collect();
        self.closing.clear();
        self.close_channels(&channels, &ChannelClosure::Connection);
        let connections: Vec<ConnectionId> = self.connections.keys().copied().collect();
        for connection in connections {
            let shutdown = Exception::connection(
                ReplyCode::ConnectionForced,
                "broker forced connection closure with reason 'shutdown'",
            );
            self.close_connection(connection, ConnectionClosure::Exception(shutdown));
        }
        self.send_dead_letters();
        let durable = self.durable();
        let queues = self
            .queues
            .iter()
            .map(|(_, queue)| {
                let kept = durable
                    .queues
                    .iter()
                    .find(|kept| kept.queue == *queue.name());
                QueueRestart {
                    lost: queue.unkept_count,
                    ..kept.map_or_else(|| gone(queue), restored)
                }
            })
            .collect();
        self.rebuild(durable);
        self.awaited.clear();
        self.emit(Happening::Restarted { queues });
        self.begin_again();
    }

    fn rebuild(&mut self, durable: Durable) {
        self.timers = Timers::default();
        self.queues = rebuild_queues(durable.queues);
        self.exchanges = Exchanges::rebuild(durable.exchanges, durable.bindings, &self.queues);
    }

    /// Time goes on for what was kept, and limits hold: what was unacked is ready again.
    fn begin_again(&mut self) {
        let queues: Vec<QueueId> = self.queues.iter().map(|(id, _)| id).collect();
        for id in queues {
            self.touch(id);
            self.drop_over_limit(id);
            self.expire_head(id);
        }
        self.send_dead_letters();
    }
}

fn rebuild_queues(kept: Vec<DurableQueue>) -> Queues {
    let mut queues = Queues::default();
    for kept in kept {
        let declare = kept.declaration();
        let settings = QueueArguments::parse(&kept.queue, &declare)
            .expect("what was declared once can be declared again");
        let mut queue = Queue::new(Declared::new(kept.queue, declare), settings);
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
                deadline: message.expires_at.map(Deadline::new),
                message: message.message,
            });
        }
        queues.insert(queue);
    }
    queues
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
        queue: queue.name().clone(),
        durable: false,
        restored: 0,
        redelivered: 0,
        lost: queue.unkept_count,
    }
}
