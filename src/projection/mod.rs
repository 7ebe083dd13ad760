//! Pure view models: what the page shows, computed from what happened.
//!
//! [`View`] is everything on screen. It is put together from a broker and its programs as they are
//! ([`queues`], [`producer`], [`consumers`]) and from what was gathered on the way: [`Gathered`],
//! the [`Log`], the [`Disk`], the [`Ledger`]. Nothing here decides anything.

mod aftermath;
mod arguments;
mod assemble;
mod balance;
mod describe;
mod disk;
mod ended;
mod exchanges;
mod flow;
mod gathered;
mod histories;
mod inspect;
mod ledger;
mod log;
mod marks;
mod nodes;
mod orders;
mod outstanding;
mod places;
mod search;
mod series;
mod sharded;
mod start;
mod totals;
mod view;
mod why;

pub use aftermath::{Recovered, aftermath};
pub use assemble::{
    HELD_MESSAGES, UNACKED_MESSAGES, WINDOW_MESSAGES, consumers, producer, queues, shovel,
};
pub use balance::{Balance, Whereabouts};
pub use disk::{Disk, RowWrite};
pub use exchanges::{exchanges, find_binding};
pub use flow::{Flow, MOVES_MAX};
pub use gathered::Gathered;
pub use histories::Histories;
pub use inspect::{again, inspect};
pub use ledger::{Ledger, Place};
pub use log::Log;
pub use marks::Marks;
pub use nodes::inspect_node;
pub use search::search;
pub use start::QueueLoss;
pub use view::{
    Aftermath, BindingView, BurstProducerView, BurstView, ComparisonProgress, ComparisonView,
    ConfirmView, ConsumerUse, ConsumerView, CrashLedger, CrashMoment, DiskView, Durability,
    DurabilityCost, Ended, Ending, ExchangeView, Fate, FlowView, Found, FoundMessage, HeldMessage,
    History, HistoryEntry, ImportPlan, Inspection, LedgerEntry, LogKind, LogLine, Mark, MarkKind,
    Measures, MessageContent, MessageView, Move, NetworkView, NoSuchSpeed, NodeInspection,
    NodeSection, OrderCounts, OrderFate, Percentiles, PlannedChange, Play, PlayState, ProducerView,
    Progress, PublishJob, QuarantinedRow, QueueDepth, QueueStart, QueueView, Reach, RowChange,
    RowChangeKind, Search, SearchedState, Seek, ShovelView, SideView, Speed, Spot, Standing,
    StartKind, StartReport, StorageState, StorageUsage, StoreCount, TimelineView, Totals,
    TransactionState, TransactionView, UnackedView, View, Waiting, WayCount,
};
pub use why::{DocPage, Why};
