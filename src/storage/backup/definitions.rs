//! Topology in the shape of RabbitMQ 4.0's `definitions.json`
//! (<https://www.rabbitmq.com/docs/definitions>).
//!
//! `arguments_typed` is ours and stands only in a backup of a whole broker, where the plain
//! arguments would come back as others. What RabbitMQ itself does not need to import a definition
//! may be missing, with the same defaults. A missing `vhost` is `/`: an export of a single virtual
//! host has none.

use serde::{Deserialize, Serialize};

use super::{
    arguments::{Arguments, Wrong},
    passed_over::Counted,
};
use crate::{
    broker::{
        Binding, BindingKey, Destination, DurableExchange, DurableQueue, ExchangeKind,
        ExchangeName, NameTooLong, QueueName,
    },
    storage::rows::TableRow,
};

/// The one virtual host that there is.
pub(super) const VHOST: &str = "/";

/// What a file says of topology. What Leveret has nothing for is counted, no more.
#[derive(Debug, Deserialize)]
pub(super) struct Definitions {
    #[serde(default)]
    pub(super) exchanges: Vec<ExchangeDefinition>,
    #[serde(default)]
    pub(super) queues: Vec<QueueDefinition>,
    #[serde(default)]
    pub(super) bindings: Vec<BindingDefinition>,
    #[serde(default)]
    pub(super) vhosts: Vec<VhostDefinition>,
    #[serde(default)]
    pub(super) users: Counted,
    #[serde(default)]
    pub(super) permissions: Counted,
    #[serde(default)]
    pub(super) topic_permissions: Counted,
    #[serde(default)]
    pub(super) parameters: Counted,
    #[serde(default)]
    pub(super) global_parameters: Counted,
    #[serde(default)]
    pub(super) policies: Counted,
}

/// A virtual host.
#[derive(Debug, Deserialize)]
pub(super) struct VhostDefinition {
    pub(super) name: String,
}

/// An exchange.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ExchangeDefinition {
    pub(super) name: ExchangeName,
    #[serde(default = "vhost")]
    pub(super) vhost: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default = "yes")]
    pub(super) durable: bool,
    #[serde(default)]
    auto_delete: bool,
    #[serde(default)]
    internal: bool,
    #[serde(default)]
    arguments: Arguments,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arguments_typed: Option<TableRow>,
}

/// A queue.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct QueueDefinition {
    pub(super) name: QueueName,
    #[serde(default = "vhost")]
    pub(super) vhost: String,
    #[serde(default = "yes")]
    pub(super) durable: bool,
    #[serde(default)]
    auto_delete: bool,
    #[serde(default)]
    pub(super) arguments: Arguments,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arguments_typed: Option<TableRow>,
}

/// A binding.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BindingDefinition {
    pub(super) source: ExchangeName,
    #[serde(default = "vhost")]
    pub(super) vhost: String,
    pub(super) destination: String,
    pub(super) destination_type: DestinationType,
    routing_key: BindingKey,
    #[serde(default)]
    arguments: Arguments,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arguments_typed: Option<TableRow>,
}

/// What a binding leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum DestinationType {
    Queue,
    Exchange,
}

/// Whether wire types are written where they are needed: RabbitMQ does not know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WireTypes {
    Kept,
    LeftOut,
}

impl WireTypes {
    fn of(self, table: &crate::broker::Table) -> Option<TableRow> {
        match self {
            Self::Kept => Arguments::typed(table),
            Self::LeftOut => None,
        }
    }
}

impl ExchangeDefinition {
    pub(super) fn new(exchange: &DurableExchange, types: WireTypes) -> Self {
        Self {
            name: exchange.exchange.clone(),
            vhost: vhost(),
            kind: exchange.kind.name().to_owned(),
            durable: true,
            auto_delete: exchange.auto_delete,
            internal: exchange.internal,
            arguments: Arguments::plain(&exchange.arguments),
            arguments_typed: types.of(&exchange.arguments),
        }
    }

    pub(super) fn into_exchange(self) -> Result<DurableExchange, Wrong> {
        let Some(kind) = ExchangeKind::named(&self.kind) else {
            return Err(Wrong {
                path: "type".to_owned(),
                reason: format!(
                    "no exchange is of the kind '{}': it is direct, fanout, headers or topic",
                    self.kind
                ),
            });
        };
        Ok(DurableExchange {
            arguments: self.arguments.table(self.arguments_typed.as_ref())?,
            exchange: self.name,
            kind,
            auto_delete: self.auto_delete,
            internal: self.internal,
        })
    }
}

impl QueueDefinition {
    pub(super) fn new(queue: &DurableQueue, types: WireTypes) -> Self {
        Self {
            name: queue.queue.clone(),
            vhost: vhost(),
            durable: true,
            auto_delete: queue.auto_delete,
            arguments: Arguments::plain(&queue.arguments),
            arguments_typed: types.of(&queue.arguments),
        }
    }

    /// The queue, without messages.
    pub(super) fn into_queue(self) -> Result<DurableQueue, Wrong> {
        Ok(DurableQueue {
            arguments: self.arguments.table(self.arguments_typed.as_ref())?,
            queue: self.name,
            auto_delete: self.auto_delete,
            messages: Vec::new(),
        })
    }
}

impl BindingDefinition {
    pub(super) fn new(binding: &Binding, types: WireTypes) -> Self {
        let (destination_type, destination) = match &binding.destination {
            Destination::Queue(queue) => (DestinationType::Queue, queue.as_str()),
            Destination::Exchange(exchange) => (DestinationType::Exchange, exchange.as_str()),
        };
        Self {
            source: binding.source.clone(),
            vhost: vhost(),
            destination: destination.to_owned(),
            destination_type,
            routing_key: binding.key.clone(),
            arguments: Arguments::plain(&binding.arguments),
            arguments_typed: types.of(&binding.arguments),
        }
    }

    /// The binding; whether its ends are there is for others to say.
    pub(super) fn into_binding(self) -> Result<Binding, Wrong> {
        let destination = match self.destination_type {
            DestinationType::Queue => QueueName::new(&self.destination).map(Destination::Queue),
            DestinationType::Exchange => {
                ExchangeName::new(&self.destination).map(Destination::Exchange)
            }
        };
        Ok(Binding {
            arguments: self.arguments.table(self.arguments_typed.as_ref())?,
            source: self.source,
            destination: destination.map_err(|error: NameTooLong| Wrong {
                path: "destination".to_owned(),
                reason: error.to_string(),
            })?,
            key: self.routing_key,
        })
    }
}

fn vhost() -> String {
    VHOST.to_owned()
}

const fn yes() -> bool {
    true
}
