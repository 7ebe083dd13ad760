//! Backups: a broker written down as one file, and read back from one.
//!
//! There are two files. Ours is the whole broker: definitions in RabbitMQ's own shape, the messages
//! and the page's programs as their rows (`docs/BACKUP.md`). The other is RabbitMQ's
//! `definitions.json`, topology alone, which `rabbitmqctl import_definitions` takes and
//! `rabbitmqctl export_definitions` gives (<https://www.rabbitmq.com/docs/definitions>).
//!
//! A file is untrusted and is checked whole before anything changes: one fault, and nothing of it
//! is taken. A whole broker is held to what a start takes from a store and replaces everything;
//! definitions are held to what a client may declare, and only add to what is there.
//!
//! What the programs' settings may be is for the host to say.

mod arguments;
mod check;
mod definitions;
mod describe;
mod error;
mod export;
mod import;
mod inline;
mod merge;
mod nesting;
mod parse;
mod passed_over;
mod plan;
mod sift;
mod strict;

pub use error::BackupError;
pub use export::{export, export_definitions};
pub use import::{Backup, BackupScope, Contents, Import};
pub use parse::{BACKUP_BYTES_MAX, parse};
pub use plan::{Plan, Planned, PlannedSort};

/// The version of our own format that this program writes, and the newest that it reads.
pub const BACKUP_FORMAT: u64 = 1;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
