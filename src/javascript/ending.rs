//! Ending: what follows when a channel, a connection or the whole broker closes, and who hears why.

use std::{mem, rc::Rc};

use super::{
    engine::{Engine, State, now},
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
    /// Forgets what is closed. A channel that the broker closed is told that its client knows, so
    /// that its number can be used again.
    pub(super) fn take_leave(&mut self, happened: &[Happening]) {
        for what in happened {
            if let Happening::ChannelClosed { channel, cause } = what {
                let listeners = self.channels.remove(channel);
                match cause {
                    ChannelClosure::Client => (),
                    ChannelClosure::Exception(_) => {
                        let channel = *channel;
                        let command = Command::CloseChannel { channel };
                        self.broker.handle(now(), command);
                    }
                    ChannelClosure::Connection => {
                        let why = self.connections.get(&channel.connection);
                        let why = why.and_then(|connection| connection.borrow().closed.clone());
                        if let (Some(listeners), Some(why)) = (listeners, why) {
                            let notice = listeners.borrow_mut().fail(&why);
                            self.notices.extend(notice);
                        }
                    }
                }
            }
        }
        for what in happened {
            if let Happening::ConnectionClosed { connection, .. } = what {
                self.connections.remove(connection);
            }
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
