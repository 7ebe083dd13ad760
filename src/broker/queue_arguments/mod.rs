//! A queue's arguments, parsed once (<https://www.rabbitmq.com/docs/queues#optional-arguments>).
//!
//! What they may be, in which order RabbitMQ 4.0 looks at them, and how it refuses them: the first
//! one refused is the one that a client hears of. Arguments that RabbitMQ does not know mean
//! nothing and are accepted; those that say on which nodes a queue lives are checked and mean
//! nothing on the only node there is. What a queue then does with its arguments is said where it
//! does it.

mod equivalence;
mod values;

pub(super) use equivalence::Declared;

use self::values::{
    check_dead_letter_key, check_group_size, check_leader_locator, check_mode, check_strategy,
    check_version, read_expires, read_overflow, read_priority, read_time_to_live, unsupported,
};
use super::{
    argument::{Unacceptable, expect_bool, expect_count, expect_string, integer, refuse_for_kind},
    exception::{Exception, ReplyCode},
    id::{ExchangeName, QueueName, RoutingKey},
    method::QueueDeclare,
    table::{FieldValue, Table},
    time::Millis,
};

/// What a queue's arguments say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QueueArguments {
    /// `x-queue-type`
    pub(super) kind: QueueKind,
    /// `x-message-ttl`
    pub(super) message_ttl: Option<Millis>,
    /// `x-expires`
    pub(super) expires: Option<Millis>,
    /// `x-max-length`: ready messages.
    pub(super) max_length: Option<u64>,
    /// `x-max-length-bytes`: the bodies of the ready messages.
    pub(super) max_length_bytes: Option<u64>,
    /// `x-overflow`
    pub(super) overflow: Overflow,
    /// `x-max-priority`; a queue with none, or 0, has no priorities.
    pub(super) max_priority: Option<u8>,
    /// `x-dead-letter-exchange` and `x-dead-letter-routing-key`
    pub(super) dead_letter: Option<DeadLetterTo>,
    /// `x-single-active-consumer`
    pub(super) is_single_active: bool,
    /// `x-delivery-limit`: how often a quorum queue takes a message back.
    pub(super) delivery_limit: Option<u32>,
}

/// How a queue keeps its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QueueKind {
    /// `classic`, which is also what a queue is that does not say.
    Classic,
    /// `quorum` (<https://www.rabbitmq.com/docs/quorum-queues>)
    Quorum,
}

/// What a full queue does with one message more (<https://www.rabbitmq.com/docs/maxlength>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overflow {
    /// `drop-head`: it gives up its oldest.
    DropHead,
    /// `reject-publish`: it refuses the new one.
    RejectPublish,
    /// `reject-publish-dlx`: it refuses the new one and dead-letters it.
    RejectPublishDlx,
}

/// Where a queue sends what it gives up (<https://www.rabbitmq.com/docs/dlx>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DeadLetterTo {
    /// The exchange.
    pub(super) exchange: ExchangeName,
    /// What to route by, in the place of the message's own keys.
    pub(super) routing_key: Option<RoutingKey>,
}

impl QueueKind {
    /// RabbitMQ's name for what implements it, which stands in its refusals.
    pub(super) const fn module(self) -> &'static str {
        match self {
            Self::Classic => "rabbit_classic_queue",
            Self::Quorum => "rabbit_quorum_queue",
        }
    }

    /// The known arguments that only other kinds of queue have.
    const fn foreign(self) -> &'static [&'static str] {
        match self {
            Self::Classic => &[
                "x-dead-letter-strategy",
                "x-delivery-limit",
                "x-initial-cluster-size",
                "x-max-age",
                "x-max-in-memory-bytes",
                "x-max-in-memory-length",
                "x-quorum-initial-group-size",
                "x-stream-max-segment-size-bytes",
            ],
            Self::Quorum => &[
                "x-initial-cluster-size",
                "x-max-age",
                "x-max-priority",
                "x-queue-master-locator",
                "x-queue-mode",
                "x-queue-version",
                "x-stream-max-segment-size-bytes",
            ],
        }
    }
}

impl QueueArguments {
    /// Checks a declaration of a queue that does not exist yet. `queue` is the name that it gets,
    /// also where the client left the choice to the broker.
    ///
    /// # Errors
    /// 406 with RabbitMQ's text, or 540 for a stream.
    pub(super) fn parse(queue: &QueueName, declare: &QueueDeclare) -> Result<Self, Exception> {
        let reader = Reader {
            queue,
            table: &declare.arguments,
        };
        let kind = kind_of(&declare.arguments);
        if declare.queue.as_str().is_empty() && matches!(kind, Ok(QueueKind::Quorum)) {
            return Err(refuse_server_named(QueueKind::Quorum));
        }
        reader.check_dead_letter_exchange()?;
        let kind = kind.map_err(|refusal| refusal.exception(queue))?;
        let arguments = reader.read_all(kind)?;
        reader.check_foreign(kind)?;
        match kind {
            QueueKind::Classic => {}
            QueueKind::Quorum => check_quorum(queue, declare)?,
        }
        Ok(arguments)
    }
}

/// Reads one argument after another.
struct Reader<'a> {
    queue: &'a QueueName,
    table: &'a Table,
}

impl Reader<'_> {
    /// Gives what `read` makes of an argument's value, if it is there.
    fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&FieldValue) -> Result<T, Unacceptable>,
    ) -> Result<Option<T>, Exception> {
        let value = self.table.find(name).map(read).transpose();
        value.map_err(|why| why.refuse(name, self.queue))
    }

    /// Reads what a queue of this kind knows, in RabbitMQ's order.
    fn read_all(&self, kind: QueueKind) -> Result<QueueArguments, Exception> {
        let is_quorum = kind == QueueKind::Quorum;
        let expires = self.read("x-expires", read_expires)?;
        let message_ttl = self.read("x-message-ttl", read_time_to_live)?;
        let has_exchange = self.table.find("x-dead-letter-exchange").is_some();
        self.read("x-dead-letter-routing-key", |value| {
            check_dead_letter_key(value, has_exchange)
        })?;
        if is_quorum {
            self.read("x-dead-letter-strategy", check_strategy)?;
        }
        let max_length = self.read("x-max-length", expect_count)?;
        let max_length_bytes = self.read("x-max-length-bytes", expect_count)?;
        let mut max_priority = None;
        if is_quorum {
            self.read("x-max-in-memory-length", expect_count)?;
            self.read("x-max-in-memory-bytes", expect_count)?;
        } else {
            max_priority = self.read("x-max-priority", read_priority)?;
        }
        let overflow = self.read("x-overflow", read_overflow)?;
        if !is_quorum {
            self.read("x-queue-mode", check_mode)?;
            self.read("x-queue-version", check_version)?;
        }
        let is_single_active = self.read("x-single-active-consumer", expect_bool)?;
        if is_quorum {
            self.read("x-quorum-initial-group-size", check_group_size)?;
        }
        self.read("x-queue-leader-locator", check_leader_locator)?;
        Ok(QueueArguments {
            kind,
            message_ttl,
            expires,
            max_length,
            max_length_bytes,
            overflow: effective_overflow(kind, overflow),
            max_priority: max_priority.filter(|max| *max > 0),
            dead_letter: self.dead_letter(),
            is_single_active: is_single_active.unwrap_or(false),
            delivery_limit: self.delivery_limit(kind),
        })
    }

    /// The one check that RabbitMQ makes before all others, in other words.
    fn check_dead_letter_exchange(&self) -> Result<(), Exception> {
        let name = "x-dead-letter-exchange";
        match self.table.find(name) {
            None | Some(FieldValue::LongString(_)) => Ok(()),
            Some(other) => Err(Exception::channel(
                ReplyCode::PreconditionFailed,
                format!(
                    "invalid type '{}' for arg '{name}' in queue '{}' in vhost '/'",
                    other.type_name(),
                    self.queue
                ),
            )),
        }
    }

    /// What cannot be an exchange's name or a routing key reaches nobody, as if there were no
    /// dead-lettering.
    fn dead_letter(&self) -> Option<DeadLetterTo> {
        let exchange = ExchangeName::new(self.text("x-dead-letter-exchange")?).ok()?;
        let key = self.table.find("x-dead-letter-routing-key");
        let routing_key = match key {
            None => None,
            Some(_) => Some(RoutingKey::new(self.text("x-dead-letter-routing-key")?).ok()?),
        };
        Some(DeadLetterTo {
            exchange,
            routing_key,
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        let bytes = expect_string(self.table.find(name)?).ok()?;
        std::str::from_utf8(bytes).ok()
    }

    /// RabbitMQ checks nothing here: a negative limit is none, and what is not a number is never
    /// reached.
    fn delivery_limit(&self, kind: QueueKind) -> Option<u32> {
        match (kind, self.table.find("x-delivery-limit")) {
            (QueueKind::Classic, _) => None,
            (QueueKind::Quorum, None) => Some(DELIVERY_LIMIT_DEFAULT),
            (QueueKind::Quorum, Some(value)) => {
                let limit = u64::try_from(integer(value)?).ok()?;
                Some(u32::try_from(limit).unwrap_or(u32::MAX))
            }
        }
    }

    /// Of several arguments that only other kinds have, RabbitMQ names the first as they were sent,
    /// or the first of the alphabet if it had to add the queue's type.
    fn check_foreign(&self, kind: QueueKind) -> Result<(), Exception> {
        let mut foreign = (kind.foreign().iter()).filter_map(|name| {
            let place = self.table.0.iter().position(|(key, _)| *key == **name)?;
            Some((place, *name))
        });
        let named = if self.table.find(QUEUE_TYPE).is_some() {
            foreign.min()
        } else {
            foreign.next()
        };
        match named {
            None => Ok(()),
            Some((_, name)) => Err(refuse_for_kind(name, self.queue, kind)),
        }
    }
}

/// Why there is no queue of that type.
enum KindRefusal {
    Unacceptable(Unacceptable),
    Stream,
}

impl KindRefusal {
    fn exception(&self, queue: &QueueName) -> Exception {
        match self {
            Self::Unacceptable(why) => why.refuse(QUEUE_TYPE, queue),
            Self::Stream => Exception::connection(ReplyCode::NotImplemented, "queue type 'stream'"),
        }
    }
}

/// What `x-queue-type` says.
fn kind_of(arguments: &Table) -> Result<QueueKind, KindRefusal> {
    let Some(value) = arguments.find(QUEUE_TYPE) else {
        return Ok(QueueKind::Classic);
    };
    match expect_string(value).map_err(KindRefusal::Unacceptable)? {
        b"classic" | b"undefined" => Ok(QueueKind::Classic),
        b"quorum" => Ok(QueueKind::Quorum),
        b"stream" => Err(KindRefusal::Stream),
        other => Err(KindRefusal::Unacceptable(unsupported("type", other))),
    }
}

fn refuse_server_named(kind: QueueKind) -> Exception {
    Exception::channel(
        ReplyCode::PreconditionFailed,
        format!(
            "Cannot declare a server-named queue for type {}",
            kind.module()
        ),
    )
}

/// What a quorum queue cannot be (<https://www.rabbitmq.com/docs/quorum-queues#feature-matrix>).
fn check_quorum(queue: &QueueName, declare: &QueueDeclare) -> Result<(), Exception> {
    let property = if declare.auto_delete {
        "auto-delete"
    } else if declare.exclusive {
        "exclusive-owner"
    } else if !declare.durable {
        "non-durable"
    } else {
        return Ok(());
    };
    Err(Exception::channel(
        ReplyCode::PreconditionFailed,
        format!("invalid property '{property}' for queue '{queue}' in vhost '/'"),
    ))
}

/// A quorum queue does not know `reject-publish-dlx`, and takes it for the default.
fn effective_overflow(kind: QueueKind, said: Option<Overflow>) -> Overflow {
    match (kind, said) {
        (_, None) | (QueueKind::Quorum, Some(Overflow::RejectPublishDlx)) => Overflow::DropHead,
        (_, Some(overflow)) => overflow,
    }
}

const QUEUE_TYPE: &str = "x-queue-type";

/// RabbitMQ 4.0's own limit for a quorum queue that names none
/// (<https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling>).
const DELIVERY_LIMIT_DEFAULT: u32 = 20;

#[cfg(test)]
mod tests;
