//! A durable queue as a row.

use serde::{Deserialize, Deserializer, Serialize};

use super::{Row, RowError, field::TableRow, shaped};
use crate::broker::{DurableQueue, QueueName, Table};

/// A row of the object store `queues`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct QueueRow {
    version: u32,
    queue: QueueName,
    durable: bool,
    auto_delete: bool,
    arguments: TableRow,
}

/// What a row was before there were queues that go by themselves.
#[derive(Deserialize)]
struct QueueRow1 {
    queue: QueueName,
    durable: bool,
    arguments: TableRow,
}

impl From<QueueRow1> for QueueRow {
    fn from(row: QueueRow1) -> Self {
        Self {
            version: Self::VERSION,
            queue: row.queue,
            durable: row.durable,
            auto_delete: false,
            arguments: row.arguments,
        }
    }
}

impl Row for QueueRow {
    const VERSION: u32 = 2;

    fn read_earlier<'de, D: Deserializer<'de>>(
        version: u32,
        row: impl Fn() -> D,
    ) -> Option<Result<Self, RowError>> {
        (version == 1).then(|| shaped::<QueueRow1, _>(row).map(Self::from))
    }
}

impl QueueRow {
    /// A queue to be kept, which makes it a durable one.
    pub(in super::super) fn new(queue: QueueName, auto_delete: bool, arguments: &Table) -> Self {
        Self {
            version: Self::VERSION,
            queue,
            durable: true,
            auto_delete,
            arguments: arguments.into(),
        }
    }

    /// The queue, still without its messages.
    pub(in super::super) fn into_queue(self) -> Result<DurableQueue, RowError> {
        if self.queue.as_str().is_empty() {
            return Err(RowError::Content {
                field: "queue",
                reason: "a queue has a name".to_owned(),
            });
        }
        if !self.durable {
            return Err(RowError::Content {
                field: "durable",
                reason: "only durable queues are kept".to_owned(),
            });
        }
        Ok(DurableQueue {
            queue: self.queue,
            auto_delete: self.auto_delete,
            arguments: self.arguments.into(),
            messages: Vec::new(),
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
    fn a_queue_that_is_not_durable_has_no_business_here() {
        let row = json!({
            "version": 2, "queue": "q", "durable": false, "auto_delete": false, "arguments": [],
        });
        let row: QueueRow = read(|| &row).unwrap();
        assert_eq!(
            row.into_queue().unwrap_err().to_string(),
            "durable: only durable queues are kept"
        );
    }

    #[test]
    fn a_row_of_the_first_version_is_still_read() {
        let arguments = json!([{"name": "x-max-length", "value": {"signedint": 5}}]);
        let row = json!({"version": 1, "queue": "q", "durable": true, "arguments": arguments});
        let queue = read::<QueueRow, _>(|| &row).unwrap().into_queue().unwrap();
        assert_eq!(queue.queue.as_str(), "q");
        assert!(!queue.auto_delete);
        assert!(queue.arguments.find("x-max-length").is_some());
    }

    proptest! {
        #[test]
        fn a_queue_comes_back_as_it_was(
            queue in samples::queue_names(),
            auto_delete: bool,
            arguments in samples::tables(),
        ) {
            let row = QueueRow::new(queue.clone(), auto_delete, &arguments);
            let row = serde_json::to_value(row).unwrap();
            let back = read::<QueueRow, _>(|| &row).unwrap().into_queue().unwrap();
            prop_assert_eq!(back, DurableQueue { queue, auto_delete, arguments, messages: Vec::new() });
        }
    }
}
