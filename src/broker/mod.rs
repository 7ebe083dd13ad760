//! The engine: RabbitMQ's semantics as a pure state machine.
//!
//! One command in, then drain dry, then the next. The broker has one owner, no clock, no I/O and no
//! randomness: the same commands with the same times give the same events, native and wasm.

mod arguments;
mod cause;
mod channel;
mod command;
mod consume;
mod declare;
mod dispatch;
mod engine;
mod event;
mod exception;
mod id;
mod invariants;
pub mod limits;
mod message;
mod publish;
mod queue;
mod queues;
mod ready;
mod record;
mod restart;
mod settle;
mod table;
mod time;
mod turns;

pub use cause::{
    AckCause, CancelCause, ChannelClosure, ConfirmCause, ConnectionClosure, DeliveryCause,
    DeliveryRule, DropCause, Kept, PassedOver, QueueRestart, RequeueCause,
};
pub use channel::HeldDelivery;
pub use command::{Command, Disconnect, Method, Publish, QueueDeclare};
pub use engine::Broker;
pub use event::{Event, Happening};
pub use exception::{Exception, MethodId, ReplyCode, Severity};
pub use id::{
    ChannelId, ConnectionId, ConsumerId, ConsumerTag, DeliveryTag, ExchangeName, NameTooLong,
    Position, PublishSeq, QueueName, RecordSeq, RoutingKey,
};
pub use message::{DELIVERY_MODE_PERSISTENT, DELIVERY_MODE_TRANSIENT, Message, Properties};
pub use queue::{QueueStatus, ReadyMessage};
pub use record::{Durable, DurableMessage, DurableQueue, Record};
pub use table::{FieldValue, Table};
pub use time::{Millis, Timestamp};
