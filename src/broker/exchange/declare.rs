//! Declaring and deleting exchanges (<https://www.rabbitmq.com/docs/exchanges>).
//!
//! Declaring is idempotent, but only for the same properties. Names that start with `amq.` are the
//! broker's own. The checks come in RabbitMQ's order, because the first that fails is what the
//! client is told.

use super::{
    super::{
        Broker,
        cause::ExchangeDeletion,
        event::Happening,
        exception::{Exception, ReplyCode},
        id::{ChannelId, ExchangeName},
        method::ExchangeDeclare,
        record::{DurableExchange, Record},
        table::FieldValue,
        term::printed,
    },
    ExchangeKind,
    exchanges::{ALTERNATE_EXCHANGE, Exchange},
    name::{check_not_default, no_exchange, without_line_breaks},
};

impl Broker {
    /// Makes an exchange, or says that it is there already.
    ///
    /// # Errors
    /// What RabbitMQ says to an unknown type, a name that is reserved, an alternate exchange that
    /// is no name, or properties that differ from those of the exchange of that name.
    pub(in crate::broker) fn declare_exchange(
        &mut self,
        channel: ChannelId,
        declare: ExchangeDeclare,
    ) -> Result<(), Exception> {
        let declare = ExchangeDeclare {
            exchange: without_line_breaks(declare.exchange),
            ..declare
        };
        let created = if declare.passive {
            check_not_default(&declare.exchange)?;
            if self.exchanges.find(&declare.exchange).is_none() {
                return Err(no_exchange(&declare.exchange));
            }
            false
        } else {
            self.declare_actively(&declare)?
        };
        self.emit(Happening::ExchangeDeclared {
            channel,
            exchange: declare.exchange,
            created,
        });
        Ok(())
    }

    fn declare_actively(&mut self, declare: &ExchangeDeclare) -> Result<bool, Exception> {
        let kind = ExchangeKind::named(&declare.kind).ok_or_else(|| {
            let why = format!("invalid exchange type '{}'", declare.kind);
            Exception::channel(ReplyCode::PreconditionFailed, why)
        })?;
        check_not_default(&declare.exchange)?;
        if let Some(current) = self.exchanges.find(&declare.exchange) {
            check_equivalent(current, kind, declare)?;
            return Ok(false);
        }
        check_not_reserved(&declare.exchange)?;
        check_alternate(declare)?;
        let declared = DurableExchange {
            exchange: declare.exchange.clone(),
            kind,
            auto_delete: declare.auto_delete,
            internal: declare.internal,
            arguments: declare.arguments.clone(),
        };
        if declare.durable {
            self.record(Record::ExchangeDeclared(declared.clone()));
        }
        self.exchanges
            .insert(Exchange::new(declared, declare.durable));
        Ok(true)
    }

    /// Deletes an exchange with its bindings. One that is not there is deleted without complaint.
    ///
    /// # Errors
    /// 403 for the broker's own exchanges, 406 if it is to be unused and is not.
    pub(in crate::broker) fn delete_exchange(
        &mut self,
        channel: ChannelId,
        exchange: &ExchangeName,
        if_unused: bool,
    ) -> Result<(), Exception> {
        let name = without_line_breaks(exchange.clone());
        check_not_default(&name)?;
        if name.as_str().starts_with("amq.") {
            let why = format!("deletion of system exchange '{name}' in vhost '/' not allowed");
            return Err(Exception::channel(ReplyCode::AccessRefused, why));
        }
        let Some(found) = self.exchanges.find(&name) else {
            self.emit(Happening::ExchangeDeleted {
                exchange: name,
                cause: ExchangeDeletion::AlreadyGone(channel),
            });
            return Ok(());
        };
        if if_unused && !found.leaving.is_empty() {
            let why = format!("exchange '{name}' in vhost '/' in use");
            return Err(Exception::channel(ReplyCode::PreconditionFailed, why));
        }
        self.remove_exchange(name, ExchangeDeletion::Client(channel));
        Ok(())
    }
}

fn check_not_reserved(exchange: &ExchangeName) -> Result<(), Exception> {
    if exchange.as_str().starts_with("amq.") {
        let why = format!("exchange name '{exchange}' contains reserved prefix 'amq.*'");
        return Err(Exception::channel(ReplyCode::AccessRefused, why));
    }
    Ok(())
}

fn check_alternate(declare: &ExchangeDeclare) -> Result<(), Exception> {
    match declare.arguments.find(ALTERNATE_EXCHANGE) {
        None | Some(FieldValue::LongString(_)) => Ok(()),
        Some(other) => Err(Exception::channel(
            ReplyCode::PreconditionFailed,
            format!(
                "invalid type '{}' for arg '{ALTERNATE_EXCHANGE}' in exchange '{}' in vhost '/'",
                other.type_name(),
                declare.exchange
            ),
        )),
    }
}

fn check_equivalent(
    current: &Exchange,
    kind: ExchangeKind,
    declare: &ExchangeDeclare,
) -> Result<(), Exception> {
    let flags = [
        ("durable", declare.durable, current.durable),
        ("auto_delete", declare.auto_delete, current.auto_delete),
        ("internal", declare.internal, current.internal),
    ];
    let flag = flags
        .into_iter()
        .find(|(_, received, current)| received != current);
    let alternate = declare.arguments.find(ALTERNATE_EXCHANGE);
    let current_alternate = current.arguments.find(ALTERNATE_EXCHANGE);
    let (what, received, current_value) = if kind != current.kind {
        ("type", quoted(kind.name()), quoted(current.kind.name()))
    } else if let Some((flag, received, current)) = flag {
        (flag, quoted(received), quoted(current))
    } else if alternate == current_alternate {
        return Ok(());
    } else {
        let (received, current) = differing(alternate, current_alternate);
        (ALTERNATE_EXCHANGE, received, current)
    };
    Err(Exception::channel(
        ReplyCode::PreconditionFailed,
        format!(
            "inequivalent arg '{what}' for exchange '{}' in vhost '/': received {received} but \
             current is {current_value}",
            current.name
        ),
    ))
}

fn quoted(value: impl std::fmt::Display) -> String {
    format!("'{value}'")
}

/// An argument that was received and the one that is, in RabbitMQ's words.
fn differing(received: Option<&FieldValue>, current: Option<&FieldValue>) -> (String, String) {
    let alone = |value: Option<&FieldValue>| match value {
        Some(value) => format!(
            "the value '{}' of type '{}'",
            bare(value),
            value.type_name()
        ),
        None => "none".to_owned(),
    };
    let beside_another = |value: &FieldValue| {
        if *value == FieldValue::Void {
            "none".to_owned()
        } else {
            quoted(bare(value))
        }
    };
    match (received, current) {
        (Some(received), Some(current)) => (beside_another(received), beside_another(current)),
        (received, current) => (alone(received), alone(current)),
    }
}

fn bare(value: &FieldValue) -> String {
    if let FieldValue::LongString(bytes) | FieldValue::Bytes(bytes) = value {
        String::from_utf8_lossy(bytes).into_owned()
    } else {
        printed(value)
    }
}
