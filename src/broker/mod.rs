//! The engine: RabbitMQ's semantics as a pure state machine.
//!
//! One command in, then drain dry, then the next. The broker has one owner, no clock, no I/O and no
//! randomness: the same commands with the same times give the same events, native and wasm.

mod addressee;
mod arguments;
mod binding;
mod cause;
mod channel;
mod command;
mod consume;
mod death;
mod declare;
mod dispatch;
mod engine;
mod event;
mod exception;
mod exchange;
mod id;
mod invariants;
pub mod limits;
mod message;
mod method;
mod publish;
mod queue;
mod queues;
mod ready;
mod record;
mod restart;
mod settle;
mod short_string;
mod table;
mod time;
mod turns;

pub use binding::{Binding, Destination};
pub use cause::{
    AckCause, CancelCause, ChannelClosure, ConfirmCause, ConnectionClosure, ConsumerTerms,
    DeadLetterOutcome, DeliveryCause, DeliveryRule, DropCause, ExchangeDeletion, Kept, PassedOver,
    PrefetchScope, QueueDeletion, QueueRestart, RefusalCause, RequeueCause, UnbindCause,
};
pub use channel::HeldDelivery;
pub use command::{Alarm, Command, Disconnect};
pub use death::{Death, DeathReason, Deaths};
pub use engine::Broker;
pub use event::{Event, Happening};
pub use exception::{Exception, MethodId, ReplyCode, Severity};
pub use exchange::ExchangeKind;
pub use id::{
    BindingKey, ChannelId, ConnectionId, ConsumerId, ConsumerTag, DeliveryTag, ExchangeName,
    NameTooLong, Position, PublishSeq, QueueName, RecordSeq, RoutingKey,
};
pub use message::{DELIVERY_MODE_PERSISTENT, DELIVERY_MODE_TRANSIENT, Message, Properties};
pub use method::{Consume, ExchangeDeclare, Method, Publish, QueueDeclare};
pub use queue::{QueueStatus, ReadyMessage};
pub use record::{Durable, DurableExchange, DurableMessage, DurableQueue, Record};
pub use short_string::ShortString;
pub use table::{FieldValue, Table};
pub use time::{Millis, Timestamp};
