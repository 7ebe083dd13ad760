//! Whether a queue that exists is the one that is declared
//! (<https://www.rabbitmq.com/docs/queues#property-equivalence>).
//!
//! Declaring is idempotent, but only for the same properties. RabbitMQ compares the arguments that
//! the existing queue's kind knows, in an order of its own, and names the first that differs. It
//! does not ask whether the declared ones are valid. A queue that does not say its type counts as
//! one that says `classic`. Whether the exclusive owner is the same is asked before all this.

use super::{
    super::{
        difference::Difference,
        exception::Exception,
        id::QueueName,
        method::QueueDeclare,
        table::{FieldValue, Table},
    },
    QUEUE_TYPE, QueueKind, kind_of,
};

/// What a queue was declared as.
#[derive(Clone, Debug)]
pub(in super::super) struct Declared {
    /// Its name.
    pub(in super::super) queue: QueueName,
    /// Whether it survives a restart. An exclusive queue does not, whatever was asked.
    pub(in super::super) is_durable: bool,
    /// Whether it goes with its last consumer.
    pub(in super::super) is_auto_delete: bool,
    /// The arguments as they came.
    pub(in super::super) arguments: Table,
}

impl Declared {
    /// What a declaration asks for. `queue` is the name that the queue gets, also where the client
    /// left the choice to the broker.
    pub(in super::super) fn new(queue: QueueName, declare: QueueDeclare) -> Self {
        Self {
            queue,
            is_durable: is_durable(&declare),
            is_auto_delete: declare.auto_delete,
            arguments: declare.arguments,
        }
    }

    /// Checks that a declaration asks for the queue as it is.
    ///
    /// # Errors
    /// 406, naming the first difference.
    pub(in super::super) fn check_equivalent(
        &self,
        declare: &QueueDeclare,
    ) -> Result<(), Exception> {
        let what = format!("queue '{}'", self.queue);
        let flags = [
            ("durable", is_durable(declare), self.is_durable),
            ("auto_delete", declare.auto_delete, self.is_auto_delete),
        ];
        for (name, received, current) in flags {
            if let Some(difference) = Difference::between(received, current) {
                return Err(difference.refuse(name, &what));
            }
        }
        let kind = kind_of(&self.arguments).unwrap_or(QueueKind::Classic);
        for name in compared(kind) {
            let current = said(&self.arguments, name);
            let received = said(&declare.arguments, name);
            let difference = Difference::between_arguments(received.as_ref(), current.as_ref());
            if let Some(difference) = difference {
                return Err(difference.refuse(name, &what));
            }
        }
        Ok(())
    }
}

fn is_durable(declare: &QueueDeclare) -> bool {
    declare.durable && !declare.exclusive
}

/// The arguments that are compared, in RabbitMQ's order.
const fn compared(kind: QueueKind) -> &'static [&'static str] {
    match kind {
        QueueKind::Classic => &[
            "x-expires",
            "x-message-ttl",
            "x-dead-letter-exchange",
            "x-dead-letter-routing-key",
            "x-max-length",
            "x-max-length-bytes",
            "x-max-priority",
            "x-overflow",
            "x-queue-mode",
            "x-queue-version",
            "x-single-active-consumer",
            QUEUE_TYPE,
            "x-queue-master-locator",
            "x-queue-leader-locator",
        ],
        QueueKind::Quorum => &[
            "x-dead-letter-exchange",
            "x-dead-letter-routing-key",
            "x-dead-letter-strategy",
            "x-expires",
            "x-max-length",
            "x-max-length-bytes",
            "x-max-in-memory-length",
            "x-max-in-memory-bytes",
            "x-overflow",
            "x-single-active-consumer",
            QUEUE_TYPE,
            "x-quorum-initial-group-size",
            "x-delivery-limit",
            "x-message-ttl",
            "x-queue-leader-locator",
        ],
    }
}

fn said(arguments: &Table, name: &str) -> Option<FieldValue> {
    match arguments.find(name) {
        None if name == QUEUE_TYPE => Some(FieldValue::text("classic")),
        value => value.cloned(),
    }
}
