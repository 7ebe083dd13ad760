//! Sifting: what of a file's definitions can be here, and what is passed over.
//!
//! A file of RabbitMQ's speaks of much that Leveret has not. Passing that over changes nothing that
//! the rest means; anything else that is wrong is a fault. Names are taken once.

use std::{collections::BTreeSet, fmt};

use super::{
    BackupError, BackupScope,
    arguments::Wrong,
    definitions::{
        BindingDefinition, Definitions, DestinationType, ExchangeDefinition, QueueDefinition, VHOST,
    },
    passed_over::{PassedOver, Sort},
};
use crate::{
    broker::{Binding, Broker, DurableExchange, DurableQueue, ExchangeName, QueueName},
    storage::rows::BindingRowKey,
};

/// The definitions that are left, each with where it stands.
#[derive(Debug)]
pub(super) struct Sifted {
    pub(super) exchanges: Vec<(Place, DurableExchange)>,
    pub(super) queues: Vec<(Place, DurableQueue)>,
    pub(super) bindings: Vec<(Place, Binding)>,
    pub(super) passed_over: Vec<String>,
}

/// Where in a file something stands: `definitions.queues[3]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// What the list stands in, with a point behind it if it is not the root.
    within: &'static str,
    list: &'static str,
    index: usize,
}

impl Place {
    pub(super) const fn of_list(list: &'static str, index: usize) -> Self {
        let within = "";
        Self {
            within,
            list,
            index,
        }
    }

    /// Something wrong with what stands here.
    pub(super) fn fault(self, field: impl fmt::Display, reason: impl fmt::Display) -> BackupError {
        BackupError::Fault {
            path: format!("{self}.{field}"),
            reason: reason.to_string(),
        }
    }

    /// Something wrong with all that stands here.
    pub(super) fn fault_of_whole(self, reason: impl fmt::Display) -> BackupError {
        BackupError::Fault {
            path: self.to_string(),
            reason: reason.to_string(),
        }
    }

    fn wrong(self, Wrong { path, reason }: Wrong) -> BackupError {
        self.fault(path, reason)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}[{}]", self.within, self.list, self.index)
    }
}

/// Sifts the definitions of a file.
pub(super) fn sift(scope: BackupScope, definitions: Definitions) -> Result<Sifted, BackupError> {
    let mut sieve = Sieve::new(scope);
    let mut exchanges = Vec::new();
    for (index, definition) in definitions.exchanges.into_iter().enumerate() {
        exchanges.extend(sieve.exchange(index, definition)?);
    }
    let mut queues = Vec::new();
    for (index, definition) in definitions.queues.into_iter().enumerate() {
        queues.extend(sieve.queue(index, definition)?);
    }
    let mut bindings = Vec::new();
    for (index, definition) in definitions.bindings.into_iter().enumerate() {
        bindings.extend(sieve.binding(index, definition)?);
    }
    let mut passed_over = sieve.passed_over;
    for vhost in definitions.vhosts {
        if vhost.name != VHOST {
            passed_over.note(Sort::Vhost, &vhost.name);
        }
    }
    for (sort, counted) in [
        (Sort::User, definitions.users),
        (Sort::Permission, definitions.permissions),
        (Sort::TopicPermission, definitions.topic_permissions),
        (Sort::Parameter, definitions.parameters),
        (Sort::GlobalParameter, definitions.global_parameters),
        (Sort::Policy, definitions.policies),
    ] {
        passed_over.count(sort, counted);
    }
    Ok(Sifted {
        exchanges,
        queues,
        bindings,
        passed_over: passed_over.told(),
    })
}

struct Sieve {
    scope: BackupScope,
    predeclared: BTreeSet<ExchangeName>,
    exchanges: BTreeSet<ExchangeName>,
    queues: BTreeSet<QueueName>,
    bindings: BTreeSet<BindingRowKey>,
    exchanges_passed_over: BTreeSet<String>,
    queues_passed_over: BTreeSet<String>,
    passed_over: PassedOver,
}

impl Sieve {
    fn new(scope: BackupScope) -> Self {
        let broker = Broker::new();
        let predeclared = broker.exchanges().map(|exchange| exchange.name);
        Self {
            scope,
            predeclared: predeclared.collect(),
            exchanges: BTreeSet::new(),
            queues: BTreeSet::new(),
            bindings: BTreeSet::new(),
            exchanges_passed_over: BTreeSet::new(),
            queues_passed_over: BTreeSet::new(),
            passed_over: PassedOver::default(),
        }
    }

    fn exchange(
        &mut self,
        index: usize,
        definition: ExchangeDefinition,
    ) -> Result<Option<(Place, DurableExchange)>, BackupError> {
        let name = definition.name.as_str();
        let sort = if definition.vhost != VHOST {
            self.passed_over.note(Sort::OtherVhostExchange, name);
            return Ok(None);
        } else if self.predeclared.contains(&definition.name) {
            return Ok(None);
        } else if !definition.durable {
            Some(Sort::TransientExchange)
        } else if definition.kind.starts_with("x-") {
            Some(Sort::PluginExchange)
        } else if self.is_reserved(name) {
            Some(Sort::ReservedExchange)
        } else {
            None
        };
        if let Some(sort) = sort {
            self.passed_over.note(sort, name);
            self.exchanges_passed_over.insert(name.to_owned());
            return Ok(None);
        }
        let place = self.place("exchanges", index);
        let exchange = definition
            .into_exchange()
            .map_err(|wrong| place.wrong(wrong))?;
        if !self.exchanges.insert(exchange.exchange.clone()) {
            return Err(taken(place, exchange.exchange));
        }
        Ok(Some((place, exchange)))
    }

    fn queue(
        &mut self,
        index: usize,
        definition: QueueDefinition,
    ) -> Result<Option<(Place, DurableQueue)>, BackupError> {
        let name = definition.name.as_str();
        let sort = if definition.vhost != VHOST {
            self.passed_over.note(Sort::OtherVhostQueue, name);
            return Ok(None);
        } else if !definition.durable {
            Some(Sort::TransientQueue)
        } else if definition.arguments.is_stream() {
            Some(Sort::Stream)
        } else if self.is_reserved(name) {
            Some(Sort::ReservedQueue)
        } else {
            None
        };
        if let Some(sort) = sort {
            self.passed_over.note(sort, name);
            self.queues_passed_over.insert(name.to_owned());
            return Ok(None);
        }
        let place = self.place("queues", index);
        let queue = definition
            .into_queue()
            .map_err(|wrong| place.wrong(wrong))?;
        if !self.queues.insert(queue.queue.clone()) {
            return Err(taken(place, queue.queue));
        }
        Ok(Some((place, queue)))
    }

    fn binding(
        &mut self,
        index: usize,
        definition: BindingDefinition,
    ) -> Result<Option<(Place, Binding)>, BackupError> {
        let name = format!("{} → {}", definition.source, definition.destination);
        if definition.vhost != VHOST {
            self.passed_over.note(Sort::OtherVhostBinding, &name);
            return Ok(None);
        }
        let destinations = match definition.destination_type {
            DestinationType::Queue => &self.queues_passed_over,
            DestinationType::Exchange => &self.exchanges_passed_over,
        };
        if destinations.contains(&definition.destination)
            || self
                .exchanges_passed_over
                .contains(definition.source.as_str())
        {
            self.passed_over.note(Sort::Binding, &name);
            return Ok(None);
        }
        let place = self.place("bindings", index);
        let binding = definition
            .into_binding()
            .map_err(|wrong| place.wrong(wrong))?;
        let is_new = self.bindings.insert(identity(&binding));
        match self.scope {
            BackupScope::Broker if !is_new => {
                let reason = "the same binding stands in the file before: it is made once";
                Err(place.fault_of_whole(reason))
            }
            // RabbitMQ exports two that only their wire types tell apart as the same line twice.
            BackupScope::Definitions if !is_new => Ok(None),
            BackupScope::Broker | BackupScope::Definitions => Ok(Some((place, binding))),
        }
    }

    /// Whether RabbitMQ's import passes a name over. What a broker gave itself, a backup of the
    /// whole of it brings back.
    fn is_reserved(&self, name: &str) -> bool {
        match self.scope {
            BackupScope::Broker => false,
            BackupScope::Definitions => name.starts_with("amq."),
        }
    }

    const fn place(&self, list: &'static str, index: usize) -> Place {
        let within = match self.scope {
            BackupScope::Broker => "definitions.",
            BackupScope::Definitions => "",
        };
        Place {
            within,
            list,
            index,
        }
    }
}

/// What tells a binding from every other: the order of its arguments does not.
pub(super) fn identity(binding: &Binding) -> BindingRowKey {
    let mut binding = binding.clone();
    let arguments = &mut binding.arguments.0;
    arguments.sort_by(|(left, _), (right, _)| left.cmp(right));
    BindingRowKey::new(&binding)
}

fn taken(place: Place, name: impl fmt::Display) -> BackupError {
    let reason = format!("'{name}' stands in the file before: a name is taken once");
    place.fault("name", reason)
}
