//! Headers exchanges: a binding's arguments are compared with a message's headers
//! (<https://www.rabbitmq.com/docs/exchanges#headers>).
//!
//! `x-match` says whether all fields have to match or any; without `-with-x` those whose names
//! start with `x-` do not count. A field without a value asks for the name alone. Values are
//! compared as RabbitMQ 4.0 does, whatever their wire types: 1 is 1 in any width, a text equals the
//! same bytes, but 1 is neither 1.0 nor true nor "1".

use super::super::{
    difference::{is_same, number},
    exception::{Exception, ReplyCode},
    message::Message,
    short_string::ShortString,
    table::{FieldValue, Table},
    term::{printed, printed_bytes},
};

/// What a binding asks of the headers.
#[derive(Clone, Debug)]
pub(super) struct HeaderPattern {
    asks_for: AsksFor,
    /// Those that count.
    fields: Vec<(ShortString, FieldValue)>,
}

#[derive(Clone, Copy, Debug)]
enum AsksFor {
    All,
    Any,
}

impl HeaderPattern {
    /// What the arguments mean. An `x-match` that means nothing counts as `all`: a binding that was
    /// made with one before its exchange was a headers exchange was never checked.
    pub(super) fn of(arguments: &Table) -> Self {
        let (asks_for, with_x) = match x_match(arguments) {
            Some(b"any") => (AsksFor::Any, false),
            Some(b"any-with-x") => (AsksFor::Any, true),
            Some(b"all-with-x") => (AsksFor::All, true),
            Some(_) | None => (AsksFor::All, false),
        };
        let counts = |name: &[u8]| name != X_MATCH && (with_x || !name.starts_with(b"x-"));
        let fields = arguments.0.iter();
        let fields = fields.filter(|(name, _)| counts(name.as_bytes()));
        Self {
            asks_for,
            fields: fields.cloned().collect(),
        }
    }

    pub(super) fn matches(&self, headers: &Headers<'_>) -> bool {
        let mut fields = self.fields.iter();
        let has = |(name, value): &(ShortString, FieldValue)| {
            headers
                .find(name)
                .is_some_and(|header| has_value(header, value))
        };
        match self.asks_for {
            AsksFor::All => fields.all(has),
            AsksFor::Any => fields.any(has),
        }
    }
}

/// A message's headers by name; of those with one name the last counts.
#[derive(Debug)]
pub(super) struct Headers<'a>(Vec<(&'a ShortString, &'a FieldValue)>);

impl<'a> Headers<'a> {
    pub(super) fn of(message: &'a Message) -> Self {
        let headers = message.properties.headers.iter();
        let fields = headers.flat_map(|table| &table.0).rev();
        let mut by_name: Vec<_> = fields.map(|(name, value)| (name, value)).collect();
        by_name.sort_by_key(|(name, _)| *name);
        by_name.dedup_by_key(|(name, _)| *name);
        Self(by_name)
    }

    fn find(&self, name: &ShortString) -> Option<&FieldValue> {
        let place = self.0.binary_search_by_key(&name, |(name, _)| *name);
        let (_, value) = self.0.get(place.ok()?)?;
        Some(value)
    }
}

/// Whether a header has the value that is asked for. RabbitMQ 4.0 looks at a message's timestamps
/// in milliseconds and at a binding's in seconds.
fn has_value(header: &FieldValue, asked: &FieldValue) -> bool {
    match (asked, header) {
        (FieldValue::Void, _) => true,
        (asked, FieldValue::Timestamp(seconds)) => {
            number(asked) == Some(i128::from(*seconds) * 1000)
        }
        (asked, header) => is_same(asked, header),
    }
}

/// Checks what a binding to a headers exchange asks for.
///
/// # Errors
/// 406 if `x-match` means nothing.
pub(super) fn check_x_match(arguments: &Table) -> Result<(), Exception> {
    let why = match arguments.find("x-match") {
        None => return Ok(()),
        Some(FieldValue::LongString(value)) => match &**value {
            b"all" | b"any" | b"all-with-x" | b"any-with-x" => return Ok(()),
            other => format!(
                "Invalid x-match field value {}; expected all, any, all-with-x, or any-with-x",
                printed_bytes(other)
            ),
        },
        Some(other) => format!(
            "Invalid x-match field type {} (value {}); expected longstr",
            other.type_name(),
            printed(other)
        ),
    };
    Err(Exception::channel(ReplyCode::PreconditionFailed, why))
}

fn x_match(arguments: &Table) -> Option<&[u8]> {
    let FieldValue::LongString(value) = arguments.find("x-match")? else {
        return None;
    };
    Some(value)
}

const X_MATCH: &[u8] = b"x-match";
