//! Exchanges: where publishes arrive, and the rules by which they go on to queues
//! (<https://www.rabbitmq.com/docs/exchanges>).
//!
//! Declaring is in `declare`, binding in `bind`, and a message's way in `route`. What an exchange
//! does with its bindings is a `Router`'s business, one variant for each kind.

mod bind;
mod declare;
mod edge;
mod exchanges;
mod found;
mod headers;
mod invariants;
mod kept;
mod name;
mod restart;
mod route;
mod router;
mod status;
mod target;
mod topic;

pub(super) use exchanges::Exchanges;
pub(super) use name::no_exchange;
pub(super) use route::Route;
pub use status::{BindingStatus, ExchangeStatus};

/// How an exchange routes (AMQP 0-9-1, section 3.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExchangeKind {
    /// To the queues whose binding key is the routing key.
    Direct,
    /// To every queue that is bound.
    Fanout,
    /// To the queues whose bindings' arguments match the headers.
    Headers,
    /// To the queues whose binding key, a pattern of words, matches the routing key.
    Topic,
}

impl ExchangeKind {
    /// The name of the kind on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Fanout => "fanout",
            Self::Headers => "headers",
            Self::Topic => "topic",
        }
    }

    /// The kind of that name; none if there is no such kind.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Direct, Self::Fanout, Self::Headers, Self::Topic]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}
