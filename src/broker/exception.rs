//! Exceptions: what a client is told when it asked for something that it may not have.
//!
//! Codes and names are those of AMQP 0-9-1, section 1.1 of its reference, and of
//! <https://www.rabbitmq.com/amqp-0-9-1-reference#constants>. A channel exception closes the
//! channel, a connection exception the connection. Texts are RabbitMQ's own, letter by letter,
//! because clients match them.

use std::fmt;

/// A reply code of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReplyCode {
    /// 312: a mandatory message found no queue. It is returned; the channel stays open.
    NoRoute,
    /// 320: an operator closed the connection.
    ConnectionForced,
    /// 403: not allowed to do this.
    AccessRefused,
    /// 404: no such queue or exchange.
    NotFound,
    /// 405: another connection's exclusive queue.
    ResourceLocked,
    /// 406: the request contradicts the state of things.
    PreconditionFailed,
    /// 501: the bytes are not a frame.
    FrameError,
    /// 502: a frame's content cannot be read.
    SyntaxError,
    /// 503: the method has no place here.
    CommandInvalid,
    /// 504: the channel is not open, or is open already.
    ChannelError,
    /// 505: another frame was due.
    UnexpectedFrame,
    /// 530: refused whoever asks.
    NotAllowed,
    /// 540: the broker does not have this.
    NotImplemented,
}

impl ReplyCode {
    /// The number on the wire.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::NoRoute => 312,
            Self::ConnectionForced => 320,
            Self::AccessRefused => 403,
            Self::NotFound => 404,
            Self::ResourceLocked => 405,
            Self::PreconditionFailed => 406,
            Self::FrameError => 501,
            Self::SyntaxError => 502,
            Self::CommandInvalid => 503,
            Self::ChannelError => 504,
            Self::UnexpectedFrame => 505,
            Self::NotAllowed => 530,
            Self::NotImplemented => 540,
        }
    }

    /// The name that RabbitMQ puts before the explanation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoRoute => "NO_ROUTE",
            Self::ConnectionForced => "CONNECTION_FORCED",
            Self::AccessRefused => "ACCESS_REFUSED",
            Self::NotFound => "NOT_FOUND",
            Self::ResourceLocked => "RESOURCE_LOCKED",
            Self::PreconditionFailed => "PRECONDITION_FAILED",
            Self::FrameError => "FRAME_ERROR",
            Self::SyntaxError => "SYNTAX_ERROR",
            Self::CommandInvalid => "COMMAND_INVALID",
            Self::ChannelError => "CHANNEL_ERROR",
            Self::UnexpectedFrame => "UNEXPECTED_FRAME",
            Self::NotAllowed => "NOT_ALLOWED",
            Self::NotImplemented => "NOT_IMPLEMENTED",
        }
    }
}

/// How much an exception closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The channel; its connection stays ("soft error").
    Channel,
    /// The connection with all its channels ("hard error").
    Connection,
}

/// The method that failed, as `channel.close` and `connection.close` name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodId {
    /// The AMQP class, 0 if no method was at fault.
    pub class: u16,
    /// The method in its class, 0 if no method was at fault.
    pub method: u16,
}

impl MethodId {
    /// No method was at fault.
    pub const NONE: Self = Self {
        class: 0,
        method: 0,
    };

    /// `channel.open`
    pub(super) const CHANNEL_OPEN: Self = Self {
        class: 20,
        method: 10,
    };

    /// AMQP's name of the method; empty for none, and for those that a broker does not carry out.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match (self.class, self.method) {
            (20, 10) => "channel.open",
            (20, 20) => "channel.flow",
            (40, 10) => "exchange.declare",
            (40, 20) => "exchange.delete",
            (40, 30) => "exchange.bind",
            (40, 40) => "exchange.unbind",
            (50, 10) => "queue.declare",
            (50, 20) => "queue.bind",
            (50, 30) => "queue.purge",
            (50, 40) => "queue.delete",
            (50, 50) => "queue.unbind",
            (60, 10) => "basic.qos",
            (60, 20) => "basic.consume",
            (60, 30) => "basic.cancel",
            (60, 40) => "basic.publish",
            (60, 70) => "basic.get",
            (60, 80) => "basic.ack",
            (60, 90) => "basic.reject",
            (60, 100) => "basic.recover-async",
            (60, 110) => "basic.recover",
            (60, 120) => "basic.nack",
            (85, 10) => "confirm.select",
            (90, 10) => "tx.select",
            (90, 20) => "tx.commit",
            (90, 30) => "tx.rollback",
            _ => "",
        }
    }
}

/// A refusal that closes a channel or a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Why, as a number.
    pub code: ReplyCode,
    /// What it closes.
    pub severity: Severity,
    /// RabbitMQ's explanation, without the code's name.
    pub explanation: String,
    /// The method that failed.
    pub method: MethodId,
}

impl Exception {
    pub(crate) fn channel(code: ReplyCode, explanation: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Channel,
            explanation: explanation.into(),
            method: MethodId::NONE,
        }
    }

    pub(crate) fn connection(code: ReplyCode, explanation: impl Into<String>) -> Self {
        Self {
            severity: Severity::Connection,
            ..Self::channel(code, explanation)
        }
    }

    pub(crate) fn caused_by(self, method: MethodId) -> Self {
        Self { method, ..self }
    }
}

impl fmt::Display for Exception {
    /// The reply text as it stands on the wire, `NAME - explanation`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} - {}", self.code.name(), self.explanation)
    }
}

impl std::error::Error for Exception {}
