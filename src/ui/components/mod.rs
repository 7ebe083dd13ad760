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
mod consumer_state;
mod consumers_panel;
mod crash_notice;
mod declare_queue;
mod field;
mod header;
mod held_messages;
mod log_lines;
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

pub use ack_by_tag::{AckByTag, AckByTagProps};
pub use add_consumer::{AddConsumer, AddConsumerProps};
pub use confirm::{ConfirmButton, ConfirmButtonProps};
pub use consumer_card::{ConsumerCard, ConsumerCardProps};
pub use consumer_fields::{ConsumerFields, ConsumerFieldsProps};
pub use consumer_settings::{ChangeConsumer, ChangeConsumerProps};
pub use consumers_panel::{ConsumersPanel, ConsumersPanelProps};
pub use crash_notice::{CrashNotice, CrashNoticeProps};
pub use declare_queue::{DeclareQueue, DeclareQueueProps};
pub use field::{TextField, TextFieldProps};
pub use header::{Header, HeaderProps};
pub use held_messages::{HeldMessages, HeldMessagesProps};
pub use log_lines::{LogLines, LogLinesProps};
pub use log_panel::{LogPanel, LogPanelProps};
pub use message_list::{MessageList, MessageListProps};
pub use order_fields::{OrderFields, OrderFieldsProps};
pub use producer_counts::{ProducerCounts, ProducerCountsProps};
pub use producer_panel::{ProducerPanel, ProducerPanelProps};
pub use publish_form::{PublishForm, PublishFormProps};
pub use queue_panel::{QueuePanel, QueuePanelProps};
pub use queue_picture::{QueueTokens, QueueTokensProps};
pub use queues_panel::{QueuesPanel, QueuesPanelProps};
pub use refusal::{RefusalNote, RefusalNoteProps};
pub use slots::{Slots, SlotsProps};
pub use start_notice::{StartNotice, StartNoticeProps};
pub use status::{Status, StatusProps};
pub use storage_panel::{StoragePanel, StoragePanelProps};
pub use storage_rows::{StorageRows, StorageRowsProps};
