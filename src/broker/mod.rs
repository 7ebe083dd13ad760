//! The engine: RabbitMQ's semantics as a pure state machine.
//!
//! One command in, then drain dry, then the next. The broker has one owner, no clock, no I/O and no
//! randomness: the same commands with the same times give the same events, native and wasm.

mod addressee;
mod admission;
mod alarm;
mod arena;
mod argument;
mod binding;
mod cause;
mod channel;
mod channels;
mod command;
mod confirm;
mod connection;
mod consume;
mod consumer;
mod consumer_arguments;
mod dead_letter;
mod dead_lettering;
mod death;
mod declare;
mod delete;
mod delivery_count;
mod difference;
mod dispatch;
mod durable;
mod engine;
mod enqueue;
mod event;
mod exception;
mod exchange;
mod id;
mod invariants;
mod lane;
mod lanes;
pub mod limits;
mod line_breaks;
mod message;
mod method;
mod outstanding;
mod own_headers;
mod publish;
mod queue;
mod queue_arguments;
mod queues;
mod ready;
mod record;
mod reply_to;
mod requeue;
mod restart;
mod server_names;
mod settle;
mod short_string;
mod table;
mod term;
mod time;
mod timers;
mod transaction;
mod turns;

pub use binding::{Binding, Destination};
pub use cause::{
    AckCause, CancelCause, ChannelClosure, ConfirmCause, ConnectionClosure, ConsumerTerms,
    DeadLetterOutcome, DeliveryCause, DeliveryRule, DropCause, Excess, ExchangeDeletion, Kept,
    PassedOver, Precedence, PrefetchScope, QueueDeletion, QueueRestart, RefusalCause, RequeueCause,
    RoutingCause, UnbindCause,
};
pub use channel::HeldDelivery;
pub use command::{Alarm, Command, Disconnect};
pub use death::{Death, DeathReason, Deaths};
pub use engine::Broker;
pub use event::{Event, Happening};
pub use exception::{Exception, MethodId, ReplyCode, Severity};
pub use exchange::{BindingStatus, ExchangeKind, ExchangeStatus};
pub use id::{
    BindingKey, ChannelId, ConnectionId, ConsumerId, ConsumerTag, DeliveryTag, ExchangeName,
    NameTooLong, Position, PublishSeq, QueueName, RecordSeq, RoutingKey,
};
pub use lanes::{ChannelStatus, ConsumerStatus};
pub use message::{DELIVERY_MODE_PERSISTENT, DELIVERY_MODE_TRANSIENT, Message, Properties};
pub use method::{Consume, ExchangeDeclare, Method, Publish, QueueDeclare};
pub use queue::{QueueStatus, ReadyMessage};
pub use record::{Durable, DurableExchange, DurableMessage, DurableQueue, Record};
pub use short_string::ShortString;
pub use table::{FieldValue, Table};
pub use time::{Millis, Timestamp};
