//! The census as a row: what a restart would lose, so that the next start can say what was lost.

use serde::{Deserialize, Serialize};

use super::{Row, RowError, wide};
use crate::broker::QueueName;

/// The key of the one row.
pub(in super::super) const CENSUS_KEY: &str = "census";

/// The row of that name in the object store `meta`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct CensusRow {
    version: u32,
    key: String,
    queues: Vec<QueueCensus>,
}

/// What a restart would lose of a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueCensus {
    /// Its name.
    pub queue: QueueName,
    /// Whether the queue itself would come back.
    pub durable: bool,
    /// Messages in it that would not: all of them, if the queue would not.
    #[serde(with = "wide::number")]
    pub transient_messages: u64,
}

impl Row for CensusRow {
    const VERSION: u32 = 1;
}

impl CensusRow {
    pub(in super::super) fn new(queues: Vec<QueueCensus>) -> Self {
        Self {
            version: Self::VERSION,
            key: CENSUS_KEY.to_owned(),
            queues,
        }
    }

    /// What a restart would lose.
    ///
    /// # Errors
    /// The row is none of those that this program keeps beside each other.
    pub(in super::super) fn into_queues(self) -> Result<Vec<QueueCensus>, RowError> {
        if self.key == CENSUS_KEY {
            return Ok(self.queues);
        }
        Err(RowError::Content {
            field: "key",
            reason: format!("this program keeps nothing called '{}'", self.key),
        })
    }
}
