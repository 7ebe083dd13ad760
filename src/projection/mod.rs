//! Pure view models: what the page shows, computed from what happened.
//!
//! [`View`] is everything on screen. It is put together from a broker and its programs as they are
//! ([`queues`], [`producer`], [`consumers`]) and from what was gathered on the way: the [`Log`],
//! the [`Totals`], the [`Disk`], the [`Ledger`]. Nothing here decides anything.

mod aftermath;
mod assemble;
mod describe;
mod disk;
mod ledger;
mod log;
mod outstanding;
mod start;
mod totals;
mod view;
mod why;

pub use aftermath::{Recovered, aftermath};
pub use assemble::{HELD_MESSAGES, WINDOW_MESSAGES, consumers, producer, queues};
pub use disk::{Disk, RowWrite};
pub use ledger::{Ledger, Place};
pub use log::Log;
pub use start::QueueLoss;
pub use view::{
    Aftermath, ConfirmView, ConsumerView, CrashLedger, CrashMoment, DiskView, Durability,
    DurabilityCost, Fate, HeldMessage, ImportPlan, LedgerEntry, LogKind, LogLine, MessageView,
    OrderFate, PlannedChange, ProducerView, Progress, PublishJob, QuarantinedRow, QueueStart,
    QueueView, RowChange, RowChangeKind, StartKind, StartReport, StorageState, StorageUsage,
    StoreCount, Totals, TransactionState, TransactionView, View,
};
pub use why::{DocPage, Why};
