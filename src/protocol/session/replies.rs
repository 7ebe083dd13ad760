//! What the client hears of what happened.

use super::{
    Session, Standing, State,
    said::{Said, said},
};
use crate::{
    broker::{Alarm, ChannelClosure, ConnectionClosure, ConnectionId, Event, Happening},
    protocol::codec::{
        Method,
        method::{Channel, Connection},
    },
};

/// The connection whose client hears of an event, if one does.
#[must_use]
pub fn addressee(event: &Event) -> Option<ConnectionId> {
    if let Happening::ConnectionOpened { connection }
    | Happening::ConnectionClosed { connection, .. }
    | Happening::ConnectionBlocked { connection, .. }
    | Happening::ConnectionUnblocked { connection } = &event.what
    {
        return Some(*connection);
    }
    event.what.channel().map(|channel| channel.connection)
}

impl Session {
    pub(super) fn reply_to(&mut self, event: &Event) {
        let what = &event.what;
        if let Some(channel) = what.channel() {
            let lane = self.lanes.get(&channel.number);
            if lane.is_some_and(|lane| !lane.is_closing) {
                self.say(channel.number, said(what));
            }
        } else if let Happening::ConnectionOpened { .. } = what {
            let open_ok = Connection::OpenOk { known_hosts: "" };
            self.write(0, &Method::Connection(open_ok));
        } else if let Happening::ConnectionClosed { cause, .. } = what {
            self.reply_to_closed_connection(cause);
        } else if let Happening::ConnectionBlocked { alarm, .. } = what {
            self.block(*alarm);
        } else if let Happening::ConnectionUnblocked { .. } = what {
            self.unblock();
        }
    }

    fn say(&mut self, number: u16, said: Said<'_>) {
        match said {
            Said::Method(method) => self.write(number, &method),
            Said::Answer(method) => {
                if !self.no_wait {
                    self.write(number, &method);
                }
            }
            Said::CancelNotice(cancel) => {
                if self.capabilities.consumer_cancel_notify {
                    self.write(number, &Method::Basic(cancel));
                }
            }
            Said::Confirm { tag, multiple } => self.write_confirm(number, tag, multiple),
            Said::Refusal { tag } => self.write_refusal(number, tag),
            Said::Content(method, message) => self.write_content(number, method, message),
            Said::Closed(ChannelClosure::Client) => {
                self.lanes.remove(&number);
                self.write(number, &Method::Channel(Channel::CloseOk {}));
            }
            Said::Closed(ChannelClosure::Exception(exception)) => {
                self.close_lane(number, exception);
            }
            Said::Closed(ChannelClosure::Connection) | Said::Nothing => {}
        }
    }

    fn reply_to_closed_connection(&mut self, cause: &ConnectionClosure) {
        self.standing = Standing::Unknown;
        if self.state == State::Leaving {
            self.write(0, &Method::Connection(Connection::CloseOk {}));
            self.state = State::Closed;
            self.lanes.clear();
        } else if self.state == State::Running
            && let ConnectionClosure::Exception(exception) = cause
        {
            self.announce_close(exception);
        }
    }

    fn block(&mut self, alarm: Alarm) {
        self.is_blocked = true;
        if self.capabilities.connection_blocked {
            let reason = alarm.reason();
            self.write(0, &Method::Connection(Connection::Blocked { reason }));
        }
    }

    fn unblock(&mut self) {
        self.is_blocked = false;
        if self.capabilities.connection_blocked {
            self.write(0, &Method::Connection(Connection::Unblocked {}));
        }
    }
}
