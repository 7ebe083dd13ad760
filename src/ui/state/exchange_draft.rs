//! The form that declares an exchange, as far as it is typed.

use crate::{
    broker::ExchangeKind,
    simulation::{ExchangeForm, ExchangeSettings, FieldError},
};

/// An exchange as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeDraft {
    /// Its name.
    pub name: String,
    /// How it routes.
    pub kind: ExchangeKind,
    /// Whether it survives a restart.
    pub durable: bool,
    /// Whether it goes with its last binding.
    pub auto_delete: bool,
    /// Whether only other exchanges may send to it.
    pub internal: bool,
    /// The exchange that gets what it cannot route; may be empty.
    pub alternate: String,
}

impl Default for ExchangeDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: ExchangeKind::Direct,
            durable: true,
            auto_delete: false,
            internal: false,
            alternate: String::new(),
        }
    }
}

impl ExchangeDraft {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<ExchangeSettings, Vec<FieldError>> {
        let form = ExchangeForm {
            name: &self.name,
            kind: self.kind,
            durable: self.durable,
            auto_delete: self.auto_delete,
            internal: self.internal,
            alternate: &self.alternate,
        };
        form.parse()
    }
}
