//! What the page and its worker say to each other: plain values, carried as structured clones.
//!
//! The page sends a [`Request`] and gets exactly one [`Response`] with the same number. Besides,
//! the worker sends [`Notification`]s: a view whenever what is on screen has changed, at most once
//! a frame and never before the last one was taken in ([`ToWorker::ViewShown`]).

mod errand;
mod fault;

use serde::{Deserialize, Serialize};

pub use self::{
    errand::{Errand, ExportScope},
    fault::Fault,
};

use crate::broker::{DeliveryTag, ExchangeName, Millis, QueueName};
use crate::projection::{
    BindingView, ComparisonProgress, ComparisonView, CrashLedger, CrashMoment, Durability, Found,
    ImportPlan, Place, PlayState, Search, Seek, Speed, Spot, StorageUsage, View,
};
use crate::simulation::{
    Again, BindingSettings, ConsumerSettings, ExchangeSettings, Field, PublishOrders,
    QueueSettings, Settlement, ShovelSettings,
};

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Something asked.
    Request(Request),
    /// The page has drawn the last view and can take another.
    ViewShown,
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToPage {
    /// An answer.
    Response(Response),
    /// News.
    Notification(Notification),
}

/// Something asked of the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Chosen by the page; the response carries it back.
    pub number: u64,
    /// What is asked.
    pub call: Call,
}

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Call {
    /// Publish the course's two orders to a queue.
    PublishCourseOrders,
    /// Publish one order or many.
    PublishOrders(PublishOrders),
    /// Stop a publish of many where it is.
    StopPublishing,
    /// Declare, bind, purge or delete something.
    Topology(Topology),
    /// Show the ready messages of a queue from there on.
    LookAt {
        /// The queue.
        queue: QueueName,
        /// How many ready messages to pass over.
        offset: u64,
    },
    /// Show one message whole and keep to it, or none any more.
    Inspect(Option<Place>),
    /// Show all that is known of a node and keep to it, or none any more.
    InspectNode(Option<Spot>),
    /// Put a message into the publish form, and look at it no more. It is answered with
    /// [`Reply::Again`].
    PublishAgain(Place),
    /// Look for messages. It is answered with [`Reply::Found`].
    Search(Search),
    /// Attach a new consumer.
    AddConsumer(ConsumerSettings),
    /// Change a consumer while it runs.
    ChangeConsumer {
        /// Its name.
        name: String,
        /// How it should be set.
        settings: ConsumerSettings,
    },
    /// Do something to a consumer.
    Consumer {
        /// Its name.
        name: String,
        /// What to do.
        action: ConsumerAction,
    },
    /// Settle a message that a consumer holds.
    Settle {
        /// The consumer's name.
        name: String,
        /// Which delivery.
        delivery_tag: DeliveryTag,
        /// How.
        settlement: Settlement,
    },
    /// Send `basic.ack` with any tag on a consumer's channel, outstanding or not.
    AckTag {
        /// The consumer's name.
        name: String,
        /// The tag.
        delivery_tag: DeliveryTag,
        /// All up to this one.
        multiple: bool,
    },
    /// Move, remove or reject ready messages.
    Shovel(ShovelSettings),
    /// Stop that where it is.
    StopShovel,
    /// Break something between the programs and the broker, or mend it.
    Fault(Fault),
    /// Stop the broker and start it again.
    RestartBroker,
    /// Let time go on by itself, or stand still.
    SetPlayState(PlayState),
    /// Choose how fast time goes when it does.
    SetSpeed(Speed),
    /// Pause, and let the next thing happen that is due.
    Step,
    /// Pause, and show another moment of the timeline.
    Seek(Seek),
    /// Choose what the next transactions ask of the browser.
    SetDurability(Durability),
    /// Let changes wait before they are written, so that they can be watched.
    SetWriteDelay(Millis),
    /// Try at once to write again what could not be written.
    RetryStorage,
    /// Crash the broker at that moment; nothing takes back an earlier choice.
    CrashBroker(Option<CrashMoment>),
    /// Tell the broker that started after a crash what was known before it.
    TellLedger(CrashLedger),
    /// Do something for which the store or the browser is needed.
    Errand(Errand),
    /// Panic, to see how the page takes it.
    Panic,
}

impl Call {
    /// Whether it only looks at the broker, or at another moment of it, and changes nothing.
    #[must_use]
    pub const fn only_looks(&self) -> bool {
        match self {
            Self::LookAt { .. }
            | Self::Inspect(_)
            | Self::InspectNode(_)
            | Self::Search(_)
            | Self::SetPlayState(_)
            | Self::SetSpeed(_)
            | Self::Step
            | Self::Seek(_)
            | Self::RetryStorage
            | Self::TellLedger(_) => true,
            Self::Errand(errand) => errand.only_looks(),
            Self::PublishCourseOrders
            | Self::PublishOrders(_)
            | Self::StopPublishing
            | Self::Topology(_)
            | Self::PublishAgain(_)
            | Self::AddConsumer(_)
            | Self::ChangeConsumer { .. }
            | Self::Consumer { .. }
            | Self::Settle { .. }
            | Self::AckTag { .. }
            | Self::Shovel(_)
            | Self::StopShovel
            | Self::Fault(_)
            | Self::RestartBroker
            | Self::SetDurability(_)
            | Self::SetWriteDelay(_)
            | Self::CrashBroker(_)
            | Self::Panic => false,
        }
    }
}

/// What can be done to exchanges, queues and bindings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Topology {
    /// Declare a queue.
    DeclareQueue(QueueSettings),
    /// Declare an exchange.
    DeclareExchange(ExchangeSettings),
    /// Delete an exchange, with its bindings.
    DeleteExchange {
        /// The exchange.
        exchange: ExchangeName,
    },
    /// Bind a queue or an exchange to an exchange.
    Bind(BindingSettings),
    /// Take a binding away.
    Unbind {
        /// The exchange that it leads from.
        source: ExchangeName,
        /// The binding, as it is shown.
        binding: BindingView,
    },
    /// Remove a queue's ready messages.
    PurgeQueue {
        /// The queue.
        queue: QueueName,
    },
    /// Delete a queue.
    DeleteQueue {
        /// The queue.
        queue: QueueName,
    },
}

/// What can be done to a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConsumerAction {
    /// Connect, if need be, and consume again.
    Start,
    /// `basic.cancel`: no more deliveries; it finishes what it holds.
    Stop,
    /// Its process dies, and its connection with it.
    Crash,
    /// It leaves in good order and is forgotten.
    Remove,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The request's number.
    pub number: u64,
    /// How it went.
    pub result: Result<Reply, Refusal>,
}

/// What a request brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It is done; a short sentence says what, for the status line and screen readers.
    Done(String),
    /// Rows as they are stored.
    Rows(Rows),
    /// How full the storage is.
    Usage(StorageUsage),
    /// A file to keep.
    File {
        /// What to call it.
        name: String,
        /// Its text.
        text: String,
    },
    /// The set-up as a scenario's text.
    Scenario(String),
    /// What an import would change.
    Plan(ImportPlan),
    /// What the publish form can say of a message.
    Again(Box<Again>),
    /// The messages that were looked for.
    Found(Found),
    /// What came of a comparison.
    Compared(Box<ComparisonView>),
}

/// Rows of an object store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The object store.
    pub store: String,
    /// How many rows it has.
    pub total: u64,
    /// How many were passed over.
    pub offset: u64,
    /// The next of them.
    pub rows: Vec<Row>,
}

/// A row as it is stored, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its key.
    pub key: String,
    /// Its content, as JSON.
    pub value: String,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The field at fault, if one is.
    pub field: Option<Field>,
    /// RabbitMQ's reply code, if the broker refused.
    pub code: Option<u16>,
    /// RabbitMQ's reply text, or our own sentence.
    pub message: String,
    /// What that means and what would be right, in plain words; may be empty.
    pub advice: String,
}

/// News from the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Notification {
    /// What is on screen has changed.
    View(Box<View>),
    /// A message from the page could not be read; nothing was done.
    Unreadable {
        /// What was wrong with it.
        reason: String,
    },
    /// Another tab holds the database. The worker starts when that tab lets go of it, or when it is
    /// asked to [take over](Errand::TakeOver) or to [work in memory](Errand::WorkInMemory).
    HeldElsewhere,
    /// The worker waits for the scenario that a scratch copy begins with.
    Awaiting,
    /// The rows are being read.
    Loading {
        /// Rows read so far.
        read: u64,
        /// Rows that there are.
        total: u64,
    },
    /// A comparison is so far.
    Comparing(ComparisonProgress),
    /// The broker has crashed as it was asked to, and its worker ends. What clients knew by then is
    /// for the next one.
    Crashed(CrashLedger),
    /// The worker has panicked and is of no more use.
    Panicked {
        /// What happened and where.
        report: String,
    },
}
