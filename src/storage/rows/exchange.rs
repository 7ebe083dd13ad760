//! A durable exchange as a row.

use serde::{Deserialize, Serialize};

use super::{Row, RowError, field::TableRow};
use crate::broker::{DurableExchange, ExchangeKind, ExchangeName};

/// A row of the object store `exchanges`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct ExchangeRow {
    version: u32,
    exchange: ExchangeName,
    kind: String,
    durable: bool,
    auto_delete: bool,
    internal: bool,
    arguments: TableRow,
}

impl Row for ExchangeRow {
    const VERSION: u32 = 1;
}

impl ExchangeRow {
    /// An exchange to be kept, which makes it a durable one.
    pub(in super::super) fn new(exchange: &DurableExchange) -> Self {
        Self {
            version: Self::VERSION,
            exchange: exchange.exchange.clone(),
            kind: exchange.kind.name().to_owned(),
            durable: true,
            auto_delete: exchange.auto_delete,
            internal: exchange.internal,
            arguments: (&exchange.arguments).into(),
        }
    }

    /// The exchange.
    pub(in super::super) fn into_exchange(self) -> Result<DurableExchange, RowError> {
        let name = self.exchange.as_str();
        if name.is_empty() || name.starts_with("amq.") {
            return Err(RowError::Content {
                field: "exchange",
                reason: format!("'{name}' is one of the broker's own names"),
            });
        }
        if !self.durable {
            return Err(RowError::Content {
                field: "durable",
                reason: "only durable exchanges are kept".to_owned(),
            });
        }
        let Some(kind) = ExchangeKind::named(&self.kind) else {
            return Err(RowError::Content {
                field: "kind",
                reason: format!("no exchange is of the kind '{}'", self.kind),
            });
        };
        Ok(DurableExchange {
            exchange: self.exchange,
            kind,
            auto_delete: self.auto_delete,
            internal: self.internal,
            arguments: self.arguments.into(),
        })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::storage::rows::{read, samples};

    #[test]
    fn an_exchange_that_cannot_be_is_refused() {
        for (field, value, refusal) in [
            (
                "exchange",
                json!("amq.topic"),
                "exchange: 'amq.topic' is one of the broker's own names",
            ),
            (
                "exchange",
                json!(""),
                "exchange: '' is one of the broker's own names",
            ),
            (
                "durable",
                json!(false),
                "durable: only durable exchanges are kept",
            ),
            (
                "kind",
                json!("x-random"),
                "kind: no exchange is of the kind 'x-random'",
            ),
        ] {
            let mut row = json!({
                "version": 1, "exchange": "orders", "kind": "topic", "durable": true,
                "auto_delete": false, "internal": false, "arguments": [],
            });
            row[field] = value;
            let row: ExchangeRow = read(|| &row).unwrap();
            assert_eq!(row.into_exchange().unwrap_err().to_string(), refusal);
        }
    }

    proptest! {
        #[test]
        fn an_exchange_comes_back_as_it_was(exchange in samples::exchanges()) {
            let row = serde_json::to_value(ExchangeRow::new(&exchange)).unwrap();
            let back = read::<ExchangeRow, _>(|| &row).unwrap().into_exchange().unwrap();
            prop_assert_eq!(back, exchange);
        }
    }
}
