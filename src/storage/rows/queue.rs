//! A durable queue as a row.

use serde::{Deserialize, Serialize};

use super::{Row, RowError, field::TableRow};
use crate::broker::{DurableQueue, QueueName, Table};

/// A row of the object store `queues`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct QueueRow {
    version: u32,
    queue: QueueName,
    durable: bool,
    arguments: TableRow,
}

impl Row for QueueRow {
    const VERSION: u32 = 1;
}

impl QueueRow {
    /// A queue to be kept, which makes it a durable one.
    pub(in super::super) fn new(queue: QueueName, arguments: &Table) -> Self {
        Self {
            version: Self::VERSION,
            queue,
            durable: true,
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
            auto_delete: false,
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
        let row = json!({"version": 1, "queue": "q", "durable": false, "arguments": []});
        let row: QueueRow = read(|| &row).unwrap();
        assert_eq!(
            row.into_queue().unwrap_err().to_string(),
            "durable: only durable queues are kept"
        );
    }

    proptest! {
        #[test]
        fn a_queue_comes_back_as_it_was(queue in samples::queue_names(), arguments in samples::tables()) {
            let row = serde_json::to_value(QueueRow::new(queue.clone(), &arguments)).unwrap();
            let back = read::<QueueRow, _>(|| &row).unwrap().into_queue().unwrap();
            prop_assert_eq!(back, DurableQueue { queue, auto_delete: false, arguments, messages: Vec::new() });
        }
    }
}
