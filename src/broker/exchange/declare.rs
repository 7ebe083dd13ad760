//! Declaring and deleting exchanges (<https://www.rabbitmq.com/docs/exchanges>).
//!
//! Declaring is idempotent, but only for the same properties. Names that start with `amq.` are the
//! broker's own. The checks come in RabbitMQ's order, because the first that fails is what the
//! client is told.

use super::{
    super::{
        Broker,
        cause::ExchangeDeletion,
        difference::Difference,
        event::Happening,
        exception::{Exception, ReplyCode},
        id::{ChannelId, ExchangeName},
        line_breaks::exchange_without_line_breaks,
        method::ExchangeDeclare,
        record::{DurableExchange, Record},
        table::FieldValue,
    },
    ExchangeKind,
    exchanges::{ALTERNATE_EXCHANGE, Exchange},
    name::{check_not_default, no_exchange},
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
            exchange: exchange_without_line_breaks(declare.exchange),
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
        let name = exchange_without_line_breaks(exchange.clone());
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

pub(super) fn check_alternate(declare: &ExchangeDeclare) -> Result<(), Exception> {
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

pub(super) fn check_equivalent(
    current: &Exchange,
    kind: ExchangeKind,
    declare: &ExchangeDeclare,
) -> Result<(), Exception> {
    let alternate = Difference::between_arguments(
        declare.arguments.find(ALTERNATE_EXCHANGE),
        current.arguments.find(ALTERNATE_EXCHANGE),
    );
    let properties = [
        (
            "type",
            Difference::between(kind.name(), current.kind.name()),
        ),
        (
            "durable",
            Difference::between(declare.durable, current.durable),
        ),
        (
            "auto_delete",
            Difference::between(declare.auto_delete, current.auto_delete),
        ),
        (
            "internal",
            Difference::between(declare.internal, current.internal),
        ),
        (ALTERNATE_EXCHANGE, alternate),
    ];
    let what = format!("exchange '{}'", current.name);
    for (property, difference) in properties {
        if let Some(difference) = difference {
            return Err(difference.refuse(property, &what));
        }
    }
    Ok(())
}
