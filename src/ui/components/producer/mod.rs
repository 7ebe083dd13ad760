//! The producer: orders that are published one by one, and in bursts.

mod burst_counts;
mod burst_form;
mod delivery_fields;
mod order_fields;
mod producer_counts;
mod producer_panel;
mod property_fields;
mod publish_form;

pub use burst_counts::{BurstCounts, BurstCountsProps};
pub use burst_form::{BurstForm, BurstFormProps};
pub use delivery_fields::{DeliveryFields, DeliveryFieldsProps};
pub use order_fields::{OrderFields, OrderFieldsProps};
pub use producer_counts::{ProducerCounts, ProducerCountsProps};
pub use producer_panel::{ProducerPanel, ProducerPanelProps};
pub use property_fields::{PropertyFields, PropertyFieldsProps};
pub use publish_form::{PublishForm, PublishFormProps};
