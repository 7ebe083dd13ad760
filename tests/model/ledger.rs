//! The records read back the plain way: what a store that wrote them all down would hold.

use leveret::broker::{Durable, DurableQueue, Position, QueueName, Record};

/// Durable queues and their messages, as records made them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    queues: Vec<DurableQueue>,
}

impl Ledger {
    /// Everything that these records say.
    pub(crate) fn of(records: &[Record]) -> Self {
        let mut ledger = Self::default();
        for record in records {
            ledger.write(record);
        }
        ledger
    }

    /// Writes one record down.
    pub(crate) fn write(&mut self, record: &Record) {
        match record {
            Record::QueueDeclared {
                queue,
                auto_delete,
                arguments,
            } => {
                let is_new = self.queues.iter().all(|kept| kept.queue != *queue);
                assert!(is_new, "a queue is recorded once");
                self.queues.push(DurableQueue {
                    queue: queue.clone(),
                    auto_delete: *auto_delete,
                    arguments: arguments.clone(),
                    messages: Vec::new(),
                });
            }
            Record::QueueDeleted { queue } => {
                let index = self.queues.iter().position(|kept| kept.queue == *queue);
                self.queues
                    .remove(index.expect("a recorded queue is deleted"));
            }
            Record::MessageEnqueued { queue, message } => {
                assert_eq!(message.deliveries, 0, "nobody has it yet");
                self.queue(queue).messages.push(message.clone());
            }
            Record::MessageDelivered { queue, message } => {
                let index = self.message(queue, message.position);
                let kept = &mut self.queue(queue).messages[index];
                kept.deliveries += 1;
                assert_eq!(kept.deliveries, 1, "the first delivery is recorded once");
                assert_eq!(kept, message, "else a message never changes");
            }
            Record::MessageRemoved { queue, position } => {
                let index = self.message(queue, *position);
                self.queue(queue).messages.remove(index);
            }
            Record::ExchangeDeclared(_)
            | Record::ExchangeDeleted { .. }
            | Record::Bound(_)
            | Record::Unbound(_) => unreachable!("no act asks for exchanges or bindings"),
        }
    }

    /// What a start of the broker would be given.
    pub(crate) fn durable(&self) -> Durable {
        let mut queues = self.queues.clone();
        queues.sort_by_key(|kept| kept.queue.clone());
        for kept in &mut queues {
            kept.messages.sort_by_key(|message| message.position);
        }
        Durable {
            queues,
            ..Durable::default()
        }
    }

    fn queue(&mut self, name: &QueueName) -> &mut DurableQueue {
        let mut queues = self.queues.iter_mut();
        queues
            .find(|kept| kept.queue == *name)
            .expect("records speak of recorded queues")
    }

    fn message(&mut self, queue: &QueueName, position: Position) -> usize {
        let messages = &self.queue(queue).messages;
        messages
            .iter()
            .position(|message| message.position == position)
            .expect("records speak of recorded messages")
    }
}
