//! Whether a queue that exists is the one that is declared
//! (<https://www.rabbitmq.com/docs/queues#property-equivalence>).
//!
//! Declaring is idempotent, but only for the same properties. RabbitMQ compares the arguments that
//! the existing queue's kind knows, in an order of its own, and names the first that differs. It
//! does not ask whether the declared ones are valid. A queue that does not say its type counts as
//! one that says `classic`. Whether the exclusive owner is the same is asked before all this.

use super::{
    super::{
        argument::{integer, printed},
        exception::{Exception, ReplyCode},
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
        self.check_flag("durable", self.is_durable, is_durable(declare))?;
        self.check_flag("auto_delete", self.is_auto_delete, declare.auto_delete)?;
        let kind = kind_of(&self.arguments).unwrap_or(QueueKind::Classic);
        for name in compared(kind) {
            let current = said(&self.arguments, name);
            let received = said(&declare.arguments, name);
            let (current, received) = match (current, received) {
                (None, None) => continue,
                (Some(current), Some(received)) if is_same(&current, &received) => continue,
                (Some(current), Some(received)) => (shown(&current), shown(&received)),
                (current, received) => (shown_with_type(current), shown_with_type(received)),
            };
            return Err(self.differs(name, &received, &current));
        }
        Ok(())
    }

    fn check_flag(&self, name: &str, current: bool, received: bool) -> Result<(), Exception> {
        if current == received {
            return Ok(());
        }
        Err(self.differs(name, &format!("'{received}'"), &format!("'{current}'")))
    }

    fn differs(&self, name: &str, received: &str, current: &str) -> Exception {
        Exception::channel(
            ReplyCode::PreconditionFailed,
            format!(
                "inequivalent arg '{name}' for queue '{}' in vhost '/': \
                 received {received} but current is {current}",
                self.queue
            ),
        )
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

/// Whether RabbitMQ takes two values for one: numbers and strings of different wire types are
/// compared by what they say.
fn is_same(current: &FieldValue, received: &FieldValue) -> bool {
    current == received
        || is_both(current, received, number)
        || is_both(current, received, bytes)
        || is_both(current, received, fraction)
}

fn is_both<'a, T: PartialEq>(
    current: &'a FieldValue,
    received: &'a FieldValue,
    read: impl Fn(&'a FieldValue) -> Option<T>,
) -> bool {
    read(current).is_some_and(|value| read(received) == Some(value))
}

fn number(value: &FieldValue) -> Option<i128> {
    if let FieldValue::Timestamp(seconds) = value {
        Some(i128::from(*seconds))
    } else {
        integer(value).map(i128::from)
    }
}

fn bytes(value: &FieldValue) -> Option<&[u8]> {
    if let FieldValue::LongString(bytes) | FieldValue::Bytes(bytes) = value {
        Some(bytes)
    } else {
        None
    }
}

fn fraction(value: &FieldValue) -> Option<f64> {
    if let FieldValue::Float(value) = value {
        Some(f64::from(*value))
    } else if let FieldValue::Double(value) = value {
        Some(*value)
    } else {
        None
    }
}

fn shown(value: &FieldValue) -> String {
    match bytes(value) {
        Some(bytes) => format!("'{}'", String::from_utf8_lossy(bytes)),
        None => format!("'{}'", printed(value)),
    }
}

fn shown_with_type(value: Option<FieldValue>) -> String {
    match value {
        None => "none".to_owned(),
        Some(value) => format!(
            "the value {} of type '{}'",
            shown(&value),
            value.type_name()
        ),
    }
}
