//! Two configurations side by side, on the same orders.

mod form;
mod panel;
mod result;

pub use form::{ComparisonForm, ComparisonFormProps};
pub use panel::{ComparisonPanel, ComparisonPanelProps};
pub use result::{ComparisonResult, ComparisonResultProps};
