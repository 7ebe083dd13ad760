//! Methods: what a client and a server say to each other (AMQP 0-9-1, section 4.2.4). One file for
//! each class.

mod access;
mod basic;
mod channel;
mod class;
mod confirm;
mod connection;
mod exchange;
mod queue;
mod tx;

use std::fmt;

pub use access::Access;
pub use basic::Basic;
pub use channel::Channel;
pub use confirm::Confirm;
pub use connection::Connection;
pub use exchange::Exchange;
pub use queue::Queue;
pub use tx::Tx;

use super::{
    error::DecodeError,
    field::{Field, Reader},
};
use crate::broker::MethodId;

/// A method with its fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Method<'a> {
    /// Of class `connection`
    Connection(Connection<'a>),
    /// Of class `channel`
    Channel(Channel<'a>),
    /// Of class `access`
    Access(Access<'a>),
    /// Of class `exchange`
    Exchange(Exchange<'a>),
    /// Of class `queue`
    Queue(Queue<'a>),
    /// Of class `basic`
    Basic(Basic<'a>),
    /// Of class `confirm`
    Confirm(Confirm),
    /// Of class `tx`
    Tx(Tx),
}

/// Why the payload of a method frame is no method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodError {
    /// It has not even the numbers of class and method.
    NoId,
    /// There is no such method.
    Unknown(MethodId),
    /// The method's fields cannot be read.
    Fields(MethodId, DecodeError),
}

impl<'a> Method<'a> {
    /// Reads the payload of a method frame.
    ///
    /// # Errors
    /// [`MethodError`] if it is not a method of AMQP 0-9-1, or of RabbitMQ's.
    pub fn decode(payload: &'a [u8]) -> Result<Self, MethodError> {
        let mut reader = Reader::new(payload);
        let mut number = || u16::read(&mut reader).map_err(|_truncated| MethodError::NoId);
        let (class, method) = (number()?, number()?);
        let read = match class {
            Connection::ID => {
                Connection::read(method, reader).map(|read| read.map(Self::Connection))
            }
            Channel::ID => Channel::read(method, reader).map(|read| read.map(Self::Channel)),
            Access::ID => Access::read(method, reader).map(|read| read.map(Self::Access)),
            Exchange::ID => Exchange::read(method, reader).map(|read| read.map(Self::Exchange)),
            Queue::ID => Queue::read(method, reader).map(|read| read.map(Self::Queue)),
            Basic::ID => Basic::read(method, reader).map(|read| read.map(Self::Basic)),
            Confirm::ID => Confirm::read(method, reader).map(|read| read.map(Self::Confirm)),
            Tx::ID => Tx::read(method, reader).map(|read| read.map(Self::Tx)),
            _ => None,
        };
        let id = MethodId { class, method };
        read.ok_or(MethodError::Unknown(id))?
            .map_err(|error| MethodError::Fields(id, error))
    }

    /// Writes the payload of a method frame.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let MethodId { class, method } = self.id();
        class.write(out);
        method.write(out);
        match self {
            Self::Connection(method) => method.write(out),
            Self::Channel(method) => method.write(out),
            Self::Access(method) => method.write(out),
            Self::Exchange(method) => method.write(out),
            Self::Queue(method) => method.write(out),
            Self::Basic(method) => method.write(out),
            Self::Confirm(method) => method.write(out),
            Self::Tx(_) => {}
        }
    }

    /// The numbers of its class and of itself.
    #[must_use]
    pub const fn id(&self) -> MethodId {
        let (class, method) = match self {
            Self::Connection(method) => (Connection::ID, method.method_id()),
            Self::Channel(method) => (Channel::ID, method.method_id()),
            Self::Access(method) => (Access::ID, method.method_id()),
            Self::Exchange(method) => (Exchange::ID, method.method_id()),
            Self::Queue(method) => (Queue::ID, method.method_id()),
            Self::Basic(method) => (Basic::ID, method.method_id()),
            Self::Confirm(method) => (Confirm::ID, method.method_id()),
            Self::Tx(method) => (Tx::ID, method.method_id()),
        };
        MethodId { class, method }
    }
}

impl fmt::Display for MethodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoId => f.write_str("a method frame is too short for a method"),
            Self::Unknown(id) => write!(f, "class {} has no method {}", id.class, id.method),
            Self::Fields(id, error) => {
                write!(f, "method {} of class {}: {error}", id.method, id.class)
            }
        }
    }
}

impl std::error::Error for MethodError {}
