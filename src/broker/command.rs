//! Commands: everything that can be asked of the broker, as plain values.
//!
//! A [`Command`] comes from a client, through the wire protocol or a simulated program, or from the
//! operator ([`Command::Restart`], [`Command::SetAlarm`]).

use super::{
    id::{ChannelId, ConnectionId},
    method::Method,
};

/// Something asked of the broker.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        clippy::large_enum_variant,
        reason = "a command is moved once; a box would cost an allocation for each publish"
    )
)]
pub enum Command {
    /// A client connects. Its id must not be in use.
    OpenConnection {
        /// What the client will be called.
        connection: ConnectionId,
    },
    /// A client goes: it said so, or its socket broke.
    CloseConnection {
        /// Who goes.
        connection: ConnectionId,
        /// How it went.
        how: Disconnect,
    },
    /// `channel.open`
    OpenChannel {
        /// The channel, with a number from 1.
        channel: ChannelId,
    },
    /// `channel.close` from the client
    CloseChannel {
        /// The channel to close.
        channel: ChannelId,
    },
    /// A method on an open channel
    Method {
        /// Where it was sent.
        channel: ChannelId,
        /// What was sent.
        method: Method,
    },
    /// A resource runs short, or is there again. While any is short, connections that publish are
    /// blocked (<https://www.rabbitmq.com/docs/alarms>).
    SetAlarm {
        /// Which.
        alarm: Alarm,
        /// Whether it is short.
        raised: bool,
    },
    /// The operator stops the broker and starts it again: every connection closes, and what is not
    /// durable is gone.
    Restart,
}

/// How a client left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disconnect {
    /// It sent `connection.close`.
    Closed,
    /// Its process or its network died. The broker does the same for both and says which it was.
    Lost,
}

/// A resource whose shortage blocks publishers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// Memory is over its watermark.
    Memory,
    /// Free disk space is under its limit.
    Disk,
}

impl Alarm {
    /// RabbitMQ's text, as `connection.blocked` carries it.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Memory => "low on memory",
            Self::Disk => "low on disk",
        }
    }
}
