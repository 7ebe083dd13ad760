//! What the page and its worker say to each other: plain values, carried as structured clones.
//!
//! The page sends a [`Request`] and gets exactly one [`Response`] with the same number. Besides,
//! the worker sends [`Notification`]s: a view whenever what is on screen has changed, at most once
//! a frame and never before the last one was taken in ([`ToWorker::ViewShown`]).

mod fault;

use serde::{Deserialize, Serialize};

pub use self::fault::Fault;

use crate::broker::{DeliveryTag, ExchangeName, Millis, QueueName};
use crate::projection::{
    BindingView, CrashLedger, CrashMoment, Durability, ImportPlan, Place, PlayState, Seek, Speed,
    StorageUsage, View,
};
use crate::simulation::{
    BindingSettings, ConsumerSettings, ExchangeSettings, Field, PublishOrders, QueueSettings,
    Settlement, ShovelSettings,
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

/// What can be done to exchanges, queues and bindings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Bind a queue to an exchange.
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

/// What the broker and its programs cannot do alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errand {
    /// Forget everything and begin with the course's set-up.
    Reset,
    /// Read rows from storage as they are now.
    BrowseRows {
        /// The object store.
        store: String,
        /// How many rows to pass over.
        offset: u64,
    },
    /// Ask how many rows each object store has, how much room the site uses and has.
    MeasureStorage,
    /// Let the same small transaction run some times with each durability, and tell what it took.
    MeasureDurability,
    /// Write the database from this tab, and let the other one only look. Also before there is a
    /// broker.
    TakeOver,
    /// Work in memory and leave the database to the other tab. Only before there is a broker.
    WorkInMemory,
    /// Make the past moment that is shown the present: what came after it never happened.
    GoOnFromHere,
    /// Write the broker down as a file.
    Export(ExportScope),
    /// Check a file whole, and say what it would change.
    PlanImport {
        /// Its text.
        text: String,
    },
    /// Replace the broker by what a file says. It is checked again, whole, before anything changes.
    Import {
        /// Its text.
        text: String,
    },
}

/// What a file is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportScope {
    /// Definitions, messages and the page's programs.
    Everything,
    /// Definitions alone, in the shape that `rabbitmqctl import_definitions` takes.
    Definitions,
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
    /// What an import would change.
    Plan(ImportPlan),
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
    /// The rows are being read.
    Loading {
        /// Rows read so far.
        read: u64,
        /// Rows that there are.
        total: u64,
    },
    /// The broker has crashed as it was asked to, and its worker ends. What clients knew by then is
    /// for the next one.
    Crashed(CrashLedger),
    /// The worker has panicked and is of no more use.
    Panicked {
        /// What happened and where.
        report: String,
    },
}
