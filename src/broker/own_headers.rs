//! Headers that the broker writes itself, such as `x-death`.
//!
//! RabbitMQ 4.0 sorts the headers of a message by name when it adds its own, and drops those that
//! are there twice. Its own replace what the client has written under the same name. Headers of a
//! message to which nothing is added are passed on as they came.

use super::{
    short_string::ShortString,
    table::{FieldValue, Table},
};

/// A message's headers with the broker's own.
pub(super) fn with_own(
    headers: Option<&Table>,
    own: impl IntoIterator<Item = (&'static str, FieldValue)>,
) -> Table {
    let own = own.into_iter();
    let mut fields: Vec<_> = own
        .map(|(name, value)| (ShortString::of(name), value))
        .collect();
    fields.extend(
        headers
            .into_iter()
            .flat_map(|headers| headers.0.iter().cloned()),
    );
    // The sort is stable and the first of a name stays: the broker's own stand in front.
    fields.sort_by(|(one, _), (other, _)| one.cmp(other));
    fields.dedup_by(|(later, _), (first, _)| later == first);
    Table(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_brokers_own_headers_replace_the_clients_and_all_are_sorted() {
        let of_client = Table(
            [("b", 1), ("x-own", 2), ("B", 3), ("b", 4)]
                .map(|(name, value)| (ShortString::of(name), FieldValue::Int(value)))
                .into(),
        );
        let headers = with_own(Some(&of_client), [("x-own", FieldValue::Void)]);
        let expected = [
            ("B", FieldValue::Int(3)),
            ("b", FieldValue::Int(1)),
            ("x-own", FieldValue::Void),
        ];
        assert_eq!(
            headers,
            Table(
                expected
                    .map(|(name, value)| (ShortString::of(name), value))
                    .into()
            )
        );
    }
}
