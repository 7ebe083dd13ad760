//! What the page shows: the view models that cross from the worker, all plain data.
//!
//! A [`View`] holds only what is visible: counts, the window of ready messages on screen, the lines
//! of the log that are new. Texts from messages are cut to a preview here, so that a large body
//! costs the page nothing. Nothing here is markup; the page shows every text as text.

mod comparison;
mod crash;
mod exchange;
mod fault;
mod flow;
mod history;
mod import;
mod inspection;
mod measure;
mod node;
mod orders;
mod play;
mod search;
mod shovel;
mod start;
mod storage;
mod timeline;

use serde::{Deserialize, Serialize};

pub use self::{
    comparison::{ComparisonProgress, ComparisonView, SideView},
    crash::{Aftermath, CrashLedger, CrashMoment, Fate, LedgerEntry, OrderFate, Progress},
    exchange::{BindingView, ExchangeView},
    fault::{BurstProducerView, BurstView, NetworkView},
    flow::{Ended, Ending, FlowView, Move, Spot, WayCount},
    history::{History, HistoryEntry, Standing},
    import::{ImportPlan, PlannedChange},
    inspection::{Inspection, MessageContent, Reach},
    measure::{ConsumerUse, Measures, Percentiles, QueueDepth, Waiting},
    node::{NodeInspection, NodeSection},
    orders::OrderCounts,
    play::{NoSuchSpeed, Play, PlayState, Speed},
    search::{Found, FoundMessage, Search, SearchedState},
    shovel::ShovelView,
    start::{QuarantinedRow, QueueStart, StartKind, StartReport},
    storage::{
        ConfirmView, DiskView, Durability, DurabilityCost, RowChange, RowChangeKind, StorageState,
        StorageUsage, StoreCount, TransactionState, TransactionView,
    },
    timeline::{Mark, MarkKind, Seek, TimelineView},
};
use super::why::Why;
use crate::broker::{DeliveryTag, Position, QueueName, Timestamp};
use crate::simulation::{ConsumerSettings, ConsumerState};

/// Everything on screen at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The moment, on the virtual clock.
    pub now: Timestamp,
    /// How that clock goes.
    pub play: Play,
    /// When something happens next by itself, if something is going to.
    pub next_due: Option<Timestamp>,
    /// How far back one can go, and whether this is a past moment.
    pub timeline: TimelineView,
    /// Where the broker's state is kept.
    pub storage: StorageState,
    /// The exchanges by name, but the default exchange.
    pub exchanges: Vec<ExchangeView>,
    /// The queues, by name.
    pub queues: Vec<QueueView>,
    /// The page's producer.
    pub producer: ProducerView,
    /// The page's consumers, in the order in which they were added.
    pub consumers: Vec<ConsumerView>,
    /// Counts since the page was opened.
    pub totals: Totals,
    /// What became of orders.
    pub orders: OrderCounts,
    /// What was measured over the run, if there is more of it than the last view that said so had.
    pub measures: Option<Measures>,
    /// What is being written to storage.
    pub disk: DiskView,
    /// Which messages moved since the last view.
    pub flow: FlowView,
    /// Log lines that no earlier view carried.
    pub log: Vec<LogLine>,
    /// What the last start or restart of the broker brought back.
    pub start: StartReport,
    /// What became of each message in the crash before this start, if there was one.
    pub aftermath: Option<Aftermath>,
    /// The shovel, if it was used since the page was opened.
    pub shovel: Option<ShovelView>,
    /// The message that somebody looks at, if somebody does.
    pub inspected: Option<Inspection>,
    /// The node that somebody looks at.
    pub node: Option<NodeInspection>,
}

/// A queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueView {
    /// Its name.
    pub name: QueueName,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Whether one connection alone may use it, with which it goes.
    pub exclusive: bool,
    /// Whether it goes with its last consumer.
    pub auto_delete: bool,
    /// What it was declared with: names and values, in the order in which they came.
    pub arguments: Vec<(String, String)>,
    /// Messages ready for delivery.
    pub ready: u64,
    /// Messages handed out and not yet acked.
    pub unacked: u64,
    /// Consumers on it.
    pub consumers: u64,
    /// How many ready messages stand before the window.
    pub window_offset: u64,
    /// The ready messages on screen, head first.
    pub window: Vec<MessageView>,
    /// The unacked messages on screen, in the order of their places; as many as there is room for.
    pub unacked_window: Vec<UnackedView>,
    /// The queue in which the message at the head was dead-lettered first, if it was.
    pub died_in: Option<QueueName>,
}

impl QueueView {
    /// RabbitMQ's "Total": ready and unacked together.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.ready + self.unacked
    }
}

/// A message that was handed out and not yet settled: it keeps its place in its queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnackedView {
    /// The consumer that holds it, by its name.
    pub holder: String,
    /// Its number on the holder's channel.
    pub delivery_tag: DeliveryTag,
    /// When it was handed over.
    pub since: Timestamp,
    /// The message.
    pub message: MessageView,
}

/// A message as it can be looked at without consuming it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// Its place in its queue.
    pub position: Position,
    /// What to call it: the order's id, or the beginning of a body that is no order.
    pub label: String,
    /// The body as text, cut to a preview.
    pub body: String,
    /// The size of the whole body in bytes.
    pub body_bytes: u64,
    /// `delivery_mode` 2.
    pub persistent: bool,
    /// Whether it had been handed out before.
    pub redelivered: bool,
    /// Whether it has the header `x-poison`, so that the page's consumers fail on it.
    pub poison: bool,
}

/// The page's producer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProducerView {
    /// The name in the log.
    pub name: String,
    /// The number that the next order's id should carry.
    pub next_order_number: u64,
    /// Orders published since the page was opened.
    pub published: u64,
    /// Of these, how many the broker has confirmed.
    pub confirmed: u64,
    /// Of these, how many a full queue refused.
    pub nacked: u64,
    /// Of these, how many came back as unroutable.
    pub returned: u64,
    /// Whether the broker lets it publish nothing for now, because it is short of something.
    pub blocked: bool,
    /// A publish of many that is under way.
    pub job: Option<PublishJob>,
    /// Its network, if that stands still.
    pub network: Option<NetworkView>,
    /// The last burst of other producers, if there was one since the page was opened.
    pub burst: Option<BurstView>,
}

/// A publish of many orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishJob {
    /// Published so far.
    pub sent: u64,
    /// To be published in all.
    pub total: u64,
}

/// One of the page's consumers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsumerView {
    /// The name in the log, and its consumer tag.
    pub name: String,
    /// How it is set.
    pub settings: ConsumerSettings,
    /// What it is doing.
    pub state: ConsumerState,
    /// Unacked deliveries that it holds.
    pub held_count: u64,
    /// The first of them, oldest first.
    pub held: Vec<HeldMessage>,
    /// With automatic acknowledgement: received, but not yet processed. They live in this program
    /// alone.
    pub backlog: u64,
    /// Orders that it has completed.
    pub completed: u64,
    /// When it is started again after its crash, if it is.
    pub restarts_at: Option<Timestamp>,
    /// Whether it is going to die over the next order, processed and not yet acked.
    pub crashes_before_ack: bool,
    /// Its network, if that stands still.
    pub network: Option<NetworkView>,
}

/// A delivery that a consumer has not settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldMessage {
    /// Its number on the consumer's channel.
    pub delivery_tag: DeliveryTag,
    /// When it was handed over.
    pub held_since: Timestamp,
    /// When its processing will be done, if it has begun and ends by itself.
    pub done_at: Option<Timestamp>,
    /// The message.
    pub message: MessageView,
}

/// Counts of what became of messages since the page was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Taken in by the broker from a publisher.
    pub published: u64,
    /// Of these, how many were routed to no queue; returned to the publisher if it asked for that.
    pub unroutable: u64,
    /// Of these, how many were replies and went straight to who waited for them.
    pub replied: u64,
    /// Entered a queue. A message that enters three counts three times, and so does one that is
    /// dead-lettered to a third queue.
    pub enqueued: u64,
    /// Refused by a queue that was full.
    pub refused: u64,
    /// Sent on by a queue that gave them up.
    pub dead_lettered: u64,
    /// Brought back by the start.
    pub restored: u64,
    /// Handed to consumers, redeliveries counted again.
    pub delivered: u64,
    /// Of these, how many carried the redelivered flag.
    pub redelivered: u64,
    /// Acked, by the client or automatically.
    pub acked: u64,
    /// Dropped by a consumer: rejected without requeue.
    pub dropped: u64,
    /// Given up because their time to live ended.
    pub expired: u64,
    /// Given up by a queue that was over its maximum length.
    pub over_length: u64,
    /// Given up by a quorum queue that had handed them out too often.
    pub over_deliveries: u64,
    /// Gone by a purge or with a deleted queue.
    pub purged: u64,
    /// Gone in a restart, because they or their queue were transient.
    pub lost: u64,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Counts up from 1 without a gap.
    pub number: u64,
    /// How much had happened when it was said: see [`Seek::Line`] and [`TimelineView::told`].
    pub told: u64,
    /// When.
    pub at: Timestamp,
    /// Who says it: a program's name, or `broker`.
    pub source: String,
    /// What sort of line it is.
    pub kind: LogKind,
    /// What it says.
    pub text: String,
    /// Why it happened, if it is something that the broker did.
    pub why: Option<Why>,
}

/// What sort of line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogKind {
    /// What a program prints.
    Program,
    /// What the broker did.
    Broker,
    /// What went wrong.
    Problem,
}
