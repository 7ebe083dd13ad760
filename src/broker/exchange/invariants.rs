//! The invariants of exchanges and bindings, said aloud.

use std::collections::BTreeSet;

use super::{
    super::{binding::Destination, queues::Queues},
    exchanges::{Exchange, Exchanges},
    target::Target,
};

impl Exchanges {
    /// Checks that both ends of every binding exist and that all indexes hold the same bindings.
    ///
    /// # Panics
    /// If one does not hold: a bug of the broker.
    pub(in crate::broker) fn assert_invariants(&self, queues: &Queues) {
        for (name, exchange) in &self.by_name {
            assert_eq!(*name, exchange.name, "an exchange stands under its name");
            exchange.router.assert_invariants();
            assert_eq!(
                exchange.router.binding_count(),
                exchange.leaving.len(),
                "the router holds every binding, and no other"
            );
            self.bindings_lead_somewhere(exchange, queues);
        }
        let arriving = self.arriving.values().map(BTreeSet::len);
        assert_eq!(
            arriving.sum::<usize>(),
            self.edges().count(),
            "a binding that arrives leaves somewhere"
        );
        assert!(
            self.arriving.values().all(|edges| !edges.is_empty()),
            "what no binding leads to is not in the index"
        );
    }

    fn bindings_lead_somewhere(&self, exchange: &Exchange, queues: &Queues) {
        for (edge, target) in &exchange.leaving {
            let binding = edge.binding();
            assert_eq!(
                binding.source, exchange.name,
                "a binding stands with its source"
            );
            let found = match &binding.destination {
                Destination::Queue(name) => queues.find(name).map(Target::Queue),
                Destination::Exchange(name) => {
                    let found = self.find(name);
                    found.map(|found| Target::Exchange(found.name.clone()))
                }
            };
            assert_eq!(
                found.as_ref(),
                Some(target),
                "the end of a binding exists and is what it leads to"
            );
            let arriving = self.arriving.get(&binding.destination);
            assert!(
                arriving.is_some_and(|edges| edges.contains(edge)),
                "a binding stands with its destination"
            );
        }
    }
}
