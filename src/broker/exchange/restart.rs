//! Exchanges and bindings over a restart: what is kept, and how they come back from it
//! (<https://www.rabbitmq.com/docs/exchanges#durability>).

use std::rc::Rc;

use super::{
    super::{
        Broker,
        binding::{Binding, Destination},
        queues::Queues,
        record::DurableExchange,
    },
    edge::Edge,
    exchanges::{Exchange, Exchanges, is_predeclared},
    target::Target,
};

impl Broker {
    /// The bindings whose ends are both kept, by their sources.
    pub(in crate::broker) fn durable_bindings(&self) -> Vec<Rc<Binding>> {
        let edges = self.exchanges.edges();
        let kept = edges.filter(|edge| self.is_kept(edge.binding()));
        kept.map(|edge| Rc::clone(edge.binding())).collect()
    }
}

impl Exchanges {
    /// The durable exchanges, by name, without those that every broker has.
    pub(in crate::broker) fn durable(&self) -> Vec<DurableExchange> {
        let exchanges = self.by_name.values();
        let kept = exchanges.filter(|exchange| exchange.durable && !is_predeclared(&exchange.name));
        kept.map(Exchange::to_durable).collect()
    }

    /// The predeclared exchanges and what was kept, among queues that are there again.
    ///
    /// A binding whose end was not kept is left out: its row may have been read while that of its
    /// end could not be.
    pub(in crate::broker) fn rebuild(
        exchanges: Vec<DurableExchange>,
        bindings: Vec<Rc<Binding>>,
        queues: &Queues,
    ) -> Self {
        let mut rebuilt = Self::default();
        for kept in exchanges {
            rebuilt.insert(Exchange::new(kept, true));
        }
        for binding in bindings {
            let target = match &binding.destination {
                Destination::Queue(name) => queues.find(name).map(Target::Queue),
                Destination::Exchange(name) => {
                    rebuilt.find(name).map(|_| Target::Exchange(name.clone()))
                }
            };
            let edge = Edge::new(Rc::unwrap_or_clone(binding));
            if let Some(target) = target
                && rebuilt.find(&edge.binding().source).is_some()
                && rebuilt.find_edge(&edge).is_none()
            {
                rebuilt.bind(edge, target);
            }
        }
        rebuilt
    }
}
