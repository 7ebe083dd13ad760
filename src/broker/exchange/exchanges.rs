//! The exchanges by name, and the bindings between them and the queues.
//!
//! Every broker has the predeclared ones
//! (<https://www.rabbitmq.com/docs/exchanges#default-exchanges>). The default exchange is one of
//! them, but the bindings that it has to every queue are not written down anywhere: it looks a
//! queue up by its name.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        binding::Destination,
        id::ExchangeName,
        record::DurableExchange,
        table::{FieldValue, Table},
    },
    ExchangeKind,
    edge::Edge,
    router::Router,
    target::Target,
};

/// An exchange.
#[derive(Clone, Debug)]
pub(in crate::broker) struct Exchange {
    pub(in crate::broker) name: ExchangeName,
    pub(super) kind: ExchangeKind,
    pub(super) durable: bool,
    pub(super) auto_delete: bool,
    /// Whether only other exchanges may publish to it.
    pub(in crate::broker) internal: bool,
    pub(super) arguments: Table,
    /// Where messages go that match no binding. It need not exist.
    pub(super) alternate: Option<ExchangeName>,
    /// The bindings from it, with where they lead.
    pub(super) leaving: BTreeMap<Edge, Target>,
    pub(super) router: Router,
}

impl Exchange {
    pub(super) fn new(declared: DurableExchange, durable: bool) -> Self {
        Self {
            name: declared.exchange,
            kind: declared.kind,
            durable,
            auto_delete: declared.auto_delete,
            internal: declared.internal,
            alternate: alternate(&declared.arguments),
            arguments: declared.arguments,
            leaving: BTreeMap::new(),
            router: Router::new(declared.kind),
        }
    }

    pub(super) fn to_durable(&self) -> DurableExchange {
        DurableExchange {
            exchange: self.name.clone(),
            kind: self.kind,
            auto_delete: self.auto_delete,
            internal: self.internal,
            arguments: self.arguments.clone(),
        }
    }

    /// Whether it goes now: it is auto-delete and its last binding has gone.
    pub(super) fn is_abandoned(&self) -> bool {
        self.auto_delete && self.leaving.is_empty()
    }
}

/// The exchanges.
///
/// # Invariants
/// - Both ends of every binding exist.
/// - A binding stands with its source, in the source's router and with its destination.
#[derive(Clone, Debug)]
pub(in crate::broker) struct Exchanges {
    pub(super) by_name: BTreeMap<ExchangeName, Exchange>,
    /// The bindings that lead to a queue or an exchange.
    pub(super) arriving: BTreeMap<Destination, BTreeSet<Edge>>,
}

impl Default for Exchanges {
    /// Those that every broker has.
    fn default() -> Self {
        let mut exchanges = Self {
            by_name: BTreeMap::new(),
            arriving: BTreeMap::new(),
        };
        for (name, kind) in PREDECLARED {
            let predeclared = DurableExchange {
                exchange: ExchangeName::new(name).expect("a predeclared name is short"),
                kind,
                auto_delete: false,
                internal: name == TRACE,
                arguments: Table::default(),
            };
            exchanges.insert(Exchange::new(predeclared, true));
        }
        exchanges
    }
}

impl Exchanges {
    pub(in crate::broker) fn find(&self, name: &ExchangeName) -> Option<&Exchange> {
        self.by_name.get(name)
    }

    pub(super) fn insert(&mut self, exchange: Exchange) {
        let namesake = self.by_name.insert(exchange.name.clone(), exchange);
        assert!(namesake.is_none(), "an exchange's name is taken once");
    }

    /// Takes an exchange away whose bindings have gone.
    pub(super) fn remove(&mut self, name: &ExchangeName) -> Exchange {
        let removed = self.by_name.remove(name);
        let removed = removed.expect("only an exchange that exists is removed");
        assert!(
            removed.leaving.is_empty(),
            "bindings go before the exchange that they come from"
        );
        removed
    }

    /// The binding that is the same as this one, if there is one.
    pub(super) fn find_edge(&self, edge: &Edge) -> Option<&Edge> {
        let source = self.find(&edge.binding().source)?;
        let (found, _) = source.leaving.get_key_value(edge)?;
        Some(found)
    }

    pub(super) fn bind(&mut self, edge: Edge, target: Target) {
        let destination = edge.binding().destination.clone();
        let arriving = self.arriving.entry(destination).or_default();
        arriving.insert(edge.clone());
        let source = self.source_mut(&edge);
        source.router.insert(&edge, &target);
        let same = source.leaving.insert(edge, target);
        assert!(same.is_none(), "a binding is made once");
    }

    pub(super) fn unbind(&mut self, edge: &Edge) {
        let source = self.source_mut(edge);
        let target = source.leaving.remove(edge);
        let target = target.expect("only a binding that exists is removed");
        source.router.remove(edge, &target);
        let destination = &edge.binding().destination;
        let arriving = self.arriving.get_mut(destination);
        let arriving = arriving.expect("a binding stands with its destination");
        arriving.remove(edge);
        if arriving.is_empty() {
            self.arriving.remove(destination);
        }
    }

    /// The bindings that lead there.
    pub(super) fn arriving_at(&self, destination: &Destination) -> Vec<Edge> {
        let arriving = self.arriving.get(destination).into_iter();
        arriving.flatten().cloned().collect()
    }

    /// The bindings that come from an exchange.
    pub(super) fn leaving_from(&self, name: &ExchangeName) -> Vec<Edge> {
        let exchange = self.find(name).into_iter();
        exchange
            .flat_map(|exchange| exchange.leaving.keys().cloned())
            .collect()
    }

    /// Every binding, by its source.
    pub(super) fn edges(&self) -> impl Iterator<Item = &Edge> {
        let exchanges = self.by_name.values();
        exchanges.flat_map(|exchange| exchange.leaving.keys())
    }

    fn source_mut(&mut self, edge: &Edge) -> &mut Exchange {
        self.by_name
            .get_mut(&edge.binding().source)
            .expect("the source of a binding exists")
    }
}

/// Whether every broker has an exchange of that name.
pub(super) fn is_predeclared(name: &ExchangeName) -> bool {
    PREDECLARED.iter().any(|(other, _)| *other == name.as_str())
}

/// The exchange that `alternate-exchange` names. A name that no exchange can have names none.
fn alternate(arguments: &Table) -> Option<ExchangeName> {
    let FieldValue::LongString(name) = arguments.find(ALTERNATE_EXCHANGE)? else {
        return None;
    };
    ExchangeName::new(std::str::from_utf8(name).ok()?).ok()
}

/// The only argument of an exchange that means anything
/// (<https://www.rabbitmq.com/docs/ae>).
pub(super) const ALTERNATE_EXCHANGE: &str = "alternate-exchange";

const PREDECLARED: [(&str, ExchangeKind); 7] = [
    ("", ExchangeKind::Direct),
    ("amq.direct", ExchangeKind::Direct),
    ("amq.fanout", ExchangeKind::Fanout),
    ("amq.headers", ExchangeKind::Headers),
    ("amq.match", ExchangeKind::Headers),
    (TRACE, ExchangeKind::Topic),
    ("amq.topic", ExchangeKind::Topic),
];

/// Where RabbitMQ's firehose publishes, and nobody else may.
const TRACE: &str = "amq.rabbitmq.trace";
