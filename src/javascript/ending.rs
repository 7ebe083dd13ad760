//! Ending: what follows when a channel, a connection or the whole broker closes, and who hears why.

use std::{mem, rc::Rc};

use super::{
    engine::{Engine, OfChannel, State},
    notice::Notice,
    refusal::Refusal,
};
use crate::broker::{
    ChannelClosure, ChannelId, Command, ConnectionClosure, ConnectionId, Disconnect, Exception,
    Happening,
};

impl Engine {
    /// Closes every connection.
    pub(super) fn close_connections(self: &Rc<Self>) {
        let connections: Vec<_> = self.state().connections.keys().copied().collect();
        for connection in connections {
            self.carry_out(closing_of(connection));
        }
    }

    /// Nothing can be asked any more: who waits, and who listens, hears why.
    pub(super) fn end(self: &Rc<Self>, why: &Refusal) {
        {
            let mut state = self.state();
            if state.ended.replace(why.clone()).is_some() {
                return;
            }
            state.timer = None;
            for listeners in mem::take(&mut state.channels).into_values() {
                let notice = listeners.borrow_mut().fail(why);
                state.notices.extend(notice);
            }
            for listeners in mem::take(&mut state.connections).into_values() {
                let notice = listeners.borrow_mut().fail(why);
                state.notices.extend(notice);
            }
            if let Some(mut keeping) = state.keeping.take() {
                keeping.give_up(why);
            }
        }
        self.begin_to_tell();
    }
}

impl State {
    /// Forgets what is closed. Returns the channels that the broker closed: it waits until their
    /// clients say that they know, before their numbers can be used again.
    pub(super) fn take_leave(&mut self, happened: &[Happening]) -> Vec<ChannelId> {
        let mut closed_by_broker = Vec::new();
        for what in happened {
            if let Happening::ChannelClosed { channel, cause } = what {
                let listeners = self.channels.remove(channel);
                match cause {
                    ChannelClosure::Client => (),
                    ChannelClosure::Exception(_) => closed_by_broker.push(*channel),
                    ChannelClosure::Connection => {
                        let notice = listeners.and_then(|it| self.close_with(*channel, &it));
                        self.notices.extend(notice);
                    }
                }
            }
        }
        for what in happened {
            if let Happening::ConnectionClosed { connection, .. } = what {
                self.connections.remove(connection);
            }
        }
        closed_by_broker
    }

    /// A channel closes with its connection, and for the same reason. Whoever closed it knows.
    fn close_with(&self, channel: ChannelId, listeners: &OfChannel) -> Option<Notice> {
        let connection = self.connections.get(&channel.connection)?.borrow();
        let why = connection.closed.as_ref()?;
        let mut listeners = listeners.borrow_mut();
        if matches!(why, Refusal::Closed(_)) {
            listeners.close(why);
            None
        } else {
            listeners.fail(why)
        }
    }
}

/// What a client says that goes.
pub(super) const fn closing_of(connection: ConnectionId) -> Command {
    let how = Disconnect::Closed;
    Command::CloseConnection { connection, how }
}

/// The exception with which a channel, or its connection, was closed.
pub(super) fn closing(channel: ChannelId, what: &Happening) -> Option<&Exception> {
    if let Happening::ChannelClosed {
        channel: closed,
        cause: ChannelClosure::Exception(exception),
    } = what
        && *closed == channel
    {
        return Some(exception);
    }
    if let Happening::ConnectionClosed {
        connection,
        cause: ConnectionClosure::Exception(exception),
    } = what
        && *connection == channel.connection
    {
        return Some(exception);
    }
    None
}
