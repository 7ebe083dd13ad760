//! Exchanges and their bindings as the page shows them.

use serde::{Deserialize, Serialize};

use crate::broker::ExchangeName;

/// An exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a bit of AMQP's own")]
pub struct ExchangeView {
    /// Its name.
    pub name: ExchangeName,
    /// How it routes: `direct`, `fanout`, `topic` or `headers`.
    pub kind: String,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Whether it goes with its last binding.
    pub auto_delete: bool,
    /// Whether only other exchanges may send to it.
    pub internal: bool,
    /// Whether every broker has it from the start.
    pub predeclared: bool,
    /// What it was declared with: names and values, in the order in which they came.
    pub arguments: Vec<(String, String)>,
    /// Where it routes to.
    pub bindings: Vec<BindingView>,
}

/// A binding from an exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindingView {
    /// The queue or exchange that it leads to.
    pub destination: String,
    /// Whether that is an exchange.
    pub to_exchange: bool,
    /// What routing keys are compared with.
    pub key: String,
    /// What headers are compared with: names and values, in the order in which they came.
    pub arguments: Vec<(String, String)>,
}
