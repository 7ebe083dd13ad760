//! Bindings: the edges along which messages leave an exchange.

use super::{
    exception::MethodId,
    id::{BindingKey, ExchangeName, QueueName},
    table::Table,
};

/// An edge from an exchange to a queue or to another exchange
/// (<https://www.rabbitmq.com/docs/e2e>). Two bindings are the same if all four parts are.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// Where messages come from.
    pub source: ExchangeName,
    /// Where they go.
    pub destination: Destination,
    /// What the source compares with the routing key.
    pub key: BindingKey,
    /// What a headers exchange compares with the headers.
    pub arguments: Table,
}

/// The end of a binding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// A queue. The empty name means the one last declared on the channel.
    Queue(QueueName),
    /// Another exchange.
    Exchange(ExchangeName),
}

impl Destination {
    pub(super) const fn bind_id(&self) -> MethodId {
        let (class, method) = match self {
            Self::Queue(_) => (50, 20),
            Self::Exchange(_) => (40, 30),
        };
        MethodId { class, method }
    }

    pub(super) const fn unbind_id(&self) -> MethodId {
        let (class, method) = match self {
            Self::Queue(_) => (50, 50),
            Self::Exchange(_) => (40, 40),
        };
        MethodId { class, method }
    }
}
