//! The parts of the page, each a function of its props.
//!
//! A component never asks the worker itself: it calls back, and the page decides whom to ask. Every text
//! that comes from a message, a name or the worker is shown as text.

mod ack_by_tag;
mod add_consumer;
mod confirm;
mod consumer_card;
mod consumer_fields;
mod consumer_settings;
mod consumers_panel;
mod crash_notice;
mod declare_queue;
mod field;
mod header;
mod held_messages;
mod log_panel;
mod message_list;
mod order_fields;
mod producer_counts;
mod producer_panel;
mod publish_form;
mod queue_panel;
mod queue_picture;
mod queues_panel;
mod refusal;
mod slots;
mod start_notice;
mod status;
mod storage_panel;
mod storage_rows;

pub use ack_by_tag::AckByTag;
pub use add_consumer::AddConsumer;
pub use confirm::ConfirmButton;
pub use consumer_card::ConsumerCard;
pub use consumer_fields::ConsumerFields;
pub use consumer_settings::ChangeConsumer;
pub use consumers_panel::ConsumersPanel;
pub use crash_notice::CrashNotice;
pub use declare_queue::DeclareQueue;
pub use field::TextField;
pub use header::Header;
pub use held_messages::HeldMessages;
pub use log_panel::LogPanel;
pub use message_list::MessageList;
pub use order_fields::OrderFields;
pub use producer_counts::ProducerCounts;
pub use producer_panel::ProducerPanel;
pub use publish_form::PublishForm;
pub use queue_panel::QueuePanel;
pub use queue_picture::QueueTokens;
pub use queues_panel::QueuesPanel;
pub use refusal::RefusalNote;
pub use slots::Slots;
pub use start_notice::StartNotice;
pub use status::Status;
pub use storage_panel::StoragePanel;
pub use storage_rows::StorageRows;
