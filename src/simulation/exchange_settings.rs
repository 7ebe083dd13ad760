//! What an exchange is declared with, and a binding made of, parsed once from what a person typed.

use serde::{Deserialize, Serialize};

use super::field::{Field, FieldError, parse_exchange_name, parse_queue_name};
use crate::broker::{
    Binding, BindingKey, Destination, ExchangeDeclare, ExchangeKind, ExchangeName, FieldValue,
    Method, NameTooLong, QueueName, ShortString, Table,
};

/// An exchange as a person wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeSettings {
    /// Its name; the broker says what is wrong with it.
    pub exchange: ExchangeName,
    /// How it routes: `direct`, `fanout`, `topic` or `headers`.
    pub kind: String,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Where messages go that match none of its bindings
    /// (<https://www.rabbitmq.com/docs/ae>).
    pub alternate: Option<ExchangeName>,
}

impl ExchangeSettings {
    /// Reads what was typed. No alternate exchange is an empty one.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(
        name: &str,
        kind: ExchangeKind,
        durable: bool,
        alternate: &str,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let exchange = parse_exchange(name).map_err(|error| errors.push(error));
        let alternate = parse_exchange_name(alternate).map_err(|error| {
            errors.push(FieldError::new(Field::AlternateExchange, error.message));
        });
        let (Ok(exchange), Ok(alternate)) = (exchange, alternate) else {
            return Err(errors);
        };
        Ok(Self {
            exchange,
            kind: kind.name().to_owned(),
            durable,
            alternate: Some(alternate).filter(|name| *name != ExchangeName::default_exchange()),
        })
    }

    /// The method that declares it.
    #[must_use]
    pub fn declare(self) -> Method {
        let alternate = self.alternate.map(|alternate| {
            let value = FieldValue::text(alternate.as_str());
            (ShortString::of("alternate-exchange"), value)
        });
        Method::ExchangeDeclare(ExchangeDeclare {
            exchange: self.exchange,
            kind: self.kind,
            passive: false,
            durable: self.durable,
            auto_delete: false,
            internal: false,
            arguments: Table(alternate.into_iter().collect()),
        })
    }
}

/// A binding from an exchange to a queue as a person wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindingSettings {
    /// Where messages come from.
    pub source: ExchangeName,
    /// Where they go.
    pub queue: QueueName,
    /// What routing keys are compared with.
    pub key: BindingKey,
}

impl BindingSettings {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(source: &str, queue: &str, key: &str) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let source = parse_exchange(source).map_err(|error| errors.push(error));
        let queue = parse_queue_name(queue).map_err(|error| errors.push(error));
        let key = parse_key(key).map_err(|error| errors.push(error));
        let (Ok(source), Ok(queue), Ok(key)) = (source, queue, key) else {
            return Err(errors);
        };
        Ok(Self { source, queue, key })
    }

    /// The method that makes it.
    #[must_use]
    pub fn bind(self) -> Method {
        Method::Bind(Binding {
            source: self.source,
            destination: Destination::Queue(self.queue),
            key: self.key,
            arguments: Table::default(),
        })
    }
}

/// An exchange that has a name: to the default exchange nothing can be done.
fn parse_exchange(text: &str) -> Result<ExchangeName, FieldError> {
    if text.trim().is_empty() {
        let message = "Name an exchange, such as orders.";
        return Err(FieldError::new(Field::Exchange, message));
    }
    parse_exchange_name(text)
}

fn parse_key(text: &str) -> Result<BindingKey, FieldError> {
    BindingKey::new(text.trim()).map_err(|NameTooLong { bytes }| {
        let message = format!("A binding key has at most 255 bytes; this one has {bytes}.");
        FieldError::new(Field::BindingKey, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_has_a_name_and_may_have_an_alternate() {
        let settings = ExchangeSettings::parse(" orders ", ExchangeKind::Topic, true, "lost");
        let settings = settings.expect("an exchange");
        assert_eq!(
            (settings.exchange.as_str(), &*settings.kind),
            ("orders", "topic")
        );
        let Method::ExchangeDeclare(declare) = settings.declare() else {
            unreachable!("it is a declaration")
        };
        assert_eq!(declare.arguments.0.len(), 1);
        let plain = ExchangeSettings::parse("orders", ExchangeKind::Fanout, true, " ");
        assert_eq!(plain.expect("an exchange").alternate, None);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let long = "é".repeat(128);
        let errors = ExchangeSettings::parse("", ExchangeKind::Direct, true, &long);
        let fields = |errors: Vec<FieldError>| errors.iter().map(|it| it.field).collect::<Vec<_>>();
        assert_eq!(
            fields(errors.expect_err("both are wrong")),
            [Field::Exchange, Field::AlternateExchange]
        );
        let errors = BindingSettings::parse("", "", &long).expect_err("all are wrong");
        assert_eq!(
            fields(errors),
            [Field::Exchange, Field::Queue, Field::BindingKey]
        );
    }
}
