//! Who on the page asked for something, so that a refusal appears where the person is looking.

use crate::broker::QueueName;

/// A place on the page that asks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The header's buttons.
    Broker,
    /// The producer's own buttons.
    Producer,
    /// The form that publishes an order.
    PublishForm,
    /// The form that declares a queue.
    NewQueue,
    /// A queue's panel.
    Queue(QueueName),
    /// The form that adds a consumer.
    NewConsumer,
    /// A consumer's card.
    Consumer(String),
    /// The storage panel.
    Storage,
}
