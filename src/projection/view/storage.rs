//! The disk as the page shows it: where the broker's state is kept, what is on its way there, and
//! what that costs.

use serde::{Deserialize, Serialize};

use super::CrashMoment;
use crate::broker::Millis;

/// Where the broker's state is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StorageState {
    /// In IndexedDB: it survives a reload.
    Saved,
    /// In IndexedDB, which has no more room: the disk alarm is raised, publishers are blocked, and
    /// the write is tried again until there is room.
    Full {
        /// What the browser said, in a sentence.
        reason: String,
    },
    /// In IndexedDB, which takes no writes just now: nothing is confirmed, and the write is tried
    /// again.
    Interrupted {
        /// What the browser said, in a sentence.
        reason: String,
    },
    /// In IndexedDB until that was taken away under it: nothing is confirmed any more.
    Gone {
        /// What has become of it, in a sentence.
        reason: String,
    },
    /// In IndexedDB, to which another tab writes now. Nothing can be done here any more but look.
    TakenOver,
    /// In memory only: a reload brings back no more than was saved before.
    NotSaved {
        /// Why, in a sentence.
        reason: String,
    },
}

/// What is being written, was written last, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiskView {
    /// Changes made by the broker that no transaction has taken yet.
    pub waiting: u64,
    /// The latest of them, newest first.
    pub waiting_changes: Vec<RowChange>,
    /// The latest transactions, newest first; the first may be under way.
    pub transactions: Vec<TransactionView>,
    /// Transactions completed since the page was opened.
    pub completed: u64,
    /// What the next transaction asks of the browser.
    pub durability: Durability,
    /// How long changes wait before a transaction takes them, so that they can be watched.
    pub write_delay: Millis,
    /// What transactions took, by durability.
    pub costs: Vec<DurabilityCost>,
    /// Where the broker is to crash, if it is.
    pub armed: Option<CrashMoment>,
}

/// A transaction: the changes of a turn or more, kept together or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionView {
    /// Counts up from 1.
    pub number: u64,
    /// Rows that it changes.
    pub rows: u64,
    /// The latest of them, newest first.
    pub changes: Vec<RowChange>,
    /// What was asked of the browser.
    pub durability: Durability,
    /// How far it is.
    pub state: TransactionState,
    /// The confirms that left because it completed; the first few.
    pub confirms: Vec<ConfirmView>,
    /// How many there were.
    pub confirmed: u64,
}

/// How far a transaction is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TransactionState {
    /// Under way.
    Writing,
    /// Completed: what it wrote is kept.
    OnDisk {
        /// From its begin to its `complete` event, in microseconds of real time.
        took_us: u64,
    },
    /// Not made; its changes are tried again.
    Failed {
        /// What the browser said, in a sentence.
        reason: String,
    },
}

/// A publisher confirm that left because a transaction completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmView {
    /// Whom it went to.
    pub publisher: String,
    /// The publish, counted on its channel.
    pub publish_seq: u64,
    /// Whether it covers every earlier one.
    pub multiple: bool,
}

/// A row of the store that is written or removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// Counts up, a key for lists.
    pub number: u64,
    /// The object store.
    pub store: String,
    /// The row's key, as text.
    pub key: String,
    /// What happened to it, as text: the content of a row written, the reason of one removed.
    pub summary: String,
    /// Written or removed.
    pub kind: RowChangeKind,
}

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowChangeKind {
    /// Added, or changed.
    Written,
    /// Deleted.
    Removed,
}

/// When the browser calls a transaction complete
/// (<https://www.w3.org/TR/IndexedDB-3/#transaction-durability-hint>).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Durability {
    /// When the operating system has it: it survives a crash of the browser, not a power cut.
    #[default]
    Relaxed,
    /// When the disk has it.
    Strict,
}

/// What transactions of one durability took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DurabilityCost {
    /// Which.
    pub durability: Durability,
    /// How many of the latest transactions this is measured on.
    pub transactions: u64,
    /// The median of what they took, in microseconds of real time.
    pub median_us: u64,
}

/// What the browser says of this site's storage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageUsage {
    /// How many rows each object store has.
    pub stores: Vec<StoreCount>,
    /// Bytes that the site uses, as the browser estimates them; nothing if it does not say.
    pub used_bytes: Option<u64>,
    /// Bytes that it may use.
    pub quota_bytes: Option<u64>,
    /// Whether the browser has promised not to remove them when it needs room.
    pub persisted: Option<bool>,
}

/// The rows of an object store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreCount {
    /// The object store.
    pub store: String,
    /// How many rows it has.
    pub rows: u64,
}
