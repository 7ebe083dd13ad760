//! A durable binding as a row.
//!
//! A binding has no name: it is what its four parts say, so they make its key. The arguments are in
//! the key as text, because a key of IndexedDB holds no objects.

use serde::{Deserialize, Serialize};

use super::{Row, RowError, field::TableRow};
use crate::broker::{
    Binding, BindingKey, Destination, ExchangeName, NameTooLong, QueueName, Table,
};

/// The fields of a row that make its key, in the order of [`BindingRowKey`]'s.
#[cfg(any(test, target_arch = "wasm32"))]
pub(in super::super) const BINDING_KEY_FIELDS: &[&str] = &[
    "source",
    "destination_kind",
    "destination",
    "binding_key",
    "arguments_key",
];

/// A row of the object store `bindings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct BindingRow {
    version: u32,
    source: ExchangeName,
    destination_kind: DestinationKind,
    destination: String,
    binding_key: BindingKey,
    arguments: TableRow,
    arguments_key: String,
}

/// What tells a binding from every other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(in super::super) struct BindingRowKey(
    ExchangeName,
    DestinationKind,
    String,
    BindingKey,
    String,
);

/// What a binding leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DestinationKind {
    Queue,
    Exchange,
}

impl BindingRowKey {
    /// The key of a binding's row.
    pub(in super::super) fn new(binding: &Binding) -> Self {
        let (kind, destination) = match &binding.destination {
            Destination::Queue(queue) => (DestinationKind::Queue, queue.as_str()),
            Destination::Exchange(exchange) => (DestinationKind::Exchange, exchange.as_str()),
        };
        Self(
            binding.source.clone(),
            kind,
            destination.to_owned(),
            binding.key.clone(),
            arguments_key(&(&binding.arguments).into()),
        )
    }
}

impl Row for BindingRow {
    const VERSION: u32 = 1;
}

impl BindingRow {
    /// A binding to be kept.
    pub(in super::super) fn new(binding: &Binding) -> Self {
        let BindingRowKey(source, destination_kind, destination, binding_key, arguments_key) =
            BindingRowKey::new(binding);
        Self {
            version: Self::VERSION,
            source,
            destination_kind,
            destination,
            binding_key,
            arguments: (&binding.arguments).into(),
            arguments_key,
        }
    }

    /// The binding; whether its ends are there is for others to say.
    pub(in super::super) fn into_binding(self) -> Result<Binding, RowError> {
        if self.arguments_key != arguments_key(&self.arguments) {
            return Err(RowError::Content {
                field: "arguments_key",
                reason: "it does not say what the arguments are".to_owned(),
            });
        }
        let destination = match self.destination_kind {
            DestinationKind::Queue => QueueName::new(&self.destination).map(Destination::Queue),
            DestinationKind::Exchange => {
                ExchangeName::new(&self.destination).map(Destination::Exchange)
            }
        };
        Ok(Binding {
            source: self.source,
            destination: destination.map_err(|error: NameTooLong| RowError::Content {
                field: "destination",
                reason: error.to_string(),
            })?,
            key: self.binding_key,
            arguments: self.arguments.into(),
        })
    }
}

/// Arguments as text, the same text only for the same arguments; nothing for none.
fn arguments_key(arguments: &TableRow) -> String {
    if *arguments == TableRow::from(&Table::default()) {
        return String::new();
    }
    serde_json::to_string(arguments).expect("a table is rows with text for keys")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::storage::rows::{read, samples};

    fn to_queue() -> Value {
        json!({
            "version": 1, "source": "orders", "destination_kind": "queue", "destination": "order_queue",
            "binding_key": "eu.#", "arguments": [], "arguments_key": "",
        })
    }

    #[test]
    fn a_binding_can_be_read_in_its_row_and_its_key() {
        let binding = samples::binding("orders", "order_queue", "eu.#");
        assert_eq!(
            serde_json::to_value(BindingRow::new(&binding)).unwrap(),
            to_queue()
        );
        assert_eq!(
            serde_json::to_value(BindingRowKey::new(&binding)).unwrap(),
            json!(["orders", "queue", "order_queue", "eu.#", ""])
        );
    }

    #[test]
    fn a_row_whose_key_is_of_other_arguments_is_refused() {
        let mut row = to_queue();
        row["arguments"] = json!([{"name": "x-match", "value": {"longstr": "any"}}]);
        let read: BindingRow = read(|| &row).unwrap();
        assert_eq!(
            read.into_binding().unwrap_err().to_string(),
            "arguments_key: it does not say what the arguments are"
        );
    }

    #[test]
    fn a_destination_that_is_too_long_is_named() {
        for kind in ["queue", "exchange"] {
            let mut row = to_queue();
            row["destination_kind"] = json!(kind);
            row["destination"] = json!("q".repeat(256));
            let read: BindingRow = read(|| &row).unwrap();
            assert_eq!(
                read.into_binding().unwrap_err().to_string(),
                "destination: a name has at most 255 bytes, this one has 256"
            );
        }
    }

    proptest! {
        #[test]
        fn a_binding_comes_back_as_it_was(binding in samples::bindings()) {
            let row = serde_json::to_value(BindingRow::new(&binding)).unwrap();
            let back = read::<BindingRow, _>(|| &row).unwrap().into_binding().unwrap();
            prop_assert_eq!(back, binding);
        }

        #[test]
        fn the_key_is_what_its_fields_say(binding in samples::bindings()) {
            let row = serde_json::to_value(BindingRow::new(&binding)).unwrap();
            let of_row: Value = BINDING_KEY_FIELDS.iter().map(|field| row[field].clone()).collect();
            prop_assert_eq!(serde_json::to_value(BindingRowKey::new(&binding)).unwrap(), of_row);
        }
    }
}
