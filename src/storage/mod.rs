//! Storage: what the broker must not lose, kept as rows that a person can read.
//!
//! A [`Store`] takes batches of [`Change`]s, each batch whole or not at all, and gives back on the
//! next start what they add up to. There are two: [`MemoryStore`], which forgets with its process,
//! and `IndexedDbStore` in the browser. Both keep the same rows by the same rules.
//!
//! Rows read back are untrusted: another program, another version of this one or a person with
//! DevTools may have written them. One that cannot be read is set aside with its reason, and the
//! start goes on.
//!
//! When to write, and what a completed write allows the broker to promise, is for the host to say.

pub mod backup;
mod change;
mod error;
#[cfg(target_arch = "wasm32")]
mod indexed_db;
mod memory;
mod recovery;
mod rows;
mod store_name;

pub use change::{Change, condense};
pub use error::StoreError;
#[cfg(target_arch = "wasm32")]
pub use indexed_db::{Claim, IndexedDbStore, TimeLimits};
pub use memory::MemoryStore;
pub use rows::{
    ClientAcknowledgement, ClientFailure, ClientKind, ClientRow, Durability, QueueCensus, Settings,
};
pub use store_name::StoreName;

use crate::broker::Durable;

/// A place where changes are kept.
#[expect(
    async_fn_in_trait,
    reason = "a store lives on one thread, so its futures need not be Send"
)]
pub trait Store {
    /// Reads everything kept, and sets aside what cannot be read. It tells how far it is.
    ///
    /// # Errors
    /// [`StoreError`] if the store as a whole cannot be read. A row that cannot is no error.
    async fn load(&self, progress: impl FnMut(LoadProgress)) -> Result<Loaded, StoreError>;

    /// Makes the changes, in order, all or none. When it returns they are kept. Making them once
    /// more changes nothing, so a batch of which nobody knows how it ended can be written again.
    ///
    /// # Errors
    /// [`StoreError`] if they could not be made; then none was.
    async fn write(&self, batch: &[Change], durability: Durability) -> Result<(), StoreError>;

    /// Removes everything but what was set aside, and makes the changes: all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError`] if that could not be done; then nothing was.
    async fn replace(&self, batch: &[Change]) -> Result<(), StoreError>;

    /// Writes a row and removes it, for whoever wants to know what a transaction costs.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be written.
    async fn probe(&self, durability: Durability) -> Result<(), StoreError>;

    /// Rows of an object store by key, as they are now: so many from the one at `offset` on.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be read.
    async fn rows(
        &self,
        store: StoreName,
        offset: u64,
        limit: u32,
    ) -> Result<RowListing, StoreError>;

    /// How many rows each object store has.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be counted.
    async fn counts(&self) -> Result<Vec<(StoreName, u64)>, StoreError>;

    /// Removes everything, also what was set aside.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be removed; then nothing was.
    async fn clear(&self) -> Result<(), StoreError>;
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadProgress {
    /// Rows read so far.
    pub read: u64,
    /// Rows that there are.
    pub total: u64,
}

/// Everything that was kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// The broker's part.
    pub durable: Durable,
    /// The page's programs, in the order of their appearance.
    pub clients: Vec<ClientRow>,
    /// What a restart would lose, as it stood last. None was ever written to a new store.
    pub census: Option<Vec<QueueCensus>>,
    /// How the broker is set.
    pub settings: Settings,
    /// The rows that could not be read this time.
    pub quarantined: Vec<QuarantinedRow>,
}

/// A row that could not be read. It now stands in [`StoreName::Quarantine`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedRow {
    /// The object store that it was in.
    pub store: StoreName,
    /// Its key, as JSON.
    pub key: String,
    /// What was wrong with it.
    pub reason: String,
}

/// Rows of an object store as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowListing {
    /// How many there are in all.
    pub total: u64,
    /// Those that were asked for.
    pub rows: Vec<ListedRow>,
}

/// A row as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRow {
    /// Its key, as JSON.
    pub key: String,
    /// Its content, as JSON; of a long one the beginning.
    pub value: String,
}

/// Characters of a row in a listing: a body may have megabytes, and nobody reads them in a list.
const LISTED_CHARACTERS_MAX: usize = 4096;

/// Cuts a text for a listing and says so.
fn listed(text: String) -> String {
    match text.char_indices().nth(LISTED_CHARACTERS_MAX) {
        None => text,
        Some((cut, _)) => {
            let (shown, _) = text.split_at(cut);
            format!("{shown}… ({} bytes in all)", text.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_row_is_listed_by_its_beginning_and_says_so() {
        let short = "é".repeat(LISTED_CHARACTERS_MAX);
        assert_eq!(listed(short.clone()), short);
        let cut = listed(format!("{short}é"));
        assert_eq!(cut, format!("{short}… (8194 bytes in all)"));
    }
}
