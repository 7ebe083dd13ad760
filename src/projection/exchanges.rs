//! Views of exchanges and bindings as they are now.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    arguments::shown,
    view::{BindingView, ExchangeView},
};
use crate::broker::{Binding, Broker, Destination, ExchangeName, ExchangeStatus};

/// The exchanges by name, each with its bindings. The default exchange is left out: it is bound to
/// every queue, and nothing can be done to it.
#[must_use]
pub fn exchanges(broker: &Broker) -> Vec<ExchangeView> {
    let mut bindings: BTreeMap<ExchangeName, Vec<BindingView>> = BTreeMap::new();
    for status in broker.bindings() {
        let of_source = bindings.entry(status.binding.source.clone()).or_default();
        of_source.push(binding(&status.binding));
    }
    broker
        .exchanges()
        .filter(|status| status.name != ExchangeName::default_exchange())
        .map(|status| {
            let bindings = bindings.remove(&status.name).unwrap_or_default();
            exchange(status, bindings)
        })
        .collect()
}

/// The binding that was shown so, if it is still there.
#[must_use]
pub fn find_binding(
    broker: &Broker,
    source: &ExchangeName,
    as_shown: &BindingView,
) -> Option<Rc<Binding>> {
    broker
        .bindings()
        .map(|status| status.binding)
        .find(|found| found.source == *source && binding(found) == *as_shown)
}

fn exchange(status: ExchangeStatus, bindings: Vec<BindingView>) -> ExchangeView {
    ExchangeView {
        kind: status.kind.name().to_owned(),
        durable: status.durable,
        auto_delete: status.auto_delete,
        internal: status.internal,
        predeclared: status.name.as_str().starts_with("amq."),
        arguments: shown(&status.arguments),
        bindings,
        name: status.name,
    }
}

fn binding(binding: &Binding) -> BindingView {
    let (destination, to_exchange) = match &binding.destination {
        Destination::Queue(queue) => (queue.to_string(), false),
        Destination::Exchange(exchange) => (exchange.to_string(), true),
    };
    BindingView {
        destination,
        to_exchange,
        key: binding.key.to_string(),
        arguments: shown(&binding.arguments),
    }
}
