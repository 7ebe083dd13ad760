//! Edges: bindings in an order, so that one can be found.
//!
//! Two bindings are the same if source, destination, key and arguments are. The order in which the
//! arguments came does not matter (as in RabbitMQ, which sorts them), so an edge holds them sorted
//! by name. Values of different wire types are different.

use std::{cmp::Ordering, rc::Rc};

use super::super::{
    binding::Binding,
    table::{FieldValue, Table},
};

/// A binding that can be compared.
#[derive(Clone, Debug)]
pub(super) struct Edge(Rc<Binding>);

impl Edge {
    pub(super) fn new(mut binding: Binding) -> Self {
        sort(&mut binding.arguments);
        Self(Rc::new(binding))
    }

    pub(super) const fn binding(&self) -> &Rc<Binding> {
        &self.0
    }
}

impl Ord for Edge {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (&*self.0, &*other.0);
        left.source
            .cmp(&right.source)
            .then_with(|| left.destination.cmp(&right.destination))
            .then_with(|| left.key.cmp(&right.key))
            .then_with(|| compare_tables(&left.arguments, &right.arguments))
    }
}

impl PartialOrd for Edge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Edge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Edge {}

fn sort(table: &mut Table) {
    table.0.sort_by(|(left, _), (right, _)| left.cmp(right));
}

fn compare_tables(left: &Table, right: &Table) -> Ordering {
    let by_field = left.0.iter().zip(&right.0);
    by_field
        .map(|((left, of_left), (right, of_right))| {
            left.cmp(right).then_with(|| compare(of_left, of_right))
        })
        .find(|order| order.is_ne())
        .unwrap_or_else(|| left.0.len().cmp(&right.0.len()))
}

/// An order of values: first by type, then within it.
fn compare(left: &FieldValue, right: &FieldValue) -> Ordering {
    match (left, right) {
        (FieldValue::Bool(left), FieldValue::Bool(right)) => left.cmp(right),
        (FieldValue::Byte(left), FieldValue::Byte(right)) => left.cmp(right),
        (FieldValue::UnsignedByte(left), FieldValue::UnsignedByte(right)) => left.cmp(right),
        (FieldValue::Short(left), FieldValue::Short(right)) => left.cmp(right),
        (FieldValue::UnsignedShort(left), FieldValue::UnsignedShort(right)) => left.cmp(right),
        (FieldValue::Int(left), FieldValue::Int(right)) => left.cmp(right),
        (FieldValue::UnsignedInt(left), FieldValue::UnsignedInt(right)) => left.cmp(right),
        (FieldValue::Long(left), FieldValue::Long(right)) => left.cmp(right),
        (FieldValue::Float(left), FieldValue::Float(right)) => left.total_cmp(right),
        (FieldValue::Double(left), FieldValue::Double(right)) => left.total_cmp(right),
        (
            FieldValue::Decimal { scale, value },
            FieldValue::Decimal {
                scale: other_scale,
                value: other_value,
            },
        ) => (scale, value).cmp(&(other_scale, other_value)),
        (FieldValue::Timestamp(left), FieldValue::Timestamp(right)) => left.cmp(right),
        (FieldValue::LongString(left), FieldValue::LongString(right))
        | (FieldValue::Bytes(left), FieldValue::Bytes(right)) => left.cmp(right),
        (FieldValue::Array(left), FieldValue::Array(right)) => left
            .iter()
            .zip(right)
            .map(|(left, right)| compare(left, right))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| left.len().cmp(&right.len())),
        (FieldValue::Table(left), FieldValue::Table(right)) => compare_tables(left, right),
        _ => left.type_name().cmp(right.type_name()),
    }
}
