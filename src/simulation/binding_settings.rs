//! What a binding is made of, parsed once from what a person typed.

use serde::{Deserialize, Serialize};

use super::{
    exchange_settings::parse_named_exchange,
    field::{Field, FieldError, parse_queue_name},
    table_form::{NamedValues, TypedRow, parse_rows, table},
};
use crate::broker::{
    Binding, BindingKey, Destination, ExchangeName, FieldValue, Method, NameTooLong, QueueName,
    ShortString, Table,
};

/// A binding from an exchange as a person wants it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BindingSettings {
    /// Where messages come from.
    pub source: ExchangeName,
    /// Where they go.
    pub destination: BoundTo,
    /// What routing keys are compared with.
    pub key: BindingKey,
    /// How a headers exchange compares headers, unless as it does of itself.
    pub x_match: Option<XMatch>,
    /// What it compares them with.
    pub headers: NamedValues,
}

/// Where a binding leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BoundTo {
    /// To a queue.
    Queue(QueueName),
    /// To another exchange (<https://www.rabbitmq.com/docs/e2e>).
    Exchange(ExchangeName),
}

/// `x-match`: which of a binding's headers a message must have
/// (<https://www.rabbitmq.com/docs/exchanges#headers>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum XMatch {
    /// All, without those that begin with `x-`.
    All,
    /// One at least, without those that begin with `x-`.
    Any,
    /// All, with those that begin with `x-`.
    AllWithX,
    /// One at least, with those that begin with `x-`.
    AnyWithX,
}

/// A binding as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct BindingForm<'a> {
    /// The exchange that it leads from.
    pub source: &'a str,
    /// Whether it leads to an exchange.
    pub to_exchange: bool,
    /// The queue or exchange that it leads to.
    pub destination: &'a str,
    /// The key.
    pub key: &'a str,
    /// How a headers exchange compares headers.
    pub x_match: Option<XMatch>,
    /// What it compares them with.
    pub headers: &'a [TypedRow],
}

impl BindingForm<'_> {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<BindingSettings, Vec<FieldError>> {
        let mut errors = Vec::new();
        let source = parse_named_exchange(self.source).map_err(|error| errors.push(error));
        let destination = self.parse_destination().map_err(|error| errors.push(error));
        let key = parse_key(self.key).map_err(|error| errors.push(error));
        let headers = parse_rows(self.headers).map_err(|found| errors.extend(found));
        let (Ok(source), Ok(destination), Ok(key), Ok(headers)) =
            (source, destination, key, headers)
        else {
            return Err(errors);
        };
        Ok(BindingSettings {
            source,
            destination,
            key,
            x_match: self.x_match,
            headers,
        })
    }

    fn parse_destination(&self) -> Result<BoundTo, FieldError> {
        let parsed = if self.to_exchange {
            parse_named_exchange(self.destination).map(BoundTo::Exchange)
        } else {
            parse_queue_name(self.destination).map(BoundTo::Queue)
        };
        parsed.map_err(|error| FieldError::new(Field::Destination, error.message))
    }
}

impl BindingSettings {
    /// The method that makes it.
    #[must_use]
    pub fn bind(self) -> Method {
        let x_match = self.x_match.map(|x_match| {
            let value = FieldValue::text(x_match.name());
            (ShortString::of("x-match"), value)
        });
        let Table(headers) = table(&self.headers);
        Method::Bind(Binding {
            source: self.source,
            destination: match self.destination {
                BoundTo::Queue(queue) => Destination::Queue(queue),
                BoundTo::Exchange(exchange) => Destination::Exchange(exchange),
            },
            key: self.key,
            arguments: Table(x_match.into_iter().chain(headers).collect()),
        })
    }
}

impl XMatch {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::All, Self::Any, Self::AllWithX, Self::AnyWithX];

    /// Its value on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
            Self::AllWithX => "all-with-x",
            Self::AnyWithX => "any-with-x",
        }
    }
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
    use crate::simulation::ValueKind;

    #[test]
    fn a_binding_may_lead_to_an_exchange_and_compare_headers() {
        let form = BindingForm {
            source: "orders",
            to_exchange: true,
            destination: " audit ",
            key: "",
            x_match: Some(XMatch::Any),
            headers: &[TypedRow {
                name: "region".to_owned(),
                kind: ValueKind::Text,
                text: "eu".to_owned(),
            }],
        };
        let Ok(Method::Bind(binding)) = form.parse().map(BindingSettings::bind) else {
            unreachable!("it is a binding")
        };
        let audit = ExchangeName::new("audit").expect("short");
        assert_eq!(binding.destination, Destination::Exchange(audit));
        let expected = [("x-match", "any"), ("region", "eu")]
            .map(|(name, text)| (ShortString::of(name), FieldValue::text(text)));
        assert_eq!(binding.arguments.0, expected);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let long = "é".repeat(128);
        let form = BindingForm {
            source: "",
            to_exchange: false,
            destination: "",
            key: &long,
            x_match: None,
            headers: &[TypedRow {
                text: "eu".to_owned(),
                ..TypedRow::default()
            }],
        };
        let errors = form.parse().expect_err("all are wrong");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [
                Field::Exchange,
                Field::Destination,
                Field::BindingKey,
                Field::TableName(0)
            ]
        );
    }
}
