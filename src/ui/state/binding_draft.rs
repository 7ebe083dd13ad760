//! The form that binds to an exchange, as far as it is typed.

use crate::simulation::{BindingForm, BindingSettings, FieldError, TypedRow, XMatch};

/// A binding as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BindingDraft {
    /// The exchange that it leads from.
    pub source: String,
    /// Whether it leads to an exchange.
    pub to_exchange: bool,
    /// The queue or exchange that it leads to.
    pub destination: String,
    /// The key.
    pub key: String,
    /// How a headers exchange compares headers, unless as it does of itself.
    pub x_match: Option<XMatch>,
    /// What it compares them with.
    pub headers: Vec<TypedRow>,
}

impl BindingDraft {
    /// Reads what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that cannot be taken.
    pub fn parse(&self) -> Result<BindingSettings, Vec<FieldError>> {
        let form = BindingForm {
            source: &self.source,
            to_exchange: self.to_exchange,
            destination: &self.destination,
            key: &self.key,
            x_match: self.x_match,
            headers: &self.headers,
        };
        form.parse()
    }
}
