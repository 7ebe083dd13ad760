//! Who writes, as a row: the fence that a writer looks at in each of its transactions, and the
//! lease where the browser has no locks.

use serde::{Deserialize, Serialize};

use super::{Row, wide};

/// The key of the one row.
pub(in super::super) const WRITER_KEY: &str = "writer";

/// The row of that name in the object store `meta`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct WriterRow {
    version: u32,
    key: String,
    /// Who it is: drawn anew by each one that opens the database to write.
    pub(in super::super) id: String,
    /// When it last said that it is there, in milliseconds since the Unix epoch.
    #[serde(with = "wide::number")]
    pub(in super::super) renewed_at_ms: u64,
}

impl Row for WriterRow {
    const VERSION: u32 = 1;
}

impl WriterRow {
    pub(in super::super) fn new(id: &str, renewed_at_ms: u64) -> Self {
        Self {
            version: Self::VERSION,
            key: WRITER_KEY.to_owned(),
            id: id.to_owned(),
            renewed_at_ms,
        }
    }
}
