//! AMQP 0-9-1 on the wire: bytes to the broker's commands, and its events to bytes.
//!
//! It is sans-IO: whoever drives a [`Session`] brings the bytes and the time, and takes bytes away.
//! The protocol is that of <https://www.rabbitmq.com/amqp-0-9-1-reference> with RabbitMQ's
//! extensions and errata; what a method means is the broker's business.

pub mod codec;
mod session;

pub use session::{Session, addressee};
