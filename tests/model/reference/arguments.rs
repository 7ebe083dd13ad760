//! Queue arguments: what they mean, which are refused, and when two declarations are the same.

use leveret::broker::{
    Exception, ExchangeName, FieldValue, QueueDeclare, QueueName, RoutingKey, Table,
};

use super::refuse::{inequivalent, precondition};

/// What a queue's arguments say.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub(super) message_ttl: Option<u64>,
    pub(super) expires: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) max_length_bytes: Option<u64>,
    pub(super) overflow: Overflow,
    pub(super) dead_letter_exchange: Option<ExchangeName>,
    pub(super) dead_letter_routing_key: Option<RoutingKey>,
    pub(super) max_priority: Option<u8>,
    pub(super) single_active_consumer: bool,
    pub(super) quorum: Option<Quorum>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Overflow {
    #[default]
    DropHead,
    RejectPublish,
    RejectPublishDlx,
}

/// What only a quorum queue has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quorum {
    /// How often a message may be given back; 20 unless the queue says otherwise.
    pub(super) delivery_limit: u64,
}

impl Arguments {
    pub(super) fn of(table: &Table) -> Self {
        let exchange = text(table, "x-dead-letter-exchange");
        let key = text(table, "x-dead-letter-routing-key");
        // A quorum queue does not know the third, and takes it for the default.
        let overflow = match text(table, "x-overflow").as_deref() {
            Some("reject-publish") => Overflow::RejectPublish,
            Some("reject-publish-dlx") if !is_quorum(table) => Overflow::RejectPublishDlx,
            Some(_) | None => Overflow::DropHead,
        };
        Self {
            message_ttl: number(table, "x-message-ttl"),
            expires: number(table, "x-expires"),
            max_length: number(table, "x-max-length"),
            max_length_bytes: number(table, "x-max-length-bytes"),
            overflow,
            dead_letter_exchange: exchange.map(|name| ExchangeName::new(&name).expect("short")),
            dead_letter_routing_key: key.map(|key| RoutingKey::new(&key).expect("short")),
            max_priority: number(table, "x-max-priority")
                .map(|max| u8::try_from(max).expect("a priority that was taken is small")),
            single_active_consumer: table.find("x-single-active-consumer")
                == Some(&FieldValue::Bool(true)),
            quorum: is_quorum(table).then(|| Quorum {
                delivery_limit: number(table, "x-delivery-limit").unwrap_or(20),
            }),
        }
    }
}

pub(super) fn is_quorum(table: &Table) -> bool {
    text(table, "x-queue-type").as_deref() == Some("quorum")
}

fn text(table: &Table, name: &str) -> Option<String> {
    match table.find(name) {
        Some(FieldValue::LongString(bytes)) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

fn number(table: &Table, name: &str) -> Option<u64> {
    match table.find(name) {
        Some(FieldValue::Int(number)) => u64::try_from(*number).ok(),
        Some(FieldValue::Long(number)) => u64::try_from(*number).ok(),
        _ => None,
    }
}

/// Arguments that a new queue is refused for, and why, in the order in which they are looked at.
pub(crate) fn bad_arguments() -> Vec<(&'static str, FieldValue, &'static str)> {
    let text = FieldValue::text;
    let int = FieldValue::Int;
    vec![
        ("x-expires", int(-1), "{value_negative,-1}"),
        ("x-expires", int(0), "{value_zero,0}"),
        ("x-message-ttl", int(-1), "{value_negative,-1}"),
        (
            "x-message-ttl",
            text("1"),
            "\"expected integer, got longstr\"",
        ),
        ("x-max-length", int(-1), "{value_negative,-1}"),
        ("x-max-length-bytes", int(-1), "{value_negative,-1}"),
        ("x-max-priority", int(300), "{max_value_exceeded,300}"),
        ("x-overflow", text("bad"), "invalid_overflow"),
        (
            "x-queue-mode",
            text("bad"),
            "\"unsupported queue mode 'bad'\"",
        ),
        (
            "x-single-active-consumer",
            text("yes"),
            "{unacceptable_type,longstr}",
        ),
        (
            "x-queue-type",
            text("bad"),
            "\"unsupported queue type 'bad'\"",
        ),
    ]
}

/// Whether a new queue may have these properties and arguments.
pub(super) fn check(queue: &QueueName, declare: &QueueDeclare) -> Result<(), Exception> {
    let arguments = &declare.arguments;
    let of_queue = format!("queue '{queue}' in vhost '/'");
    if let Some(other) = arguments.find("x-dead-letter-exchange")
        && !matches!(other, FieldValue::LongString(_))
    {
        return Err(precondition(format!(
            "invalid type '{}' for arg 'x-dead-letter-exchange' in {of_queue}",
            other.type_name()
        )));
    }
    let has_key = arguments.find("x-dead-letter-routing-key").is_some();
    if has_key && arguments.find("x-dead-letter-exchange").is_none() {
        return Err(precondition(format!(
            "invalid arg 'x-dead-letter-routing-key' for {of_queue}: \
             routing_key_but_no_dlx_defined"
        )));
    }
    for (name, bad, why) in bad_arguments() {
        if arguments.find(name) == Some(&bad) {
            return Err(precondition(format!(
                "invalid arg '{name}' for {of_queue}: {why}"
            )));
        }
    }
    if is_quorum(arguments) {
        check_quorum(declare, &of_queue)?;
    }
    Ok(())
}

/// A quorum queue is durable and anybody's, and knows no priorities of its own.
fn check_quorum(declare: &QueueDeclare, of_queue: &str) -> Result<(), Exception> {
    if declare.arguments.find("x-max-priority").is_some() {
        return Err(precondition(format!(
            "invalid arg 'x-max-priority' for {of_queue} of queue type rabbit_quorum_queue"
        )));
    }
    let property = if declare.auto_delete {
        "auto-delete"
    } else if declare.exclusive {
        "exclusive-owner"
    } else if !declare.durable {
        "non-durable"
    } else {
        return Ok(());
    };
    Err(precondition(format!(
        "invalid property '{property}' for {of_queue}"
    )))
}

/// The arguments that a second declaration has to repeat, in the order in which they are compared.
const COMPARED: [&str; 11] = [
    "x-expires",
    "x-message-ttl",
    "x-dead-letter-exchange",
    "x-dead-letter-routing-key",
    "x-max-length",
    "x-max-length-bytes",
    "x-max-priority",
    "x-overflow",
    "x-queue-mode",
    "x-single-active-consumer",
    "x-queue-type",
];

/// The same for a quorum queue.
const COMPARED_OF_QUORUM: [&str; 10] = [
    "x-dead-letter-exchange",
    "x-dead-letter-routing-key",
    "x-expires",
    "x-max-length",
    "x-max-length-bytes",
    "x-overflow",
    "x-single-active-consumer",
    "x-queue-type",
    "x-delivery-limit",
    "x-message-ttl",
];

/// Whether the arguments are those that the queue has.
pub(super) fn compare(queue: &QueueName, new: &Table, current: &Table) -> Result<(), Exception> {
    let of_queue = format!("queue '{queue}'");
    let compared: &[&str] = if is_quorum(current) {
        &COMPARED_OF_QUORUM
    } else {
        &COMPARED
    };
    for &name in compared {
        let values = (new.find(name), current.find(name));
        // A queue that does not say what it is, is a classic one.
        let classic = FieldValue::text("classic");
        let (received, has) = match values {
            (Some(new), None) if name == "x-queue-type" => (Some(new), Some(&classic)),
            (None, Some(current)) if name == "x-queue-type" => (Some(&classic), Some(current)),
            other => other,
        };
        let (received, has) = match (received, has) {
            (Some(received), Some(has)) => (bare(received), bare(has)),
            (Some(received), None) => (typed(received), "none".to_owned()),
            (None, Some(has)) => ("none".to_owned(), typed(has)),
            (None, None) => continue,
        };
        inequivalent(name, &of_queue, &received, &has)?;
    }
    Ok(())
}

/// A value as it stands where both sides have one.
pub(super) fn bare(value: &FieldValue) -> String {
    match value {
        FieldValue::LongString(bytes) => format!("'{}'", String::from_utf8_lossy(bytes)),
        FieldValue::Int(number) => format!("'{number}'"),
        FieldValue::Long(number) => format!("'{number}'"),
        FieldValue::Bool(truth) => format!("'{truth}'"),
        other => unreachable!("no test declares with {other:?}"),
    }
}

/// A value as it stands where only one side has one.
pub(super) fn typed(value: &FieldValue) -> String {
    let bare = bare(value);
    format!("the value {bare} of type '{}'", value.type_name())
}
