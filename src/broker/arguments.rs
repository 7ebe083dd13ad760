//! A queue's arguments, parsed once (<https://www.rabbitmq.com/docs/queues#optional-arguments>).

use super::{
    exception::{Exception, ReplyCode},
    id::QueueName,
    table::{FieldValue, Table},
};

/// Arguments that RabbitMQ acts on and this broker does not yet. Taking them and doing nothing
/// would be a lie.
const NOT_YET: [&str; 13] = [
    "x-dead-letter-exchange",
    "x-dead-letter-routing-key",
    "x-dead-letter-strategy",
    "x-delivery-limit",
    "x-expires",
    "x-max-in-memory-length",
    "x-max-length",
    "x-max-length-bytes",
    "x-max-priority",
    "x-message-ttl",
    "x-overflow",
    "x-queue-leader-locator",
    "x-single-active-consumer",
];

/// What a queue's arguments say. Unknown ones are accepted and mean nothing, as in RabbitMQ.
pub(super) struct QueueArguments;

impl QueueArguments {
    /// Checks the arguments of a declaration.
    ///
    /// # Errors
    /// 406 for a value that means nothing, 540 for what this broker does not have.
    pub(super) fn parse(queue: &QueueName, arguments: &Table) -> Result<Self, Exception> {
        if let Some(name) = NOT_YET.iter().find(|name| arguments.find(name).is_some()) {
            return Err(Exception::connection(
                ReplyCode::NotImplemented,
                format!("queue argument '{name}'"),
            ));
        }
        match arguments.find("x-queue-type") {
            None => Ok(Self),
            Some(FieldValue::LongString(kind)) => match &**kind {
                b"classic" => Ok(Self),
                b"quorum" | b"stream" => Err(Exception::connection(
                    ReplyCode::NotImplemented,
                    format!("queue type '{}'", String::from_utf8_lossy(kind)),
                )),
                _ => Err(invalid(
                    queue,
                    &format!(
                        "\"unsupported queue type '{}'\"",
                        String::from_utf8_lossy(kind)
                    ),
                )),
            },
            Some(other) => Err(invalid(
                queue,
                &format!("\"expected longstr, got {}\"", other.type_name()),
            )),
        }
    }
}

fn invalid(queue: &QueueName, why: &str) -> Exception {
    Exception::channel(
        ReplyCode::PreconditionFailed,
        format!("invalid arg 'x-queue-type' for queue '{queue}' in vhost '/': {why}"),
    )
}
