//! A restart: connections close, and what is durable comes back.

use leveret::broker::{ConnectionId, Destination, Exception, ReplyCode};

use super::{Phase, Place, Queue, Reference, exchanges::predeclared, refuse::hard};
use crate::seen::What;

impl Reference {
    pub(super) fn restart(&mut self) {
        let open = self.open_channels();
        self.close_channels(&open, Phase::Closed);
        for channel in &mut self.channels {
            channel.phase = Phase::Closed;
        }
        let mut connections: Vec<ConnectionId> = Vec::new();
        connections.extend(self.connections.iter().map(|connection| connection.id));
        connections.sort();
        for connection in connections {
            self.close_connection(connection, Some(What::Closed(Some(shutdown()))));
        }
        self.send_dead_letters();
        self.start_again();
    }

    fn start_again(&mut self) {
        let mut queues = self.existing_queues();
        queues.sort_by_key(|&queue| self.queues[queue].name.clone());
        for &queue in &queues {
            self.queues[queue].is_gone = true;
        }
        self.free_slots.clear();
        self.bindings.retain(|binding| {
            let source = (self.exchanges.iter())
                .find(|exchange| exchange.name == binding.source && !exchange.is_gone);
            source.is_some_and(|source| source.durable)
                && match &binding.destination {
                    Destination::Queue(name) => queues.iter().any(|&queue| {
                        self.queues[queue].name == *name && self.queues[queue].durable
                    }),
                    Destination::Exchange(name) => self.exchanges.iter().any(|exchange| {
                        exchange.name == *name && !exchange.is_gone && exchange.durable
                    }),
                }
        });
        for exchange in &mut self.exchanges {
            exchange.is_gone |= !exchange.durable;
        }
        assert!(self.exchanges.len() >= predeclared().len());
        let successors: Vec<Option<usize>> = queues
            .into_iter()
            .map(|queue| self.succeed(queue))
            .collect();
        for queue in successors.into_iter().flatten() {
            self.drop_what_is_too_much(queue);
            self.drop_what_is_too_old(queue);
        }
    }

    /// A queue's successor has what is kept of it.
    fn succeed(&mut self, queue: usize) -> Option<usize> {
        let kept: Vec<bool> = (0..self.messages.len())
            .map(|message| self.is_kept(message))
            .collect();
        let before = self.queues[queue].clone();
        let successor = before.durable.then(|| {
            self.add_queue(Queue {
                is_gone: false,
                last_position: 0,
                turns: Vec::new(),
                active: None,
                had_a_consumer: false,
                unused_since: self.now,
                high_in_a_row: 0,
                ..before
            })
        });
        for (message, kept) in kept.into_iter().enumerate() {
            if self.messages[message].queue != queue || self.messages[message].place == Place::Gone
            {
                continue;
            }
            match successor {
                Some(successor) if kept => {
                    self.messages[message].queue = successor;
                    let position = self.messages[message].position.0;
                    let last_position = &mut self.queues[successor].last_position;
                    *last_position = position.max(*last_position);
                }
                Some(_) | None => self.messages[message].place = Place::Gone,
            }
        }
        successor
    }
}

fn shutdown() -> Exception {
    let why = "broker forced connection closure with reason 'shutdown'";
    hard(ReplyCode::ConnectionForced, why)
}
