//! What an exchange is declared with, parsed once from what a person typed.

use serde::{Deserialize, Serialize};

use super::field::{Field, FieldError, parse_exchange_name};
use crate::broker::{
    ExchangeDeclare, ExchangeKind, ExchangeName, FieldValue, Method, ShortString, Table,
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
    /// Whether it goes with its last binding.
    pub auto_delete: bool,
    /// Whether only other exchanges may send to it
    /// (<https://www.rabbitmq.com/docs/exchanges#internal>).
    pub internal: bool,
    /// Where messages go that match none of its bindings
    /// (<https://www.rabbitmq.com/docs/ae>).
    pub alternate: Option<ExchangeName>,
}

/// An exchange as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct ExchangeForm<'a> {
    /// Its name.
    pub name: &'a str,
    /// How it routes.
    pub kind: ExchangeKind,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Whether it goes with its last binding.
    pub auto_delete: bool,
    /// Whether only other exchanges may send to it.
    pub internal: bool,
    /// Where messages go that match none of its bindings; may be empty.
    pub alternate: &'a str,
}

impl ExchangeForm<'_> {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<ExchangeSettings, Vec<FieldError>> {
        let mut errors = Vec::new();
        let exchange = parse_named_exchange(self.name).map_err(|error| errors.push(error));
        let alternate = parse_exchange_name(self.alternate).map_err(|error| {
            errors.push(FieldError::new(Field::AlternateExchange, error.message));
        });
        let (Ok(exchange), Ok(alternate)) = (exchange, alternate) else {
            return Err(errors);
        };
        Ok(ExchangeSettings {
            exchange,
            kind: self.kind.name().to_owned(),
            durable: self.durable,
            auto_delete: self.auto_delete,
            internal: self.internal,
            alternate: Some(alternate).filter(|name| *name != ExchangeName::default_exchange()),
        })
    }
}

impl ExchangeSettings {
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
            auto_delete: self.auto_delete,
            internal: self.internal,
            arguments: Table(alternate.into_iter().collect()),
        })
    }
}

/// An exchange that has a name: to the default exchange nothing can be done.
pub(super) fn parse_named_exchange(text: &str) -> Result<ExchangeName, FieldError> {
    if text.trim().is_empty() {
        let message = "Name an exchange, such as orders.";
        return Err(FieldError::new(Field::Exchange, message));
    }
    parse_exchange_name(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: ExchangeForm<'_> = ExchangeForm {
        name: " orders ",
        kind: ExchangeKind::Topic,
        durable: true,
        auto_delete: false,
        internal: true,
        alternate: "lost",
    };

    #[test]
    fn an_exchange_has_a_name_and_may_have_an_alternate() {
        let settings = FORM.parse().expect("an exchange");
        assert_eq!(
            (settings.exchange.as_str(), &*settings.kind),
            ("orders", "topic")
        );
        let Method::ExchangeDeclare(declare) = settings.declare() else {
            unreachable!("it is a declaration")
        };
        assert_eq!(declare.arguments.0.len(), 1);
        assert!(declare.internal && !declare.auto_delete);
        let plain = ExchangeForm {
            alternate: " ",
            ..FORM
        };
        assert_eq!(plain.parse().expect("an exchange").alternate, None);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let long = "é".repeat(128);
        let form = ExchangeForm {
            name: "",
            alternate: &long,
            ..FORM
        };
        let errors = form.parse().expect_err("both are wrong");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, [Field::Exchange, Field::AlternateExchange]);
    }
}
