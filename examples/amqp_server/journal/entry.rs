//! Records as bytes: a tag, then the record's fields in their order. Tables stand as on the wire.

use std::rc::Rc;

use leveret::{
    broker::{
        Binding, BindingKey, Destination, Durable, DurableExchange, ExchangeKind, ExchangeName,
        Position, QueueName, Record, Table,
    },
    protocol::codec::{Reader, read_table, write_table},
};

use super::{
    bytes::{Bytes, Unreadable, put_bytes, put_text},
    message::{put_message, read_message},
};

const EXCHANGE_DECLARED: u8 = 1;
const EXCHANGE_DELETED: u8 = 2;
const QUEUE_DECLARED: u8 = 3;
const QUEUE_DELETED: u8 = 4;
const BOUND: u8 = 5;
const UNBOUND: u8 = 6;
const MESSAGE_ENQUEUED: u8 = 7;
const MESSAGE_DELIVERED: u8 = 8;
const MESSAGE_REMOVED: u8 = 9;

const TO_QUEUE: u8 = 0;
const TO_EXCHANGE: u8 = 1;

/// The records that a state of things could come from.
pub(super) fn records_of(durable: &Durable) -> Vec<Record> {
    let mut records = Vec::new();
    for exchange in &durable.exchanges {
        records.push(Record::ExchangeDeclared(exchange.clone()));
    }
    for queue in &durable.queues {
        records.push(Record::QueueDeclared {
            queue: queue.queue.clone(),
            auto_delete: queue.auto_delete,
            arguments: queue.arguments.clone(),
        });
        records.extend(
            queue
                .messages
                .iter()
                .map(|message| Record::MessageEnqueued {
                    queue: queue.queue.clone(),
                    message: message.clone(),
                }),
        );
    }
    let bindings = durable.bindings.iter().map(Rc::clone);
    records.extend(bindings.map(Record::Bound));
    records
}

pub(super) fn write(record: &Record, out: &mut Vec<u8>) {
    match record {
        Record::ExchangeDeclared(exchange) => {
            out.push(EXCHANGE_DECLARED);
            put_text(exchange.exchange.as_str(), out);
            put_text(exchange.kind.name(), out);
            out.push(u8::from(exchange.auto_delete));
            out.push(u8::from(exchange.internal));
            put_table(&exchange.arguments, out);
        }
        Record::ExchangeDeleted { exchange } => {
            out.push(EXCHANGE_DELETED);
            put_text(exchange.as_str(), out);
        }
        Record::QueueDeclared {
            queue,
            auto_delete,
            arguments,
        } => {
            out.push(QUEUE_DECLARED);
            put_text(queue.as_str(), out);
            out.push(u8::from(*auto_delete));
            put_table(arguments, out);
        }
        Record::QueueDeleted { queue } => {
            out.push(QUEUE_DELETED);
            put_text(queue.as_str(), out);
        }
        Record::Bound(binding) => put_binding(BOUND, binding, out),
        Record::Unbound(binding) => put_binding(UNBOUND, binding, out),
        Record::MessageEnqueued { queue, message } => {
            out.push(MESSAGE_ENQUEUED);
            put_text(queue.as_str(), out);
            put_message(message, out);
        }
        Record::MessageDelivered { queue, message } => {
            out.push(MESSAGE_DELIVERED);
            put_text(queue.as_str(), out);
            put_message(message, out);
        }
        Record::MessageRemoved { queue, position } => {
            out.push(MESSAGE_REMOVED);
            put_text(queue.as_str(), out);
            out.extend(position.0.to_be_bytes());
        }
    }
}

pub(super) fn read(payload: &[u8]) -> Result<Record, Unreadable> {
    let mut bytes = Bytes(payload);
    let from = &mut bytes;
    let record = match from.byte()? {
        EXCHANGE_DECLARED => Record::ExchangeDeclared(DurableExchange {
            exchange: exchange(from)?,
            kind: kind(from)?,
            auto_delete: from.flag()?,
            internal: from.flag()?,
            arguments: table(from)?,
        }),
        EXCHANGE_DELETED => Record::ExchangeDeleted {
            exchange: exchange(from)?,
        },
        QUEUE_DECLARED => Record::QueueDeclared {
            queue: queue(from)?,
            auto_delete: from.flag()?,
            arguments: table(from)?,
        },
        QUEUE_DELETED => Record::QueueDeleted {
            queue: queue(from)?,
        },
        BOUND => Record::Bound(Rc::new(binding(from)?)),
        UNBOUND => Record::Unbound(Rc::new(binding(from)?)),
        MESSAGE_ENQUEUED => Record::MessageEnqueued {
            queue: queue(from)?,
            message: read_message(from)?,
        },
        MESSAGE_DELIVERED => Record::MessageDelivered {
            queue: queue(from)?,
            message: read_message(from)?,
        },
        MESSAGE_REMOVED => Record::MessageRemoved {
            queue: queue(from)?,
            position: Position(from.long()?),
        },
        tag => return Err(Unreadable::Value(format!("no record has the tag {tag}"))),
    };
    if bytes.0.is_empty() {
        Ok(record)
    } else {
        Err(Unreadable::value("bytes are left over"))
    }
}

fn put_table(table: &Table, out: &mut Vec<u8>) {
    let mut written = Vec::new();
    write_table(table, &mut written);
    put_bytes(&written, out);
}

fn table(from: &mut Bytes<'_>) -> Result<Table, Unreadable> {
    read_table(&mut Reader::new(from.bytes()?)).map_err(Unreadable::value)
}

fn put_binding(tag: u8, binding: &Binding, out: &mut Vec<u8>) {
    out.push(tag);
    put_text(binding.source.as_str(), out);
    match &binding.destination {
        Destination::Queue(queue) => {
            out.push(TO_QUEUE);
            put_text(queue.as_str(), out);
        }
        Destination::Exchange(exchange) => {
            out.push(TO_EXCHANGE);
            put_text(exchange.as_str(), out);
        }
    }
    put_text(binding.key.as_str(), out);
    put_table(&binding.arguments, out);
}

fn binding(from: &mut Bytes<'_>) -> Result<Binding, Unreadable> {
    Ok(Binding {
        source: exchange(from)?,
        destination: match from.byte()? {
            TO_QUEUE => Destination::Queue(queue(from)?),
            TO_EXCHANGE => Destination::Exchange(exchange(from)?),
            tag => {
                return Err(Unreadable::Value(format!(
                    "no destination has the tag {tag}"
                )));
            }
        },
        key: BindingKey::new(from.text()?).map_err(Unreadable::value)?,
        arguments: table(from)?,
    })
}

fn kind(from: &mut Bytes<'_>) -> Result<ExchangeKind, Unreadable> {
    let name = from.text()?;
    ExchangeKind::named(name)
        .ok_or_else(|| Unreadable::Value(format!("there is no exchange of kind '{name}'")))
}

pub(super) fn exchange(from: &mut Bytes<'_>) -> Result<ExchangeName, Unreadable> {
    ExchangeName::new(from.text()?).map_err(Unreadable::value)
}

pub(super) fn queue(from: &mut Bytes<'_>) -> Result<QueueName, Unreadable> {
    QueueName::new(from.text()?).map_err(Unreadable::value)
}
