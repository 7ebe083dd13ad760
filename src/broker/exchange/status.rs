//! Exchanges and bindings, looked at from outside.

use std::rc::Rc;

use super::{
    super::{Broker, binding::Binding, id::ExchangeName, table::Table},
    ExchangeKind,
    exchanges::Exchange,
};

/// An exchange as it was declared.
#[derive(Clone, Debug, PartialEq)]
pub struct ExchangeStatus {
    /// Its name; the default exchange has the empty one.
    pub name: ExchangeName,
    /// How it routes.
    pub kind: ExchangeKind,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Whether it goes with the last binding from it.
    pub auto_delete: bool,
    /// Whether only other exchanges may publish to it.
    pub internal: bool,
    /// Where messages go that match none of its bindings.
    pub alternate: Option<ExchangeName>,
    /// The arguments it was declared with.
    pub arguments: Table,
}

/// A binding, and whether it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct BindingStatus {
    /// The binding.
    pub binding: Rc<Binding>,
    /// Whether it survives a restart.
    pub durable: bool,
}

impl Broker {
    /// Every exchange by name, the predeclared ones included.
    pub fn exchanges(&self) -> impl Iterator<Item = ExchangeStatus> {
        self.exchanges.by_name.values().map(Exchange::status)
    }

    /// Every binding by its source, but those of the default exchange, which every queue has.
    pub fn bindings(&self) -> impl Iterator<Item = BindingStatus> {
        self.exchanges.edges().map(|edge| BindingStatus {
            binding: Rc::clone(edge.binding()),
            durable: self.is_kept(edge.binding()),
        })
    }
}

impl Exchange {
    fn status(&self) -> ExchangeStatus {
        ExchangeStatus {
            name: self.name.clone(),
            kind: self.kind,
            durable: self.durable,
            auto_delete: self.auto_delete,
            internal: self.internal,
            alternate: self.alternate.clone(),
            arguments: self.arguments.clone(),
        }
    }
}
