//! A crash of the broker as the page shows it: when it comes, what clients knew by then, and what
//! became of each message.

use serde::{Deserialize, Serialize};

use crate::broker::{Position, QueueName};

/// When the broker crashes: its worker ends without another step, as a process that is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CrashMoment {
    /// At once, whatever is under way.
    Now,
    /// When the next transaction would begin: nothing of it is written.
    BeforeWrite,
    /// When a transaction with a message that a confirm waits for has completed, and before the
    /// confirm leaves.
    AfterWrite,
    /// When a consumer has acked and the transaction that removes its message would begin.
    BetweenAckAndWrite,
}

/// What was known of each message at the moment of the crash, outside the broker: it is told to
/// the broker that starts next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrashLedger {
    /// When it crashed.
    pub moment: CrashMoment,
    /// The messages, by queue and position.
    pub messages: Vec<LedgerEntry>,
    /// Messages that were too many to be told one by one.
    pub left_out: u64,
}

/// A message in the ledger of a crash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The queue that it was in.
    pub queue: QueueName,
    /// Its place there.
    pub position: Position,
    /// What to call it.
    pub label: String,
    /// Whether it is to survive a restart: persistent, and in a durable queue.
    pub durable: bool,
    /// Whether its publisher has the confirm.
    pub confirmed: bool,
    /// How far its consumers had got with it.
    pub progress: Progress,
}

/// How far consumers have got with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    /// Nobody has had it.
    Waiting,
    /// One holds it, or had it before.
    HandedOut,
    /// One has acked it.
    Acked,
}

/// What became of each message in a crash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aftermath {
    /// When it crashed.
    pub moment: CrashMoment,
    /// The messages, by queue and position; the first few.
    pub messages: Vec<OrderFate>,
    /// How many there were in all, of each fate.
    pub counts: Vec<(Fate, u64)>,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFate {
    /// The queue that it was in.
    pub queue: QueueName,
    /// Its place there.
    pub position: Position,
    /// What to call it.
    pub label: String,
    /// What became of it.
    pub fate: Fate,
}

/// What can become of a message in a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fate {
    /// It is back, and nobody had had it.
    Back,
    /// It is back, and a client had had it without acking it, as its flag says.
    BackRedelivered,
    /// It is back, and a client had had it without acking it, which the disk did not know yet: it
    /// comes again without the flag.
    BackUnflagged,
    /// It is back although it was acked, because the ack had not reached the disk: it will be
    /// processed twice.
    BackThoughAcked,
    /// It is back although no confirm had left: a publisher that sends again what was not confirmed
    /// makes a second one of it.
    BackUnconfirmed,
    /// It is gone, and no confirm had promised it: its publisher has to send it again.
    LostUnconfirmed,
    /// It is gone because it, or its queue, was transient.
    LostTransient,
    /// It was acked, and stays gone.
    Settled,
    /// It was confirmed and is gone: that must not be.
    LostConfirmed,
}
