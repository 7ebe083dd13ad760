//! The broker's exchanges and queues: cards, lists, and the forms that declare and bind.

mod balance_bar;
mod bind_form;
mod declare_exchange;
mod declare_queue;
mod exchange_list;
mod find_messages;
mod message_list;
mod move_form;
mod queue_arguments;
mod queue_panel;
mod queues_panel;
mod shovel_note;

pub use balance_bar::{BalanceBar, BalanceBarProps};
pub use bind_form::{BindForm, BindFormProps};
pub use declare_exchange::{DeclareExchange, DeclareExchangeProps};
pub use declare_queue::{DeclareQueue, DeclareQueueProps};
pub use exchange_list::{ExchangeList, ExchangeListProps};
pub use find_messages::{FindMessages, FindMessagesProps};
pub use message_list::{MessageList, MessageListProps, badges};
pub use move_form::{MoveForm, MoveFormProps};
pub use queue_arguments::{QueueArguments, QueueArgumentsProps};
pub use queue_panel::{QueuePanel, QueuePanelProps};
pub use queues_panel::{QueuesPanel, QueuesPanelProps};
pub use shovel_note::{ShovelNote, ShovelNoteProps};
