//! Definitions on top of a broker, as RabbitMQ imports them: they add what is not there, and change
//! and remove nothing.
//!
//! RabbitMQ 4.0 leaves what is there with other properties as it is and says nothing of it. Here
//! that is refused, as it is to a client that declares it: an import that did not do what the file
//! says should not look as if it had.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    BackupError, BackupScope, Contents, Import, Plan,
    check::{take_binding, take_ends},
    definitions::{BindingDefinition, WireTypes},
    describe,
    inline::inline,
    sift::{Place, Sifted},
};
use crate::{
    broker::{
        Binding, Broker, Destination, DurableExchange, DurableQueue, Exception, ExchangeKind,
        ExchangeName, QueueName,
    },
    storage::{
        recovery::Recovery,
        rows::{ExchangeRow, QueueRow},
    },
};

/// What there is with the definitions on top.
pub(super) fn merge(
    current: &Contents,
    definitions: Sifted,
    passed_over: Vec<String>,
) -> Result<Import, BackupError> {
    let mut plan = Plan::new(BackupScope::Definitions, passed_over);
    let fresh = fresh(current, definitions, &mut plan)?;
    check_bindings(current, &fresh)?;
    let mut contents = current.clone();
    let Sifted {
        exchanges,
        queues,
        bindings,
        passed_over: _,
    } = fresh;
    for (_, exchange) in exchanges {
        plan.added.push(describe::exchange(&exchange));
        contents.durable.exchanges.push(exchange);
    }
    for (_, queue) in queues {
        plan.added.push(describe::queue(&queue));
        contents.durable.queues.push(queue);
    }
    for (_, binding) in bindings {
        plan.added.push(describe::binding(&binding));
        contents.durable.bindings.push(Rc::new(binding));
    }
    Ok(Import { contents, plan })
}

/// The definitions of what is not there yet.
fn fresh(current: &Contents, definitions: Sifted, plan: &mut Plan) -> Result<Sifted, BackupError> {
    let durable = &current.durable;
    let exchanges: BTreeMap<&ExchangeName, &DurableExchange> = durable
        .exchanges
        .iter()
        .map(|it| (&it.exchange, it))
        .collect();
    let queues: BTreeMap<&QueueName, &DurableQueue> =
        durable.queues.iter().map(|it| (&it.queue, it)).collect();
    let bindings: BTreeSet<String> = durable.bindings.iter().map(|it| plain(it)).collect();
    let mut refusals = Vec::new();
    let mut is_fresh = |declared: Option<Result<(), Exception>>| match declared {
        None => true,
        Some(Ok(())) => {
            plan.unchanged += 1;
            false
        }
        Some(Err(refusal)) => {
            refusals.push(refusal.explanation);
            false
        }
    };
    let mut fresh = definitions;
    fresh.exchanges.retain(|(_, exchange)| {
        let there = exchanges.get(&exchange.exchange);
        is_fresh(there.map(|there| there.check_redeclared(exchange)))
    });
    fresh.queues.retain(|(_, queue)| {
        let there = queues.get(&queue.queue);
        is_fresh(there.map(|there| there.check_redeclared(queue)))
    });
    fresh.bindings.retain(|(_, binding)| {
        let is_there = bindings.contains(&plain(binding));
        is_fresh(is_there.then_some(Ok(())))
    });
    if refusals.is_empty() {
        Ok(fresh)
    } else {
        Err(BackupError::Conflicts { refusals })
    }
}

/// A binding as definitions say it. RabbitMQ would take one whose arguments have other wire types
/// for another binding, and after an export and an import have it twice.
fn plain(binding: &Binding) -> String {
    inline(&BindingDefinition::new(binding, WireTypes::LeftOut))
}

/// Checks that the ends of new bindings are there, before or with the file.
fn check_bindings(current: &Contents, fresh: &Sifted) -> Result<(), BackupError> {
    let mut recovery = Recovery::new();
    for exchange in &current.durable.exchanges {
        recovery
            .take_exchange(ExchangeRow::new(exchange))
            .expect("what a broker keeps can be kept");
    }
    for queue in &current.durable.queues {
        let name = queue.queue.clone();
        recovery
            .take_queue(QueueRow::new(name, queue.auto_delete, &queue.arguments))
            .expect("what a broker keeps can be kept");
    }
    take_ends(&mut recovery, &fresh.exchanges, &fresh.queues)?;
    let kinds = kinds(current, &fresh.exchanges);
    for (place, binding) in &fresh.bindings {
        let taken = take_binding(&mut recovery, *place, binding);
        if is_dangling(binding, &kinds) {
            taken.map_err(with_remedy)?;
        } else {
            taken?;
        }
        if let Some(kind) = kinds.get(&binding.source) {
            let checked = binding.check(*kind);
            checked.map_err(|refusal| place.fault("arguments.x-match", refusal.explanation))?;
        }
    }
    Ok(())
}

/// RabbitMQ exports the bindings of internal exchanges, but not the exchanges, and refuses that at
/// import as well.
fn with_remedy(mut error: BackupError) -> BackupError {
    if let BackupError::Fault { reason, .. } = &mut error {
        reason.push_str(
            ", neither here nor in the file. Add it to the file's exchanges, or take the binding \
             out: RabbitMQ leaves internal exchanges out of what it exports, but not their bindings",
        );
    }
    error
}

/// Whether an end of a binding is an exchange that nobody has.
fn is_dangling(binding: &Binding, exchanges: &BTreeMap<ExchangeName, ExchangeKind>) -> bool {
    let is_missing = |name: &ExchangeName| !exchanges.contains_key(name);
    let leads_nowhere = match &binding.destination {
        Destination::Queue(_) => false,
        Destination::Exchange(name) => is_missing(name),
    };
    is_missing(&binding.source) || leads_nowhere
}

fn kinds(
    current: &Contents,
    fresh: &[(Place, DurableExchange)],
) -> BTreeMap<ExchangeName, ExchangeKind> {
    let broker = Broker::new();
    let predeclared = broker.exchanges().map(|it| (it.name, it.kind));
    let there = current.durable.exchanges.iter();
    let of_durable = |it: &DurableExchange| (it.exchange.clone(), it.kind);
    let mut kinds: BTreeMap<ExchangeName, ExchangeKind> = predeclared.collect();
    kinds.extend(there.map(of_durable));
    kinds.extend(fresh.iter().map(|(_, exchange)| of_durable(exchange)));
    kinds
}
