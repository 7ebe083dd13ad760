//! The operator: the page's own connection, for what a person does to queues.
//!
//! Like any client's, its channel is closed by an exception; it opens another, so that a refusal
//! costs the person nothing but a look at it.

use crate::broker::{
    ChannelClosure, ChannelId, Command, ConnectionClosure, ConnectionId, Event, Exception,
    Happening,
};

/// The page's own client.
#[derive(Clone, Debug, Default)]
pub(super) struct Operator {
    is_connected: bool,
    has_channel: bool,
    refusal: Option<Exception>,
}

impl Operator {
    /// Its connection, which no program has.
    pub(super) const CONNECTION: ConnectionId = ConnectionId(1);

    /// Its channel.
    pub(super) const CHANNEL: ChannelId = ChannelId {
        connection: Self::CONNECTION,
        number: 1,
    };

    /// What has to be sent before it can ask for anything.
    pub(super) const fn next_to_open(&self) -> Option<Command> {
        if !self.is_connected {
            Some(Command::OpenConnection {
                connection: Self::CONNECTION,
            })
        } else if !self.has_channel {
            Some(Command::OpenChannel {
                channel: Self::CHANNEL,
            })
        } else {
            None
        }
    }

    /// What the broker refused, if it did since this was last asked.
    pub(super) const fn take_refusal(&mut self) -> Option<Exception> {
        self.refusal.take()
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only its connection and its channel are its business"
    )]
    pub(super) fn handle_event(&mut self, event: &Event) {
        match &event.what {
            Happening::ConnectionOpened { connection } if *connection == Self::CONNECTION => {
                self.is_connected = true;
            }
            Happening::ChannelOpened { channel } if *channel == Self::CHANNEL => {
                self.has_channel = true;
            }
            Happening::ChannelClosed { channel, cause } if *channel == Self::CHANNEL => {
                self.has_channel = false;
                if let ChannelClosure::Exception(exception) = cause {
                    self.refusal = Some(exception.clone());
                }
            }
            Happening::ConnectionClosed { connection, cause }
                if *connection == Self::CONNECTION =>
            {
                self.is_connected = false;
                if let ConnectionClosure::Exception(exception) = cause {
                    self.refusal = Some(exception.clone());
                }
            }
            _ => {}
        }
    }
}
