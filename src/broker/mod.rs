//! The engine: RabbitMQ's semantics as a pure state machine.
//!
//! One command in, then drain dry, then the next. The broker has one owner, no clock, no I/O and no
//! randomness: the same commands with the same times give the same events, native and wasm.

mod command;
mod event;
mod exception;
mod id;
pub mod limits;
mod message;
mod record;
mod table;
mod time;

pub use command::{Command, Disconnect, Method, Publish, QueueDeclare};
pub use event::{
    AckCause, CancelCause, ChannelClosure, ConfirmCause, ConnectionClosure, DeliveryCause,
    DeliveryRule, DropCause, Event, Happening, Kept, PassedOver, QueueRestart, RequeueCause,
};
pub use exception::{Exception, MethodId, ReplyCode, Severity};
pub use id::{
    ChannelId, ConnectionId, ConsumerId, ConsumerTag, DeliveryTag, ExchangeName, NameTooLong,
    Position, PublishSeq, QueueName, RecordSeq, RoutingKey,
};
pub use message::{DELIVERY_MODE_PERSISTENT, DELIVERY_MODE_TRANSIENT, Message, Properties};
pub use record::{Durable, DurableMessage, DurableQueue, Record};
pub use table::{FieldValue, Table};
pub use time::{Millis, Timestamp};
