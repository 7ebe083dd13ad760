//! What can go wrong with a store as a whole, each with what would help.

use std::fmt;

/// A store that cannot be used, or a write that was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The browser has no storage for this page, or refuses it.
    Unavailable {
        /// What the browser said, or did not say.
        reason: String,
    },
    /// A newer version of Leveret has written the database. It was left as it is.
    NewerSchema {
        /// The version of the database.
        found: u32,
        /// The newest version that this program reads.
        supported: u32,
    },
    /// Another tab has the database.
    HeldByAnotherTab,
    /// Another tab has taken the database over: this one may not write any more.
    TakenOver,
    /// A page of an earlier version has the database open and does not close it.
    Blocked,
    /// The database is there no more.
    Gone {
        /// What has become of it.
        reason: String,
    },
    /// The browser gives this page no more room.
    Full {
        /// What the browser said.
        reason: String,
    },
    /// The page was opened to keep nothing.
    NotWanted,
    /// The broker is a copy from a link, which has no place of its own.
    Scratch,
    /// The browser did not do what was asked; nothing was changed.
    Failed {
        /// What the browser said.
        reason: String,
    },
}

impl StoreError {
    /// Whether trying again is of no use: what was to be written to is there no more, or is another
    /// program's by now.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Gone { .. } | Self::NewerSchema { .. })
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable { reason } => write!(
                f,
                "The browser gives this page no storage: {reason}. Allow this site to store data, or open \
                 the page outside a private window, and reload it."
            ),
            Self::NewerSchema { found, supported } => write!(
                f,
                "The stored data has schema version {found}, and this page reads up to version \
                 {supported}. A newer Leveret wrote it; nothing was changed. Reload without the browser's \
                 cache to get the newer page."
            ),
            Self::HeldByAnotherTab => f.write_str(
                "Another tab has this broker's storage open, and only one may write to it. Close the other \
                 tab and reload this one.",
            ),
            Self::TakenOver => f.write_str(
                "Another tab has taken over this broker's storage, and only one may write to it. Nothing was \
                 changed. Go on in the other tab, or take the storage over from here again.",
            ),
            Self::Blocked => f.write_str(
                "Another tab has this broker's storage open with an earlier version of this page, and does not \
                 let go of it. Close the other tabs of this page and reload this one.",
            ),
            Self::Gone { reason } => write!(
                f,
                "The storage is gone: {reason}. Nothing is kept any more. Reload the page to begin anew."
            ),
            Self::Full { reason } => write!(
                f,
                "The browser has no more room for this page: {reason}. Purge a queue or free space on the \
                 disk."
            ),
            Self::NotWanted => f.write_str("This page was opened to keep nothing."),
            Self::Scratch => f.write_str("This is a scratch copy."),
            Self::Failed { reason } => write!(
                f,
                "The browser's storage failed: {reason}. Nothing was changed. Reload the page to \
                 begin again from what is stored."
            ),
        }
    }
}

impl std::error::Error for StoreError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_schema_names_both_versions() {
        let refusal = StoreError::NewerSchema {
            found: 7,
            supported: 1,
        };
        let text = refusal.to_string();
        assert!(text.contains("schema version 7") && text.contains("up to version 1"));
    }
}
