//! Who on the page asked for something, so that a refusal appears where the person is looking.

use crate::broker::{ExchangeName, QueueName};

/// A place on the page that asks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The header's buttons.
    Broker,
    /// The time bar.
    Time,
    /// The choice to go on from a past moment.
    GoOn,
    /// The button that sends the course's orders.
    CourseOrders,
    /// The producer's own buttons.
    Producer,
    /// The form that publishes an order.
    PublishForm,
    /// The form of a burst, and its buttons.
    Burst,
    /// The form that declares a queue.
    NewQueue,
    /// The form that declares an exchange.
    NewExchange,
    /// The form that binds a queue.
    NewBinding,
    /// An exchange's card.
    Exchange(ExchangeName),
    /// A queue's panel.
    Queue(QueueName),
    /// The form that adds a consumer.
    NewConsumer,
    /// The message that is looked at.
    Inspector,
    /// The node that is looked at.
    Node,
    /// The search for messages.
    Search,
    /// The comparison of two configurations.
    Comparison,
    /// A consumer's card.
    Consumer(String),
    /// The choice between this tab and another.
    Tabs,
    /// The notice of a disk that is full or takes no writes.
    DiskAlarm,
    /// The notice of a crash that is still to come.
    Armed,
    /// The disk lane and how slow it is.
    Disk,
    /// The choice of durability.
    Durability,
    /// The rows of an object store.
    Rows,
    /// How full the storage is.
    Usage,
    /// The buttons that export.
    Export,
    /// The dialog that imports.
    Import,
    /// What opens a scenario.
    Opening,
    /// The dialog that shares.
    Share,
    /// The button that keeps a scratch copy.
    Keep,
}
