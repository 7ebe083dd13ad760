//! The records read back the plain way: what a store that wrote them all down would hold.

use leveret::broker::{
    Destination, Durable, DurableExchange, DurableQueue, ExchangeName, Position, QueueName, Record,
};

/// What is durable, as records made it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(Durable);

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
            Record::ExchangeDeclared(exchange) => self.declare_exchange(exchange),
            Record::ExchangeDeleted { exchange } => self.delete_exchange(exchange),
            Record::QueueDeclared {
                queue,
                auto_delete,
                arguments,
            } => self.declare_queue(DurableQueue {
                queue: queue.clone(),
                auto_delete: *auto_delete,
                arguments: arguments.clone(),
                messages: Vec::new(),
            }),
            Record::QueueDeleted { queue } => self.delete_queue(queue),
            Record::Bound(binding) => {
                let has_source = binding.source.as_str().starts_with("amq.")
                    || self.has_exchange(&binding.source);
                let has_destination = match &binding.destination {
                    Destination::Queue(queue) => self.has_queue(queue),
                    Destination::Exchange(exchange) => {
                        exchange.as_str().starts_with("amq.") || self.has_exchange(exchange)
                    }
                };
                assert!(has_source && has_destination, "both ends are recorded");
                let is_new = !self.0.bindings.contains(binding);
                assert!(is_new, "a binding is recorded once");
                self.0.bindings.push(binding.clone());
            }
            Record::Unbound(binding) => {
                let bindings = &mut self.0.bindings;
                let index = bindings.iter().position(|kept| kept == binding);
                bindings.remove(index.expect("a recorded binding is removed"));
            }
            Record::MessageEnqueued { queue, message } => {
                assert_eq!(message.deliveries, 0, "nobody has it yet");
                self.queue(queue).messages.push(message.clone());
            }
            Record::MessageDelivered { queue, message } => {
                let index = self.message(queue, message.position);
                let kept = &mut self.queue(queue).messages[index];
                assert_eq!(kept.deliveries + 1, message.deliveries, "one more");
                kept.deliveries = message.deliveries;
                assert_eq!(kept, message, "else a message never changes");
            }
            Record::MessageRemoved { queue, position } => {
                let index = self.message(queue, *position);
                self.queue(queue).messages.remove(index);
            }
        }
    }

    /// What a start of the broker would be given.
    pub(crate) fn durable(&self) -> Durable {
        sorted(self.0.clone())
    }

    fn declare_exchange(&mut self, exchange: &DurableExchange) {
        let is_new = !self.has_exchange(&exchange.exchange);
        assert!(is_new, "an exchange is recorded once");
        self.0.exchanges.push(exchange.clone());
    }

    fn delete_exchange(&mut self, exchange: &ExchangeName) {
        let is_bound = self.0.bindings.iter().any(|binding| {
            binding.source == *exchange
                || binding.destination == Destination::Exchange(exchange.clone())
        });
        assert!(!is_bound, "the bindings of an exchange go before it");
        let mut exchanges = self.0.exchanges.iter();
        let index = exchanges.position(|kept| kept.exchange == *exchange);
        let index = index.expect("a recorded exchange is deleted");
        self.0.exchanges.remove(index);
    }

    fn declare_queue(&mut self, queue: DurableQueue) {
        assert!(!self.has_queue(&queue.queue), "a queue is recorded once");
        self.0.queues.push(queue);
    }

    fn delete_queue(&mut self, queue: &QueueName) {
        let mut bindings = self.0.bindings.iter();
        let is_bound =
            bindings.any(|binding| binding.destination == Destination::Queue(queue.clone()));
        assert!(!is_bound, "the bindings of a queue go before it");
        let mut queues = self.0.queues.iter();
        let index = queues.position(|kept| kept.queue == *queue);
        let index = index.expect("a recorded queue is deleted");
        self.0.queues.remove(index);
    }

    fn has_exchange(&self, name: &ExchangeName) -> bool {
        let mut exchanges = self.0.exchanges.iter();
        exchanges.any(|kept| kept.exchange == *name)
    }

    fn has_queue(&self, name: &QueueName) -> bool {
        self.0.queues.iter().any(|kept| kept.queue == *name)
    }

    fn queue(&mut self, name: &QueueName) -> &mut DurableQueue {
        let mut queues = self.0.queues.iter_mut();
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

/// With everything in one order, so that it can be compared.
pub(crate) fn sorted(mut durable: Durable) -> Durable {
    durable.exchanges.sort_by_key(|kept| kept.exchange.clone());
    durable.queues.sort_by_key(|kept| kept.queue.clone());
    for kept in &mut durable.queues {
        kept.messages.sort_by_key(|message| message.position);
    }
    durable
        .bindings
        .sort_by_key(|binding| format!("{binding:?}"));
    durable
}
