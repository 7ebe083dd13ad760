//! Differences: whether what is declared is what there is, and RabbitMQ's words if it is not
//! (<https://www.rabbitmq.com/docs/queues#property-equivalence>).
//!
//! Values are compared by what they say, whatever their wire types: a number is the same in any
//! width, and a text the same as its bytes.

use std::fmt::Display;

use super::{
    argument::integer,
    exception::{Exception, ReplyCode},
    table::FieldValue,
    term::printed,
};

/// A property that was received and the one that is, as RabbitMQ shows them.
#[derive(Debug)]
pub(super) struct Difference {
    received: String,
    current: String,
}

impl Difference {
    /// Between two values of a property that is always there; none if they are the same.
    pub(super) fn between<T: Copy + PartialEq + Display>(received: T, current: T) -> Option<Self> {
        (received != current).then(|| Self {
            received: format!("'{received}'"),
            current: format!("'{current}'"),
        })
    }

    /// Between two values of an argument; none if they are the same, or both missing.
    pub(super) fn between_arguments(
        received: Option<&FieldValue>,
        current: Option<&FieldValue>,
    ) -> Option<Self> {
        let (received, current) = match (received, current) {
            (None, None) => return None,
            (Some(received), Some(current)) if is_same(received, current) => return None,
            (Some(received), Some(current)) => (beside_another(received), beside_another(current)),
            (received, current) => (alone(received), alone(current)),
        };
        Some(Self { received, current })
    }

    /// The refusal. `of` is the kind and the name of what is declared.
    pub(super) fn refuse(&self, property: &str, of: &str) -> Exception {
        let Self { received, current } = self;
        Exception::channel(
            ReplyCode::PreconditionFailed,
            format!(
                "inequivalent arg '{property}' for {of} in vhost '/': \
                 received {received} but current is {current}"
            ),
        )
    }
}

/// Whether RabbitMQ takes two values for one.
pub(super) fn is_same(left: &FieldValue, right: &FieldValue) -> bool {
    left == right
        || is_both(left, right, number)
        || is_both(left, right, bytes)
        || is_both(left, right, fraction)
}

/// The number that a value of an integer type, or a timestamp, is.
pub(super) fn number(value: &FieldValue) -> Option<i128> {
    if let FieldValue::Timestamp(seconds) = value {
        Some(i128::from(*seconds))
    } else {
        integer(value).map(i128::from)
    }
}

fn is_both<'a, T: PartialEq>(
    left: &'a FieldValue,
    right: &'a FieldValue,
    read: impl Fn(&'a FieldValue) -> Option<T>,
) -> bool {
    read(left).is_some_and(|value| read(right) == Some(value))
}

fn bytes(value: &FieldValue) -> Option<&[u8]> {
    if let FieldValue::LongString(bytes) | FieldValue::Bytes(bytes) = value {
        Some(bytes)
    } else {
        None
    }
}

fn fraction(value: &FieldValue) -> Option<f64> {
    if let FieldValue::Float(value) = value {
        Some(f64::from(*value))
    } else if let FieldValue::Double(value) = value {
        Some(*value)
    } else {
        None
    }
}

fn alone(value: Option<&FieldValue>) -> String {
    match value {
        None => "none".to_owned(),
        Some(value) => format!("the value {} of type '{}'", shown(value), value.type_name()),
    }
}

fn beside_another(value: &FieldValue) -> String {
    if *value == FieldValue::Void {
        "none".to_owned()
    } else {
        shown(value)
    }
}

fn shown(value: &FieldValue) -> String {
    match bytes(value) {
        Some(bytes) => format!("'{}'", String::from_utf8_lossy(bytes)),
        None => format!("'{}'", printed(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_void_beside_another_value_is_shown_as_none() {
        let refused = refused(Some(&FieldValue::Void), Some(&FieldValue::Int(1000)));
        assert_eq!(
            refused,
            "inequivalent arg 'x' for queue 'q' in vhost '/': received none but current is '1000'"
        );
    }

    #[test]
    fn a_value_that_stands_alone_is_shown_with_its_type() {
        let numbers = FieldValue::Array(vec![FieldValue::Int(1), FieldValue::text("a")]);
        assert_eq!(
            refused(None, Some(&numbers)),
            "inequivalent arg 'x' for queue 'q' in vhost '/': received none but current is the \
             value '[{signedint,1},{longstr,<<\"a\">>}]' of type 'array'"
        );
    }

    #[test]
    fn the_same_in_another_wire_type_is_no_difference() {
        let same = [
            (FieldValue::Int(1), FieldValue::Long(1)),
            (
                FieldValue::text("a"),
                FieldValue::Bytes(b"a".as_slice().into()),
            ),
            (FieldValue::Float(0.5), FieldValue::Double(0.5)),
        ];
        for (received, current) in same {
            let difference = Difference::between_arguments(Some(&received), Some(&current));
            assert!(difference.is_none(), "{received:?} and {current:?}");
        }
    }

    fn refused(received: Option<&FieldValue>, current: Option<&FieldValue>) -> String {
        let difference = Difference::between_arguments(received, current);
        let difference = difference.expect("they differ");
        difference.refuse("x", "queue 'q'").explanation
    }
}
