//! The consumers: their cards, what they hold, how they are set and how they fail.

mod ack_by_tag;
mod add_consumer;
mod consumer_card;
mod consumer_faults;
mod consumer_fields;
mod consumer_settings;
mod consumer_state;
mod consumers_panel;
mod held_messages;
mod slots;

pub use ack_by_tag::{AckByTag, AckByTagProps};
pub use add_consumer::{AddConsumer, AddConsumerProps};
pub use consumer_card::{ConsumerCard, ConsumerCardProps};
pub use consumer_faults::{ConsumerFaults, ConsumerFaultsProps};
pub use consumer_fields::{ConsumerFields, ConsumerFieldsProps};
pub use consumer_settings::{ChangeConsumer, ChangeConsumerProps};
pub use consumers_panel::{ConsumersPanel, ConsumersPanelProps};
pub use held_messages::{HeldMessages, HeldMessagesProps};
pub use slots::{Slots, SlotsProps};
